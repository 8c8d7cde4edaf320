package io.odsconnect.smt.crypto;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/**
 * What a header says of the fields that FF1 has encrypted in a record: {@code KEYID:TAG} or {@code KEYID:TAG,TAG}, the
 * tags of the rows in the order in which the record has them.
 *
 * @param keyId the name of the key
 * @param tags the {@link RowTags}
 */
record Ff1Header(String keyId, List<String> tags) {

    Ff1Header {
        tags = List.copyOf(tags);
    }

    /**
     * Reads a header.
     *
     * @throws DataException if it has another form; a sentence
     */
    static Ff1Header parse(String name, @Nullable Object value) {
        String text = value instanceof String string ? string : "";
        int colon = text.indexOf(':');
        if (colon < 0 || !Keyset.isId(text.substring(0, colon))) {
            throw new DataException("Header " + name + " has not the form KEYID:TAG");
        }
        return new Ff1Header(
                text.substring(0, colon), List.of(text.substring(colon + 1).split(",", -1)));
    }

    /** Says whether a tag is one of these, in a time that does not tell how much of it fits. */
    boolean has(String tag) {
        boolean found = false;
        for (String each : tags) {
            found |= MessageDigest.isEqual(each.getBytes(StandardCharsets.UTF_8), tag.getBytes(StandardCharsets.UTF_8));
        }
        return found;
    }

    /** Returns the header's text. */
    String text() {
        return keyId + ":" + String.join(",", tags);
    }
}
