package io.odsconnect.db2.type;

import java.util.Base64;
import java.util.HexFormat;

/** How binary columns become Connect values: {@code binary.handling.mode}. */
public enum BinaryMode {
    /** BYTES. */
    BYTES,
    /** A string in Base64. */
    BASE64,
    /** A string in Base64 with the URL-safe alphabet. */
    BASE64_URL_SAFE,
    /** A string of lower-case hexadecimal digits. */
    HEX;

    /** Returns the text that stands for {@code bytes}; not for {@link #BYTES}, which has none. */
    public String text(byte[] bytes) {
        return switch (this) {
            case BASE64 -> Base64.getEncoder().encodeToString(bytes);
            case BASE64_URL_SAFE -> Base64.getUrlEncoder().encodeToString(bytes);
            case HEX -> HexFormat.of().formatHex(bytes);
            case BYTES -> throw new IllegalStateException("Bytes have no text");
        };
    }
}
