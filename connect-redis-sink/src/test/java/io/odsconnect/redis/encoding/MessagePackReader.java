package io.odsconnect.redis.encoding;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Reads strings in MessagePack, one after the other. */
final class MessagePackReader {

    private MessagePackReader() {}

    static List<String> strings(byte[] packed) {
        ByteBuffer in = ByteBuffer.wrap(packed);
        List<String> strings = new ArrayList<>();
        while (in.hasRemaining()) {
            byte[] bytes = new byte[length(in)];
            in.get(bytes);
            strings.add(new String(bytes, StandardCharsets.UTF_8));
        }
        return strings;
    }

    private static int length(ByteBuffer in) {
        int format = in.get() & 0xFF;
        return switch (format) {
            case 0xD9 -> in.get() & 0xFF;
            case 0xDA -> in.getShort() & 0xFFFF;
            case 0xDB -> in.getInt();
            default -> {
                if (format >> 5 != 0b101) {
                    throw new IllegalStateException("No string but " + format);
                }
                yield format & 0x1F;
            }
        };
    }
}
