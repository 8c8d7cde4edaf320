package io.odsconnect.smt.digest;

import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/** How the bytes of a digest are written as text. */
public enum DigestEncoding {
    /** Two hexadecimal digits a byte, in lower case. */
    HEX,
    /** Base64 of RFC 4648, section 4, with padding. */
    BASE64;

    /** Returns the name that the option has for it. */
    public String title() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns all titles. */
    public static List<String> titles() {
        return Arrays.stream(values()).map(DigestEncoding::title).toList();
    }

    /** Returns the text that stands for the bytes. */
    String encode(byte[] bytes) {
        return switch (this) {
            case HEX -> HexFormat.of().formatHex(bytes);
            case BASE64 -> Base64.getEncoder().encodeToString(bytes);
        };
    }
}
