package io.odsconnect.smt.canonical;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.odsconnect.common.value.Columns;
import io.odsconnect.common.value.Row;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CanonicalEncoderTest {

    private final CanonicalEncoder encoder = new CanonicalEncoder(ColumnSelection.ALL);

    private byte[] form(@Nullable Object value) {
        return bytes(encoder.encode(value));
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }

    @Test
    void theFormIsWrittenByteForByteAsThePageSays() {
        assertThat(new String(form(Row.of("BB", true, "A", "x", "N", null)), StandardCharsets.ISO_8859_1))
                .isEqualTo("\1o\0\0\0\2" + "s\0\0\0\1A" + "s\0\0\0\1x" + "s\0\0\0\2BB" + "t");
    }

    @Test
    void theOrderOfColumnsDoesNotCount() {
        assertThat(form(Row.of("A", 1, "B", 2))).isEqualTo(form(Row.of("B", 2, "A", 1)));
    }

    @Test
    void valuesThatSwapTheirColumnsAreAnotherRow() {
        assertThat(form(Row.of("A", 1, "B", 2))).isNotEqualTo(form(Row.of("A", 2, "B", 1)));
    }

    @Test
    void aBorderBetweenTextsThatMovesMakesAnotherRow() {
        assertThat(form(Row.of("A", "xs", "B", "y"))).isNotEqualTo(form(Row.of("A", "x", "B", "sy")));
        assertThat(form(List.of("ab", "c"))).isNotEqualTo(form(List.of("a", "bc")));
        assertThat(form(List.of(List.of("a"), "b"))).isNotEqualTo(form(List.of(List.of("a", "b"))));
    }

    @Test
    void nullAbsentAndEmptyTextAreToldApartAsThePageSays() {
        assertThat(form(Row.of("A", 1, "B", null))).isEqualTo(form(Row.of("A", 1)));
        assertThat(form(Row.of("A", 1, "B", ""))).isNotEqualTo(form(Row.of("A", 1)));
        assertThat(form(Arrays.asList("a", null))).isNotEqualTo(form(List.of("a")));
    }

    @Test
    void textThatReadsLikeAnotherKindIsText() {
        assertThat(form("7")).isNotEqualTo(form(7));
        assertThat(form("true")).isNotEqualTo(form(true));
        assertThat(form("")).isNotEqualTo(form(null));
        assertThat(form(true)).isNotEqualTo(form(1));
    }

    @Test
    void halfASurrogatePairHasNoForm() {
        for (String text : List.of("secret\uD800", "\uDE00\uD83D")) {
            assertThatThrownBy(() -> form(text))
                    .isInstanceOf(DataException.class)
                    .hasMessageContaining("half of a surrogate pair")
                    .hasMessageNotContaining("secret");
        }
    }

    @Test
    void textIsUtf8() {
        String text = "Zoë € 😀";
        byte[] expected = text.getBytes(StandardCharsets.UTF_8);
        byte[] form = form(text);
        assertThat(Arrays.copyOfRange(form, 6, form.length)).isEqualTo(expected);
    }

    @Test
    void aMapWithTheNamesAndValuesOfARowIsThatRow() {
        Map<String, @Nullable Object> map = new HashMap<>();
        map.put("B", List.of(1, 2));
        map.put("AA", "x");
        map.put("N", null);
        assertThat(form(map)).isEqualTo(form(Row.of("AA", "x", "B", List.of(1L, 2.0))));
    }

    @Test
    void rowsInARowAreOrderedAndTakenWholeWhateverIsSelected() {
        CanonicalEncoder some = new CanonicalEncoder(new ColumnSelection(Set.of("A"), Set.of()));
        assertThat(bytes(some.encode(Row.of("A", Row.of("Y", 1, "X", 2), "B", 3))))
                .isEqualTo(form(Row.of("A", Row.of("X", 2, "Y", 1))))
                .isNotEqualTo(form(Row.of("A", Row.of("X", 2))));
    }

    @Test
    void aSelectionLeavesOutWhatIsExcludedEvenIfItIsIncluded() {
        CanonicalEncoder some = new CanonicalEncoder(new ColumnSelection(Set.of("A", "B"), Set.of("B")));
        assertThat(bytes(some.encode(Row.of("A", 1, "B", 2, "C", 3)))).isEqualTo(form(Row.of("A", 1)));
    }

    @Test
    void rowsOfOtherColumnsAreNotTakenInTheOrderOfThoseBefore() {
        assertThat(form(Row.of("A", 1, "B", 2))).isEqualTo(form(Row.of("B", 2, "A", 1)));
        assertThat(form(Row.of("B", 1, "A", 2))).isEqualTo(form(Row.of("A", 2, "B", 1)));
    }

    @Test
    void numbersAreOneKindWhateverTheirJavaType() {
        assertThat(List.<Object>of(
                        (byte) 100,
                        (short) 100,
                        100,
                        100L,
                        100f,
                        100d,
                        new BigDecimal("1E2"),
                        new BigDecimal("100.000"),
                        BigInteger.valueOf(100)))
                .allSatisfy(number -> assertThat(form(number)).isEqualTo(form(100)));
        assertThat(form(-0.0)).isEqualTo(form(0)).isEqualTo(form(-0f)).isEqualTo(form(new BigDecimal("0E+9")));
    }

    @Test
    void aDecimalOfAnyScaleIsWrittenWithoutBeingExpanded() {
        assertThat(form(new BigDecimal(BigInteger.TEN, Integer.MIN_VALUE))).hasSize(1 + 5 + "1E2147483649".length());
        assertThat(form(new BigDecimal(BigInteger.TEN, Integer.MAX_VALUE))).hasSize(1 + 5 + "1E-2147483646".length());
    }

    @Test
    void timesFarOffKeepTheirNanoseconds() {
        LocalDateTime end = LocalDateTime.of(9999, 12, 31, 23, 59, 59, 999_999_999);
        assertThat(new String(form(end), StandardCharsets.ISO_8859_1)).endsWith("253402300799999999999E-3");
        assertThat(form(Instant.MAX)).isNotEqualTo(form(Instant.MAX.minusNanos(1)));
    }

    @Test
    void aBufferThatGrewServesTheNextValueToo() {
        byte[] small = form("x");
        form("y".repeat(100_000));
        assertThat(form("x")).isEqualTo(small);
    }

    @Test
    void aTypeWithoutACanonicalFormIsNamedAndItsValueIsNot() {
        Object odd = URI.create("card:4000001234567899");
        assertThatThrownBy(() -> form(Row.of("CARD_NO", odd)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Field CARD_NO holds a java.net.URI, which has no canonical form");
    }

    @Test
    void theOrderOfManySchemasIsForgottenWithoutHarm() {
        for (int i = 0; i < 1000; i++) {
            form(Row.of(Columns.of(List.of("B" + i, "A" + i)), new Object[] {1, 2}));
        }
        assertThat(form(Row.of("B0", 1, "A0", 2))).isEqualTo(form(Row.of("A0", 2, "B0", 1)));
    }
}
