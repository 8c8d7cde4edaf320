package io.odsconnect.common.audit;

import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Pattern;
import org.apache.kafka.connect.header.Header;
import org.apache.kafka.connect.header.Headers;
import org.jspecify.annotations.Nullable;

/** A digest as it is in a record's header: {@code sha-256:} and the bytes in hex or in base64 with padding. */
public final class RowDigest {

    /** No digest is longer than that of SHA-512. */
    private static final int MAX_BYTES = 64;

    /** Names as people give to algorithms. A header may hold anything, and each name is kept in memory and audited. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._/-]{0,31}");

    private final String algorithm;
    private final byte[] bytes;

    private RowDigest(String algorithm, byte[] bytes) {
        this.algorithm = algorithm;
        this.bytes = bytes;
    }

    /**
     * Returns the digest in the last header of this name; null if there is none, or no digest in it. What has
     * an unlikely name (over 32 characters, or other than letters, digits, dots, dashes and slashes) or more than 64 bytes
     * is none.
     */
    public static @Nullable RowDigest of(@Nullable Headers headers, String name) {
        Header header = headers == null || headers.isEmpty() ? null : headers.lastWithName(name);
        return header != null && header.value() instanceof String text ? parse(text) : null;
    }

    static @Nullable RowDigest parse(String text) {
        int colon = text.lastIndexOf(':');
        if (colon <= 0 || colon == text.length() - 1 || text.length() - colon > 2 * MAX_BYTES + 1) {
            return null;
        }
        if (!NAME.matcher(text.substring(0, colon)).matches()) {
            return null;
        }
        String digits = text.substring(colon + 1);
        try {
            // No digest that is made has a length that base64 writes without padding.
            byte[] bytes = digits.endsWith("=")
                    ? Base64.getDecoder().decode(digits)
                    : HexFormat.of().parseHex(digits);
            return bytes.length > MAX_BYTES ? null : new RowDigest(text.substring(0, colon), bytes);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** Returns the algorithm's name, such as {@code sha-256}. */
    String algorithm() {
        return algorithm;
    }

    int length() {
        return bytes.length;
    }

    /** Returns byte {@code index} from the left as a number from 0 to 255. */
    int byteAt(int index) {
        return bytes[index] & 0xff;
    }
}
