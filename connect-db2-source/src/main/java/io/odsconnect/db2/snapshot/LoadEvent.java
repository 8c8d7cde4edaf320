package io.odsconnect.db2.snapshot;

import java.util.Map;

/**
 * Something that happened to the load of a table.
 *
 * @param kind what
 * @param order which load
 * @param rows how many rows were handed over, over all starts
 * @param firstPosition the lowest position of the rows handed over since the task started; {@link Long#MAX_VALUE} where
 *     there were none
 * @param lastPosition their highest position; {@link Long#MIN_VALUE} where there were none
 * @param millis how long ago the task began to load it, in milliseconds
 * @param partition the source partition of the load
 * @param offset the offset there, after what was handed over
 */
public record LoadEvent(
        Kind kind,
        LoadOrder order,
        long rows,
        long firstPosition,
        long lastPosition,
        long millis,
        Map<String, ?> partition,
        Map<String, ?> offset) {

    /** What happened. */
    public enum Kind {
        /** The load began, or goes on after a restart. */
        STARTED,
        /** It has handed over as many rows again as one statement reads. */
        IN_PROGRESS,
        /** All rows were handed over. */
        COMPLETED,
        /** It waits until it is resumed. */
        PAUSED,
        /** It goes on after a pause. */
        RESUMED,
        /** It was ended before its end. */
        STOPPED,
        /** It failed, and is tried again from where it stopped. */
        FAILED
    }
}
