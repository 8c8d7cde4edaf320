package io.odsconnect.db2.snapshot;

import io.odsconnect.db2.event.TableEvents;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** An order that is being carried out: its ranges in this task, and how far they are. */
final class LoadRun {

    private final LoadOrder order;
    private final TableEvents events;
    private final boolean first;
    private final int rangesOfAll;
    private final long startNanos = System.nanoTime();
    private final List<LoadPart> parts = new ArrayList<>();
    private final Set<LoadPart> open = new HashSet<>();
    private final Set<LoadPart> unacknowledged = new HashSet<>();
    private final Map<LoadPart, Long> rows = new HashMap<>();
    private long firstPosition = Long.MAX_VALUE;
    private long lastPosition = Long.MIN_VALUE;
    private long toldRows;
    private long rowsBefore;

    LoadRun(LoadOrder order, TableEvents events, boolean first, int rangesOfAll) {
        this.order = order;
        this.events = events;
        this.first = first;
        this.rangesOfAll = rangesOfAll;
    }

    LoadOrder order() {
        return order;
    }

    TableEvents events() {
        return events;
    }

    /** Says whether changes wait until this was handed over. */
    boolean isFirst() {
        return first;
    }

    void add(LoadPart part) {
        parts.add(part);
        open.add(part);
        unacknowledged.add(part);
        rows.put(part, part.progress().rows());
        toldRows += part.progress().rows();
    }

    /** Counts the rows of a range that was loaded to its end before this start. */
    void addDone(RangeProgress done) {
        rowsBefore += done.rows();
        toldRows += done.rows();
    }

    List<LoadPart> parts() {
        return parts;
    }

    /** Takes over how far a range is. */
    void progress(RangeLoad load) {
        rows.put(load.part(), load.rows());
        firstPosition = Math.min(firstPosition, load.firstPosition());
        lastPosition = Math.max(lastPosition, load.lastPosition());
        if (load.isFinished()) {
            open.remove(load.part());
            if (load.rows() == 0) {
                unacknowledged.remove(load.part());
            }
        }
    }

    /** Says that the worker has acknowledged the last row of a range. */
    void acknowledge(LoadPart part) {
        unacknowledged.remove(part);
    }

    /** Says whether all rows were handed over. */
    boolean isHandedOver() {
        return open.isEmpty();
    }

    /** Says whether all rows were handed over and acknowledged. */
    boolean isDone() {
        return open.isEmpty() && unacknowledged.isEmpty();
    }

    /** Returns how many rows were handed over, over all starts. */
    long rows() {
        return rowsBefore + rows.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Says whether there are {@code step} more rows than when this last said so. */
    boolean hasPassed(long step) {
        if (rows() - toldRows < step) {
            return false;
        }
        toldRows = rows();
        return true;
    }

    LoadEvent event(LoadEvent.Kind kind, LoadPart part, Map<String, ?> offset) {
        return new LoadEvent(
                kind,
                order,
                rows(),
                firstPosition,
                lastPosition,
                (System.nanoTime() - startNanos) / 1_000_000,
                parts.size(),
                rangesOfAll,
                part.partition(),
                offset);
    }
}
