package io.odsconnect.smt.crypto;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What FF1 keeps of a text: its length, its alphabet, so many characters at the beginning and end in the clear, and, if
 * asked for, that it passes the Luhn check. Immutable.
 */
final class TextFormat {

    private static final short NONE = -1;

    private final String alphabet;
    /** The numeral of each character up to the highest one of the alphabet; {@link #NONE} where it has none. */
    private final short[] numerals;

    private final int prefix;
    private final int suffix;
    private final boolean luhn;
    private final int leastBody;

    /**
     * Makes a format.
     *
     * @param alphabet the characters that are encrypted, and that they become; 2 to 256, none of them twice
     * @param prefix how many characters at the beginning stay
     * @param suffix how many characters at the end stay
     * @param luhn whether texts pass the Luhn check, before and after; the alphabet has to be the digits then
     */
    TextFormat(String alphabet, int prefix, int suffix, boolean luhn) {
        this.alphabet = alphabet;
        this.numerals = new short[alphabet.chars().max().orElse(0) + 1];
        Arrays.fill(numerals, NONE);
        for (int i = 0; i < alphabet.length(); i++) {
            numerals[alphabet.charAt(i)] = (short) i;
        }
        this.prefix = prefix;
        this.suffix = suffix;
        this.luhn = luhn;
        this.leastBody = Ff1.leastLength(alphabet.length());
    }

    int radix() {
        return alphabet.length();
    }

    /**
     * Returns why a text does not have the format, half a sentence that contains no value; null if it has it.
     *
     * <p>That the part which is encrypted has to be one of a million is NIST's rule, SP 800-38G revision 1: of fewer, all
     * could be tried.
     */
    @Nullable
    String unfit(String text) {
        int length = text.length() - prefix - suffix;
        if (length < leastBody) {
            return "is too short for FF1: between the characters that stay in the clear there have to be " + leastBody
                    + " or more, and there are " + Math.max(0, length) + ". Keep fewer of them ("
                    + CryptoOptions.FF1_KEEP_PREFIX + ", " + CryptoOptions.FF1_KEEP_SUFFIX + ")";
        }
        for (int i = 0; i < length; i++) {
            if (numeral(text.charAt(prefix + i)) == NONE) {
                return "has a character at place " + (prefix + i + 1) + " that is not in " + CryptoOptions.FF1_ALPHABET;
            }
        }
        return luhn && !Luhn.isValid(text)
                ? "does not pass the Luhn check, which " + CryptoOptions.FF1_LUHN + " asks for"
                : null;
    }

    /** Returns the part that is encrypted, as numerals, of a text that has the format. */
    byte[] body(String text) {
        byte[] body = new byte[text.length() - prefix - suffix];
        for (int i = 0; i < body.length; i++) {
            body[i] = (byte) numeral(text.charAt(prefix + i));
        }
        return body;
    }

    /** Returns the characters at the beginning that stay. */
    String prefix(String text) {
        return text.substring(0, prefix);
    }

    /** Returns the characters at the end that stay. */
    String suffix(String text) {
        return text.substring(text.length() - suffix);
    }

    /** Puts a body into a text that has the format. */
    void put(byte[] body, StringBuilder text) {
        for (int i = 0; i < body.length; i++) {
            text.setCharAt(prefix + i, alphabet.charAt(body[i] & 0xFF));
        }
    }

    /** Says whether a text is one that may be the result. */
    boolean allows(CharSequence text) {
        return !luhn || Luhn.isValid(text);
    }

    private short numeral(char character) {
        return character < numerals.length ? numerals[character] : NONE;
    }
}
