package io.odsconnect.smt.record;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.connect.errors.DataException;

/** Texts as bytes, so that no two texts become the same ones. */
public final class Utf8Text {

    private Utf8Text() {}

    /**
     * Returns the text in UTF-8.
     *
     * @throws DataException if it has half of a surrogate pair, of which Java would make a question mark; half a sentence
     */
    public static byte[] bytes(String text) {
        return checked(text).getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Returns the text itself.
     *
     * @throws DataException if UTF-8 cannot write it; half a sentence
     */
    public static String checked(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                boolean pair = i + 1 < text.length() && Character.isSurrogatePair(text.charAt(i), text.charAt(i + 1));
                if (!pair) {
                    throw new DataException("has half of a surrogate pair at place " + (i + 1)
                            + ", which UTF-8 cannot write: mend it at the source");
                }
                i++;
            }
        }
        return text;
    }
}
