package io.odsconnect.common.sink;

import io.odsconnect.common.audit.AuditOutcome;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * The writes that are open, by the identity of their row. Of one identity at most one is under way, and of those that
 * wait only the one that supersedes the others is ever sent; rows take their turn in the order in which they began to
 * wait. Guarded by the engine's lock.
 */
final class WriteBuffer<W extends StoreWrite> {

    private final Map<Object, Lane<W>> lanes = new HashMap<>();
    private final ArrayDeque<Lane<W>> ready = new ArrayDeque<>();
    private final PriorityQueue<Lane<W>> delayed =
            new PriorityQueue<>(Comparator.comparingLong((Lane<W> lane) -> lane.dueNanos()));
    private final SinkMetrics metrics;
    private int count;
    private long bytes;

    WriteBuffer(SinkMetrics metrics) {
        this.metrics = metrics;
    }

    /** Returns how many writes are open: waiting, superseded or under way. */
    int count() {
        return count;
    }

    /** Returns their bytes. */
    long bytes() {
        return bytes;
    }

    /** Takes a write that has just arrived. */
    void add(W write, Ticket ticket) {
        Lane<W> lane = lanes.computeIfAbsent(write.identity(), Lane::new);
        lane.add(new PendingWrite<>(write, ticket, lane));
        count++;
        bytes += write.sizeInBytes();
        queue(lane);
    }

    /** Takes the next batch under way; null when nothing may be sent now. */
    @Nullable
    Batch<W> take(int maxWrites, long maxBytes, long nowNanos) {
        while (!delayed.isEmpty() && nowNanos - delayed.element().dueNanos() >= 0) {
            ready.addFirst(delayed.remove());
        }
        if (ready.isEmpty()) {
            return null;
        }
        Batch<W> batch = new Batch<>(Math.min(maxWrites, ready.size()));
        while (batch.pending.size() < maxWrites && !ready.isEmpty()) {
            Lane<W> lane = ready.removeFirst();
            PendingWrite<W> next = lane.waiting();
            if (next == null) {
                lane.queued(false);
                forgetIfEmpty(lane);
            } else if (!batch.isEmpty() && batch.bytes() + next.write.sizeInBytes() > maxBytes) {
                ready.addFirst(lane);
                break;
            } else {
                lane.queued(false);
                batch.add(lane.send());
            }
        }
        return batch.isEmpty() ? null : batch;
    }

    /** Ends a write that the store has taken or found stale, and those that it superseded. */
    void done(PendingWrite<W> sent, AuditOutcome outcome) {
        Lane<W> lane = sent.lane;
        lane.land();
        sent.ticket.became(outcome);
        settle(sent);
        for (PendingWrite<W> each = sent.superseded; each != null; each = each.superseded) {
            each.ticket.became(AuditOutcome.SUPERSEDED);
            settle(each);
            metrics.count(each.ticket.operation, SinkMetrics.Result.SUPERSEDED, 1);
        }
        queue(lane);
        forgetIfEmpty(lane);
    }

    /**
     * Ends a write that the store will never take. What it superseded is to be written after all. Its record is left
     * open, until it is in the dead-letter queue.
     */
    void rejected(PendingWrite<W> sent) {
        Lane<W> lane = sent.lane;
        lane.land();
        release(sent);
        lane.putBack(sent.superseded, this::settle);
        queue(lane);
        forgetIfEmpty(lane);
    }

    /**
     * Takes back a write that is to be tried again, if its partition is still ours.
     *
     * @param delay the time to wait after the failures in a row of this row, or null to have it sent as soon as
     *     anything is
     */
    void failed(PendingWrite<W> sent, @Nullable Backoff delay, long nowNanos) {
        Lane<W> lane = sent.lane;
        lane.fail(nowNanos);
        lane.putBack(sent, this::settle);
        if (lane.waiting() == null) {
            forgetIfEmpty(lane);
            return;
        }
        lane.queued(true);
        if (delay == null) {
            ready.addFirst(lane);
        } else {
            lane.dueAt(nowNanos + delay.nanos(lane.failures()));
            delayed.add(lane);
        }
    }

    /** Drops what waits for partitions that the task has lost. */
    void dropAbandoned() {
        for (Lane<W> lane : lanes.values()) {
            lane.dropAbandoned(this::settle);
        }
        // Lanes that are empty now stand in a queue, and are forgotten when their turn comes.
    }

    /** Says whether anything could be sent, were there room. */
    boolean hasReady() {
        return !ready.isEmpty();
    }

    /** Returns how many rows could be sent, were there room. */
    int readyRows() {
        return ready.size();
    }

    /** Returns whether a row waits for its next try. */
    boolean hasDelayed() {
        return !delayed.isEmpty();
    }

    /** Returns when the first of the rows that wait for their next try is due. */
    long nextDueNanos() {
        return delayed.element().dueNanos();
    }

    private void queue(Lane<W> lane) {
        if (!lane.isQueued() && !lane.isInFlight() && lane.waiting() != null) {
            lane.queued(true);
            ready.addLast(lane);
        }
    }

    private void forgetIfEmpty(Lane<W> lane) {
        if (lane.isEmpty() && !lane.isQueued()) {
            lanes.remove(lane.identity);
        }
    }

    private void release(PendingWrite<W> write) {
        count--;
        bytes -= write.write.sizeInBytes();
    }

    private void settle(PendingWrite<W> write) {
        release(write);
        if (write.ticket.close()) {
            write.ticket.progress.advance();
        }
    }
}
