package io.odsconnect.common.value;

import java.util.regex.Pattern;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.data.Values;

/**
 * Texts in headers. The worker's default header converter writes a text as it is and guesses its type when it reads it:
 * {@code 007} comes back as the number 7, {@code 0000:0001:002a} as 0. A text that it would take for something else stands
 * in quotation marks, which it leaves where they are; whoever reads the header takes them off. No two texts have one form.
 */
public final class HeaderText {

    private static final char QUOTE = '"';

    /** What no version of Connect takes for anything but a text; saves the guess for most. */
    private static final Pattern PLAIN = Pattern.compile("(?!(?i:true|false|null|nan|infinity)$)[A-Za-z]\\w*");

    private HeaderText() {}

    /** Returns the form of a text that comes back as it was written. */
    public static String of(String text) {
        return isKept(text) ? text : QUOTE + text + QUOTE;
    }

    /** Returns what a header's value says: a text without the quotation marks of {@link #of}, anything else as it is. */
    public static Object read(Object value) {
        if (!(value instanceof String text) || !isQuoted(text)) {
            return value;
        }
        String inner = inner(text);
        return isKept(inner) ? text : inner;
    }

    private static boolean isKept(String text) {
        if (PLAIN.matcher(text).matches()) {
            return true;
        }
        // One that already looks as if it had been put into quotation marks gets another pair.
        return !(isQuoted(text) && !isKept(inner(text))) && isGuessedAsText(text);
    }

    private static boolean isGuessedAsText(String text) {
        // None for what is neither a list nor a text, such as a single bracket.
        SchemaAndValue guess = Values.parseString(text);
        return guess != null && text.equals(guess.value());
    }

    private static boolean isQuoted(String text) {
        return text.length() >= 2 && text.charAt(0) == QUOTE && text.charAt(text.length() - 1) == QUOTE;
    }

    private static String inner(String text) {
        return text.substring(1, text.length() - 1);
    }
}
