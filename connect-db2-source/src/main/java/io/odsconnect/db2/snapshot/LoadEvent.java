package io.odsconnect.db2.snapshot;

import java.util.Map;

/**
 * Something that happened to the load of a table, as far as this task has a part in it.
 *
 * @param kind what
 * @param order which load
 * @param rows how many rows this task has handed over for it, over all starts
 * @param firstPosition the lowest position of the rows handed over since the task began it; {@link Long#MAX_VALUE} where
 *     there were none
 * @param lastPosition their highest position; {@link Long#MIN_VALUE} where there were none
 * @param millis how long ago this task began it, in milliseconds
 * @param ranges how many of the table's ranges this task loads
 * @param rangesOfAll how many ranges the table has
 * @param partition the source partition of one of those ranges
 * @param offset the offset there, after what was handed over
 */
public record LoadEvent(
        Kind kind,
        LoadOrder order,
        long rows,
        long firstPosition,
        long lastPosition,
        long millis,
        int ranges,
        int rangesOfAll,
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
