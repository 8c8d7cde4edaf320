package io.odsconnect.common.sink;

/**
 * Keeps batches away from a store that is down. A batch of which nothing came through shuts the gate for a while;
 * after that one batch at a time is let through, until one gets something done. Guarded by the engine's lock.
 */
final class RetryGate {

    private final Backoff backoff;
    private int failures;
    private int era;
    private long opensNanos;

    RetryGate(Backoff backoff) {
        this.backoff = backoff;
    }

    /** Returns the number of times the gate was shut: batches sent in the same era know of the same failures. */
    int era() {
        return era;
    }

    boolean isShut() {
        return failures > 0;
    }

    /** Says whether a batch may be sent while {@code inFlight} others are under way. */
    boolean lets(long nowNanos, int inFlight) {
        return failures == 0 || (inFlight == 0 && nowNanos - opensNanos >= 0);
    }

    /** Returns when a batch may be tried again. */
    long opensNanos() {
        return opensNanos;
    }

    /**
     * Shuts the gate after a batch failed; those that were sent along with it and fail as well change nothing.
     *
     * @return the failures in a row if the gate was shut by this one, else 0
     */
    int failed(int batchEra, long nowNanos) {
        if (batchEra != era) {
            return 0;
        }
        era++;
        failures++;
        opensNanos = nowNanos + backoff.nanos(failures);
        return failures;
    }

    /** Opens the gate after a batch came through; returns true if it was shut. */
    boolean cameThrough() {
        boolean wasShut = failures > 0;
        failures = 0;
        return wasShut;
    }
}
