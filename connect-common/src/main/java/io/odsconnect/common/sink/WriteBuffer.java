package io.odsconnect.common.sink;

import io.odsconnect.common.audit.AuditOutcome;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * The writes that are open, by the identity of their row. Of one identity at most one is under way, and of those that
 * wait only what no other makes needless is ever sent; rows take their turn in the order in which they began to wait.
 * Rows that the store could not take, though it took others, stand in a queue of their own once the time for their next
 * try has come. Guarded by the engine's lock.
 */
final class WriteBuffer<W extends StoreWrite> {

    private final Map<Object, Lane<W>> lanes = new HashMap<>();
    private final ArrayDeque<Lane<W>> ready = new ArrayDeque<>();
    private final ArrayDeque<Lane<W>> again = new ArrayDeque<>();
    private final PriorityQueue<Lane<W>> delayed =
            new PriorityQueue<>((one, other) -> Long.signum(one.dueNanos() - other.dueNanos()));
    private final SinkMetrics metrics;
    private int count;
    private long bytes;
    private int retryingCount;
    private long retryingBytes;

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

    /** Returns how many of them are of rows that the store could not take the last time. */
    int retryingCount() {
        return retryingCount;
    }

    /** Returns the bytes of these. */
    long retryingBytes() {
        return retryingBytes;
    }

    /** Takes a write that has just arrived. */
    void add(W write, Ticket ticket) {
        Lane<W> lane = lanes.computeIfAbsent(write.identity(), Lane::new);
        lane.add(new PendingWrite<>(write, ticket, lane));
        count(lane, 1, write.sizeInBytes());
        queue(lane);
    }

    /**
     * Takes the next batch of rows under way that the store did not refuse so far; null where there is none.
     *
     * @param fromBack whether to take those that began to wait last, if there are more than go into a batch
     */
    @Nullable
    Batch<W> take(int maxWrites, long maxBytes, boolean fromBack) {
        return take(ready, maxWrites, maxBytes, false, fromBack && ready.size() > maxWrites);
    }

    /** Takes the next batch of rows under way whose next try is due; null where there is none. */
    @Nullable
    Batch<W> takeAgain(int maxWrites, long maxBytes) {
        return take(again, maxWrites, maxBytes, true, false);
    }

    private @Nullable Batch<W> take(
            ArrayDeque<Lane<W>> queue, int maxWrites, long maxBytes, boolean again, boolean fromBack) {
        if (queue.isEmpty()) {
            return null;
        }
        Batch<W> batch = new Batch<>(Math.min(maxWrites, queue.size()), again);
        int most = maxWrites;
        while (batch.size() < most && !queue.isEmpty()) {
            Lane<W> lane = fromBack ? queue.removeLast() : queue.removeFirst();
            PendingWrite<W> next = lane.waiting();
            if (next == null) {
                lane.queued(false);
                forgetIfEmpty(lane);
            } else if (!batch.isEmpty()
                    && (batch.size() >= lane.limit() || batch.bytes() + next.write.sizeInBytes() > maxBytes)) {
                if (fromBack) {
                    queue.addLast(lane);
                } else {
                    queue.addFirst(lane);
                }
                break;
            } else {
                lane.queued(false);
                most = Math.min(most, lane.limit());
                batch.add(lane.send());
            }
        }
        return batch.isEmpty() ? null : batch;
    }

    /** Ends a write that the store has taken or found stale, and those that it superseded. */
    void done(PendingWrite<W> sent, AuditOutcome outcome) {
        Lane<W> lane = sent.lane;
        land(lane);
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
        land(lane);
        count(lane, -1, sent.write.sizeInBytes());
        lane.putBack(sent.superseded, this::settle);
        queue(lane);
        forgetIfEmpty(lane);
    }

    /**
     * Takes back a write that the store could not take now, if its partition is still ours; it is tried again behind all
     * others that are.
     *
     * @param delay the time to wait after the failures in a row of this row, or null where something else holds back
     *     what is tried again
     */
    void failed(PendingWrite<W> sent, @Nullable Backoff delay, long nowNanos) {
        Lane<W> lane = sent.lane;
        if (!lane.isRetrying()) {
            retryingCount += lane.open();
            retryingBytes += lane.openBytes();
        }
        lane.fail(nowNanos);
        if (!takeBack(lane, sent)) {
            return;
        }
        if (delay == null) {
            again.addLast(lane);
        } else {
            lane.dueAt(nowNanos + delay.nanos(lane.failures()));
            delayed.add(lane);
        }
    }

    /** Takes back the writes of a batch of which the store said nothing; they are the first to be sent again. */
    void unheard(List<PendingWrite<W>> sent, long nowNanos) {
        for (int i = sent.size() - 1; i >= 0; i--) {
            Lane<W> lane = sent.get(i).lane;
            lane.unheard(nowNanos);
            takeBackToFront(lane, sent.get(i));
        }
    }

    /** Takes back the writes of a batch that one of them has spoilt; they are sent next, in batches half as large. */
    void split(List<PendingWrite<W>> sent) {
        int half = (sent.size() + 1) / 2;
        for (int i = sent.size() - 1; i >= 0; i--) {
            Lane<W> lane = sent.get(i).lane;
            lane.suspect(half);
            takeBackToFront(lane, sent.get(i));
        }
    }

    /** Drops what waits for partitions that the task has lost, and returns how many writes that were. */
    int dropAbandoned() {
        int before = count;
        for (Lane<W> lane : lanes.values()) {
            lane.dropAbandoned(this::settle);
        }
        // Lanes that are empty now stand in a queue, and are forgotten when their turn comes.
        return before - count;
    }

    /** Has the rows whose next try is due stand in the queue of those that are tried again. */
    void wakeDelayed(long nowNanos) {
        while (!delayed.isEmpty() && nowNanos - delayed.element().dueNanos() >= 0) {
            again.addLast(delayed.remove());
        }
    }

    /** Says whether rows that the store did not refuse so far could be sent, were there room. */
    boolean hasReady() {
        return !ready.isEmpty();
    }

    /** Returns how many these are. */
    int readyRows() {
        return ready.size();
    }

    /** Says whether rows could be tried again, were there room. */
    boolean hasAgain() {
        return !again.isEmpty();
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

    private void takeBackToFront(Lane<W> lane, PendingWrite<W> sent) {
        if (takeBack(lane, sent)) {
            (lane.isRetrying() ? again : ready).addFirst(lane);
        }
    }

    /** Takes back a write; returns whether the lane has something to send, and is to be put into a queue. */
    private boolean takeBack(Lane<W> lane, PendingWrite<W> sent) {
        lane.putBack(sent, this::settle);
        if (lane.waiting() == null) {
            forgetIfEmpty(lane);
            return false;
        }
        lane.queued(true);
        return true;
    }

    private void land(Lane<W> lane) {
        if (lane.isRetrying()) {
            retryingCount -= lane.open();
            retryingBytes -= lane.openBytes();
        }
        lane.land();
    }

    private void forgetIfEmpty(Lane<W> lane) {
        if (lane.isEmpty() && !lane.isQueued()) {
            lanes.remove(lane.identity);
        }
    }

    private void count(Lane<W> lane, int writes, long size) {
        long change = writes * size;
        lane.count(writes, change);
        count += writes;
        bytes += change;
        if (lane.isRetrying()) {
            retryingCount += writes;
            retryingBytes += change;
        }
    }

    private void settle(PendingWrite<W> write) {
        count(write.lane, -1, write.write.sizeInBytes());
        if (write.ticket.close()) {
            write.ticket.progress.advance();
        }
    }
}
