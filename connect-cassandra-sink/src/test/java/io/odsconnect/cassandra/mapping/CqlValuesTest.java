package io.odsconnect.cassandra.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.datastax.oss.driver.api.core.DefaultProtocolVersion;
import com.datastax.oss.driver.api.core.data.CqlDuration;
import com.datastax.oss.driver.api.core.data.TupleValue;
import com.datastax.oss.driver.api.core.data.UdtValue;
import com.datastax.oss.driver.api.core.type.DataType;
import com.datastax.oss.driver.api.core.type.DataTypes;
import com.datastax.oss.driver.api.core.type.TupleType;
import com.datastax.oss.driver.api.core.type.UserDefinedType;
import com.datastax.oss.driver.api.core.type.codec.registry.CodecRegistry;
import com.datastax.oss.driver.internal.core.type.UserDefinedTypeBuilder;
import io.odsconnect.common.sink.BadRecordException;
import io.odsconnect.common.value.Row;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class CqlValuesTest {

    @Test
    void wholeNumbersAreTakenWhereTheyStayTheSame() {
        assertThat(stored(DataTypes.TINYINT, -128)).isEqualTo((byte) -128);
        assertThat(stored(DataTypes.SMALLINT, 32767L)).isEqualTo((short) 32767);
        assertThat(stored(DataTypes.INT, new BigDecimal("42.00"))).isEqualTo(42);
        assertThat(stored(DataTypes.BIGINT, 7.0)).isEqualTo(7L);
        assertThat(stored(DataTypes.BIGINT, "-9223372036854775808")).isEqualTo(Long.MIN_VALUE);
        assertThat(stored(DataTypes.VARINT, new BigDecimal("123456789012345678901234567890")))
                .isEqualTo(new BigInteger("123456789012345678901234567890"));

        assertRefused(DataTypes.TINYINT, 128);
        assertRefused(DataTypes.SMALLINT, -32769);
        assertRefused(DataTypes.INT, 1L << 31);
        assertRefused(DataTypes.INT, 1.5);
        assertRefused(DataTypes.BIGINT, new BigDecimal("9223372036854775808"));
        assertRefused(DataTypes.VARINT, new BigDecimal("0.1"));
        assertRefused(DataTypes.BIGINT, "1e3");
        assertRefused(DataTypes.BIGINT, "");
        assertRefused(DataTypes.INT, true);
        assertRefused(DataTypes.INT, LocalDate.EPOCH);
    }

    @Test
    void decimalsKeepTheirScale() {
        assertThat(stored(DataTypes.DECIMAL, new BigDecimal("1.50"))).isEqualTo(new BigDecimal("1.50"));
        assertThat(stored(DataTypes.DECIMAL, "1.50")).isEqualTo(new BigDecimal("1.50"));
        assertThat(stored(DataTypes.DECIMAL, 7L)).isEqualTo(new BigDecimal("7"));
        assertThat(stored(DataTypes.DECIMAL, 0.1)).isEqualTo(new BigDecimal("0.1"));
        assertThat(stored(DataTypes.DECIMAL, 0.1f)).isEqualTo(new BigDecimal("0.1"));

        assertRefused(DataTypes.DECIMAL, Double.NaN);
        assertRefused(DataTypes.DECIMAL, "1,5");
    }

    @Test
    void aFloatingPointColumnTakesWhatItCanTellExactly() {
        assertThat(stored(DataTypes.DOUBLE, new BigDecimal("0.1"))).isEqualTo(0.1);
        assertThat(stored(DataTypes.DOUBLE, 1L << 53)).isEqualTo(0x1p53);
        assertThat(stored(DataTypes.DOUBLE, 0.5f)).isEqualTo(0.5);
        assertThat(stored(DataTypes.DOUBLE, Double.NaN)).isEqualTo(Double.NaN);
        assertThat(stored(DataTypes.DOUBLE, "NaN")).isEqualTo(Double.NaN);
        assertThat(stored(DataTypes.FLOAT, "-Infinity")).isEqualTo(Float.NEGATIVE_INFINITY);
        assertThat(stored(DataTypes.FLOAT, 0.25)).isEqualTo(0.25f);
        assertThat(stored(DataTypes.FLOAT, 16_777_216)).isEqualTo(16_777_216f);
        assertThat(stored(DataTypes.FLOAT, Double.NEGATIVE_INFINITY)).isEqualTo(Float.NEGATIVE_INFINITY);

        assertRefused(DataTypes.DOUBLE, (1L << 53) + 1);
        assertRefused(DataTypes.DOUBLE, new BigDecimal("1e400"));
        assertRefused(DataTypes.FLOAT, 16_777_217);
        assertRefused(DataTypes.FLOAT, 1e39);
        assertRefused(DataTypes.FLOAT, "fast");
    }

    @Test
    void textTakesEachValueInItsTextForm() {
        assertThat(stored(DataTypes.TEXT, "é🂡")).isEqualTo("é🂡");
        assertThat(stored(DataTypes.TEXT, new BigDecimal("1E+3"))).isEqualTo("1000");
        assertThat(stored(DataTypes.TEXT, LocalDate.of(2026, 11, 21))).isEqualTo("2026-11-21");
        assertThat(stored(DataTypes.TEXT, new byte[] {1})).isEqualTo("AQ==");
        assertThat(stored(DataTypes.TEXT, Row.of("A", 1, "B", null))).isEqualTo("{\"A\":1,\"B\":null}");
        assertThat(stored(DataTypes.TEXT, List.of(1, "x"))).isEqualTo("[1,\"x\"]");
        assertThat(stored(DataTypes.ASCII, "plain")).isEqualTo("plain");

        assertRefused(DataTypes.ASCII, "é");
    }

    @Test
    void aBooleanIsWhatCanOnlyBeOne() {
        assertThat(stored(DataTypes.BOOLEAN, true)).isEqualTo(true);
        for (Object yes : List.of(
                1,
                1L,
                (short) 1,
                (byte) 1,
                BigDecimal.ONE,
                new BigDecimal("1.00"),
                "1",
                "Y",
                "y ",
                "yes",
                "true",
                "T")) {
            assertThat(stored(DataTypes.BOOLEAN, yes)).as("%s", yes).isEqualTo(true);
        }
        for (Object no : List.of(0, 0L, new BigDecimal("0.0"), "0", "N", "no", "FALSE", "f")) {
            assertThat(stored(DataTypes.BOOLEAN, no)).as("%s", no).isEqualTo(false);
        }
        for (Object neither : List.of(2, -1L, 0.5, new BigDecimal("0.1"), "", " ", "J", "yep", LocalDate.EPOCH)) {
            assertRefused(DataTypes.BOOLEAN, neither);
        }
    }

    @Test
    void aBlobIsBytesSinceATextMayBeBase64OrNot() {
        assertThat(stored(DataTypes.BLOB, new byte[] {1, 2})).isEqualTo(ByteBuffer.wrap(new byte[] {1, 2}));

        assertRefused(DataTypes.BLOB, "AQ==");
    }

    @Test
    void datesAndTimesAreTakenAsSuchAndInTheirTextForm() {
        assertThat(stored(DataTypes.DATE, LocalDate.of(1, 1, 1))).isEqualTo(LocalDate.of(1, 1, 1));
        assertThat(stored(DataTypes.DATE, "9999-12-31")).isEqualTo(LocalDate.of(9999, 12, 31));
        assertThat(stored(DataTypes.TIME, LocalTime.of(9, 5, 0, 1))).isEqualTo(LocalTime.of(9, 5, 0, 1));
        assertThat(stored(DataTypes.TIME, "09:05:00.25")).isEqualTo(LocalTime.of(9, 5, 0, 250_000_000));
        assertThat(stored(DataTypes.TIMESTAMP, LocalDateTime.of(2026, 11, 21, 9, 5)))
                .isEqualTo(Instant.parse("2026-11-21T09:05:00Z"));
        assertThat(stored(DataTypes.TIMESTAMP, "2026-11-21T09:05:00.25"))
                .isEqualTo(Instant.parse("2026-11-21T09:05:00.25Z"));
        assertThat(stored(DataTypes.TIMESTAMP, "2026-11-21T09:05:00.25Z"))
                .isEqualTo(Instant.parse("2026-11-21T09:05:00.25Z"));

        assertRefused(DataTypes.DATE, LocalDateTime.MIN);
        assertRefused(DataTypes.DATE, LocalDate.MAX);
        assertRefused(DataTypes.DATE, "21.11.2026");
        assertRefused(DataTypes.TIME, "25:00:00");
        assertRefused(DataTypes.TIMESTAMP, LocalDate.EPOCH);
        assertRefused(DataTypes.TIMESTAMP, Instant.MAX);
    }

    /** What this project's source and Debezium send is the same without a schema: text or numbers. */
    @Test
    void datesAndTimesInTextMayHaveAnOffset() {
        assertThat(stored(DataTypes.DATE, "2026-11-21Z")).isEqualTo(LocalDate.of(2026, 11, 21));
        assertThat(stored(DataTypes.DATE, "2026-11-21+01:00")).isEqualTo(LocalDate.of(2026, 11, 21));
        assertThat(stored(DataTypes.DATE, "2026-11-21T00:00:00Z")).isEqualTo(LocalDate.of(2026, 11, 21));
        assertThat(stored(DataTypes.TIME, "09:05:00Z")).isEqualTo(LocalTime.of(9, 5));
        assertThat(stored(DataTypes.TIME, "10:05:00.5+01:00")).isEqualTo(LocalTime.of(9, 5, 0, 500_000_000));
        Instant instant = Instant.parse("2026-11-21T09:05:00.25Z");
        for (String text : List.of(
                "2026-11-21T10:05:00.25+01:00",
                "2026-11-21T10:05:00.250000+01:00",
                "2026-11-21 09:05:00.25",
                "2026-11-21T01:05:00.25-08:00")) {
            assertThat(stored(DataTypes.TIMESTAMP, text)).as(text).isEqualTo(instant);
        }

        assertRefused(DataTypes.DATE, "2026-11-21T09:05:00Z");
        assertRefused(DataTypes.TIME, "24:00:00");
        assertRefused(DataTypes.TIMESTAMP, "2026-11-21");
        assertRefused(DataTypes.TIMESTAMP, "2026-11-21T09:05:00+1");
    }

    @Test
    void numbersAreDatesAndTimesWhereTheyCanOnlyBeOne() {
        LocalDate date = LocalDate.of(2026, 11, 21);
        assertThat(stored(DataTypes.DATE, (int) date.toEpochDay())).isEqualTo(date);
        assertThat(stored(DataTypes.DATE, date.toEpochDay())).isEqualTo(date);
        assertThat(stored(DataTypes.DATE, LocalDate.of(9999, 12, 31).toEpochDay()))
                .isEqualTo(LocalDate.of(9999, 12, 31));
        Instant instant = Instant.parse("2026-11-21T09:05:00.25Z");
        long millis = instant.toEpochMilli();
        assertThat(stored(DataTypes.TIMESTAMP, millis)).isEqualTo(instant);
        assertThat(stored(DataTypes.TIMESTAMP, millis * 1000)).isEqualTo(instant);
        assertThat(stored(DataTypes.TIMESTAMP, millis * 1_000_000)).isEqualTo(instant);
        assertThat(stored(DataTypes.TIMESTAMP, new BigDecimal(millis))).isEqualTo(instant);
        // Of 32 bits only milliseconds fit into a day; beyond all microseconds of a day only nanoseconds are left.
        assertThat(stored(DataTypes.TIME, 32_700_000)).isEqualTo(LocalTime.of(9, 5));
        assertThat(stored(DataTypes.TIME, 32_700_000_000_000L)).isEqualTo(LocalTime.of(9, 5));

        assertRefused(DataTypes.DATE, millis);
        assertRefused(DataTypes.DATE, 1.5);
        assertRefused(DataTypes.TIME, 32_700_000L);
        assertRefused(DataTypes.TIME, 32_700_000_000L);
        assertRefused(DataTypes.TIME, -1);
        // The end of the year 9999 in milliseconds is a day of 1978 in microseconds.
        assertRefused(DataTypes.TIMESTAMP, Instant.parse("9999-12-31T00:00:00Z").toEpochMilli());
        // A day of 1971 in microseconds is one of the year 2968 in milliseconds; so is it with nano- and microseconds.
        assertRefused(DataTypes.TIMESTAMP, Instant.parse("1971-01-01T00:00:00Z").toEpochMilli() * 1000);
        assertRefused(DataTypes.TIMESTAMP, Instant.parse("1971-01-01T00:00:00Z").toEpochMilli() * 1_000_000);
        assertRefused(DataTypes.TIMESTAMP, instant.getEpochSecond());
        assertRefused(DataTypes.TIMESTAMP, 0);
        assertRefused(DataTypes.TIMESTAMP, Long.MIN_VALUE);
    }

    @Test
    void aTimestampLosesWhatIsFinerThanAMillisecond() {
        assertThat(stored(DataTypes.TIMESTAMP, Instant.parse("2026-11-21T09:05:00.123999Z")))
                .isEqualTo(Instant.parse("2026-11-21T09:05:00.123Z"));
        assertThat(stored(DataTypes.TIMESTAMP, Instant.parse("1969-12-31T23:59:59.999999Z")))
                .isEqualTo(Instant.parse("1969-12-31T23:59:59.999Z"));
    }

    @Test
    void identifiersAddressesAndDurationsComeAsText() throws UnknownHostException {
        byte[] loopback = new byte[16];
        loopback[15] = 1;
        UUID uuid = UUID.fromString("a5f3ea10-c6f1-11f0-8de9-0242ac120002");
        assertThat(stored(DataTypes.UUID, uuid.toString())).isEqualTo(uuid);
        assertThat(stored(DataTypes.TIMEUUID, uuid.toString())).isEqualTo(uuid);
        ByteBuffer bytes = ByteBuffer.allocate(16).putLong(uuid.getMostSignificantBits());
        byte[] sixteen = bytes.putLong(uuid.getLeastSignificantBits()).array();
        assertThat(stored(DataTypes.UUID, sixteen)).isEqualTo(uuid);
        assertThat(stored(DataTypes.TIMEUUID, sixteen)).isEqualTo(uuid);
        assertThat(stored(DataTypes.UUID, Base64.getEncoder().encodeToString(sixteen)))
                .isEqualTo(uuid);
        assertThat(stored(DataTypes.UUID, "A5F3EA10C6F111F08DE90242AC120002")).isEqualTo(uuid);
        assertThat(stored(DataTypes.INET, "192.168.0.255"))
                .isEqualTo(InetAddress.getByAddress(new byte[] {(byte) 192, (byte) 168, 0, -1}));
        assertThat(stored(DataTypes.INET, "::1")).isEqualTo(InetAddress.getByAddress(loopback));
        assertThat(stored(DataTypes.DURATION, "1h30m")).isEqualTo(CqlDuration.from("1h30m"));
        // As a CHAR column of Db2 gives them.
        assertThat(stored(DataTypes.INET, "::1   ")).isEqualTo(InetAddress.getByAddress(loopback));
        assertThat(stored(DataTypes.DURATION, "1h30m   ")).isEqualTo(CqlDuration.from("1h30m"));

        assertRefused(DataTypes.UUID, "not-a-uuid");
        assertRefused(DataTypes.UUID, "1-1-1-1-1");
        assertRefused(DataTypes.UUID, new byte[15]);
        assertRefused(DataTypes.TIMEUUID, "a5f3ea10-c6f1-41f0-8de9-0242ac120002");
        assertRefused(DataTypes.INET, "localhost");
        assertRefused(DataTypes.INET, "1.2.3");
        assertRefused(DataTypes.INET, "1.2.3.256");
        assertRefused(DataTypes.INET, "1.2.3.4.");
        assertRefused(DataTypes.INET, "cafe");
        assertRefused(DataTypes.INET, ".dead:beef");
        assertRefused(DataTypes.INET, "::zz");
        assertRefused(DataTypes.DURATION, "soon");
        assertRefused(DataTypes.DURATION, 5);
    }

    @Test
    void collectionsHoldWhatTheirElementsCan() {
        assertThat(stored(DataTypes.frozenListOf(DataTypes.INT), List.of(1L, 2L)))
                .isEqualTo(List.of(1, 2));
        assertThat(stored(DataTypes.setOf(DataTypes.TEXT), List.of("b", "a", "b")))
                .isEqualTo(Set.of("a", "b"));
        assertThat(stored(DataTypes.mapOf(DataTypes.TEXT, DataTypes.DECIMAL), Map.of("a", 1)))
                .isEqualTo(Map.of("a", new BigDecimal("1")));
        assertThat(stored(DataTypes.setOf(DataTypes.frozenListOf(DataTypes.DATE)), List.of(List.of(LocalDate.EPOCH))))
                .isEqualTo(Set.of(List.of(LocalDate.EPOCH)));

        assertRefused(DataTypes.frozenListOf(DataTypes.INT), List.of("x"));
        assertRefused(DataTypes.frozenListOf(DataTypes.TEXT), Arrays.asList("a", null));
        assertRefused(DataTypes.frozenListOf(DataTypes.TEXT), "a");
        assertRefused(DataTypes.mapOf(DataTypes.TEXT, DataTypes.TEXT), Collections.singletonMap("a", null));
        assertRefused(DataTypes.mapOf(DataTypes.TEXT, DataTypes.TEXT), List.of("a"));
        assertRefused(DataTypes.mapOf(DataTypes.TEXT, DataTypes.TEXT), Row.of("A", 1));
    }

    @Test
    void aUserDefinedTypeTakesStructsAndMapsByTheNamesOfTheirFields() {
        UserDefinedType address = new UserDefinedTypeBuilder("bank", "address")
                .withField("street", DataTypes.TEXT)
                .withField("\"No\"", DataTypes.INT)
                .withField("tags", DataTypes.frozenSetOf(DataTypes.TEXT))
                .frozen()
                .build();
        for (Object value : List.of(
                Row.of("STREET", "Main", "No", 7L, "TAGS", null),
                Map.of("STREET", "Main", "No", 7L),
                Row.of("No", "7", "STREET", "Main"))) {
            UdtValue stored = (UdtValue) stored(address, value);
            assertThat(stored.getString("street")).isEqualTo("Main");
            assertThat(stored.getInt("\"No\"")).isEqualTo(7);
            assertThat(stored.isNull("tags")).isTrue();
        }
        UdtValue list = (UdtValue) ((List<?>)
                        stored(DataTypes.frozenListOf(address), List.of(Map.of("tags", List.of("a", "b")))))
                .get(0);
        assertThat(list.getSet("tags", String.class)).containsExactly("a", "b");

        assertRefused(address, Row.of("STREET", "Main", "CITY", "Ulm"));
        assertRefused(address, Row.of("STREET", "Main", "street", "Side"));
        assertRefused(address, Row.of("STREET", "Main", "no", 7));
        assertRefused(address, Row.of("No", "x"));
        assertRefused(address, "Main 7");
    }

    @Test
    void aTupleTakesArraysAndStructsOfItsSizeInTheirOrder() {
        TupleType pair = DataTypes.tupleOf(DataTypes.INT, DataTypes.TEXT);
        for (Object value : List.of(List.of(7L, "x"), Row.of("B", 7, "A", "x"))) {
            TupleValue stored = (TupleValue) stored(pair, value);
            assertThat(stored.getInt(0)).isEqualTo(7);
            assertThat(stored.getString(1)).isEqualTo("x");
        }
        assertThat(((TupleValue) stored(pair, Arrays.asList(null, "x"))).isNull(0))
                .isTrue();

        assertRefused(pair, List.of(7));
        assertRefused(pair, List.of(7, "x", "y"));
        assertRefused(pair, List.of("x", 7));
        assertRefused(pair, Map.of("A", 7));
    }

    @Test
    void typesThatTheSinkDoesNotWriteAreRefused() {
        DataType vector = DataTypes.vectorOf(DataTypes.FLOAT, 3);
        assertThat(CqlValues.conversionTo(vector)).isEmpty();
        assertThat(CqlValues.conversionTo(DataTypes.setOf(vector))).isEmpty();
        assertThat(CqlValues.conversionTo(DataTypes.mapOf(DataTypes.TEXT, vector)))
                .isEmpty();
        assertThat(CqlValues.conversionTo(DataTypes.tupleOf(DataTypes.INT, vector)))
                .isEmpty();
        assertThat(CqlValues.conversionTo(DataTypes.COUNTER)).isEmpty();
    }

    /** Returns what a client reads from a column of this type in which the value was put. */
    private static Object stored(DataType type, Object value) {
        ByteBuffer bytes = column(type).encode(value);
        return Objects.requireNonNull(CodecRegistry.DEFAULT.codecFor(type).decode(bytes, DefaultProtocolVersion.V5));
    }

    private static void assertRefused(DataType type, Object value) {
        assertThatExceptionOfType(BadRecordException.class)
                .isThrownBy(() -> column(type).encode(value))
                .withMessage("Column c of table bank.card is of type " + type.asCql(true, true)
                        + " and cannot hold this value, a " + value.getClass().getSimpleName())
                .withNoCause();
    }

    private static CqlColumn column(DataType type) {
        return new TestTable("bank.card")
                .partitionKey("id", DataTypes.INT)
                .column("c", type)
                .table()
                .columns()
                .get(1);
    }
}
