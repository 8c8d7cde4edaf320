package io.odsconnect.db2.snapshot;

import io.odsconnect.db2.capture.Lsn;
import io.odsconnect.db2.event.TableEvents;
import java.sql.SQLException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** An order that waits: for the split of its table, or for an earlier order for the same table. */
final class WaitingLoad {

    private final LoadOrder order;
    private final TableEvents events;
    private final boolean first;
    /** Whether all tasks follow one plan, each with its share of the ranges. */
    private final boolean planned;
    /** What says that the load is due at the start; null for one that was ordered since. */
    private final InitialLoads.@Nullable Due due;
    /** Under what the load's progress is kept; null where that is to be found out. */
    private final @Nullable LoadMark known;

    private final @Nullable Lsn streamFrom;
    private @Nullable Future<RangePlan> plan;

    private WaitingLoad(
            LoadOrder order,
            TableEvents events,
            boolean first,
            boolean planned,
            InitialLoads.@Nullable Due due,
            @Nullable LoadMark known,
            @Nullable Lsn streamFrom) {
        this.order = order;
        this.events = events;
        this.first = first;
        this.planned = planned;
        this.due = due;
        this.known = known;
        this.streamFrom = streamFrom;
    }

    /** Returns a load that several tasks share as it was planned. */
    static WaitingLoad of(PlannedLoad planned, TableEvents events, boolean first) {
        return new WaitingLoad(planned.order(), events, first, true, null, planned.mark(), null);
    }

    /** Returns a load that is due at the start; the changes that go with it start at {@code streamFrom}, if any do. */
    static WaitingLoad of(InitialLoads.Due due, @Nullable Lsn streamFrom) {
        return new WaitingLoad(due.order(), due.events(), due.first(), false, due, due.known(), streamFrom);
    }

    /** Returns a load that was ordered while others go on. */
    static WaitingLoad of(LoadOrder order, TableEvents events) {
        return new WaitingLoad(order, events, false, false, null, null, null);
    }

    /** Returns the same with the table's columns as they are now. */
    WaitingLoad with(TableEvents other) {
        WaitingLoad same = new WaitingLoad(order, other, first, planned, due, known, streamFrom);
        same.plan = plan;
        return same;
    }

    LoadOrder order() {
        return order;
    }

    /** Says whether changes wait until this was handed over. */
    boolean isFirst() {
        return first;
    }

    /**
     * Returns under what the progress is kept; null where the split, which begins with the first call, is not there yet.
     *
     * @param stored how far loads have come before
     * @param splitting splits the table where several ranges are read at once
     * @param threads how many ranges are read at once
     * @param arrivals is raised when the split is there
     * @throws SQLException if splitting failed; the next call begins anew
     */
    @Nullable
    LoadMark mark(StoredLoads stored, Splitting splitting, int threads, Arrivals arrivals) throws SQLException {
        if (known != null) {
            return known;
        }
        if (plan == null) {
            // Once a split has begun nothing was stored before, and each look at the offsets reads their topic to its
            // end.
            @Nullable
            LoadMark before =
                    due != null ? null : stored.of(events, order.cause()).newest(order.id());
            if (before != null && before.filter().equals(order.filterDigest())) {
                return before;
            }
            if (threads == 1) {
                return mark(RangePlan.WHOLE);
            }
            plan = splitting.split(events, threads, arrivals::raise);
        }
        return plan.isDone() ? split(plan) : null;
    }

    private @Nullable LoadMark split(Future<RangePlan> done) throws SQLException {
        try {
            return mark(done.get());
        } catch (ExecutionException e) {
            plan = null;
            if (e.getCause() instanceof SQLException failure) {
                throw failure;
            }
            throw new IllegalStateException("Table " + order.table() + " cannot be split", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
    }

    private LoadMark mark(RangePlan ranges) {
        return new LoadMark(order.id(), due == null ? ranges : due.distinct(ranges), order.filterDigest(), streamFrom);
    }

    /** Returns the run with those ranges that are this task's and not done yet. */
    LoadRun begin(LoadMark mark, StoredLoads stored, LoadPartitions partitions, LoadShare share) {
        int ranges = mark.plan().size();
        LoadRun run = new LoadRun(order, events, first, ranges);
        StoredLoads.Stored before = stored.of(events, order.cause());
        boolean ofWholeTable = IntStream.range(0, ranges).allMatch(range -> isMine(range, share));
        for (int range = 0; range < ranges; range++) {
            RangeProgress progress = before.progress(mark, range);
            if (isMine(range, share) && progress.done()) {
                run.addDone(progress);
            } else if (isMine(range, share)) {
                run.add(new LoadPart(
                        order,
                        events,
                        partitions.of(order.table(), order.cause(), mark.plan(), range),
                        range,
                        progress,
                        ofWholeTable));
            }
        }
        return run;
    }

    private boolean isMine(int range, LoadShare share) {
        return !planned || share.has(order.table(), range);
    }
}
