package io.odsconnect.smt.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;
import org.junit.jupiter.api.Test;

class NoncesTest {

    private static String next(Nonces nonces) {
        byte[] bytes = new byte[Nonces.LENGTH];
        nonces.next(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    @Test
    void noNonceComesTwiceAndEachStartHasItsOwn() {
        Set<String> seen = new HashSet<>();
        for (Nonces nonces : new Nonces[] {new Nonces(), new Nonces()}) {
            for (int i = 0; i < 10_000; i++) {
                assertThat(seen.add(next(nonces))).isTrue();
            }
        }
    }

    @Test
    void newRandomBitsAreDrawnWhenTheCounterHasGoneRound() {
        Nonces nonces = new Nonces(new SecureRandom(), 2);
        String last = next(nonces).substring(0, 16);
        assertThat(next(nonces)).isEqualTo(last + "00000000");
        String fresh = next(nonces);
        assertThat(fresh).endsWith("ffffffff").doesNotStartWith(last);
    }
}
