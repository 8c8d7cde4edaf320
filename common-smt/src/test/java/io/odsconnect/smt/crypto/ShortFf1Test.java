package io.odsconnect.smt.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Random;
import org.bouncycastle.crypto.engines.AESEngine;
import org.bouncycastle.crypto.fpe.FPEFF1Engine;
import org.bouncycastle.crypto.params.FPEParameters;
import org.bouncycastle.crypto.params.KeyParameter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** FF1 of short texts beside Bouncy Castle's, which shares no line with it, not even AES. */
class ShortFf1Test {

    private static final int[] KEY_BYTES = {16, 24, 32};

    @Test
    void allKeyLengthsRadixesLengthsAndTweaksGiveWhatBouncyCastleGives() {
        long seed = Long.getLong("seed", new SecureRandom().nextLong());
        Random random = new Random(seed);
        int compared = 0;
        for (int radix = 2; radix <= 256; radix++) {
            byte[] key = bytes(random, KEY_BYTES[radix % KEY_BYTES.length]);
            ShortFf1 ff1 = new ShortFf1(new JdkAes(key), radix);
            for (int length = Ff1.leastLength(radix); ff1.takes(length); length++) {
                byte[] tweak = bytes(random, random.nextInt(50));
                byte[] plain = numerals(random, radix, length);
                byte[] text = plain.clone();
                ff1.use(tweak);
                ff1.encrypt(text);
                assertThat(text)
                        .as("seed %d, radix %d, length %d", seed, radix, length)
                        .isEqualTo(other(key, radix, tweak, plain));
                ff1.decrypt(text);
                assertThat(text)
                        .as("seed %d, radix %d, length %d", seed, radix, length)
                        .isEqualTo(plain);
                compared++;
            }
        }
        assertThat(compared).isGreaterThan(1_000);
    }

    @ParameterizedTest
    @CsvSource({"2, 0", "2, 1", "10, 0", "10, 9", "256, 0", "256, 255"})
    void textsOfTheLeastOrHighestNumeralsGiveWhatBouncyCastleGives(int radix, int numeral) {
        byte[] key = new byte[32];
        ShortFf1 ff1 = new ShortFf1(new JdkAes(key), radix);
        for (int length = Ff1.leastLength(radix); ff1.takes(length); length++) {
            byte[] plain = new byte[length];
            Arrays.fill(plain, (byte) numeral);
            byte[] text = plain.clone();
            ff1.use(new byte[3]);
            ff1.encrypt(text);
            assertThat(text).isEqualTo(other(key, radix, new byte[3], plain));
        }
    }

    /** 2^32 is the highest number of values that a half may have. */
    @ParameterizedTest
    @CsvSource({"2, 64", "10, 18", "16, 16", "36, 12", "256, 8"})
    void halvesOf32BitsAreTheLongest(int radix, int longest) {
        ShortFf1 ff1 = new ShortFf1(new JdkAes(new byte[32]), radix);
        assertThat(ff1.takes(longest)).isTrue();
        assertThat(ff1.takes(longest + 1)).isFalse();
        ff1.use(new byte[0]);
        assertThatThrownBy(() -> ff1.encrypt(new byte[longest + 2])).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shortAndLongTextsTakeTurnsUnderOneTweakAndUnderAnother() {
        long seed = Long.getLong("seed", new SecureRandom().nextLong());
        Random random = new Random(seed);
        byte[] key = bytes(random, 32);
        Ff1 ff1 = new Ff1(key, 10);
        for (int round = 0; round < 50; round++) {
            byte[] tweak = bytes(random, random.nextInt(20));
            for (int length : new int[] {30, 16, 6, 18, 19, 30}) {
                byte[] plain = numerals(random, 10, length);
                byte[] text = plain.clone();
                ff1.encryptWith(tweak);
                ff1.apply(text);
                assertThat(text)
                        .as("seed %d, round %d, length %d", seed, round, length)
                        .isEqualTo(other(key, 10, tweak, plain));
                ff1.decryptWith(tweak);
                ff1.apply(text);
                assertThat(text)
                        .as("seed %d, round %d, length %d", seed, round, length)
                        .isEqualTo(plain);
            }
        }
    }

    private static byte[] other(byte[] key, int radix, byte[] tweak, byte[] plain) {
        FPEFF1Engine engine = new FPEFF1Engine(AESEngine.newInstance());
        engine.init(true, new FPEParameters(new KeyParameter(key), radix, tweak));
        byte[] encrypted = new byte[plain.length];
        engine.processBlock(plain, 0, plain.length, encrypted, 0);
        return encrypted;
    }

    private static byte[] numerals(Random random, int radix, int length) {
        byte[] numerals = new byte[length];
        for (int i = 0; i < length; i++) {
            numerals[i] = (byte) random.nextInt(radix);
        }
        return numerals;
    }

    private static byte[] bytes(Random random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }
}
