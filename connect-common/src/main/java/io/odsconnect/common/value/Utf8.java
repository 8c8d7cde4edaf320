package io.odsconnect.common.value;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.connect.errors.DataException;

/**
 * Text as UTF-8, the one form that all stores and transforms write. Half of a surrogate pair is no character and has no
 * UTF-8: Java would write a question mark, and so make different texts the same.
 */
public final class Utf8 {

    /** The most bytes that a {@code char} becomes. */
    public static final int MOST_BYTES_A_CHAR = 3;

    /** What is wrong with a text of which {@link #isText} is false, as the rest of a sentence about where it stands. */
    static final String HALF =
            "has a text with half of a surrogate pair in it, which is no character: mend it where it is"
                    + " written, or take the column out with a transform";

    private static final int SURROGATES = 0xD800;
    private static final int SURROGATE_BITS = 0xF800;

    private Utf8() {}

    /** Says whether the text has a UTF-8 form: whether no half of a surrogate pair stands alone in it. */
    public static boolean isText(String text) {
        int length = text.length();
        for (int i = 0; i < length; i++) {
            if ((text.charAt(i) & SURROGATE_BITS) == SURROGATES) {
                return isTextFrom(text, i);
            }
        }
        return true;
    }

    private static boolean isTextFrom(String text, int start) {
        int length = text.length();
        for (int i = start; i < length; i++) {
            char c = text.charAt(i);
            if ((c & SURROGATE_BITS) == SURROGATES) {
                boolean pair =
                        Character.isHighSurrogate(c) && i + 1 < length && Character.isLowSurrogate(text.charAt(i + 1));
                if (!pair) {
                    return false;
                }
                i++;
            }
        }
        return true;
    }

    /**
     * Returns the text itself.
     *
     * @throws DataException if half of a surrogate pair stands alone in it, with the end of a sentence that begins with
     *     what holds the text; it contains nothing of the text
     */
    public static String checked(String text) {
        if (!isText(text)) {
            throw half();
        }
        return text;
    }

    /**
     * Returns the bytes of a text.
     *
     * @throws DataException as {@link #checked} does
     */
    public static byte[] bytes(String text) {
        return checked(text).getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Writes the bytes of a text to an array that has room for {@link #MOST_BYTES_A_CHAR} a {@code char}, from
     * {@code start} on.
     *
     * @return where the text ends
     * @throws DataException as {@link #checked} does; part of the text is written then
     */
    public static int write(CharSequence text, byte[] to, int start) {
        int at = start;
        int length = text.length();
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (c < 0x80) {
                to[at++] = (byte) c;
            } else if (c < 0x800) {
                to[at++] = (byte) (0xC0 | (c >> 6));
                to[at++] = (byte) (0x80 | (c & 0x3F));
            } else if ((c & SURROGATE_BITS) != SURROGATES) {
                to[at++] = (byte) (0xE0 | (c >> 12));
                to[at++] = (byte) (0x80 | ((c >> 6) & 0x3F));
                to[at++] = (byte) (0x80 | (c & 0x3F));
            } else if (Character.isHighSurrogate(c) && i + 1 < length && Character.isLowSurrogate(text.charAt(i + 1))) {
                int point = Character.toCodePoint(c, text.charAt(++i));
                to[at++] = (byte) (0xF0 | (point >> 18));
                to[at++] = (byte) (0x80 | ((point >> 12) & 0x3F));
                to[at++] = (byte) (0x80 | ((point >> 6) & 0x3F));
                to[at++] = (byte) (0x80 | (point & 0x3F));
            } else {
                throw half();
            }
        }
        return at;
    }

    /** Returns how many bytes a text takes; each half of a surrogate pair counts as two of the four, alone as well. */
    public static long length(CharSequence text) {
        int chars = text.length();
        long length = chars;
        for (int i = 0; i < chars; i++) {
            length += more(text.charAt(i));
        }
        return length;
    }

    /** Returns the bytes that a char takes beyond the first; each half of a surrogate pair stands for two of four. */
    public static int more(char c) {
        if (c < 0x80) {
            return 0;
        }
        return c < 0x800 || (c & SURROGATE_BITS) == SURROGATES ? 1 : 2;
    }

    private static DataException half() {
        return new DataException(HALF);
    }
}
