package io.odsconnect.smt.crypto;

import java.util.Base64;
import org.apache.kafka.connect.errors.DataException;

/**
 * The text that an encrypted value becomes: {@code enc1:KEYID:BASE64}, where 1 is the version of this form, KEYID the name
 * of the key, and BASE64 the sealed bytes in Base64 with the alphabet for URLs and without padding (RFC 4648, section 5).
 *
 * @param keyId the name of the key
 * @param sealed the Base64 part
 */
record SealedText(String keyId, String sealed) {

    private static final String PREFIX = "enc1:";
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    /** Returns what the texts of values that a key has sealed begin with. */
    static String prefix(FieldKey key) {
        return PREFIX + key.id() + ':';
    }

    /** Returns the text of these bytes. */
    static String of(String prefix, byte[] sealed) {
        return prefix.concat(BASE64.encodeToString(sealed));
    }

    /** Says whether a text begins as those that {@link #of} gives do. */
    static boolean looksSealed(String text) {
        return text.startsWith(PREFIX);
    }

    /**
     * Takes a text apart.
     *
     * @throws DataException if it has another form; half a sentence that contains no value
     */
    static SealedText parse(String text) {
        int colon = text.indexOf(':', PREFIX.length());
        if (!text.startsWith(PREFIX) || colon < 0 || !Keyset.isId(text.substring(PREFIX.length(), colon))) {
            throw new DataException("is not encrypted: it has not the form " + PREFIX + "KEYID:BASE64");
        }
        return new SealedText(text.substring(PREFIX.length(), colon), text.substring(colon + 1));
    }

    /**
     * Returns the sealed bytes.
     *
     * @throws DataException if they are no Base64; half a sentence that contains no value
     */
    byte[] bytes() {
        try {
            return Base64.getUrlDecoder().decode(sealed);
        } catch (IllegalArgumentException e) {
            throw new DataException("holds no Base64 behind the name of its key");
        }
    }

    /** Returns the name of the key; the text itself is not logged. */
    @Override
    public String toString() {
        return PREFIX + keyId;
    }
}
