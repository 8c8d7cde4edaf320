package io.odsconnect.common.compare;

import java.util.concurrent.TimeUnit;

/** Spreads reads so that there are no more than so many in a second. Not safe for use by several threads. */
final class ReadLimit {

    private final double nanosARead;
    private long freeNanos;
    private boolean begun;

    /** Lets through so many reads a second; all where it is 0. */
    ReadLimit(int readsPerSecond) {
        nanosARead = readsPerSecond == 0 ? 0 : (double) TimeUnit.SECONDS.toNanos(1) / readsPerSecond;
    }

    /** Returns how long the next reads have to wait, in nanoseconds; 0 where they need not. */
    long waitNanos(long nowNanos) {
        return nanosARead == 0 || !begun ? 0 : Math.max(0, freeNanos - nowNanos);
    }

    /** Notes so many reads. */
    void add(int reads, long nowNanos) {
        if (nanosARead > 0) {
            long from = begun && freeNanos - nowNanos > 0 ? freeNanos : nowNanos;
            freeNanos = from + (long) (reads * nanosARead);
            begun = true;
        }
    }
}
