package io.odsconnect.testbed.aerospike.store;

import java.time.Instant;

/** Time as the server counts it: from 2010-01-01 UTC, where its 30 bits for the end of a record's life begin. */
public final class ServerClock {

    private static final long EPOCH_MILLIS =
            Instant.parse("2010-01-01T00:00:00Z").toEpochMilli();
    private static final long NANOS_PER_MILLI = 1_000_000;

    private ServerClock() {}

    /** Returns the time now, in milliseconds of the server. */
    public static long millis() {
        return System.currentTimeMillis() - EPOCH_MILLIS;
    }

    /** Returns the time now, in seconds of the server. */
    public static int seconds() {
        return (int) (millis() / 1000);
    }

    /** Turns milliseconds of the server into nanoseconds from 1970. */
    public static long unixNanos(long millis) {
        return (EPOCH_MILLIS + millis) * NANOS_PER_MILLI;
    }

    /** Turns nanoseconds from 1970 into milliseconds of the server. */
    public static long fromUnixNanos(long nanos) {
        return nanos / NANOS_PER_MILLI - EPOCH_MILLIS;
    }
}
