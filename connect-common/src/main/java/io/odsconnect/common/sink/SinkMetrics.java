package io.odsconnect.common.sink;

import io.odsconnect.common.audit.AuditOutcome;
import io.odsconnect.common.event.Operation;
import org.jspecify.annotations.Nullable;

/** What the engine reports about its work. Called by several threads; must be cheap. */
public interface SinkMetrics extends AutoCloseable {

    /** Nothing is open, and the last poll returned nothing. */
    long CAUGHT_UP = Long.MAX_VALUE;

    /** Metrics for nobody. */
    SinkMetrics NONE = new SinkMetrics() {};

    /**
     * Counts writes that have ended.
     *
     * @param operation null where a record could not be read or is none of a row
     * @param outcome what became of them, in the words of the audit
     */
    default void count(@Nullable Operation operation, AuditOutcome outcome, int writes) {}

    /** Counts a write that has to be tried again; it is counted once more at its end. */
    default void retried(@Nullable Operation operation) {}

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
