package io.odsconnect.smt.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.apache.kafka.connect.errors.DataException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FormatPreservingTest {

    private static final String DIGITS = "0123456789";

    private static FormatPreserving cipher(int key, String alphabet, int prefix, int suffix, boolean luhn) {
        byte[] bytes = new byte[32];
        bytes[0] = (byte) key;
        return new FormatPreserving(
                new FieldKey("k", FieldAlgorithm.FF1, bytes), new TextFormat(alphabet, prefix, suffix, luhn));
    }

    @Test
    void cardNumbersKeepBinLastFourLengthAndLuhnAndComeBack() {
        FormatPreserving cipher = cipher(1, DIGITS, 6, 4, true);
        long seed = new SecureRandom().nextLong();
        Random random = new Random(seed);
        int changed = 0;
        for (int i = 0; i < 300; i++) {
            String card = luhn(random, 16 + random.nextInt(4));
            String encrypted = cipher.encrypt("c", card);
            assertThat(encrypted).as("seed %d, round %d", seed, i).hasSameSizeAs(card);
            assertThat(encrypted).startsWith(card.substring(0, 6)).endsWith(card.substring(card.length() - 4));
            assertThat(Luhn.isValid(encrypted)).isTrue();
            assertThat(cipher.decrypt("c", encrypted)).isEqualTo(card);
            changed += encrypted.equals(card) ? 0 : 1;
        }
        assertThat(changed).isGreaterThan(295);
    }

    /** The whole set of one BIN and last four: 100,000 numbers, which have to be mapped onto each other. */
    @Test
    void noTwoNumbersBecomeOneUnderTheLuhnCheck() {
        FormatPreserving cipher = cipher(1, DIGITS, 6, 4, true);
        Set<String> seen = new HashSet<>();
        int numbers = 0;
        for (int middle = 0; middle < 20_000; middle++) {
            String card = "400000" + String.format("%06d", middle) + "7899";
            if (Luhn.isValid(card)) {
                numbers++;
                seen.add(cipher.encrypt("c", card));
            }
        }
        assertThat(numbers).isEqualTo(2_000);
        assertThat(seen).hasSize(numbers);
    }

    @Test
    void theSameDigitsBehindAnotherPrefixInAnotherContextOrUnderAnotherKeyBecomeOthers() {
        FormatPreserving cipher = cipher(1, DIGITS, 6, 0, false);
        String body = cipher.encrypt("c", "4000001234567890").substring(6);
        assertThat(cipher.encrypt("c", "4000011234567890").substring(6)).isNotEqualTo(body);
        assertThat(cipher.encrypt("d", "4000001234567890").substring(6)).isNotEqualTo(body);
        assertThat(cipher(2, DIGITS, 6, 0, false).encrypt("c", "4000001234567890"))
                .doesNotEndWith(body);
        assertThat(cipher.encrypt("c", "4000001234567890")).endsWith(body);
    }

    @Test
    void anyAlphabetIsKept() {
        FormatPreserving cipher = cipher(1, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", 4, 0, false);
        String iban = "DE89370400440532013000";
        String encrypted = cipher.encrypt("c", iban);
        assertThat(encrypted).matches("DE89[A-Z0-9]{18}").isNotEqualTo(iban);
        assertThat(cipher.decrypt("c", encrypted)).isEqualTo(iban);
    }

    @ParameterizedTest
    @CsvSource({
        "400000123457899, 'there have to be 6 or more, and there are 5'",
        "4000, 'there have to be 6 or more, and there are 0'",
        "'', 'there have to be 6 or more, and there are 0'",
        "400000-123456-7899, a character at place 7 that is not in ff1.alphabet",
        "4000001234567890, does not pass the Luhn check"
    })
    void aNumberThatDoesNotHaveTheFormatIsRefusedAndNotTold(String number, String expected) {
        FormatPreserving cipher = cipher(1, DIGITS, 6, 4, true);
        assertThatThrownBy(() -> cipher.encrypt("c", number))
                .isInstanceOf(DataException.class)
                .hasMessageContaining(expected)
                .hasMessageNotContaining("4000");
    }

    @ParameterizedTest
    @CsvSource({"2, 20", "10, 6", "36, 4", "62, 4", "100, 3", "256, 3"})
    void aTextHasToBeOneOfAMillionAtLeast(int radix, int length) {
        assertThat(Ff1.leastLength(radix)).isEqualTo(length);
    }

    private static String luhn(Random random, int length) {
        StringBuilder digits = new StringBuilder();
        for (int i = 0; i < length - 1; i++) {
            digits.append((char) ('0' + random.nextInt(10)));
        }
        for (char check = '0'; check <= '9'; check++) {
            if (Luhn.isValid(digits.toString() + check)) {
                return digits.toString() + check;
            }
        }
        throw new AssertionError("No check digit fits");
    }
}
