package io.odsconnect.testbed.aerospike.wire;

import java.nio.charset.StandardCharsets;

/** Text as the protocol carries it. */
public final class Utf8 {

    private Utf8() {}

    /** Returns the bytes of {@code text}. */
    public static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Returns how many bytes {@code text} has. */
    public static int length(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 0x80) {
                return bytes(text).length;
            }
        }
        return text.length();
    }
}
