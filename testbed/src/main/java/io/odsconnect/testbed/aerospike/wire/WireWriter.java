package io.odsconnect.testbed.aerospike.wire;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;

/** A buffer that grows, for bytes to send. Numbers are big endian. */
public final class WireWriter {

    private static final int KEPT_CAPACITY = 1 << 20;

    private byte[] bytes = new byte[4096];
    private int at;

    /** Returns how many bytes are in it. */
    public int size() {
        return at;
    }

    /** Writes the low 8 bits. */
    public WireWriter u8(int value) {
        int from = reserve(1);
        bytes[from] = (byte) value;
        return this;
    }

    /** Writes the low 16 bits. */
    public WireWriter u16(int value) {
        int from = reserve(2);
        bytes[from] = (byte) (value >> 8);
        bytes[from + 1] = (byte) value;
        return this;
    }

    /** Writes a 32-bit number. */
    public WireWriter i32(int value) {
        return u16(value >>> 16).u16(value);
    }

    /** Writes a 64-bit number. */
    public WireWriter i64(long value) {
        return i32((int) (value >>> 32)).i32((int) value);
    }

    /** Writes bytes as they are. */
    public WireWriter put(byte[] value) {
        int from = reserve(value.length);
        System.arraycopy(value, 0, bytes, from, value.length);
        return this;
    }

    /** Overwrites 64 bits written before. */
    public void i64At(int position, long value) {
        int end = at;
        at = position;
        i64(value);
        at = end;
    }

    /** Sends what is in it, and empties it. */
    public void sendTo(OutputStream out) throws IOException {
        out.write(bytes, 0, at);
        at = 0;
        if (bytes.length > KEPT_CAPACITY) {
            bytes = new byte[4096];
        }
    }

    private int reserve(int length) {
        if (length > bytes.length - at) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, at + length));
        }
        int from = at;
        at += length;
        return from;
    }
}
