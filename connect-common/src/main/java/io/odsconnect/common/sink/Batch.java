package io.odsconnect.common.sink;

import java.util.ArrayList;
import java.util.List;

/** Writes of different rows on their way to the store together. */
final class Batch<W extends StoreWrite> {

    final List<PendingWrite<W>> pending;
    final List<W> writes;
    private final boolean again;
    private long bytes;
    private long sentNanos;
    private int failureEpoch;
    private long successes;

    /**
     * Makes an empty batch.
     *
     * @param expected about how many writes it will have
     * @param again whether its rows are those that the store could not take before
     */
    Batch(int expected, boolean again) {
        this.pending = new ArrayList<>(expected);
        this.writes = new ArrayList<>(expected);
        this.again = again;
    }

    void add(PendingWrite<W> each) {
        pending.add(each);
        writes.add(each.write);
        bytes += each.write.sizeInBytes();
    }

    int size() {
        return pending.size();
    }

    long bytes() {
        return bytes;
    }

    boolean isEmpty() {
        return pending.isEmpty();
    }

    /** Says whether its rows are those that the store could not take before. */
    boolean isAgain() {
        return again;
    }

    /** Notes when it was sent, and what the {@link RetryGate} knew then. */
    void sent(long nowNanos, RetryGate gate) {
        sentNanos = nowNanos;
        failureEpoch = gate.failureEpoch();
        successes = gate.successes();
    }

    long sentNanos() {
        return sentNanos;
    }

    int failureEpoch() {
        return failureEpoch;
    }

    /** Returns how many batches had come through when this one was sent. */
    long successesBefore() {
        return successes;
    }
}
