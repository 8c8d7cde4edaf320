package io.odsconnect.testbed.aerospike.expression;

import java.util.Arrays;

/** What an expression came to. */
sealed interface Value {

    /** A boolean, or that it cannot be said: a bin is missing or of another type. What is done with that stays so. */
    enum Truth implements Value {
        FALSE,
        TRUE,
        UNKNOWN;

        static Truth of(boolean holds) {
            return holds ? TRUE : FALSE;
        }
    }

    /** No value. */
    enum Nil implements Value {
        NIL
    }

    /** An integer. */
    record Whole(long number) implements Value {}

    /** A double. */
    record Floating(double number) implements Value {}

    /** UTF-8 or a blob; they compare alike, byte by byte, unsigned. */
    @SuppressWarnings("ArrayRecordComponent") // Compared by compareTo only.
    record Bytes(byte[] bytes) implements Value, Comparable<Bytes> {
        @Override
        public int compareTo(Bytes other) {
            return Arrays.compareUnsigned(bytes, other.bytes);
        }
    }

    /** Says whether it is {@link Truth#TRUE}. */
    default boolean isTrue() {
        return this == Truth.TRUE;
    }

    /** Says whether it is {@link Truth#UNKNOWN}. */
    default boolean isUnknown() {
        return this == Truth.UNKNOWN;
    }
}
