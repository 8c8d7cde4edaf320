package io.odsconnect.common.sink;

import java.util.concurrent.TimeUnit;

/**
 * Lets rows gather while batches are under way, so that the next batch is a full one and more changes of a row become
 * one write. With nothing under way nothing waits. Guarded by the engine's lock.
 */
final class Linger {

    /** How many full batches have to wait for each that is under way; measured, see benchmarks/README.md. */
    private static final int BATCHES_THAT_WAIT = 3;

    private final long nanos;
    private final int rowsEach;
    private final long bytesEach;
    private long lastSentNanos;

    Linger(SinkOptions options) {
        int inFlight = options.maxInFlightBatches();
        nanos = TimeUnit.MILLISECONDS.toNanos(options.lingerMillis());
        // A small buffer must be able to hold enough for all the batches that may be under way.
        rowsEach = Math.min(
                BATCHES_THAT_WAIT * options.batchSize(),
                Math.max(0, options.bufferMaxRecords() / inFlight - options.batchSize()));
        // Of bytes only the sum of all open writes is known, those under way among them.
        bytesEach = Math.min((1 + BATCHES_THAT_WAIT) * options.batchBytes(), options.bufferMaxBytes() / inFlight);
    }

    /** Says whether the next batch has to wait, for {@link #endNanos} or for one of those under way at the latest. */
    boolean isWaiting(long nowNanos, int inFlight, WriteBuffer<?> buffer) {
        return inFlight > 0
                && nowNanos - endNanos() < 0
                && buffer.readyRows() < (long) inFlight * rowsEach
                && buffer.bytes() < inFlight * bytesEach;
    }

    /** Hears that a batch is sent. */
    void sent(long nowNanos) {
        lastSentNanos = nowNanos;
    }

    /** Returns when the wait ends. */
    long endNanos() {
        return lastSentNanos + nanos;
    }
}
