package io.odsconnect.redis.encoding;

import io.odsconnect.common.value.Utf8;

/**
 * Writes strings in MessagePack, one after the other, as {@code cmsgpack.unpack} of a server's scripts reads them.
 *
 * @see <a href="https://github.com/msgpack/msgpack/blob/master/spec.md#str-format-family">The str family of formats</a>
 */
final class MessagePack {

    private static final int FIXED = 0xA0;
    private static final int LENGTH_8 = 0xD9;
    private static final int LENGTH_16 = 0xDA;
    private static final int LENGTH_32 = 0xDB;
    private static final int FIXED_END = 1 << 5;
    private static final int LENGTH_8_END = 1 << 8;
    private static final int LENGTH_16_END = 1 << 16;

    /** From here on room for the most bytes that a text might need would be a waste. */
    private static final int LONG_TEXT = 1 << 15;

    private final Utf8Buffer out = new Utf8Buffer();

    /** Returns one string, encoded. */
    static byte[] string(byte[] content) {
        MessagePack pack = new MessagePack();
        pack.add(content);
        return pack.toBytes();
    }

    void clear() {
        out.clear();
    }

    byte[] toBytes() {
        return out.toBytes();
    }

    /** Appends what {@link #string} returned. */
    void addEncoded(byte[] string) {
        out.add(string);
    }

    /** Appends a string of these bytes. */
    void add(byte[] content) {
        int bytes = head(content.length);
        setLength(bytes, content.length);
        out.add(content);
    }

    /** Appends a string. */
    void add(String text) {
        if (text.length() > LONG_TEXT) {
            add(Utf8.bytes(text));
        } else {
            addShort(text);
        }
    }

    /** Appends a string; its length is written when it is known, in as many bytes as it may take. */
    private void addShort(String text) {
        int bytes = head((long) text.length() * Utf8.MOST_BYTES_A_CHAR);
        int start = out.size();
        out.add(text);
        setLength(start, bytes, out.size() - start);
    }

    /** Appends the head of a string of so many bytes at most; returns how many bytes of it are for the length. */
    private int head(long mostBytes) {
        if (mostBytes < FIXED_END) {
            out.add(FIXED);
            return 0;
        }
        int bytes = mostBytes < LENGTH_8_END ? 1 : mostBytes < LENGTH_16_END ? 2 : 4;
        out.add(bytes == 1 ? LENGTH_8 : bytes == 2 ? LENGTH_16 : LENGTH_32);
        for (int i = 0; i < bytes; i++) {
            out.add(0);
        }
        return bytes;
    }

    private void setLength(int bytes, int length) {
        setLength(out.size(), bytes, length);
    }

    /** Sets the length of the string whose content starts at {@code start}. */
    private void setLength(int start, int bytes, int length) {
        if (bytes == 0) {
            out.set(start - 1, FIXED | length);
        }
        for (int i = 1; i <= bytes; i++) {
            out.set(start - i, length >>> (8 * (i - 1)));
        }
    }
}
