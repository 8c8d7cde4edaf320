package io.odsconnect.common.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.odsconnect.common.Seeded;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.apache.kafka.connect.errors.DataException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Utf8Test {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\uD83D",
                "\uDCB3",
                "a\uD83D",
                "\uDCB3a",
                "\uDCB3\uD83D",
                "💳\uD83D",
                "\uD83D💳",
                "\uD83D\uD83D\uDCB3"
            })
    void halfOfASurrogatePairIsNoText(String text) {
        assertThat(Utf8.isText(text)).isFalse();
        assertThatThrownBy(() -> Utf8.bytes(text))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("half of a surrogate pair");
        assertThatThrownBy(() -> Utf8.write(text, new byte[3 * text.length()], 0))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("half of a surrogate pair");
    }

    @Test
    void everyTextIsWrittenAsJavaWritesIt() {
        Seeded.repeat(getClass(), 3000, random -> {
            String text = text(random);
            byte[] expected = text.getBytes(StandardCharsets.UTF_8);
            byte[] written = new byte[1 + 3 * text.length()];
            assertThat(Utf8.isText(text)).isTrue();
            assertThat(Utf8.bytes(text)).isEqualTo(expected);
            assertThat(Utf8.length(text)).isEqualTo(expected.length);
            int end = Utf8.write(text, written, 1);
            assertThat(Arrays.copyOfRange(written, 1, end)).isEqualTo(expected);
        });
    }

    /** Returns a text of characters of one to four bytes each. */
    private static String text(Random random) {
        int[] below = {0x80, 0x800, Character.MIN_SUPPLEMENTARY_CODE_POINT, Character.MAX_CODE_POINT + 1};
        StringBuilder out = new StringBuilder();
        for (int left = random.nextInt(40); left > 0; left--) {
            int character = random.nextInt(below[random.nextInt(below.length)]);
            if (character < Character.MIN_SURROGATE || character > Character.MAX_SURROGATE) {
                out.appendCodePoint(character);
            }
        }
        return out.toString();
    }
}
