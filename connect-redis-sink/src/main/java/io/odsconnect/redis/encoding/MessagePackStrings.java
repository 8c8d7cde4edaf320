package io.odsconnect.redis.encoding;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reads back what {@link HashEncoder} gives a script: names and values in turn, as strings of MessagePack. */
public final class MessagePackStrings {

    private static final int FIXED = 0xA0;
    private static final int FIXED_END = 0xC0;
    private static final int LENGTH_8 = 0xD9;
    private static final int LENGTH_16 = 0xDA;

    private MessagePackStrings() {}

    /** Returns the fields of a hash. */
    public static Map<String, byte[]> fields(byte[] packed) {
        Map<String, byte[]> fields = new LinkedHashMap<>();
        ByteBuffer in = ByteBuffer.wrap(packed);
        while (in.hasRemaining()) {
            String name = new String(next(in), StandardCharsets.UTF_8);
            fields.put(name, next(in));
        }
        return fields;
    }

    private static byte[] next(ByteBuffer in) {
        int head = Byte.toUnsignedInt(in.get());
        int length;
        if (head >= FIXED && head < FIXED_END) {
            length = head - FIXED;
        } else if (head == LENGTH_8) {
            length = Byte.toUnsignedInt(in.get());
        } else if (head == LENGTH_16) {
            length = Short.toUnsignedInt(in.getShort());
        } else {
            length = in.getInt();
        }
        byte[] content = new byte[length];
        in.get(content);
        return content;
    }
}
