package io.odsconnect.smt.metadata;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.UUID;

/**
 * Random UUIDs that sort by the time they were made: version 7 of RFC 9562, section 5.7. Not safe for use by several
 * threads.
 */
final class RandomUuids {

    private static final int TAKEN_AT_ONCE = 4096;

    private final Clock clock;
    private final SecureRandom random = new SecureRandom();
    /** Asking the system for a few bytes a record would cost more than all the rest. */
    private final byte[] bytes = new byte[TAKEN_AT_ONCE];

    private int next = TAKEN_AT_ONCE;

    RandomUuids(Clock clock) {
        this.clock = clock;
    }

    UUID next() {
        return Uuids.of((clock.millis() << 16) | (nextLong() & 0xFFFF), nextLong(), 7);
    }

    private long nextLong() {
        if (next > bytes.length - Long.BYTES) {
            random.nextBytes(bytes);
            next = 0;
        }
        long value = Uuids.longAt(bytes, next);
        next += Long.BYTES;
        return value;
    }
}
