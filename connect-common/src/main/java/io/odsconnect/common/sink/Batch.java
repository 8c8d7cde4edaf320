package io.odsconnect.common.sink;

import java.util.ArrayList;
import java.util.List;

/** Writes of different rows on their way to the store together. */
final class Batch<W extends StoreWrite> {

    final List<PendingWrite<W>> pending;
    final List<W> writes;
    private long bytes;
    private long sentNanos;
    private int era;

    Batch(int expected) {
        pending = new ArrayList<>(expected);
        writes = new ArrayList<>(expected);
    }

    void add(PendingWrite<W> each) {
        pending.add(each);
        writes.add(each.write);
        bytes += each.write.sizeInBytes();
    }

    long bytes() {
        return bytes;
    }

    boolean isEmpty() {
        return pending.isEmpty();
    }

    /** Notes when it was sent, and in which era of the {@link RetryGate}. */
    void sent(long nowNanos, int eraNow) {
        sentNanos = nowNanos;
        era = eraNow;
    }

    long sentNanos() {
        return sentNanos;
    }

    int era() {
        return era;
    }
}
