package io.odsconnect.common.compare;

import io.odsconnect.common.event.Origin;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What has come of a compare run so far, and whether it is all. Guarded by the engine's lock. */
final class RowsRead {

    private static final long LEAST_IDLE_NANOS = TimeUnit.SECONDS.toNanos(3);

    private final long idleNanos;
    private final long endWaitNanos;
    private final Map<Integer, Long> lastUnreadable = new HashMap<>();
    private @Nullable RunMarker marker;
    private long lowestPosition = Long.MAX_VALUE;
    private boolean isAll;
    private long rows;
    private long unreadable;
    private long skipped;
    private long lastRecordNanos;

    RowsRead(long confirmNanos, long endWaitNanos, long nowNanos) {
        this.idleNanos = Math.max(confirmNanos, LEAST_IDLE_NANOS);
        this.endWaitNanos = endWaitNanos;
        this.lastRecordNanos = nowNanos;
    }

    /** Notes that a row came, be it for the first time or again. */
    void came(long position, long nowNanos) {
        lastRecordNanos = nowNanos;
        lowestPosition = Math.min(lowestPosition, position);
    }

    /** Counts a row that came for the first time. */
    void addRow() {
        rows++;
    }

    /** Returns how many rows came. */
    long rows() {
        return rows;
    }

    /** Takes a record that the store has no use for. */
    void skipped(long nowNanos) {
        lastRecordNanos = nowNanos;
        skipped++;
    }

    /** Takes a record that cannot be read or mapped, and says whether it came for the first time. */
    boolean unreadable(Origin origin, long nowNanos) {
        lastRecordNanos = nowNanos;
        if (origin.offset() <= lastUnreadable.getOrDefault(origin.partition(), -1L)) {
            return false;
        }
        lastUnreadable.put(origin.partition(), origin.offset());
        unreadable++;
        return true;
    }

    /** Takes the marker of the table's end; the first counts. */
    void marker(RunMarker end, long nowNanos) {
        if (marker == null) {
            marker = end;
            lastRecordNanos = nowNanos;
        }
    }

    /** Returns the marker of the table's end; null as long as it has not come. */
    @Nullable
    RunMarker marker() {
        return marker;
    }

    /**
     * Says whether nothing more is waited for: all has come, or nothing for long enough.
     *
     * @param mayBeLast whether partitions are not paused, so that it shows where the topic ends
     */
    boolean isOver(boolean mayBeLast, long nowNanos) {
        RunMarker end = marker;
        if (end == null) {
            return false;
        }
        isAll = received() >= end.rows();
        if (!mayBeLast) {
            lastRecordNanos = nowNanos;
        }
        return isEveryRowThere() || nowNanos - lastRecordNanos >= idleNanos;
    }

    /**
     * Says whether the marker may never come: a filter of tombstones dropped it, or the run was stopped at the source.
     *
     * @param mayBeLast as in {@link #isOver}
     */
    boolean isMarkerOverdue(boolean mayBeLast, long nowNanos) {
        if (marker != null) {
            return false;
        }
        if (!mayBeLast) {
            lastRecordNanos = nowNanos;
        }
        return nowNanos - lastRecordNanos >= endWaitNanos;
    }

    /** Returns in how long {@link #isOver} or {@link #isMarkerOverdue} may become true though nothing comes. */
    long waitNanos(long nowNanos) {
        return Math.max(0, lastRecordNanos + (marker == null ? endWaitNanos : idleNanos) - nowNanos);
    }

    /** Says whether all rows have come for sure: a restart of the source may count dropped rows twice, and others too few. */
    boolean isEveryRowThere() {
        RunMarker end = marker;
        return isAll && end != null && end.dropped() == 0;
    }

    /**
     * Returns sentences on rows that have not come although the source has read them.
     *
     * @param mayBeDropped whether that is as it should be
     */
    List<String> whyNotAll(boolean mayBeDropped) {
        RunMarker end = marker;
        if (mayBeDropped || end == null) {
            return List.of();
        }
        List<String> why = new ArrayList<>();
        if (!isAll) {
            why.add("Of " + end.rows() + " rows that the source has sent, " + received()
                    + " came: they were lost on the way, two rows have one key in the store, or a transform dropped"
                    + " them (then set " + CompareOptions.DROPPED_ROWS + "=true).");
        }
        if (end.dropped() > 0) {
            why.add("The source has not sent " + end.dropped()
                    + " rows: they could not be read, or a transform dropped them (then set "
                    + CompareOptions.DROPPED_ROWS + "=true).");
        }
        return why;
    }

    private long received() {
        return rows + skipped + unreadable;
    }

    /** Says whether a row has a position that none of the run can have, so that its positions are not the source's. */
    boolean hasOtherPositions() {
        RunMarker end = marker;
        return end != null && lowestPosition < end.firstPosition();
    }

    /** Says why a row that only the store seems to have may be one of the run; null where it cannot. */
    @Nullable
    String whyRowsAreMissing() {
        if (!isEveryRowThere()) {
            return "It may be one of the rows that were dropped or could not be read, or that have not come.";
        }
        return unreadable + skipped > 0 ? "It may be the row of a record of the run that could not be read." : null;
    }
}
