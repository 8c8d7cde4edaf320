package io.odsconnect.db2.type;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.ibm.db2.jcc.DBTimestamp;
import io.odsconnect.db2.table.Column;
import io.odsconnect.db2.table.TableId;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.lang.reflect.Proxy;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLRecoverableException;
import java.sql.Types;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Calendar;
import java.util.GregorianCalendar;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.TimeZone;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Types that the testbed's server lacks, as IBM's driver describes and hands them out. */
class Db2OnlyTypesTest {

    private static final TableId TABLE = new TableId("BANK", "CARD");

    @ParameterizedTest
    @ValueSource(strings = {"UTC", "America/Los_Angeles", "Asia/Kolkata", "Europe/Berlin"})
    void aTimestampWithTimeZoneKeepsItsOwnOffsetAndDigitsInAnyZoneOfTheJvm(String jvm) throws SQLException {
        TimeZone before = TimeZone.getDefault();
        try {
            TimeZone.setDefault(TimeZone.getTimeZone(jvm));
            Column column = column("TIMESTAMP WITH TIME ZONE", Types.OTHER, 12);
            ColumnMapping mapping = mapping(column, TimeMode.ADAPTIVE);
            assertThat(mapping.schema().name()).isEqualTo("io.debezium.time.ZonedTimestamp");
            assertThat(read(mapping, zoned("-05:00", 123_456_789_012L)))
                    .isEqualTo("2026-03-29T02:30:00.123456789012-05:00");
            assertThat(read(mapping, zoned("+00:00", 500_000_000_000L))).isEqualTo("2026-03-29T02:30:00.5Z");
            assertThat(read(mapping, zoned("+12:59", 0))).isEqualTo("2026-03-29T02:30:00+12:59");
            assertThat(read(mapping, null)).isNull();
            assertThat(KeyForm.ZONED_TIMESTAMP.text("2026-03-29T02:30:00.5Z")).isEqualTo("2026-03-29 02:30:00.5+00:00");
        } finally {
            TimeZone.setDefault(before);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTC", "America/Los_Angeles", "Asia/Kolkata", "Europe/Berlin"})
    void theOtherTimesDoNotDependOnTheJvmsZoneEither(String jvm) throws SQLException {
        TimeZone before = TimeZone.getDefault();
        try {
            TimeZone.setDefault(TimeZone.getTimeZone(jvm));
            for (String time : List.of(
                    "2026-03-08 02:30:00", "2026-03-29 02:30:00", "0001-01-01 00:00:00", "9999-12-31 23:59:59")) {
                long seconds = LocalDateTime.parse(time.replace(' ', 'T')).toEpochSecond(ZoneOffset.UTC);
                assertThat(read(mapping(column("TIMESTAMP", Types.TIMESTAMP, 6), TimeMode.ADAPTIVE), time + ".000001"))
                        .isEqualTo(seconds * 1_000_000 + 1);
                assertThat(read(mapping(column("DATE", Types.DATE, 0), TimeMode.ADAPTIVE), time.substring(0, 10)))
                        .isEqualTo((int) Math.floorDiv(seconds, 86_400L));
            }
            assertThat(read(mapping(column("TIME", Types.TIME, 0), TimeMode.ADAPTIVE), "02:30:00"))
                    .isEqualTo(9_000_000);
        } finally {
            TimeZone.setDefault(before);
        }
    }

    @Test
    void aTimestampWithoutItsZoneIsRefusedRatherThanGuessed() {
        assertThatThrownBy(() -> read(
                        mapping(column("TIMESTAMP WITH TIME ZONE", Types.OTHER, 6), TimeMode.ADAPTIVE),
                        new java.sql.Timestamp(0)))
                .isInstanceOf(UnreadableRowException.class)
                .hasMessageContaining("without its time zone");
    }

    @Test
    void eachTimeModeIsDebeziums() throws SQLException {
        Column date = column("DATE", Types.DATE, 0);
        Column time = column("TIME", Types.TIME, 0);
        Column stamp = column("TIMESTAMP", Types.TIMESTAMP, 9);
        String text = "2026-11-21 13:14:15.123456789";
        assertThat(told(date, TimeMode.ISOSTRING, "2026-11-21")).isEqualTo("io.debezium.time.IsoDate 2026-11-21Z");
        assertThat(told(time, TimeMode.ISOSTRING, "13:14:15")).isEqualTo("io.debezium.time.IsoTime 13:14:15Z");
        assertThat(told(stamp, TimeMode.ISOSTRING, text))
                .isEqualTo("io.debezium.time.IsoTimestamp 2026-11-21T13:14:15.123456789Z");
        assertThat(told(date, TimeMode.MICROSECONDS, "1970-01-02")).isEqualTo("io.debezium.time.Date 1");
        assertThat(told(time, TimeMode.MICROSECONDS, "00:00:01")).isEqualTo("io.debezium.time.MicroTime 1000000");
        assertThat(told(stamp, TimeMode.MICROSECONDS, text))
                .isEqualTo("io.debezium.time.MicroTimestamp 1795266855123456");
        assertThat(told(time, TimeMode.NANOSECONDS, "00:00:01")).isEqualTo("io.debezium.time.NanoTime 1000000000");
        assertThat(told(stamp, TimeMode.NANOSECONDS, text))
                .isEqualTo("io.debezium.time.NanoTimestamp 1795266855123456789");
        assertThatThrownBy(() -> told(stamp, TimeMode.NANOSECONDS, "9999-12-31 23:59:59.000000000"))
                .isInstanceOf(UnreadableRowException.class)
                .hasMessageContaining("2261");
    }

    @Test
    void hour24IsKeptByTextAndIsANumberAsTheUserWants() throws SQLException {
        Column time = column("TIME", Types.TIME, 0);
        Column stamp = column("TIMESTAMP", Types.TIMESTAMP, 6);
        String last = "2026-11-21 24:00:00.000000";
        assertThat(told(time, TimeMode.ISOSTRING, "24:00:00")).isEqualTo("io.debezium.time.IsoTime 24:00:00Z");
        assertThat(told(stamp, TimeMode.ISOSTRING, last))
                .isEqualTo("io.debezium.time.IsoTimestamp 2026-11-21T24:00:00.000000Z");
        assertThat(told(stamp, TimeMode.ISOSTRING, "2026-11-22 00:00:00.000000"))
                .isEqualTo("io.debezium.time.IsoTimestamp 2026-11-22T00:00:00.000000Z");
        assertThat(told(stamp, TimeMode.ISOSTRING, "9999-12-31 24:00:00.000000"))
                .isEqualTo("io.debezium.time.IsoTimestamp 9999-12-31T24:00:00.000000Z");
        long nextDay = LocalDateTime.parse("2026-11-22T00:00:00").toEpochSecond(ZoneOffset.UTC) * 1_000_000;
        assertThat(hour24(time, Hour24Mode.KEEP, "24:00:00")).isEqualTo(86_400_000);
        assertThat(hour24(time, Hour24Mode.NEXT_DAY, "24:00:00")).isEqualTo(0);
        assertThat(hour24(time, Hour24Mode.END_OF_DAY, "24:00:00")).isEqualTo(86_399_999);
        assertThat(hour24(stamp, Hour24Mode.KEEP, last)).isEqualTo(nextDay);
        assertThat(hour24(stamp, Hour24Mode.NEXT_DAY, last)).isEqualTo(nextDay);
        assertThat(hour24(stamp, Hour24Mode.END_OF_DAY, last)).isEqualTo(nextDay - 1);
        assertThat(hour24(stamp, Hour24Mode.END_OF_DAY, "2026-11-22 00:00:00.000000"))
                .isEqualTo(nextDay);
        assertThatThrownBy(() -> hour24(time, Hour24Mode.FAIL, "24:00:00"))
                .isInstanceOf(UnreadableRowException.class)
                .hasMessageContaining("hour24.handling.mode");
        assertThatThrownBy(() -> hour24(stamp, Hour24Mode.FAIL, last))
                .isInstanceOf(UnreadableRowException.class)
                .hasMessageContaining("hour24.handling.mode");
    }

    @Test
    void theEndOfTheYear9999IsNoTimestampOfTheYear10000() throws SQLException {
        Column stamp = column("TIMESTAMP", Types.TIMESTAMP, 6);
        String end = "9999-12-31 24:00:00.000000";
        assertThatThrownBy(() -> hour24(stamp, Hour24Mode.KEEP, end))
                .isInstanceOf(UnreadableRowException.class)
                .hasMessageContaining("hour24.handling.mode=end_of_day");
        assertThat(hour24(stamp, Hour24Mode.END_OF_DAY, end))
                .isEqualTo(
                        LocalDateTime.parse("9999-12-31T23:59:59").toEpochSecond(ZoneOffset.UTC) * 1_000_000 + 999_999);
    }

    @Test
    void aKeyAtHour24IsNotTheOneAtTheNextMidnight() throws SQLException {
        for (int digits : List.of(6, 9)) {
            ColumnMapping stamp = mapping(column("TIMESTAMP", Types.TIMESTAMP, digits), TimeMode.ADAPTIVE);
            assertThat(keyText(stamp, "2026-11-21 24:00:00.000000")).startsWith("2026-11-21 24:00:00");
            assertThat(keyText(stamp, "2026-11-22 00:00:00.000000")).startsWith("2026-11-22 00:00:00");
        }
    }

    private static String keyText(ColumnMapping mapping, String value) throws SQLException {
        return mapping.keyForm().text(mapping.keyForm().exact(FakeRow.of(value), 1));
    }

    private static @Nullable Object hour24(Column column, Hour24Mode mode, String value) throws SQLException {
        ValueOptions options = new ValueOptions(
                DecimalMode.PRECISE,
                TimeMode.ADAPTIVE,
                BinaryMode.BYTES,
                false,
                LobLimit.NONE,
                mode,
                NameAdjustment.NONE);
        return read(new ColumnTypes(options).map(TABLE, column), value);
    }

    @Test
    void rowIdIsBytesByEitherOfTheDriversNumbers() throws SQLException {
        byte[] id = {1, 2, (byte) 0xff};
        assertThat(read(mapping(column("ROWID", Types.ROWID, 0), TimeMode.ADAPTIVE), id))
                .isEqualTo(id);
        assertThat(read(mapping(column("ROWID", 100, 0), TimeMode.ADAPTIVE), id))
                .isEqualTo(id);
    }

    @Test
    void graphicFormsAreTextAndTrimmedOfTheirWideBlanks() throws SQLException {
        for (int type : List.of(Types.NCHAR, Types.NVARCHAR, Types.LONGNVARCHAR, Types.NCLOB)) {
            assertThat(read(mapping(column("GRAPHIC", type, 0), TimeMode.ADAPTIVE), "\u6f22\u5b57"))
                    .isEqualTo("\u6f22\u5b57");
        }
        ColumnMapping trimmed = new ColumnTypes(
                        new ValueOptions(DecimalMode.PRECISE, TimeMode.ADAPTIVE, BinaryMode.BYTES, true, LobLimit.NONE))
                .map(TABLE, column("GRAPHIC", Types.NCHAR, 0));
        assertThat(read(trimmed, "\u6f22\u3000\u3000")).isEqualTo("\u6f22");
    }

    @Test
    void decfloatIsReadAsTheDriverWritesIt() throws SQLException {
        Column column = column("DECFLOAT", Types.OTHER, 0);
        assertThat(read(decfloat(column, DecimalMode.STRING), "1.5E+3")).isEqualTo("1500");
        assertThat(read(decfloat(column, DecimalMode.STRING), "-Infinity")).isEqualTo("-Infinity");
        assertThat(read(decfloat(column, DecimalMode.DOUBLE), "NaN")).isEqualTo(Double.NaN);
        assertThat(read(decfloat(column, DecimalMode.DOUBLE), "-Infinity")).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(read(decfloat(column, DecimalMode.DOUBLE), "-0.0")).isEqualTo(-0.0);
    }

    @Test
    void booleanAndXmlAreWhatTheySay() throws SQLException {
        assertThat(read(mapping(column("BOOLEAN", Types.BOOLEAN, 0), TimeMode.ADAPTIVE), true))
                .isEqualTo(true);
        ColumnMapping xml = mapping(column("XML", Types.SQLXML, 0), TimeMode.ADAPTIVE);
        assertThat(xml.schema().name()).isEqualTo("io.debezium.data.Xml");
        assertThat(read(xml, "<a/>")).isEqualTo("<a/>");
    }

    @Test
    void aLargeObjectWithinTheLimitIsWhole() throws SQLException {
        LobLimit limit = new LobLimit(4, false);
        assertThat(read(lob(Types.CLOB, limit), "abcd")).isEqualTo("abcd");
        assertThat(read(lob(Types.BLOB, limit), new byte[] {1, 2, 3, 4})).isEqualTo(new byte[] {1, 2, 3, 4});
        assertThat(read(lob(Types.CLOB, limit), null)).isNull();
        assertThat(read(lob(Types.BLOB, limit), null)).isNull();
        assertThat(read(lob(Types.CLOB, new LobLimit(0, true)), "")).isEqualTo("");
    }

    @Test
    void aLargerOneIsRefusedWithoutItsText() {
        assertThatThrownBy(() -> read(lob(Types.CLOB, new LobLimit(4, false)), "secret"))
                .isInstanceOf(UnreadableRowException.class)
                .hasMessageContaining("column C of table BANK.CARD")
                .hasMessageContaining("lob.max.size")
                .hasMessageNotContaining("secr");
    }

    @Test
    void aLargerOneIsCutWithAMarkAndNeverWithinACharacter() throws SQLException {
        LobLimit limit = new LobLimit(4, true);
        assertThat(row(lob(Types.CLOB, limit), "abcde")).isInstanceOfSatisfying(CutRow.class, row -> {
            assertThat(row.get("C")).isEqualTo("abcd");
            assertThat(row.columns()).containsExactly("C");
        });
        assertThat(row(lob(Types.CLOB, limit), "abc\ud83d\ude00").get("C")).isEqualTo("abc");
        assertThat(row(lob(Types.BLOB, limit), new byte[9])).isInstanceOf(CutRow.class);
        assertThat(row(lob(Types.SQLXML, limit), "<a></a>").get("C")).isEqualTo("<a><");
        assertThat(row(lob(Types.CLOB, limit), "ab")).isNotInstanceOf(CutRow.class);
        ColumnMapping hex = new ColumnTypes(
                        new ValueOptions(DecimalMode.PRECISE, TimeMode.ADAPTIVE, BinaryMode.HEX, false, limit))
                .map(TABLE, column("LOB", Types.BLOB, 0));
        assertThat(row(hex, new byte[] {1, 2, 3, 4, 5}).get("C")).isEqualTo("01020304");
    }

    @Test
    void aConnectionThatIsLostInsideALargeObjectIsNoBadValue() {
        InputStream broken =
                new SequenceInputStream(new ByteArrayInputStream(new byte[1]), new ByteArrayInputStream(new byte[1])) {
                    @Override
                    public int read(byte[] buffer, int offset, int length) throws IOException {
                        throw new IOException("broken");
                    }
                };
        ResultSet rows = (ResultSet) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {ResultSet.class}, (proxy, method, arguments) -> broken);
        assertThatThrownBy(() -> reader(lob(Types.BLOB, new LobLimit(4, true))).read(rows))
                .isInstanceOf(SQLRecoverableException.class);
    }

    @Test
    void aConversionThatTheDriverRefusesIsABadValueAndALostConnectionIsNot() {
        ColumnMapping text = mapping(column("VARCHAR", Types.VARCHAR, 0), TimeMode.ADAPTIVE);
        assertThatThrownBy(() -> reader(text).read(failing(new SQLException("secret", null, -4220))))
                .isInstanceOf(UnreadableRowException.class)
                .hasMessageContaining("-4220")
                .hasMessageNotContaining("secret");
        assertThatThrownBy(() -> reader(text).read(failing(new SQLException("gone", "08001", -4499))))
                .isInstanceOf(SQLException.class);
    }

    private static ResultSet failing(SQLException failure) {
        return (ResultSet) Proxy.newProxyInstance(
                Db2OnlyTypesTest.class.getClassLoader(),
                new Class<?>[] {ResultSet.class},
                (proxy, method, arguments) -> {
                    throw failure;
                });
    }

    /** Returns 2026-03-29 02:30 in the zone, an hour that Europe skips. */
    private static DBTimestamp zoned(String offset, long picos) throws SQLException {
        Calendar calendar = new GregorianCalendar(TimeZone.getTimeZone("GMT" + offset), Locale.ROOT);
        calendar.clear();
        calendar.set(2026, Calendar.MARCH, 29, 2, 30, 0);
        DBTimestamp timestamp = new DBTimestamp(calendar.getTimeInMillis(), calendar);
        timestamp.setPicos(picos);
        return timestamp;
    }

    private static String told(Column column, TimeMode mode, String text) throws SQLException {
        ColumnMapping mapping = mapping(column, mode);
        return mapping.schema().name() + " " + read(mapping, text);
    }

    private static ColumnMapping lob(int type, LobLimit limit) {
        return new ColumnTypes(new ValueOptions(DecimalMode.PRECISE, TimeMode.ADAPTIVE, BinaryMode.BYTES, false, limit))
                .map(TABLE, column("LOB", type, 0));
    }

    private static ColumnMapping decfloat(Column column, DecimalMode mode) {
        return new ColumnTypes(new ValueOptions(mode, TimeMode.ADAPTIVE, BinaryMode.BYTES, false, LobLimit.NONE))
                .map(TABLE, column);
    }

    private static ColumnMapping mapping(Column column, TimeMode mode) {
        return new ColumnTypes(new ValueOptions(DecimalMode.PRECISE, mode, BinaryMode.BYTES, false, LobLimit.NONE))
                .map(TABLE, column);
    }

    private static @Nullable Object read(ColumnMapping mapping, @Nullable Object value) throws SQLException {
        return row(mapping, value).get("C");
    }

    private static Struct row(ColumnMapping mapping, @Nullable Object value) throws SQLException {
        return Objects.requireNonNull(reader(mapping).read(FakeRow.of(value)));
    }

    private static RowReader reader(ColumnMapping mapping) {
        Schema schema = SchemaBuilder.struct().field("C", mapping.schema()).build();
        return new RowReader(TABLE, schema, List.of(mapping), 1);
    }

    private static Column column(String typeName, int jdbcType, int scale) {
        return new Column("C", jdbcType, typeName, 34, scale, true);
    }
}
