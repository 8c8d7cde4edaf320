package io.odsconnect.common.sink;

/**
 * Holds batches back while the store is down. A batch that failed as a whole shuts the gate for a while. Then one batch at a
 * time may be sent, until one succeeds. Guarded by the engine's lock.
 */
final class RetryGate {

    private final Backoff backoff;
    private int failures;
    private int failureEpoch;
    private long successes;
    private long shutNanos;
    private long opensNanos;
    private long opensForNewNanos;

    RetryGate(Backoff backoff) {
        this.backoff = backoff;
    }

    /** Returns how often the gate was shut. Batches of one epoch were sent after the same failures. */
    int failureEpoch() {
        return failureEpoch;
    }

    /** Returns how many batches succeeded. */
    long successes() {
        return successes;
    }

    boolean isShut() {
        return failures > 0;
    }

    /**
     * Returns true for every other retry since the gate was shut. Such a retry takes other rows than the one before:
     * rows that are next to each other may all be on the part of the store that is down.
     */
    boolean isEveryOtherTry() {
        return failures % 2 == 1;
    }

    /**
     * Returns whether a batch may be sent while {@code inFlight} others are in flight.
     *
     * @param again whether its rows are retried
     */
    boolean mayPass(long nowNanos, int inFlight, boolean again) {
        return failures == 0 || (inFlight == 0 && nowNanos - opensNanos(again) >= 0);
    }

    /**
     * Returns when a batch may be sent. If a batch of retried rows fails again, that says little about other rows, so the
     * others do not wait longer for it.
     */
    long opensNanos(boolean again) {
        return again ? opensNanos : opensForNewNanos;
    }

    /**
     * Returns whether a batch of which no write succeeded shows that the store is down. It does not if another batch
     * succeeded since it was sent, or if its rows are retried.
     */
    boolean isWholeStore(Batch<?> failed) {
        return isShut() || (!failed.isAgain() && failed.successesBefore() == successes);
    }

    /**
     * Shuts the gate after a batch failed as a whole. Other failed batches of the same epoch change nothing.
     *
     * @return the failures in a row if the gate was shut by this one, else 0
     */
    int failed(Batch<?> batch, long nowNanos) {
        if (batch.failureEpoch() != failureEpoch) {
            return 0;
        }
        failureEpoch++;
        failures++;
        opensNanos = nowNanos + backoff.nanos(failures);
        if (failures == 1) {
            shutNanos = nowNanos;
        }
        if (failures == 1 || !batch.isAgain()) {
            opensForNewNanos = opensNanos;
        }
        return failures;
    }

    /** Opens the gate after a batch succeeded. Returns true if it was shut. */
    boolean succeeded() {
        boolean wasShut = failures > 0;
        failures = 0;
        successes++;
        return wasShut;
    }

    /** Returns the time of the first of the failures in a row. */
    long shutNanos() {
        return shutNanos;
    }
}
