package io.odsconnect.common.sink;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** All that is open for one identity: one write under way at most, and the one that waits. Guarded by the engine's lock. */
final class Lane<W extends StoreWrite> {

    final Object identity;
    private @Nullable PendingWrite<W> inFlight;
    private @Nullable PendingWrite<W> waiting;
    private int failures;
    private long failingSince;
    private long dueNanos;
    private boolean queued;

    Lane(Object identity) {
        this.identity = identity;
    }

    boolean isInFlight() {
        return inFlight != null;
    }

    @Nullable
    PendingWrite<W> waiting() {
        return waiting;
    }

    boolean isEmpty() {
        return inFlight == null && waiting == null;
    }

    /** Puts a write, the last to arrive, where it belongs: on top if it supersedes the top, else further down. */
    void add(PendingWrite<W> arrived) {
        PendingWrite<W> above = null;
        PendingWrite<W> below = waiting;
        while (below != null && !arrived.supersedes(below)) {
            above = below;
            below = below.superseded;
        }
        arrived.superseded = below;
        if (above == null) {
            waiting = arrived;
        } else {
            above.superseded = arrived;
        }
    }

    /** Takes the waiting write under way. */
    PendingWrite<W> send() {
        PendingWrite<W> sent = waiting;
        if (sent == null || inFlight != null) {
            throw new IllegalStateException("There is nothing to send for this row, or something under way");
        }
        waiting = null;
        inFlight = sent;
        return sent;
    }

    /** Ends the write under way and returns it; the lane is well again. */
    PendingWrite<W> land() {
        failures = 0;
        return takeInFlight();
    }

    /**
     * Puts writes that were under way, or below one, back among those that arrived since, each where it belongs.
     *
     * @param earlier the topmost of them
     * @param dropped is told of each that belongs to a partition that the task has lost; it is not put back
     */
    void putBack(@Nullable PendingWrite<W> earlier, Consumer<PendingWrite<W>> dropped) {
        List<PendingWrite<W>> arrivedSince = chain(waiting);
        waiting = null;
        addAll(chain(earlier), dropped);
        addAll(arrivedSince, dropped);
    }

    /** Takes out what waits for partitions that the task has lost; {@code dropped} is told of each. */
    void dropAbandoned(Consumer<PendingWrite<W>> dropped) {
        List<PendingWrite<W>> all = chain(waiting);
        waiting = null;
        addAll(all, dropped);
    }

    /** Ends the write under way as failed and returns it; counts the failures in a row, and since when. */
    PendingWrite<W> fail(long nowNanos) {
        if (failures++ == 0) {
            failingSince = nowNanos;
        }
        return takeInFlight();
    }

    int failures() {
        return failures;
    }

    long failingSince() {
        return failingSince;
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

    /** Adds the writes of a chain again, from the one that arrived first. */
    private void addAll(List<PendingWrite<W>> chain, Consumer<PendingWrite<W>> dropped) {
        for (int i = chain.size() - 1; i >= 0; i--) {
            PendingWrite<W> each = chain.get(i);
            if (each.ticket.isAbandoned()) {
                dropped.accept(each);
            } else {
                add(each);
            }
        }
    }

    private PendingWrite<W> takeInFlight() {
        PendingWrite<W> taken = inFlight;
        if (taken == null) {
            throw new IllegalStateException("Nothing is under way for this row");
        }
        inFlight = null;
        return taken;
    }

    private static <W extends StoreWrite> List<PendingWrite<W>> chain(@Nullable PendingWrite<W> top) {
        List<PendingWrite<W>> chain = new ArrayList<>(2);
        for (PendingWrite<W> each = top; each != null; each = each.superseded) {
            chain.add(each);
        }
        return chain;
    }
}
