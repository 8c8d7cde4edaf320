package io.odsconnect.common.sink;

import java.time.Duration;

/** Lets so many lines into the log in a time, and counts the others. For one thread, or guarded. */
final class RateLimit {

    private final int most;
    private final long nanos;
    private int taken;
    private long unsaid;
    private long beginNanos;
    private boolean begun;

    RateLimit(int most, Duration time) {
        this.most = most;
        this.nanos = time.toNanos();
    }

    /** Returns how many were held back since the last that was let through; -1 where this one is held back too. */
    long take(long nowNanos) {
        if (!begun || nowNanos - beginNanos >= nanos) {
            begun = true;
            beginNanos = nowNanos;
            taken = 0;
        }
        if (taken >= most) {
            unsaid++;
            return -1;
        }
        taken++;
        long before = unsaid;
        unsaid = 0;
        return before;
    }
}
