package io.odsconnect.common.sink;

/**
 * Keeps batches away from a store that is down. A batch that failed as a whole shuts the gate for a while; after that one
 * batch at a time is let through, until one gets something done. Guarded by the engine's lock.
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

    /** Returns the number of times the gate was shut: batches sent in the same epoch know of the same failures. */
    int failureEpoch() {
        return failureEpoch;
    }

    /** Returns how many batches came through. */
    long successes() {
        return successes;
    }

    boolean isShut() {
        return failures > 0;
    }

    /**
     * Says whether the next try is every other one since the gate was shut. It is made with other rows than the one
     * before: those that stand together may all be where the store is away, and the others may not.
     */
    boolean isEveryOtherTry() {
        return failures % 2 == 1;
    }

    /**
     * Says whether a batch may be sent while {@code inFlight} others are under way.
     *
     * @param again whether it is of rows that the store could not take before
     */
    boolean mayPass(long nowNanos, int inFlight, boolean again) {
        return failures == 0 || (inFlight == 0 && nowNanos - opensNanos(again) >= 0);
    }

    /**
     * Returns when a batch may be tried. That of rows which failed before says little of the others where it fails once
     * more, so these do not wait any longer for that.
     */
    long opensNanos(boolean again) {
        return again ? opensNanos : opensForNewNanos;
    }

    /**
     * Says whether a batch of which no write could be taken shows that the store is down: not if another succeeded
     * since it was sent, and not if nothing is known but that these rows cannot be taken.
     */
    boolean isWholeStore(Batch<?> failed) {
        return isShut() || (!failed.isAgain() && failed.successesBefore() == successes);
    }

    /**
     * Shuts the gate after a batch failed as a whole; those that were sent along with it and fail as well change nothing.
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

    /** Opens the gate after a batch came through; returns true if it was shut. */
    boolean succeeded() {
        boolean wasShut = failures > 0;
        failures = 0;
        successes++;
        return wasShut;
    }

    /** Returns when the first of the failures in a row was. */
    long shutNanos() {
        return shutNanos;
    }
}
