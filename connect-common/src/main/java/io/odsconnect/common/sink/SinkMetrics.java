package io.odsconnect.common.sink;

import io.odsconnect.common.audit.AuditOutcome;
import io.odsconnect.common.event.Operation;
import org.jspecify.annotations.Nullable;

/** What the engine reports about its work. Called by several threads; must be cheap. */
public interface SinkMetrics extends AutoCloseable {

    /** Nothing is open, and the last poll returned nothing. */
    long CAUGHT_UP = Long.MAX_VALUE;

    /** Metrics that are not reported. */
    SinkMetrics NONE = new SinkMetrics() {};

    /**
     * Counts writes that have ended.
     *
     * @param operation null if a record could not be read or is not about a row
     * @param outcome their result, as the audit names it
     */
    default void count(@Nullable Operation operation, AuditOutcome outcome, int writes) {}

    /** Counts a retry of a write. The write is counted again when it ends. */
    default void retried(@Nullable Operation operation) {}

    /** Counts a batch of which the store has acknowledged some or all writes, and the time that it took. */
    default void batch(int writes, long bytes, long nanos) {}

    /** Counts a batch that failed as a whole. */
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

    /** Reports that the partitions are now paused, or resumed. */
    default void paused(boolean now) {}

    /** Reports that the task makes no progress since a time of the engine's clock, or that it makes progress again. */
    default void stalled(boolean now, long sinceNanos) {}

    /** Ends the metrics. */
    @Override
    default void close() {}
}
