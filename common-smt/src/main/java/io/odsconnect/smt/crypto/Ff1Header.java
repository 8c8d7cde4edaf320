package io.odsconnect.smt.crypto;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/**
 * What a header says of the fields that FF1 has encrypted in a record: {@code KEYID:TAG} or {@code KEYID:TAG,TAG}, the
 * tags of the rows in the order in which the record has them, then of the keys in headers. Where the name of the key could
 * be taken for a number, a date or a word of JSON, {@code ff1:} stands in front: the worker's default header converter
 * guesses types, and would give {@code 7} for {@code 007:TAG}.
 *
 * @param keyId the name of the key
 * @param tags the {@link RowTags}
 */
record Ff1Header(String keyId, List<String> tags) {

    private static final String MARK = "ff1:";
    /** What no version of Connect takes for anything but a text. */
    private static final Pattern PLAIN_TEXT = Pattern.compile("(?!(?i:true|false|null|nan|infinity)$)[A-Za-z].*");

    Ff1Header {
        tags = List.copyOf(tags);
    }

    /**
     * Reads a header.
     *
     * @throws DataException if it has another form; a sentence
     */
    static Ff1Header parse(String name, @Nullable Object value) {
        if (value instanceof Number || value instanceof Boolean || value instanceof java.util.Date) {
            throw new DataException(
                    "Header " + name + " came as a " + value.getClass().getSimpleName()
                            + " and not as a text: its key's name looks like one to the worker's header converter, and it was"
                            + " written by a version that did not mind. Set header.converter to"
                            + " org.apache.kafka.connect.storage.StringConverter for this connector");
        }
        String text = text(value);
        // The tags have no colon, so two of them tell the mark from a key of this name.
        String marked =
                text.startsWith(MARK) && text.indexOf(':', MARK.length()) > 0 ? text.substring(MARK.length()) : text;
        int colon = marked.indexOf(':');
        if (colon < 0 || !Keyset.isId(marked.substring(0, colon))) {
            throw new DataException("Header " + name + " has not the form KEYID:TAG");
        }
        return new Ff1Header(
                marked.substring(0, colon), List.of(marked.substring(colon + 1).split(",", -1)));
    }

    /** A converter that leaves headers as bytes gives them as such. */
    private static String text(@Nullable Object value) {
        if (value instanceof byte[] bytes) {
            return new String(bytes, StandardCharsets.UTF_8);
        }
        if (value instanceof ByteBuffer buffer) {
            return StandardCharsets.UTF_8.decode(buffer.duplicate()).toString();
        }
        return value instanceof String string ? string : "";
    }

    /** Says whether a tag is one of these, in a time that does not depend on how much of it matches. */
    boolean has(String tag) {
        boolean found = false;
        for (String each : tags) {
            found |= MessageDigest.isEqual(each.getBytes(StandardCharsets.UTF_8), tag.getBytes(StandardCharsets.UTF_8));
        }
        return found;
    }

    /** Returns the header's text. */
    String text() {
        return (PLAIN_TEXT.matcher(keyId).matches() ? "" : MARK) + keyId + ":" + String.join(",", tags);
    }
}
