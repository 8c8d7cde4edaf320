package io.odsconnect.db2.type;

import io.odsconnect.db2.config.BinaryMode;
import io.odsconnect.db2.table.Column;
import io.odsconnect.db2.table.TableId;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Locale;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Maps Db2's types: which Connect schema a column gets, and how its values are read. The readers of one instance belong to
 * one thread.
 */
public final class ColumnTypes {

    /** The driver's number for DECFLOAT, where it does not say {@link Types#OTHER}. */
    private static final int DECFLOAT = -100001;

    private final ValueOptions options;
    private final Temporals temporals;

    /** Takes what the user wants. */
    public ColumnTypes(ValueOptions options) {
        this.options = options;
        this.temporals = new Temporals(options.times());
    }

    /**
     * Returns what becomes of {@code column}.
     *
     * @throws UnsupportedColumnException if its type is not known
     */
    public ColumnMapping map(TableId table, Column column) {
        String type = column.typeName().toUpperCase(Locale.ROOT);
        if (type.startsWith("DECFLOAT")) {
            return decfloat(column);
        }
        if (type.contains("FOR BIT DATA")) {
            return binary(column);
        }
        return switch (column.jdbcType()) {
            case Types.TINYINT, Types.SMALLINT ->
                exact(column, SchemaBuilder.int16(), ColumnTypes::readShort, KeyForm.INTEGER);
            case Types.INTEGER -> exact(column, SchemaBuilder.int32(), ColumnTypes::readInt, KeyForm.INTEGER);
            case Types.BIGINT -> exact(column, SchemaBuilder.int64(), ColumnTypes::readLong, KeyForm.INTEGER);
            case Types.REAL -> exact(column, SchemaBuilder.float32(), ColumnTypes::readFloat, KeyForm.REAL);
            case Types.FLOAT, Types.DOUBLE ->
                exact(column, SchemaBuilder.float64(), ColumnTypes::readDouble, KeyForm.DOUBLE);
            case Types.DECIMAL, Types.NUMERIC -> decimal(column);
            case DECFLOAT -> decfloat(column);
            case Types.BOOLEAN, Types.BIT ->
                exact(column, SchemaBuilder.bool(), ColumnTypes::readBoolean, KeyForm.BOOLEAN);
            case Types.CHAR, Types.NCHAR -> fixedText(column);
            case Types.VARCHAR, Types.LONGVARCHAR, Types.NVARCHAR, Types.LONGNVARCHAR, Types.CLOB, Types.NCLOB ->
                exact(column, SchemaBuilder.string(), (rows, i) -> rows.getString(i), KeyForm.TEXT);
            case Types.BINARY, Types.VARBINARY, Types.LONGVARBINARY, Types.BLOB -> binary(column);
            case Types.DATE -> temporals.date(column);
            case Types.TIME -> temporals.time(column);
            case Types.TIMESTAMP -> temporals.timestamp(column);
            case Types.SQLXML ->
                exact(
                        column,
                        SchemaBuilder.string().name("io.debezium.data.Xml").version(1),
                        ColumnTypes::readXml,
                        KeyForm.TEXT);
            default -> throw new UnsupportedColumnException(table, column);
        };
    }

    /** Ends {@code builder} as the schema of {@code column}: optional where the column can be null. */
    static Schema schema(Column column, SchemaBuilder builder) {
        return column.nullable() ? builder.optional().build() : builder.build();
    }

    private static ColumnMapping exact(Column column, SchemaBuilder builder, ColumnReader reader, KeyForm keyForm) {
        return new ColumnMapping(column, schema(column, builder), reader, keyForm, true);
    }

    private ColumnMapping decimal(Column column) {
        return switch (options.decimals()) {
            case PRECISE ->
                exact(
                        column,
                        Decimal.builder(column.scale())
                                .parameter("connect.decimal.precision", Integer.toString(column.precision())),
                        decimalReader(column.scale()),
                        KeyForm.DECIMAL);
            case DOUBLE -> inexact(column, SchemaBuilder.float64(), ColumnTypes::readDouble, KeyForm.DECIMAL);
            case STRING ->
                inexact(
                        column,
                        SchemaBuilder.string(),
                        (rows, i) -> {
                            @Nullable BigDecimal value = rows.getBigDecimal(i);
                            return value == null ? null : value.toPlainString();
                        },
                        KeyForm.DECIMAL);
        };
    }

    /** Connect wants the very scale of the schema; the driver gives it, but nothing says that it must. */
    private static ColumnReader decimalReader(int scale) {
        return (rows, i) -> {
            @Nullable BigDecimal value = rows.getBigDecimal(i);
            return value == null || value.scale() == scale ? value : value.setScale(scale);
        };
    }

    private ColumnMapping decfloat(Column column) {
        return switch (options.decimals()) {
            case PRECISE ->
                inexact(column, VariableScale.builder(), VariableScale.reader(column.nullable()), KeyForm.DECIMAL);
            case DOUBLE -> inexact(column, SchemaBuilder.float64(), ColumnTypes::readDouble, KeyForm.DECIMAL);
            case STRING -> inexact(column, SchemaBuilder.string(), (rows, i) -> rows.getString(i), KeyForm.DECIMAL);
        };
    }

    private ColumnMapping fixedText(Column column) {
        ColumnReader reader = options.trimChar()
                ? (rows, i) -> {
                    @Nullable String value = rows.getString(i);
                    return value == null ? null : withoutTrailingBlanks(value);
                }
                : (rows, i) -> rows.getString(i);
        return new ColumnMapping(
                column, schema(column, SchemaBuilder.string()), reader, KeyForm.TEXT, !options.trimChar());
    }

    private ColumnMapping binary(Column column) {
        BinaryMode mode = options.binaries();
        if (mode == BinaryMode.BYTES) {
            return exact(column, SchemaBuilder.bytes(), (rows, i) -> rows.getBytes(i), KeyForm.BINARY);
        }
        return inexact(
                column,
                SchemaBuilder.string(),
                (rows, i) -> {
                    byte @Nullable [] value = rows.getBytes(i);
                    return value == null ? null : mode.text(value);
                },
                KeyForm.BINARY);
    }

    private static ColumnMapping inexact(Column column, SchemaBuilder builder, ColumnReader reader, KeyForm keyForm) {
        return new ColumnMapping(column, schema(column, builder), reader, keyForm, false);
    }

    /** Cuts Db2's blanks (U+0020, and the ideographic one of GRAPHIC) and nothing else that Java calls white. */
    private static String withoutTrailingBlanks(String value) {
        int end = value.length();
        while (end > 0 && (value.charAt(end - 1) == ' ' || value.charAt(end - 1) == '\u3000')) {
            end--;
        }
        return value.substring(0, end);
    }

    // The driver gives 0 for null, so only a 0 has to be asked about.

    private static @Nullable Object readShort(ResultSet rows, int index) throws SQLException {
        short value = rows.getShort(index);
        return value == 0 && rows.wasNull() ? null : (Object) value;
    }

    private static @Nullable Object readInt(ResultSet rows, int index) throws SQLException {
        int value = rows.getInt(index);
        return value == 0 && rows.wasNull() ? null : (Object) value;
    }

    private static @Nullable Object readLong(ResultSet rows, int index) throws SQLException {
        long value = rows.getLong(index);
        return value == 0 && rows.wasNull() ? null : (Object) value;
    }

    private static @Nullable Object readFloat(ResultSet rows, int index) throws SQLException {
        float value = rows.getFloat(index);
        return value == 0 && rows.wasNull() ? null : (Object) value;
    }

    private static @Nullable Object readDouble(ResultSet rows, int index) throws SQLException {
        double value = rows.getDouble(index);
        return value == 0 && rows.wasNull() ? null : (Object) value;
    }

    private static @Nullable Object readBoolean(ResultSet rows, int index) throws SQLException {
        boolean value = rows.getBoolean(index);
        return !value && rows.wasNull() ? null : (Object) value;
    }

    private static @Nullable Object readXml(ResultSet rows, int index) throws SQLException {
        return rows.getString(index);
    }
}
