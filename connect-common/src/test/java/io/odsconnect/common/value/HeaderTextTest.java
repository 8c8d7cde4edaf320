package io.odsconnect.common.value;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Random;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.storage.SimpleHeaderConverter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeaderTextTest {

    private static final List<String> PIECES = List.of(
            "true",
            "null",
            "NaN",
            "Infinity",
            "007",
            "2026-11-21",
            "T10:00:00",
            "Z",
            ".",
            "-",
            "+",
            ":",
            ",",
            "[",
            "]",
            "{",
            "}",
            "\"",
            "\\",
            "e5",
            "abc",
            " ",
            "\n",
            "ü",
            "0x1F");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "007",
                "0000:0001:002a",
                "2026.11",
                "true",
                "NULL",
                "2026-11-21",
                "{\"a\":1}",
                "[1]",
                "\"007\"",
                "\"\"007\"\"",
                "",
                "\"",
                " 7",
                "test",
                "a b"
            })
    void aTextComesBackFromTheDefaultConverterAsItWas(String text) throws IOException {
        assertThat(thereAndBack(text)).isEqualTo(text);
    }

    @Test
    void soDoesAnyOther() throws IOException {
        long seed = Long.getLong("seed", System.nanoTime());
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int length = random.nextInt(5); length >= 0; length--) {
                text.append(PIECES.get(random.nextInt(PIECES.size())));
            }
            assertThat(thereAndBack(text.toString())).as("-Dseed=%d", seed).isEqualTo(text.toString());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"test", "bank.card", "say \"no\"", "\"quoted\"", "9f1c3b52-0000-8000-8000-000000000001"})
    void aTextThatTheConverterKeepsIsWrittenAndReadAsItIs(String text) {
        assertThat(HeaderText.of(text)).isEqualTo(text);
        assertThat(HeaderText.read(text)).isEqualTo(text);
    }

    private static Object thereAndBack(String text) throws IOException {
        try (SimpleHeaderConverter converter = new SimpleHeaderConverter()) {
            byte[] sent = converter.fromConnectHeader("t", "h", Schema.STRING_SCHEMA, HeaderText.of(text));
            Object received = converter.toConnectHeader("t", "h", sent).value();
            assertThat(HeaderText.read(HeaderText.of(text))).isEqualTo(text);
            return String.valueOf(HeaderText.read(received));
        }
    }
}
