package io.odsconnect.smt.crypto;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.connect.errors.DataException;

/**
 * What FF1 keeps of a text: its length, its alphabet, so many characters at the beginning and end in the clear, and, if
 * asked for, that it passes the Luhn check. Immutable.
 */
final class TextFormat {

    private final String alphabet;
    private final Map<Character, Byte> numerals = new HashMap<>();
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
        for (int i = 0; i < alphabet.length(); i++) {
            numerals.put(alphabet.charAt(i), (byte) i);
        }
        this.prefix = prefix;
        this.suffix = suffix;
        this.luhn = luhn;
        this.leastBody = Ff1.leastLength(alphabet.length());
    }

    int radix() {
        return alphabet.length();
    }

    /** Returns the part that is encrypted as numerals. */
    byte[] body(String text) {
        int length = text.length() - prefix - suffix;
        if (length < leastBody) {
            throw new DataException(
                    "is too short for FF1: between the characters that stay in the clear there have to be " + leastBody
                            + " or more, and there are " + Math.max(0, length));
        }
        byte[] body = new byte[length];
        for (int i = 0; i < length; i++) {
            Byte numeral = numerals.get(text.charAt(prefix + i));
            if (numeral == null) {
                throw new DataException("has a character at place " + (prefix + i + 1) + " that is not in "
                        + CryptoOptions.FF1_ALPHABET);
            }
            body[i] = numeral;
        }
        if (luhn && !Luhn.isValid(text)) {
            throw new DataException("does not pass the Luhn check, which " + CryptoOptions.FF1_LUHN + " asks for");
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

    /** Returns the text with this body. */
    String with(String text, byte[] body) {
        StringBuilder out = new StringBuilder(text);
        for (int i = 0; i < body.length; i++) {
            out.setCharAt(prefix + i, alphabet.charAt(body[i] & 0xFF));
        }
        return out.toString();
    }

    /** Says whether a text is one that may be the result. */
    boolean allows(String text) {
        return !luhn || Luhn.isValid(text);
    }
}
