package io.odsconnect.smt.crypto;

import java.nio.ByteBuffer;

/**
 * FF1 for texts of which each half is a number below 2^32: algorithms 7 and 8 of NIST SP 800-38G in 64-bit arithmetic. The
 * names of the standard are in the comments.
 *
 * <p>Only the last block of what a round puts through AES differs from round to round. The chain of the blocks before it is
 * computed once for a tweak and a length, so a round costs one block of AES, also when a text is encrypted several times in
 * a row. Not safe for use by several threads.
 */
final class ShortFf1 {

    private static final int BLOCK = 16;
    private static final int ROUNDS = 10;
    /** A half takes at most so many bytes (b); then a round takes 8 bytes of the result of AES (d). */
    private static final int MOST_BYTES = Integer.BYTES;

    private static final long MOST_VALUES = 1L << Integer.SIZE;

    private final JdkAes aes;
    private final int radix;
    private final byte[] block = new byte[BLOCK];
    private final ByteBuffer numbers = ByteBuffer.wrap(block);
    private byte[] tweak = new byte[0];

    // What holds for the tweak and one length.
    private int length = -1;
    private int left;
    private long leftValues;
    private long rightValues;
    private int bytes;
    private long chainedHead;
    private long chainedTail;

    /**
     * Makes one.
     *
     * @param radix 2 to 256
     */
    ShortFf1(JdkAes aes, int radix) {
        this.aes = aes;
        this.radix = radix;
    }

    /** Says whether texts of so many numerals are short enough. */
    boolean takes(int numerals) {
        return values(numerals - numerals / 2) <= MOST_VALUES;
    }

    /** Takes the tweak (T), which must not change while it is in use. */
    void use(byte[] next) {
        tweak = next;
        length = -1;
    }

    /** Encrypts numerals, in place. */
    void encrypt(byte[] numerals) {
        prepare(numerals.length);
        long a = number(numerals, 0, left);
        long b = number(numerals, left, length);
        for (int round = 0; round < ROUNDS; round++) {
            long values = round % 2 == 0 ? leftValues : rightValues;
            long c = (a + Long.remainderUnsigned(mixed(round, b), values)) % values;
            a = b;
            b = c;
        }
        write(a, b, numerals);
    }

    /** Decrypts numerals, in place. */
    void decrypt(byte[] numerals) {
        prepare(numerals.length);
        long a = number(numerals, 0, left);
        long b = number(numerals, left, length);
        for (int round = ROUNDS - 1; round >= 0; round--) {
            long values = round % 2 == 0 ? leftValues : rightValues;
            long c = (b + values - Long.remainderUnsigned(mixed(round, a), values)) % values;
            b = a;
            a = c;
        }
        write(a, b, numerals);
    }

    /** Returns y: the first 8 bytes of the end of the chain. */
    private long mixed(int round, long half) {
        // The end of Q: the round, and the half in b bytes; what stands before it is in the chain already.
        numbers.putLong(0, chainedHead);
        numbers.putLong(Long.BYTES, chainedTail ^ ((long) round << (bytes * Byte.SIZE)) ^ half);
        aes.encrypt(block);
        return numbers.getLong(0);
    }

    private void prepare(int numerals) {
        if (numerals == length) {
            return;
        }
        length = numerals;
        left = numerals / 2;
        leftValues = values(left);
        rightValues = values(numerals - left);
        int bits = Long.SIZE - Long.numberOfLeadingZeros(rightValues - 1);
        bytes = (bits + Byte.SIZE - 1) / Byte.SIZE;
        if (bytes > MOST_BYTES) {
            throw new IllegalArgumentException("A text of " + numerals + " numerals is too long");
        }
        chain();
    }

    /** Chains P and the blocks of Q, the last one without the round and the half, and without AES after it. */
    private void chain() {
        int used = tweak.length + 1 + bytes;
        int padding = Math.floorMod(-used, BLOCK);
        ByteBuffer data = ByteBuffer.allocate(BLOCK + used + padding);
        data.put((byte) 1).put((byte) 2).put((byte) 1);
        data.put((byte) (radix >>> 16)).put((byte) (radix >>> 8)).put((byte) radix);
        data.put((byte) ROUNDS).put((byte) left).putInt(length).putInt(tweak.length);
        data.put(tweak).rewind();
        long head = 0;
        long tail = 0;
        while (true) {
            numbers.putLong(0, head ^ data.getLong()).putLong(Long.BYTES, tail ^ data.getLong());
            if (!data.hasRemaining()) {
                break;
            }
            aes.encrypt(block);
            head = numbers.getLong(0);
            tail = numbers.getLong(Long.BYTES);
        }
        chainedHead = numbers.getLong(0);
        chainedTail = numbers.getLong(Long.BYTES);
    }

    /** Returns how many texts of so many numerals there are; above {@link #MOST_VALUES} any number that is, too. */
    private long values(int numerals) {
        long values = 1;
        for (int i = 0; i < numerals && values <= MOST_VALUES; i++) {
            values *= radix;
        }
        return values;
    }

    private long number(byte[] numerals, int from, int to) {
        long number = 0;
        for (int i = from; i < to; i++) {
            number = number * radix + (numerals[i] & 0xFF);
        }
        return number;
    }

    private void write(long a, long b, byte[] numerals) {
        write(a, numerals, 0, left);
        write(b, numerals, left, length);
    }

    private void write(long number, byte[] numerals, int from, int to) {
        long rest = number;
        for (int i = to - 1; i >= from; i--) {
            numerals[i] = (byte) (rest % radix);
            rest /= radix;
        }
    }
}
