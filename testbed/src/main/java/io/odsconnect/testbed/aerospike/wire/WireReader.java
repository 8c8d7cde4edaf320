package io.odsconnect.testbed.aerospike.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A cursor over received bytes. Numbers are big endian unless the method says otherwise. */
public final class WireReader {

    private final byte[] bytes;
    private final int end;
    private int at;

    /** Reads {@code bytes} from {@code from} (inclusive) to {@code end} (exclusive). */
    public WireReader(byte[] bytes, int from, int end) {
        this.bytes = bytes;
        this.at = from;
        this.end = end;
    }

    /** Reads all of {@code bytes}. */
    public WireReader(byte[] bytes) {
        this(bytes, 0, bytes.length);
    }

    /** Returns how many bytes are left. */
    public int remaining() {
        return end - at;
    }

    /** Reads an unsigned byte. */
    public int u8() {
        return bytes[advance(1)] & 0xff;
    }

    /** Returns the unsigned byte that comes next, without moving on. */
    public int peek() {
        int value = u8();
        at--;
        return value;
    }

    /** Reads an unsigned 16-bit number. */
    public int u16() {
        int from = advance(2);
        return (bytes[from] & 0xff) << 8 | (bytes[from + 1] & 0xff);
    }

    /** Reads an unsigned 16-bit number in little endian. */
    public int u16LittleEndian() {
        return Short.toUnsignedInt(Short.reverseBytes((short) u16()));
    }

    /** Reads a 32-bit number. */
    public int i32() {
        return (u16() << 16) | u16();
    }

    /** Reads a 64-bit number. */
    public long i64() {
        return ((long) i32() << 32) | Integer.toUnsignedLong(i32());
    }

    /** Reads {@code length} bytes. */
    public byte[] take(int length) {
        int from = advance(length);
        return Arrays.copyOfRange(bytes, from, at);
    }

    /** Reads {@code length} bytes of UTF-8. */
    public String text(int length) {
        int from = advance(length);
        return new String(bytes, from, length, StandardCharsets.UTF_8);
    }

    /** Moves on over {@code length} bytes. */
    public void skip(int length) {
        advance(length);
    }

    private int advance(int length) {
        if (length < 0 || length > end - at) {
            throw new MalformedException("A length of " + length + " where " + remaining() + " bytes are left");
        }
        int from = at;
        at += length;
        return from;
    }
}
