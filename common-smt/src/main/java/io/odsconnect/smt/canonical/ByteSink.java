package io.odsconnect.smt.canonical;

import io.odsconnect.common.value.Utf8;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Bytes that grow at the end. Kept from record to record, so that encoding allocates next to nothing. */
final class ByteSink {

    private static final int FIRST_SIZE = 1024;

    private byte[] bytes = new byte[FIRST_SIZE];
    private int size;

    void clear() {
        size = 0;
    }

    int size() {
        return size;
    }

    void put(int value) {
        room(1);
        bytes[size++] = (byte) value;
    }

    void put(byte[] source) {
        room(source.length);
        System.arraycopy(source, 0, bytes, size, source.length);
        size += source.length;
    }

    /** Appends {@code value} as four bytes, the highest first. */
    void putInt(int value) {
        room(Integer.BYTES);
        size += Integer.BYTES;
        setInt(size - Integer.BYTES, value);
    }

    /** Writes over the four bytes at {@code index}. */
    void setInt(int index, int value) {
        bytes[index] = (byte) (value >>> 24);
        bytes[index + 1] = (byte) (value >>> 16);
        bytes[index + 2] = (byte) (value >>> 8);
        bytes[index + 3] = (byte) value;
    }

    /**
     * Appends text in UTF-8.
     *
     * @throws org.apache.kafka.connect.errors.DataException if half of a surrogate pair stands alone in it
     */
    void putUtf8(String text) {
        room((long) Utf8.MOST_BYTES_A_CHAR * text.length());
        size = Utf8.write(text, bytes, size);
    }

    /** Appends text of which every character is in ASCII. */
    void putAscii(String text) {
        int length = text.length();
        room(length);
        for (int i = 0; i < length; i++) {
            bytes[size++] = (byte) text.charAt(i);
        }
    }

    /** Returns a copy of the bytes from {@code from} on. */
    byte[] copyFrom(int from) {
        return Arrays.copyOfRange(bytes, from, size);
    }

    /** Drops the bytes from {@code from} on. */
    void cutAt(int from) {
        size = from;
    }

    /** Returns the bytes, not copied: good until the next change. */
    ByteBuffer view() {
        return ByteBuffer.wrap(bytes, 0, size);
    }

    private void room(long more) {
        long needed = size + more;
        if (needed > bytes.length) {
            if (needed > Integer.MAX_VALUE - 8) {
                throw new IllegalArgumentException("The canonical form would be larger than 2 GiB");
            }
            bytes = Arrays.copyOf(bytes, (int) Math.min(Math.max(needed, 2L * bytes.length), Integer.MAX_VALUE - 8));
        }
    }
}
