package io.odsconnect.common.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.kafka.connect.errors.DataException;
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

    @Property
    void everyTextIsWrittenAsJavaWritesIt(@ForAll int[] characters) {
        StringBuilder out = new StringBuilder();
        for (int each : characters) {
            int character = Math.floorMod(each, Character.MAX_CODE_POINT + 1);
            if (character < Character.MIN_SURROGATE || character > Character.MAX_SURROGATE) {
                out.appendCodePoint(character);
            }
        }
        String text = out.toString();
        byte[] expected = text.getBytes(StandardCharsets.UTF_8);
        byte[] written = new byte[1 + 3 * text.length()];
        assertThat(Utf8.isText(text)).isTrue();
        assertThat(Utf8.bytes(text)).isEqualTo(expected);
        assertThat(Utf8.length(text)).isEqualTo(expected.length);
        int end = Utf8.write(text, written, 1);
        assertThat(Arrays.copyOfRange(written, 1, end)).isEqualTo(expected);
    }
}
