package io.odsconnect.common.sink;

import io.odsconnect.common.event.ChangeEvent;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * How far one assigned partition has come: the records that are not acknowledged in their order, and the end of those
 * before them. An assignment has its own object, so that what comes in late from an earlier one counts for nothing.
 * Guarded by the engine's lock.
 */
final class PartitionProgress {

    /** Nothing is known yet. */
    private static final long UNKNOWN = -1;

    private final @Nullable PartitionAudit audit;
    private final ArrayDeque<RecordProgress> unacknowledged = new ArrayDeque<>();
    private final HeldEnds held = new HeldEnds();
    private long acknowledgedEnd = UNKNOWN;
    private long start = UNKNOWN;
    private long lastOffset = UNKNOWN;
    private int inFlight;
    private boolean closed;

    /** Begins a partition that was assigned; {@code audit} is null where there is none. */
    PartitionProgress(@Nullable PartitionAudit audit) {
        this.audit = audit;
    }

    boolean isClosed() {
        return closed;
    }

    void close() {
        closed = true;
    }

    /** Counts a write of this partition as under way. */
    void sent() {
        inFlight++;
    }

    /** Counts a write of this partition as no longer under way. */
    void landed() {
        inFlight--;
    }

    /** Returns how many records are not acknowledged, or stand behind one that is not. */
    int unacknowledged() {
        return unacknowledged.size();
    }

    /** Returns the commit time of the first record that is not acknowledged and has one; NO_TIME where none has. */
    long oldestOpenCommit() {
        for (RecordProgress each : unacknowledged) {
            if (each.committedMicros != ChangeEvent.NO_TIME) {
                return each.committedMicros;
            }
        }
        return ChangeEvent.NO_TIME;
    }

    boolean hasInFlight() {
        return inFlight > 0;
    }

    /**
     * Takes the next record of the partition. One that came before says that the worker has gone back, as it does
     * after a commit that failed: then what is acknowledged counts from there anew, since without positions the store
     * goes back with it and is right again only when all has come a second time.
     */
    void add(RecordProgress progress) {
        long offset = progress.origin.offset();
        if (start == UNKNOWN) {
            start(offset);
        } else if (offset <= lastOffset) {
            unacknowledged.clear();
            acknowledgedEnd = offset;
            held.rewind(offset);
            if (audit != null) {
                audit.rewind(offset);
            }
        }
        lastOffset = offset;
        unacknowledged.addLast(progress);
    }

    /** Moves the end of what is acknowledged past all records at the front that are done. */
    void advance() {
        for (RecordProgress first = unacknowledged.peekFirst();
                first != null && first.isDone();
                first = unacknowledged.peekFirst()) {
            acknowledgedEnd = first.origin.offset() + 1;
            unacknowledged.removeFirst();
            if (audit != null && !closed) {
                audit.add(first);
            }
        }
    }

    /**
     * Returns the offset to commit: the end of the acknowledged prefix, or -1 where there is nothing to commit.
     *
     * @param consumed the offset up to which the worker has consumed the partition. Where no record is open, the
     *     records that a transform dropped on the way are behind us as well; but what an assignment started from is
     *     not committed again. When the worker has just gone back it is less than what is acknowledged. With an
     *     audit nothing is committed before it is audited.
     * @param nowNanos the time now
     * @param holdNanos how long something has to be acknowledged before it is committed; 0 for no time
     */
    long committable(long consumed, long nowNanos, long holdNanos) {
        if (start == UNKNOWN) {
            start(consumed);
        }
        long end = unacknowledged.isEmpty() ? consumed : Math.min(acknowledgedEnd, consumed);
        if (audit != null) {
            if (unacknowledged.isEmpty()) {
                audit.extendTo(consumed);
            }
            end = Math.min(end, audit.acknowledgedEnd());
        }
        if (holdNanos > 0) {
            held.add(end, nowNanos, holdNanos);
            end = Math.min(end, held.oldEnough(nowNanos, holdNanos));
        }
        return end > start ? end : UNKNOWN;
    }

    /** Notes how far the partition is acknowledged now, of which a part may be committed later. */
    void noteAcknowledged(long nowNanos, long holdNanos) {
        if (acknowledgedEnd != UNKNOWN) {
            held.add(acknowledgedEnd, nowNanos, holdNanos);
        }
    }

    /** Returns the first offset that was not acknowledged so long ago; -1 where no record has come. */
    long heldFrom(long nowNanos, long holdNanos) {
        return start == UNKNOWN || lastOffset == UNKNOWN
                ? UNKNOWN
                : Math.max(start, held.oldEnough(nowNanos, holdNanos));
    }

    private void start(long offset) {
        start = offset;
        if (audit != null) {
            audit.beginAt(offset);
        }
    }
}
