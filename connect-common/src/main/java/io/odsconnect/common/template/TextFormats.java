package io.odsconnect.common.template;

import io.odsconnect.common.value.Utf8;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import org.apache.kafka.connect.errors.ConnectException;

/** What a template can do to the text of a field: the formats that {@link Template} describes. */
final class TextFormats {

    /** All formats as they are written, for messages. */
    static final String ALL = "upper, lower, trim, pad:LENGTH, pad:LENGTH:CHARACTER, padright:LENGTH, "
            + "padright:LENGTH:CHARACTER, without:SUFFIX, sha256, sha256:DIGITS and, as the last, escape";

    private static final int LONGEST = 1000;
    private static final int SHA_256_DIGITS = 64;

    private TextFormats() {}

    /**
     * Returns the format that {@code text} asks for, which takes and gives text.
     *
     * @throws IllegalArgumentException with half a sentence if there is no such format or its length or character is wrong
     */
    static UnaryOperator<String> parse(String text) {
        List<String> words = List.of(text.split(":", 3));
        return switch (words.get(0)) {
            case "upper" -> only(words, value -> value.toUpperCase(Locale.ROOT));
            case "lower" -> only(words, value -> value.toLowerCase(Locale.ROOT));
            case "trim" -> only(words, String::strip);
            case "pad" -> {
                int length = number(words, LONGEST);
                String filler = filler(words, "0");
                yield value -> padding(value, length, filler) + value;
            }
            case "padright" -> {
                int length = number(words, LONGEST);
                String filler = filler(words, " ");
                yield value -> value + padding(value, length, filler);
            }
            case "without" -> {
                if (words.size() != 2 || words.get(1).isEmpty()) {
                    throw new IllegalArgumentException(
                            "needs the text that goes after its colon, without a colon in it");
                }
                String suffix = words.get(1);
                yield value -> value.endsWith(suffix) ? value.substring(0, value.length() - suffix.length()) : value;
            }
            case "sha256" -> {
                if (words.size() > 2) {
                    throw new IllegalArgumentException("takes a number of digits and nothing else");
                }
                int digits = words.size() == 1 ? SHA_256_DIGITS : number(words, SHA_256_DIGITS);
                yield value -> sha256(value).substring(0, digits);
            }
            default -> throw new IllegalArgumentException("is not known; the formats are " + ALL);
        };
    }

    private static UnaryOperator<String> only(List<String> words, UnaryOperator<String> format) {
        if (words.size() > 1) {
            throw new IllegalArgumentException("takes nothing after a colon");
        }
        return format;
    }

    private static int number(List<String> words, int most) {
        String digits = words.size() < 2 ? "" : words.get(1);
        if (digits.matches("[0-9]{1,4}")) {
            int number = Integer.parseInt(digits);
            if (number >= 1 && number <= most) {
                return number;
            }
        }
        throw new IllegalArgumentException("needs a number from 1 to " + most + " after its first colon");
    }

    private static String filler(List<String> words, String otherwise) {
        if (words.size() < 3) {
            return otherwise;
        }
        String filler = words.get(2);
        if (!Utf8.isText(filler)) {
            throw new IllegalArgumentException("needs a whole character after its second colon");
        }
        if (filler.codePointCount(0, filler.length()) != 1) {
            throw new IllegalArgumentException("needs one character after its second colon");
        }
        return filler;
    }

    private static String padding(String value, int length, String filler) {
        return filler.repeat(Math.max(0, length - value.codePointCount(0, value.length())));
    }

    private static String sha256(String value) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(Utf8.bytes(value));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new ConnectException("This Java runtime cannot compute SHA-256", e);
        }
    }
}
