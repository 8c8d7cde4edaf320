package io.odsconnect.smt.metadata;

import java.util.UUID;

/** Puts UUIDs together, RFC 9562. */
final class Uuids {

    private static final long VERSION_MASK = 0xF000L;
    private static final long VARIANT = 0x8000_0000_0000_0000L;
    private static final long VARIANT_MASK = 0xC000_0000_0000_0000L;

    private Uuids() {}

    /** Returns the UUID of these bits, with its version and variant set over them. */
    static UUID of(long high, long low, int version) {
        return new UUID((high & ~VERSION_MASK) | ((long) version << 12), (low & ~VARIANT_MASK) | VARIANT);
    }

    /** Returns the eight bytes from {@code index} on as a number, the highest first. */
    static long longAt(byte[] bytes, int index) {
        long value = 0;
        for (int i = index; i < index + Long.BYTES; i++) {
            value = (value << 8) | (bytes[i] & 0xFF);
        }
        return value;
    }
}
