package io.odsconnect.redis.encoding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.odsconnect.common.value.Row;
import io.odsconnect.redis.encoding.ValueFormats.Binaries;
import io.odsconnect.redis.encoding.ValueFormats.Decimals;
import io.odsconnect.redis.encoding.ValueFormats.Times;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RowEncodingTest {

    private static final Instant INSTANT = Instant.parse("2026-11-21T09:05:00.250001999Z");
    private static final Row ROW = Row.of(
            "INT",
            -12,
            "DECIMAL",
            new BigDecimal("1.50"),
            "DOUBLE",
            0.1,
            "TEXT",
            "a \"b\"\n\u00e4\u20ac\uD83D\uDE00",
            "BYTES",
            new byte[] {1, (byte) 0xFF},
            "FLAG",
            true,
            "DAY",
            LocalDate.of(2026, 11, 21),
            "TIME",
            LocalTime.of(9, 5),
            "STAMP",
            LocalDateTime.of(1969, 12, 31, 23, 59, 59, 999_500_000),
            "INSTANT",
            INSTANT);

    @Test
    void fieldsOfAHashAreTheTextFormsOfTheirValues() {
        assertThat(fields(hash(ValueFormats.DEFAULT, false), ROW))
                .containsExactly(
                        "INT", "-12",
                        "DECIMAL", "1.50",
                        "DOUBLE", "0.1",
                        "TEXT", "a \"b\"\n\u00e4\u20ac\uD83D\uDE00",
                        "BYTES", "Af8=",
                        "FLAG", "true",
                        "DAY", "2026-11-21",
                        "TIME", "09:05:00",
                        "STAMP", "1969-12-31T23:59:59.9995",
                        "INSTANT", "2026-11-21T09:05:00.250001999Z");
    }

    @Test
    void jsonHasNumbersForNumbersAndStringsForTheRest() {
        assertThat(json(ValueFormats.DEFAULT, false, ROW))
                .isEqualTo("{\"INT\":-12,\"DECIMAL\":1.50,\"DOUBLE\":0.1,"
                        + "\"TEXT\":\"a \\\"b\\\"\\n\u00e4\u20ac\uD83D\uDE00\",\"BYTES\":\"Af8=\",\"FLAG\":true,"
                        + "\"DAY\":\"2026-11-21\",\"TIME\":\"09:05:00\",\"STAMP\":\"1969-12-31T23:59:59.9995\","
                        + "\"INSTANT\":\"2026-11-21T09:05:00.250001999Z\"}");
    }

    @Test
    void whereReadersDifferTheFormIsAnOption() {
        ValueFormats millis = new ValueFormats(Decimals.STRING, Times.EPOCH_MILLIS, Binaries.HEX);
        assertThat(fields(hash(millis, false), ROW))
                .containsSequence("DECIMAL", "1.50")
                .containsSequence("BYTES", "01ff")
                .containsSequence("STAMP", "-1")
                .containsSequence("INSTANT", Long.toString(INSTANT.toEpochMilli()));
        assertThat(json(millis, false, ROW))
                .contains("\"DECIMAL\":\"1.50\"", "\"BYTES\":\"01ff\"", "\"STAMP\":-1,", "\"DAY\":\"2026-11-21\"");
        ValueFormats micros = new ValueFormats(Decimals.NUMBER, Times.EPOCH_MICROS, Binaries.BASE64);
        assertThat(json(micros, false, ROW)).contains("\"STAMP\":-500,", "\"INSTANT\":1795251900250001}");
    }

    @Test
    void rawBytesAreTheBytesThemselves() {
        ValueFormats raw = new ValueFormats(Decimals.NUMBER, Times.ISO, Binaries.RAW);
        byte[][] fields = hash(raw, false).newEncoder().encode(Row.of("BYTES", new byte[] {1, (byte) 0xFF}));
        assertThat(fields[1]).containsExactly(1, 0xFF);
    }

    @Test
    void nestedValuesAreJsonAndFollowTheSameOptions() {
        Map<Object, @Nullable Object> map = new LinkedHashMap<>();
        map.put(7, new BigDecimal("2.0"));
        map.put("gone", null);
        Row row = Row.of("LIST", Arrays.asList(1, null, "x"), "MAP", map, "STRUCT", Row.of("A", null, "B", List.of()));
        assertThat(fields(hash(ValueFormats.DEFAULT, false), row))
                .containsExactly("LIST", "[1,null,\"x\"]", "MAP", "{\"7\":2.0}", "STRUCT", "{\"B\":[]}");
        ValueFormats strings = new ValueFormats(Decimals.STRING, Times.ISO, Binaries.BASE64);
        assertThat(json(strings, true, row))
                .isEqualTo("{\"LIST\":[1,null,\"x\"],\"MAP\":{\"7\":\"2.0\",\"gone\":null},"
                        + "\"STRUCT\":{\"A\":null,\"B\":[]}}");
    }

    @Test
    void nullsAreLeftOutOrKept() {
        Row row = Row.of("A", 1, "B", null);
        assertThat(fields(hash(ValueFormats.DEFAULT, false), row)).containsExactly("A", "1");
        assertThat(fields(hash(ValueFormats.DEFAULT, true), row)).containsExactly("A", "1", "B", "");
        assertThat(json(ValueFormats.DEFAULT, false, row)).isEqualTo("{\"A\":1}");
        assertThat(json(ValueFormats.DEFAULT, true, row)).isEqualTo("{\"A\":1,\"B\":null}");
        assertThat(json(ValueFormats.DEFAULT, false, Row.of("B", null))).isEqualTo("{}");
        assertThatThrownBy(() -> hash(ValueFormats.DEFAULT, false).newEncoder().encode(Row.of("B", null)))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("null.handling");
    }

    @Test
    void noColumnMayHaveANameThatTheSinkNeeds() {
        for (ValueType type : ValueType.values()) {
            RowEncoding encoding = new RowEncoding(type, true, ValueFormats.DEFAULT, false, Set.of("__position"));
            assertThatThrownBy(() -> encoding.newEncoder().encode(Row.of("__position", 1)))
                    .isInstanceOf(DataException.class)
                    .hasMessageContaining("position.field");
        }
    }

    @Test
    void oneEncoderServesRowsOfDifferentColumns() {
        RowEncoder encoder = hash(ValueFormats.DEFAULT, false).newEncoder();
        assertThat(encoder.encode(Row.of("A", 1))).hasDimensions(2, 1);
        assertThat(encoder.encode(Row.of("B", 1, "C", 2))).hasDimensions(4, 1);
    }

    @Test
    void aScriptGetsTheSameStringsInOnePieceOfMessagePack() {
        for (int length : new int[] {0, 10, 11, 31, 32, 85, 86, 255, 256, 21_845, 21_846, 70_000}) {
            Row row = Row.of("A", "x".repeat(length), "B", "\u20ac".repeat(length), "C", "\uD83D\uDE00");
            RowEncoding packed = new RowEncoding(ValueType.HASH, true, ValueFormats.DEFAULT, false, Set.of());
            byte[][] encoded = packed.newEncoder().encode(row);
            assertThat(encoded).hasNumberOfRows(1);
            assertThat(MessagePackReader.strings(encoded[0]))
                    .containsExactly("A", "x".repeat(length), "B", "\u20ac".repeat(length), "C", "\uD83D\uDE00");
        }
    }

    @Test
    void halfOfASurrogatePairIsRefusedInEveryForm() {
        for (int length : new int[] {0, 70_000}) {
            Row row = Row.of("A", "x".repeat(length) + "\uD83D");
            for (boolean forScript : new boolean[] {true, false}) {
                for (ValueType type : ValueType.values()) {
                    RowEncoding encoding = new RowEncoding(type, forScript, ValueFormats.DEFAULT, false, Set.of());
                    assertThatThrownBy(() -> encoding.newEncoder().encode(row))
                            .isInstanceOf(DataException.class)
                            .hasMessageContaining("half of a surrogate pair")
                            .hasMessageNotContaining("xx");
                }
            }
        }
    }

    private static RowEncoding hash(ValueFormats formats, boolean keepNulls) {
        return new RowEncoding(ValueType.HASH, false, formats, keepNulls, Set.of());
    }

    private static List<String> fields(RowEncoding encoding, Row row) {
        return Arrays.stream(encoding.newEncoder().encode(row))
                .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
                .collect(Collectors.toList());
    }

    private static String json(ValueFormats formats, boolean keepNulls, Row row) {
        RowEncoding encoding = new RowEncoding(ValueType.STRING, true, formats, keepNulls, Set.of());
        return new String(encoding.newEncoder().encode(row)[0], StandardCharsets.UTF_8);
    }
}
