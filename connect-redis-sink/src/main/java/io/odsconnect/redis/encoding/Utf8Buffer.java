package io.odsconnect.redis.encoding;

import java.util.Arrays;

/** Bytes that grow, for text in UTF-8. Used again and again; not safe for use by several threads. */
final class Utf8Buffer {

    /** What is kept for the next row; a rare large one must not hold its memory for ever. */
    private static final int KEPT = 1 << 16;

    private static final int MOST_BYTES_A_CHAR = 3;

    private byte[] bytes = new byte[1024];
    private int size;

    /** Starts again with nothing in it. */
    void clear() {
        size = 0;
        if (bytes.length > KEPT) {
            bytes = new byte[KEPT];
        }
    }

    int size() {
        return size;
    }

    byte[] toBytes() {
        return Arrays.copyOf(bytes, size);
    }

    /** Appends a byte, of which {@code value} is the low end. */
    void add(int value) {
        ensure(1);
        bytes[size++] = (byte) value;
    }

    void add(byte[] more) {
        ensure(more.length);
        System.arraycopy(more, 0, bytes, size, more.length);
        size += more.length;
    }

    /** Replaces a byte that is there already. */
    void set(int index, int value) {
        bytes[index] = (byte) value;
    }

    /** Appends text; half of a surrogate pair becomes a question mark, as everywhere in Java. */
    void add(CharSequence text) {
        ensure(text.length() * MOST_BYTES_A_CHAR);
        byte[] to = bytes;
        int at = size;
        int length = text.length();
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (c < 0x80) {
                to[at++] = (byte) c;
            } else if (c < 0x800) {
                to[at++] = (byte) (0xC0 | (c >> 6));
                to[at++] = (byte) (0x80 | (c & 0x3F));
            } else if (!Character.isSurrogate(c)) {
                to[at++] = (byte) (0xE0 | (c >> 12));
                to[at++] = (byte) (0x80 | ((c >> 6) & 0x3F));
                to[at++] = (byte) (0x80 | (c & 0x3F));
            } else if (Character.isHighSurrogate(c) && i + 1 < length && Character.isLowSurrogate(text.charAt(i + 1))) {
                int point = Character.toCodePoint(c, text.charAt(++i));
                to[at++] = (byte) (0xF0 | (point >> 18));
                to[at++] = (byte) (0x80 | ((point >> 12) & 0x3F));
                to[at++] = (byte) (0x80 | ((point >> 6) & 0x3F));
                to[at++] = (byte) (0x80 | (point & 0x3F));
            } else {
                to[at++] = '?';
            }
        }
        size = at;
    }

    private void ensure(int more) {
        if (bytes.length - size < more) {
            bytes = Arrays.copyOf(bytes, Math.max(Math.addExact(size, more), bytes.length * 2));
        }
    }
}
