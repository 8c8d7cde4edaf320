package io.odsconnect.smt.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Base64;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.types.Password;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeysetTest {

    private static final String A = key(32, 1);
    private static final String B = key(32, 2);
    private static final String SIV = key(64, 3);

    private static String key(int length, int fill) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) fill);
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static Keyset parse(String text) {
        return Keyset.parse("keyset", new Password(text));
    }

    @Test
    void keysAreFoundByNameAndByAlgorithmInTheirOrder() {
        Keyset keyset =
                parse("\n new:AES-256-GCM:" + A + ",old:aes-256-gcm:" + B + "\nkeys.2026:AES-256-SIV:" + SIV + " ");
        assertThat(keyset.of(FieldAlgorithm.AES_256_GCM))
                .extracting(FieldKey::id)
                .containsExactly("new", "old");
        assertThat(keyset.find("keys.2026")).map(FieldKey::algorithm).contains(FieldAlgorithm.AES_256_SIV);
        assertThat(keyset.find("other")).isEmpty();
        assertThat(keyset.of(FieldAlgorithm.FF1)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "''; Item 1 of option keyset has not the form",
                "k:AES-256-GCM; Item 1 of option keyset has not the form",
                "k k:FF1:@A; Item 1 of option keyset has not the form",
                "ü:FF1:@A; Item 1 of option keyset has not the form",
                "k:FF1:@A,; Item 2 of option keyset has not the form",
                "k:AES-128-GCM:@A; Item 1 of option keyset, key k, names no algorithm",
                "k:FF1:@A,l:FF1:*SECRET*; Item 2 of option keyset, key l, is not base64",
                "k:AES-256-SIV:@A; key k, has 32 bytes, and AES-256-SIV needs 64",
                "k:FF1:@A,k:FF1:@B; two keys of the name k",
                "k:FF1:@A,l:AES-256-GCM:@A; the same secret for key k for FF1 and key l for AES-256-GCM"
            })
    void aMistakeIsToldWithoutTellingAKey(String text, String expected) {
        assertThatThrownBy(() -> parse(text.replace("@A", A).replace("@B", B)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(expected)
                .hasMessageNotContaining(A)
                .hasMessageNotContaining("SECRET")
                .hasNoCause();
    }

    @Test
    void noTextOfAKeysetOrKeyTellsASecret() {
        Keyset keyset = parse("k:FF1:" + A);
        assertThat(keyset).hasToString("Keyset[k]");
        assertThat(keyset.find("k").orElseThrow()).hasToString("key k for FF1");
    }
}
