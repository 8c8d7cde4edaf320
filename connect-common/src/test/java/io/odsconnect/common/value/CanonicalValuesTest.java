package io.odsconnect.common.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.connect.data.Date;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.errors.DataException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class CanonicalValuesTest {

    private static final Schema VARIABLE_SCALE = SchemaBuilder.struct()
            .name("io.debezium.data.VariableScaleDecimal")
            .field("scale", Schema.INT32_SCHEMA)
            .field("value", Schema.BYTES_SCHEMA)
            .build();

    static Stream<Arguments> values() {
        return Stream.of(
                Arguments.of(Schema.BOOLEAN_SCHEMA, true, true),
                Arguments.of(Schema.INT8_SCHEMA, (byte) 1, (byte) 1),
                Arguments.of(Schema.INT64_SCHEMA, 1L, 1L),
                Arguments.of(Schema.STRING_SCHEMA, " x ", " x "),
                Arguments.of(Schema.BYTES_SCHEMA, ByteBuffer.wrap(new byte[] {1, 2}), new byte[] {1, 2}),
                Arguments.of(Schema.BYTES_SCHEMA, new byte[] {1, 2}, new byte[] {1, 2}),
                Arguments.of(Decimal.schema(2), new BigDecimal("1.50"), new BigDecimal("1.50")),
                Arguments.of(Date.SCHEMA, date(-86_400_000L), LocalDate.of(1969, 12, 31)),
                Arguments.of(Time.SCHEMA, date(1500), LocalTime.of(0, 0, 1, 500_000_000)),
                Arguments.of(Timestamp.SCHEMA, date(-1), LocalDateTime.of(1969, 12, 31, 23, 59, 59, 999_000_000)),
                Arguments.of(int32("io.debezium.time.Date"), 2_932_896, LocalDate.of(9999, 12, 31)),
                Arguments.of(int32("io.debezium.time.Time"), 1, LocalTime.of(0, 0, 0, 1_000_000)),
                Arguments.of(int64("io.debezium.time.MicroTime"), 1L, LocalTime.of(0, 0, 0, 1_000)),
                Arguments.of(int64("io.debezium.time.NanoTime"), 86_399_999_999_999L, LocalTime.MAX),
                Arguments.of(
                        int64("io.debezium.time.Timestamp"),
                        253_402_300_799_999L,
                        LocalDateTime.of(9999, 12, 31, 23, 59, 59, 999_000_000)),
                Arguments.of(
                        int64("io.debezium.time.MicroTimestamp"),
                        -1L,
                        LocalDateTime.of(1969, 12, 31, 23, 59, 59, 999_999_000)),
                Arguments.of(int64("io.debezium.time.NanoTimestamp"), 1L, LocalDateTime.of(1970, 1, 1, 0, 0, 0, 1)),
                Arguments.of(string("io.debezium.time.IsoDate"), "2026-11-21Z", LocalDate.of(2026, 11, 21)),
                Arguments.of(string("io.debezium.time.IsoTime"), "10:15:30Z", LocalTime.of(10, 15, 30)),
                Arguments.of(
                        string("io.debezium.time.IsoTimestamp"),
                        "2026-11-21T10:15:30.5Z",
                        LocalDateTime.of(2026, 11, 21, 10, 15, 30, 500_000_000)),
                Arguments.of(
                        string("io.debezium.time.ZonedTimestamp"),
                        "2026-11-21T10:15:30+01:00",
                        Instant.parse("2026-11-21T09:15:30Z")),
                Arguments.of(string("io.debezium.time.ZonedTime"), "10:15:30Z", "10:15:30Z"),
                Arguments.of(int32("io.debezium.time.Year"), 2026, 2026),
                Arguments.of(string("io.debezium.data.Uuid"), "u", "u"),
                Arguments.of(string("io.debezium.data.Json"), "{}", "{}"),
                Arguments.of(string("com.example.Unheard"), "as it is", "as it is"),
                Arguments.of(
                        VARIABLE_SCALE,
                        new Struct(VARIABLE_SCALE).put("scale", 3).put("value", new byte[] {1, 0}),
                        new BigDecimal("0.256")),
                Arguments.of(SchemaBuilder.array(Date.SCHEMA).build(), List.of(date(0)), List.of(LocalDate.EPOCH)),
                Arguments.of(
                        SchemaBuilder.map(Schema.STRING_SCHEMA, Date.SCHEMA).build(),
                        Map.of("d", date(0)),
                        Map.of("d", LocalDate.EPOCH)),
                Arguments.of(null, new BigInteger("18446744073709551616"), new BigDecimal("18446744073709551616")),
                Arguments.of(null, 7L, 7L),
                Arguments.of(null, Map.of("a", List.of(1L)), Map.of("a", List.of(1L))));
    }

    @ParameterizedTest
    @MethodSource("values")
    void everyTypeHasOneCanonicalForm(Schema schema, Object value, Object expected) {
        assertThat(CanonicalValues.of(schema, value)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "io.debezium.time.Time, 86400000, 24:00:00",
        "io.debezium.time.MicroTime, 86400000000, 24:00:00",
        "io.debezium.time.MicroTime, -1, no time of day",
        "io.debezium.time.NanoTime, 86400000000001, no time of day",
        "io.debezium.time.Date, 9223372036854775807, no valid io.debezium.time.Date"
    })
    void aTimeThatIsNoneIsABadValueThatSaysWhy(String name, long value, String expected) {
        Schema schema = SchemaBuilder.struct().field("AT", int64(name)).build();
        assertThatThrownBy(() -> new CanonicalRowReader().read(new Struct(schema).put("AT", value)))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("Field AT")
                .hasMessageContaining(expected)
                .hasMessageNotContaining(Long.toString(value));
    }

    @Test
    void textThatIsNoTimestampIsABadValueThatIsNotQuoted() {
        assertThatThrownBy(() -> CanonicalValues.of(string("io.debezium.time.ZonedTimestamp"), "secret"))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("io.debezium.time.ZonedTimestamp")
                .hasMessageNotContaining("secret")
                .hasNoCause();
    }

    @Test
    void aNullStaysNullWhereTheColumnHasADefault() {
        Schema schema = SchemaBuilder.struct()
                .field(
                        "NAME",
                        SchemaBuilder.string()
                                .optional()
                                .defaultValue("default")
                                .build())
                .field("CODE", SchemaBuilder.int32().defaultValue(7).build())
                .build();
        assertThat(new CanonicalRowReader().read(new Struct(schema))).isEqualTo(Row.of("NAME", null, "CODE", 7));
    }

    @Test
    void aStructInAStructIsARowInARow() {
        Schema inner = SchemaBuilder.struct().field("D", Date.SCHEMA).optional().build();
        Schema outer =
                SchemaBuilder.struct().field("IN", inner).field("NONE", inner).build();
        Struct struct = new Struct(outer).put("IN", new Struct(inner).put("D", date(0)));
        assertThat(new CanonicalRowReader().read(struct))
                .isEqualTo(Row.of("IN", Row.of("D", LocalDate.EPOCH), "NONE", null));
    }

    @Test
    void rowsOfOneSchemaShareTheirColumns() {
        CanonicalRowReader reader = new CanonicalRowReader();
        Row first = reader.read(new Struct(
                        SchemaBuilder.struct().field("A", Schema.STRING_SCHEMA).build())
                .put("A", "1"));
        Row same = reader.read(new Struct(
                        SchemaBuilder.struct().field("A", Schema.STRING_SCHEMA).build())
                .put("A", "2"));
        assertThat(same.columns()).isSameAs(first.columns());
        assertThat(reader.read(Map.of("A", "1"))).isEqualTo(first);
    }

    @Test
    void manySchemasDoNotFillTheMemory() {
        int[] compiled = {0};
        SchemaCache<String> cache = new SchemaCache<>(schema -> {
            compiled[0]++;
            return String.valueOf(schema.name());
        });
        for (int i = 0; i < 5000; i++) {
            assertThat(cache.get(string("type" + i))).isEqualTo("type" + i);
        }
        for (int i = 4500; i < 5000; i++) {
            assertThat(cache.get(string("type" + i))).isEqualTo("type" + i);
        }
        assertThat(compiled[0]).isEqualTo(5000);
    }

    @SuppressWarnings("JavaUtilDate") // It is how Connect hands out its logical types.
    private static java.util.Date date(long millis) {
        return new java.util.Date(millis);
    }

    private static Schema int32(String name) {
        return SchemaBuilder.int32().name(name).build();
    }

    private static Schema int64(String name) {
        return SchemaBuilder.int64().name(name).build();
    }

    private static Schema string(String name) {
        return SchemaBuilder.string().name(name).build();
    }
}
