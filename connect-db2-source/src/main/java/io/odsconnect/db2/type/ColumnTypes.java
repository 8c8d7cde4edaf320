package io.odsconnect.db2.type;

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

    // The driver's own numbers (com.ibm.db2.jcc.DB2Types). It describes DECFLOAT and TIMESTAMP WITH TIME ZONE columns
    // as
    // Types.OTHER, so they are known by their names first.
    private static final int DECFLOAT = -100001;
    private static final int ROWID = 100;

    /** The parameter of a field's schema that has the name of its column, where that is another one; Debezium's name. */
    private static final String SOURCE_COLUMN = "__debezium.source.column.name";

    private final ValueOptions options;
    private final Temporals temporals;
    private final LargeObjects lobs;

    /** Takes what the user wants. */
    public ColumnTypes(ValueOptions options) {
        this.options = options;
        this.temporals = new Temporals(options);
        this.lobs = new LargeObjects(options.lobs());
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
            return binary(column, (rows, i) -> rows.getBytes(i));
        }
        if (type.startsWith("TIMESTAMP") && type.endsWith("WITH TIME ZONE")) {
            return temporals.zonedTimestamp(column);
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
            case Types.VARCHAR, Types.LONGVARCHAR, Types.NVARCHAR, Types.LONGNVARCHAR ->
                exact(column, SchemaBuilder.string(), (rows, i) -> rows.getString(i), KeyForm.TEXT);
            case Types.CLOB, Types.NCLOB -> exact(column, SchemaBuilder.string(), lobs.text(), KeyForm.TEXT);
            case Types.BINARY, Types.VARBINARY, Types.LONGVARBINARY, Types.ROWID, ROWID ->
                binary(column, (rows, i) -> rows.getBytes(i));
            case Types.BLOB -> binary(column, lobs.bytes());
            case Types.DATE -> temporals.date(column);
            case Types.TIME -> temporals.time(column);
            case Types.TIMESTAMP -> temporals.timestamp(table, column);
            case Types.TIMESTAMP_WITH_TIMEZONE -> temporals.zonedTimestamp(column);
            case Types.SQLXML ->
                exact(
                        column,
                        SchemaBuilder.string().name("io.debezium.data.Xml").version(1),
                        lobs.text(),
                        KeyForm.TEXT);
            default -> throw new UnsupportedColumnException(table, column);
        };
    }

    /**
     * Returns what becomes of a column whose values {@code builder} describes and {@code reader} reads: optional where the
     * column can be null. Where it cannot, rows have its constant default in their schema, so that a reader of older rows
     * has a value for a column that was added.
     */
    static ColumnMapping mapping(
            NameAdjustment names,
            Column column,
            SchemaBuilder builder,
            ColumnReader reader,
            KeyForm keyForm,
            boolean exact) {
        String field = names.field(column.name());
        if (!field.equals(column.name())) {
            builder.parameter(SOURCE_COLUMN, column.name());
        }
        if (column.nullable()) {
            Schema optional = builder.optional().build();
            return new ColumnMapping(column, field, optional, optional, reader, keyForm, exact);
        }
        Schema required = builder.build();
        @Nullable Object standard = ColumnDefault.value(column, reader);
        Schema inRows =
                standard == null ? required : builder.defaultValue(standard).build();
        return new ColumnMapping(column, field, required, inRows, reader, keyForm, exact);
    }

    private ColumnMapping exact(Column column, SchemaBuilder builder, ColumnReader reader, KeyForm keyForm) {
        return mapping(options.names(), column, builder, reader, keyForm, true);
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
            case DOUBLE ->
                inexact(
                        column,
                        SchemaBuilder.float64(),
                        (rows, i) -> {
                            // As text, since the driver's getDouble does not take NaN and Infinity of a DECFLOAT.
                            @Nullable String value = rows.getString(i);
                            return value == null ? null : Double.valueOf(value);
                        },
                        KeyForm.DECIMAL);
            case STRING ->
                inexact(
                        column,
                        SchemaBuilder.string(),
                        (rows, i) -> {
                            @Nullable String value = rows.getString(i);
                            return value == null ? null : VariableScale.plain(value);
                        },
                        KeyForm.DECIMAL);
        };
    }

    private ColumnMapping fixedText(Column column) {
        ColumnReader reader = options.trimChar()
                ? (rows, i) -> {
                    @Nullable String value = rows.getString(i);
                    return value == null ? null : withoutTrailingBlanks(value);
                }
                : (rows, i) -> rows.getString(i);
        return mapping(options.names(), column, SchemaBuilder.string(), reader, KeyForm.TEXT, !options.trimChar());
    }

    private ColumnMapping binary(Column column, ColumnReader bytes) {
        BinaryMode mode = options.binaries();
        if (mode == BinaryMode.BYTES) {
            return exact(column, SchemaBuilder.bytes(), bytes, KeyForm.BINARY);
        }
        return inexact(
                column,
                SchemaBuilder.string(),
                (rows, i) -> {
                    @Nullable Object value = bytes.read(rows, i);
                    if (value instanceof CutValue cut) {
                        return new CutValue(mode.text((byte[]) cut.value()));
                    }
                    return value == null ? null : mode.text((byte[]) value);
                },
                KeyForm.BINARY);
    }

    private ColumnMapping inexact(Column column, SchemaBuilder builder, ColumnReader reader, KeyForm keyForm) {
        return mapping(options.names(), column, builder, reader, keyForm, false);
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
}
