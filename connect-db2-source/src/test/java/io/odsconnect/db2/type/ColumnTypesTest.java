package io.odsconnect.db2.type;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.odsconnect.db2.table.Column;
import io.odsconnect.db2.table.TableId;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Date;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

@SuppressWarnings("JavaUtilDate") // Connect's own types are built on it.
class ColumnTypesTest {

    private static final TableId TABLE = new TableId("BANK", "CARD");
    private static final ValueOptions DEFAULTS =
            new ValueOptions(DecimalMode.PRECISE, TimeMode.ADAPTIVE, BinaryMode.BYTES, false, LobLimit.NONE);

    @Test
    void integersKeepTheirSize() throws SQLException {
        assertThat(read(column("SMALLINT", Types.SMALLINT, 5, 0), DEFAULTS, -32768))
                .isEqualTo((short) -32768);
        assertThat(read(column("INTEGER", Types.INTEGER, 10, 0), DEFAULTS, Integer.MIN_VALUE))
                .isEqualTo(Integer.MIN_VALUE);
        assertThat(read(column("BIGINT", Types.BIGINT, 19, 0), DEFAULTS, Long.MIN_VALUE))
                .isEqualTo(Long.MIN_VALUE);
    }

    @Test
    void zeroIsNotNull() throws SQLException {
        assertThat(read(column("INTEGER", Types.INTEGER, 10, 0), DEFAULTS, 0)).isEqualTo(0);
        assertThat(read(column("INTEGER", Types.INTEGER, 10, 0), DEFAULTS, null))
                .isNull();
        assertThat(read(column("BOOLEAN", Types.BOOLEAN, 1, 0), DEFAULTS, false))
                .isEqualTo(false);
        assertThat(read(column("BOOLEAN", Types.BOOLEAN, 1, 0), DEFAULTS, null)).isNull();
        assertThat(read(column("DOUBLE", Types.DOUBLE, 15, 0), DEFAULTS, -0.0)).isEqualTo(-0.0);
    }

    @Test
    void aDecimalKeepsItsThirtyOneDigits() throws SQLException {
        Column column = column("DECIMAL", Types.DECIMAL, 31, 31);
        BigDecimal value = new BigDecimal("0.1234567890123456789012345678901");
        assertThat(read(column, DEFAULTS, value)).isEqualTo(value);
        Schema schema = mapping(column, DEFAULTS).schema();
        assertThat(schema.name()).isEqualTo(Decimal.LOGICAL_NAME);
        assertThat(schema.parameters()).containsEntry("scale", "31").containsEntry("connect.decimal.precision", "31");
        assertThat(read(column, decimals(DecimalMode.STRING), value)).isEqualTo("0.1234567890123456789012345678901");
        assertThat(read(column, decimals(DecimalMode.DOUBLE), value)).isEqualTo(0.12345678901234568);
    }

    @Test
    void aDecimalOfAnotherScaleIsBroughtToTheColumns() throws SQLException {
        assertThat(read(column("DECIMAL", Types.DECIMAL, 9, 2), DEFAULTS, new BigDecimal("5")))
                .isEqualTo(new BigDecimal("5.00"));
    }

    @Test
    void decfloatCarriesItsOwnScale() throws SQLException {
        Column column = column("DECFLOAT", Types.OTHER, 34, 0);
        Struct value = Objects.requireNonNull((Struct) read(column, DEFAULTS, "1.50E-3"));
        assertThat(value.schema().name()).isEqualTo("io.debezium.data.VariableScaleDecimal");
        assertThat(new BigDecimal(new BigInteger(value.getBytes("value")), value.getInt32("scale")))
                .isEqualTo(new BigDecimal("0.00150"));
    }

    @Test
    void decfloatsNaNHasAFormAsStringOnly() throws SQLException {
        Column column = column("DECFLOAT", -100001, 34, 0);
        assertThat(read(column, decimals(DecimalMode.STRING), "NaN")).isEqualTo("NaN");
        assertThatThrownBy(() -> read(column, DEFAULTS, "-Infinity"))
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("column C of table BANK.CARD")
                .hasMessageContaining("decimal.handling.mode");
    }

    @Test
    void charactersAreTrimmedOnRequestAndOnlyWhereTheLengthIsFixed() throws SQLException {
        ValueOptions trim =
                new ValueOptions(DecimalMode.PRECISE, TimeMode.ADAPTIVE, BinaryMode.BYTES, true, LobLimit.NONE);
        assertThat(read(column("CHAR", Types.CHAR, 6, 0), DEFAULTS, "AB    ")).isEqualTo("AB    ");
        assertThat(read(column("CHAR", Types.CHAR, 6, 0), trim, " AB\t   ")).isEqualTo(" AB\t");
        assertThat(read(column("VARCHAR", Types.VARCHAR, 6, 0), trim, "AB    ")).isEqualTo("AB    ");
    }

    @Test
    void charForBitDataIsBinaryWhateverItsJdbcType() throws SQLException {
        Column column = column("CHAR () FOR BIT DATA", Types.CHAR, 2, 0);
        byte[] bytes = {(byte) 0xfb, (byte) 0xff};
        assertThat(read(column, DEFAULTS, bytes)).isEqualTo(bytes);
        assertThat(read(column, binaries(BinaryMode.HEX), bytes)).isEqualTo("fbff");
        assertThat(read(column, binaries(BinaryMode.BASE64), bytes)).isEqualTo("+/8=");
        assertThat(read(column, binaries(BinaryMode.BASE64_URL_SAFE), bytes)).isEqualTo("-_8=");
    }

    @Test
    void aTimestampsTypeFollowsItsPrecision() throws SQLException {
        String text = "2026-11-21 13:14:15.123456789012";
        assertThat(timestamp(0, "2026-11-21 13:14:15")).isEqualTo(1_795_266_855_000L);
        assertThat(timestamp(3, "2026-11-21 13:14:15.123")).isEqualTo(1_795_266_855_123L);
        assertThat(timestamp(6, "2026-11-21 13:14:15.123456")).isEqualTo(1_795_266_855_123_456L);
        assertThat(timestamp(12, text)).isEqualTo("2026-11-21T13:14:15.123456789012Z");
        assertThat(mapping(column("TIMESTAMP", Types.TIMESTAMP, 26, 6), DEFAULTS)
                        .schema()
                        .name())
                .isEqualTo("io.debezium.time.MicroTimestamp");
        assertThat(mapping(column("TIMESTAMP", Types.TIMESTAMP, 32, 12), DEFAULTS)
                        .schema()
                        .name())
                .isEqualTo("io.debezium.time.IsoTimestamp");
    }

    @Test
    void connectsOwnTimesAreMillisecondsOfAClockWithoutZone() throws SQLException {
        ValueOptions connect = times(TimeMode.CONNECT);
        assertThat(read(column("TIMESTAMP", Types.TIMESTAMP, 26, 6), connect, "1969-12-31 23:59:59.999999"))
                .isEqualTo(new Date(-1));
        assertThat(read(column("DATE", Types.DATE, 10, 0), connect, "1970-01-02"))
                .isEqualTo(new Date(86_400_000));
        assertThat(read(column("TIME", Types.TIME, 8, 0), connect, "00:00:01")).isEqualTo(new Date(1000));
    }

    @Test
    void twentyFourOClockHasNoFormAmongConnectsOwn() throws SQLException {
        Column time = column("TIME", Types.TIME, 8, 0);
        assertThat(read(time, DEFAULTS, "24:00:00")).isEqualTo(86_400_000);
        assertThat(read(time, times(TimeMode.ADAPTIVE_TIME_MICROSECONDS), "24:00:00"))
                .isEqualTo(86_400_000_000L);
        assertThatThrownBy(() -> read(time, times(TimeMode.CONNECT), "24:00:00"))
                .hasMessageContaining("time.precision.mode");
    }

    @Test
    void aTypeThatIsNotKnownIsNamedWithItsTableAndColumn() {
        assertThatThrownBy(() -> mapping(column("CURSOR", 2012, 0, 0), DEFAULTS))
                .isInstanceOf(UnsupportedColumnException.class)
                .hasMessageContaining("Column C of table BANK.CARD")
                .hasMessageContaining("CURSOR")
                .hasMessageContaining("column.exclude.list");
    }

    @Test
    void aValueThatCannotBeReadIsNotRepeatedInTheError() {
        assertThatThrownBy(() -> read(column("DECIMAL", Types.DECIMAL, 9, 2), DEFAULTS, new BigDecimal("4111.11111")))
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("column C of table BANK.CARD")
                .hasMessageNotContaining("4111")
                .hasNoCause();
    }

    private static @Nullable Object timestamp(int precision, String text) throws SQLException {
        return read(column("TIMESTAMP", Types.TIMESTAMP, 20 + precision, precision), DEFAULTS, text);
    }

    private static @Nullable Object read(Column column, ValueOptions options, @Nullable Object value)
            throws SQLException {
        ColumnMapping mapping = mapping(column, options);
        Schema schema =
                SchemaBuilder.struct().field(column.name(), mapping.schema()).build();
        return new RowReader(TABLE, schema, List.of(mapping), 1)
                .read(FakeRow.of(value))
                .get(column.name());
    }

    private static ColumnMapping mapping(Column column, ValueOptions options) {
        return new ColumnTypes(options).map(TABLE, column);
    }

    private static ValueOptions decimals(DecimalMode mode) {
        return new ValueOptions(mode, TimeMode.ADAPTIVE, BinaryMode.BYTES, false, LobLimit.NONE);
    }

    private static ValueOptions times(TimeMode mode) {
        return new ValueOptions(DecimalMode.PRECISE, mode, BinaryMode.BYTES, false, LobLimit.NONE);
    }

    private static ValueOptions binaries(BinaryMode mode) {
        return new ValueOptions(DecimalMode.PRECISE, TimeMode.ADAPTIVE, mode, false, LobLimit.NONE);
    }

    private static Column column(String typeName, int jdbcType, int precision, int scale) {
        return new Column("C", jdbcType, typeName, precision, scale, true);
    }
}
