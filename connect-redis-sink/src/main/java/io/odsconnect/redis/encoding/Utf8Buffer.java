package io.odsconnect.redis.encoding;

import io.odsconnect.common.value.Utf8;
import java.util.Arrays;

/** Bytes that grow, for text in UTF-8. Used again and again; not safe for use by several threads. */
final class Utf8Buffer {

    /** What is kept for the next row; a rare large one must not hold its memory for ever. */
    private static final int KEPT = 1 << 16;

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

    /**
     * Appends text.
     *
     * @throws org.apache.kafka.connect.errors.DataException if half of a surrogate pair stands alone in it
     */
    void add(CharSequence text) {
        ensure(Math.multiplyExact(text.length(), Utf8.MOST_BYTES_A_CHAR));
        size = Utf8.write(text, bytes, size);
    }

    private void ensure(int more) {
        if (bytes.length - size < more) {
            bytes = Arrays.copyOf(bytes, Math.max(Math.addExact(size, more), bytes.length * 2));
        }
    }
}
