package io.odsconnect.db2.event;

import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * A log sequence number of SQL Replication: COMMITSEQ, INTENTSEQ or a synchpoint, 10 or 16 bytes, which the database
 * compares as unsigned bytes.
 */
public final class Lsn implements Comparable<Lsn> {

    private final byte[] bytes;
    private @Nullable String text;

    private Lsn(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Returns the number in these bytes, which are its own from here on. */
    public static Lsn of(byte[] bytes) {
        return new Lsn(bytes);
    }

    /**
     * Returns the number that {@link #toString()} gave.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static Lsn parse(String text) {
        return new Lsn(HexFormat.of().parseHex(text.replace(":", "")));
    }

    /** Returns the number just before this one; zero has none before it. */
    public Lsn before() {
        byte[] less = bytes.clone();
        for (int i = less.length - 1; i >= 0; i--) {
            if (less[i]-- != 0) {
                return new Lsn(less);
            }
        }
        return this;
    }

    /** Says whether this is zero, as where nothing was applied yet. */
    public boolean isZero() {
        return equals(new Lsn(new byte[bytes.length]));
    }

    /** Returns a copy of the bytes, to be bound to a statement. */
    public byte[] bytes() {
        return bytes.clone();
    }

    @Override
    public int compareTo(Lsn other) {
        return Arrays.compareUnsigned(bytes, other.bytes);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other || (other instanceof Lsn that && Arrays.equals(bytes, that.bytes));
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** Returns lower-case hexadecimal digits with a colon after the fourth and eighth byte, as Debezium writes them. */
    @Override
    public String toString() {
        String known = text;
        if (known == null) {
            char[] digits = new char[bytes.length * 2 + (bytes.length > 8 ? 2 : bytes.length > 4 ? 1 : 0)];
            int at = 0;
            for (int i = 0; i < bytes.length; i++) {
                if (i == 4 || i == 8) {
                    digits[at++] = ':';
                }
                digits[at++] = Character.forDigit((bytes[i] >> 4) & 0xf, 16);
                digits[at++] = Character.forDigit(bytes[i] & 0xf, 16);
            }
            known = String.valueOf(digits);
            text = known;
        }
        return known;
    }
}
