package io.odsconnect.common.sink;

import io.odsconnect.common.event.Operation;
import org.jspecify.annotations.Nullable;

/** What the engine reports about its work. Called by several threads; must be cheap. */
public interface SinkMetrics extends AutoCloseable {

    /** What became of a record, or of one of its writes. */
    enum Result {
        /** The store holds the write. */
        APPLIED,
        /** The store held something newer. */
        STALE,
        /** A later write of the same row was written in its place. */
        SUPERSEDED,
        /** A bad record. */
        REJECTED,
        /** A write has to be tried again. Not an end: it is counted again at the end. */
        RETRIED,
        /** The record was none of a row. */
        SKIPPED
    }

    /** Nothing is open, and the last poll returned nothing. */
    long CAUGHT_UP = Long.MAX_VALUE;

    /** Metrics for nobody. */
    SinkMetrics NONE = new SinkMetrics() {};

    /** Counts writes; the operation is null where a record could not be read or is none of a row. */
    default void count(@Nullable Operation operation, Result result, int writes) {}

    /** A batch came back, whole or in part, after so long. */
    default void batch(int writes, long bytes, long nanos) {}

    /** The store failed a whole batch. */
    default void batchFailed() {}

    /** From the commit in the database to the store's acknowledgement: the longest in a batch. */
    default void lag(long micros) {}

    /**
     * From when the task is behind: the commit time, in microseconds since the epoch, of the oldest record that is not
     * acknowledged, or of the last one where more may be to come; {@link #CAUGHT_UP} where none is.
     */
    default void behindSince(long commitMicros) {}

    /** What is open now. */
    default void open(int batchesInFlight, int writes, long bytes) {}

    /** The partitions are paused from now on, or no more. */
    default void paused(boolean now) {}

    /** The task has something to do and does nothing, since then, by the engine's clock; or that is over. */
    default void stalled(boolean now, long sinceNanos) {}

    /** Ends the metrics. */
    @Override
    default void close() {}
}
