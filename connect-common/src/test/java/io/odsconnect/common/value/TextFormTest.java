package io.odsconnect.common.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TextFormTest {

    static Stream<Arguments> forms() {
        return Stream.of(
                Arguments.of(true, "true", "true"),
                Arguments.of((byte) -3, "-3", "-3"),
                Arguments.of(Long.MIN_VALUE, "-9223372036854775808", "-9223372036854775808"),
                Arguments.of(new BigDecimal("1.50"), "1.50", "1.50"),
                Arguments.of(new BigDecimal("1E+3"), "1000", "1000"),
                Arguments.of(new BigDecimal("1E-9"), "0.000000001", "0.000000001"),
                Arguments.of(new BigDecimal("-1E-6"), "-0.000001", "-0.000001"),
                Arguments.of(new BigDecimal("-1E-7"), "-0.0000001", "-0.0000001"),
                Arguments.of(new BigDecimal("12E-8"), "0.00000012", "0.00000012"),
                Arguments.of(new BigDecimal("0E-7"), "0.0000000", "0.0000000"),
                Arguments.of(new BigDecimal("0E+2"), "0", "0"),
                Arguments.of(
                        new BigDecimal("-12345678901234567890.12"),
                        "-12345678901234567890.12",
                        "-12345678901234567890.12"),
                Arguments.of(0.1, "0.1", "0.1"),
                Arguments.of(0.1f, "0.1", "0.1"),
                Arguments.of(-0.0, "-0.0", "-0.0"),
                Arguments.of(1e10, "1.0E10", "1.0E10"),
                Arguments.of(Double.NaN, "NaN", "\"NaN\""),
                Arguments.of(Float.NEGATIVE_INFINITY, "-Infinity", "\"-Infinity\""),
                Arguments.of("a\"b\\c\nd\u0001é", "a\"b\\c\nd\u0001é", "\"a\\\"b\\\\c\\nd\\u0001é\""),
                Arguments.of(new byte[] {0, -1, 16}, "AP8Q", "\"AP8Q\""),
                Arguments.of(LocalDate.of(2026, 11, 21), "2026-11-21", "\"2026-11-21\""),
                Arguments.of(LocalDate.of(9999, 12, 31), "9999-12-31", "\"9999-12-31\""),
                Arguments.of(LocalTime.of(9, 5), "09:05:00", "\"09:05:00\""),
                Arguments.of(LocalTime.of(9, 5, 0, 250_000_000), "09:05:00.25", "\"09:05:00.25\""),
                Arguments.of(LocalDateTime.of(1, 1, 1, 0, 0), "0001-01-01T00:00:00", "\"0001-01-01T00:00:00\""),
                Arguments.of(
                        LocalDateTime.of(2026, 11, 21, 9, 5, 0, 123_456_789),
                        "2026-11-21T09:05:00.123456789",
                        "\"2026-11-21T09:05:00.123456789\""),
                Arguments.of(
                        Instant.ofEpochSecond(0, 500_000_000), "1970-01-01T00:00:00.5Z", "\"1970-01-01T00:00:00.5Z\""),
                Arguments.of(Arrays.asList(1, null, "x"), "[1,null,\"x\"]", "[1,null,\"x\"]"),
                Arguments.of(Map.of(7, List.of()), "{\"7\":[]}", "{\"7\":[]}"),
                Arguments.of(
                        Row.of("B", 1, "A", Row.of("C", null)),
                        "{\"B\":1,\"A\":{\"C\":null}}",
                        "{\"B\":1,\"A\":{\"C\":null}}"));
    }

    @ParameterizedTest
    @MethodSource("forms")
    void everyValueHasOneTextAndOneJson(Object value, String text, String json) {
        assertThat(TextForm.of(value)).isEqualTo(text);
        assertThat(TextForm.json(value)).isEqualTo(json);
    }

    @Test
    void whatIsNotCanonicalHasNoTextAndIsNotQuoted() {
        assertThatThrownBy(() -> TextForm.of(Optional.of("secret")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("java.util.Optional")
                .hasMessageNotContaining("secret");
    }
}
