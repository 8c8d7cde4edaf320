package io.odsconnect.common.sink;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The open writes of one row: at most one in flight, and those that wait. Of writes that can be compared by position (all
 * have one, or none has one), only the one that supersedes the others is sent. A write that cannot be compared with those
 * before it is sent after them, so that the store decides about each. Guarded by the
 * engine's lock.
 */
final class RowQueue<W extends StoreWrite> {

    /** The limit of a row that is not suspected to be bad. */
    static final int NO_LIMIT = Integer.MAX_VALUE;

    final Object identity;
    private @Nullable PendingWrite<W> inFlight;
    private @Nullable PendingWrite<W> waiting;
    private @Nullable ArrayDeque<PendingWrite<W>> later;
    private int open;
    private long openBytes;
    private boolean failing;
    private int failures;
    private long failingSince;
    private long dueNanos;
    private int limit = NO_LIMIT;
    private boolean queued;

    RowQueue(Object identity) {
        this.identity = identity;
    }

    boolean isInFlight() {
        return inFlight != null;
    }

    /** Returns the write that is sent next. */
    @Nullable
    PendingWrite<W> waiting() {
        return waiting;
    }

    boolean isEmpty() {
        return inFlight == null && waiting == null;
    }

    /** Puts a write, the last to arrive, where it belongs: on top if it supersedes the top, else further down. */
    void add(PendingWrite<W> arrived) {
        arrived.superseded = null;
        PendingWrite<W> first = waiting;
        if (first == null) {
            waiting = arrived;
            return;
        }
        PendingWrite<W> last = later == null || later.isEmpty() ? null : later.getLast();
        if (!arrived.isComparableWith(last == null ? first : last)) {
            later = later == null ? new ArrayDeque<>(2) : later;
            later.addLast(arrived);
        } else if (last == null) {
            waiting = stacked(first, arrived);
        } else if (later != null) {
            later.removeLast();
            later.addLast(stacked(last, arrived));
        }
    }

    /** Returns the top of a stack after a write was put into it. */
    private PendingWrite<W> stacked(PendingWrite<W> top, PendingWrite<W> arrived) {
        PendingWrite<W> above = null;
        PendingWrite<W> below = top;
        while (below != null && !arrived.supersedes(below)) {
            above = below;
            below = below.superseded;
        }
        arrived.superseded = below;
        if (above == null) {
            return arrived;
        }
        above.superseded = arrived;
        return top;
    }

    /** Puts the waiting write in flight. */
    PendingWrite<W> send() {
        PendingWrite<W> sent = waiting;
        if (sent == null || inFlight != null) {
            throw new IllegalStateException("There is nothing to send for this row, or a write is in flight");
        }
        waiting = later == null ? null : later.pollFirst();
        inFlight = sent;
        return sent;
    }

    /** Ends the write in flight and returns it; the row is no longer retried. */
    PendingWrite<W> land() {
        failing = false;
        failures = 0;
        limit = NO_LIMIT;
        return takeInFlight();
    }

    /** Ends the write in flight, whose result is unknown, and returns it; notes the time of the first failure. */
    PendingWrite<W> unanswered(long nowNanos) {
        if (!failing) {
            failing = true;
            failingSince = nowNanos;
        }
        return takeInFlight();
    }

    /** Ends the write in flight as failed and returns it; counts the failures in a row. */
    PendingWrite<W> fail(long nowNanos) {
        failures++;
        return unanswered(nowNanos);
    }

    /** Ends the write in flight as one that may have failed its batch; limits the size of its next batch. */
    PendingWrite<W> limitTo(int batchLimit) {
        limit = Math.min(limit, batchLimit);
        return takeInFlight();
    }

    /**
     * Puts writes back that were in flight or superseded by one, among those that arrived since.
     *
     * @param earlier the topmost of them
     * @param dropped receives each write of a partition that was revoked; it is not put back
     */
    void putBack(@Nullable PendingWrite<W> earlier, Consumer<PendingWrite<W>> dropped) {
        List<PendingWrite<W>> all = new ArrayList<>(2);
        addStack(all, earlier);
        all.addAll(takeWaiting());
        addAll(all, dropped);
    }

    /** Removes the waiting writes of revoked partitions and hands each to {@code dropped}. */
    void dropAbandoned(Consumer<PendingWrite<W>> dropped) {
        addAll(takeWaiting(), dropped);
    }

    /** Counts a write of this row as open, or as closed if {@code writes} is -1. */
    void count(int writes, long bytes) {
        open += writes;
        openBytes += bytes;
    }

    /** Returns how many writes of this row are open. */
    int open() {
        return open;
    }

    /** Returns their bytes. */
    long openBytes() {
        return openBytes;
    }

    /** Returns whether the row is retried: the store took others and not this one. */
    boolean isRetrying() {
        return failures > 0;
    }

    int failures() {
        return failures;
    }

    long failingSince() {
        return failingSince;
    }

    /** Returns the highest number of writes in a batch with this row. */
    int limit() {
        return limit;
    }

    boolean isQueued() {
        return queued;
    }

    void queued(boolean now) {
        queued = now;
    }

    long dueNanos() {
        return dueNanos;
    }

    void dueAt(long nanos) {
        dueNanos = nanos;
    }

    /** Adds writes again, from the one that arrived first. */
    private void addAll(List<PendingWrite<W>> writes, Consumer<PendingWrite<W>> dropped) {
        for (PendingWrite<W> each : writes) {
            if (each.progress.isAbandoned()) {
                dropped.accept(each);
            } else {
                add(each);
            }
        }
    }

    private PendingWrite<W> takeInFlight() {
        PendingWrite<W> taken = inFlight;
        if (taken == null) {
            throw new IllegalStateException("No write of this row is in flight");
        }
        inFlight = null;
        return taken;
    }

    private List<PendingWrite<W>> takeWaiting() {
        List<PendingWrite<W>> all = new ArrayList<>(2);
        addStack(all, waiting);
        waiting = null;
        if (later != null) {
            later.forEach(top -> addStack(all, top));
            later = null;
        }
        return all;
    }

    /** Adds the writes of a stack, the lowest first. */
    private static <W extends StoreWrite> void addStack(List<PendingWrite<W>> to, @Nullable PendingWrite<W> top) {
        int at = to.size();
        for (PendingWrite<W> each = top; each != null; each = each.superseded) {
            to.add(at, each);
        }
    }
}
