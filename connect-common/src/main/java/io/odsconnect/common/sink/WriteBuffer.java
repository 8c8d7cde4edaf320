package io.odsconnect.common.sink;

import io.odsconnect.common.audit.AuditOutcome;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * The open writes, by the identity of their row. A row has at most one write in flight. Of its waiting writes, those that
 * another one supersedes are never sent. Rows are sent in the order in which they began to wait. Rows that are retried, since
 * the store took others and not them, have a queue of their own. Guarded by the engine's lock.
 */
final class WriteBuffer<W extends StoreWrite> {

    private final Map<Object, RowQueue<W>> rows = new HashMap<>();
    private final ArrayDeque<RowQueue<W>> ready = new ArrayDeque<>();
    private final ArrayDeque<RowQueue<W>> again = new ArrayDeque<>();
    private final PriorityQueue<RowQueue<W>> delayed =
            new PriorityQueue<>((one, other) -> Long.signum(one.dueNanos() - other.dueNanos()));
    private final SinkMetrics metrics;
    private int count;
    private long bytes;
    private int retryingCount;
    private long retryingBytes;

    WriteBuffer(SinkMetrics metrics) {
        this.metrics = metrics;
    }

    /** Returns how many writes are open: waiting, superseded or in flight. */
    int count() {
        return count;
    }

    /** Returns their bytes. */
    long bytes() {
        return bytes;
    }

    /** Returns how many of them are of rows that are retried. */
    int retryingCount() {
        return retryingCount;
    }

    /** Returns the bytes of these. */
    long retryingBytes() {
        return retryingBytes;
    }

    /** Takes a write that has just arrived. */
    void add(W write, RecordProgress progress) {
        RowQueue<W> row = rows.computeIfAbsent(write.identity(), RowQueue::new);
        row.add(new PendingWrite<>(write, progress, row));
        count(row, 1, write.sizeInBytes());
        queue(row);
    }

    /**
     * Takes the next batch of rows that are not retried; null if there is none.
     *
     * @param fromBack whether to take those that began to wait last, if there are more than go into a batch
     */
    @Nullable
    Batch<W> take(int maxWrites, long maxBytes, boolean fromBack) {
        return take(ready, maxWrites, maxBytes, false, fromBack && ready.size() > maxWrites);
    }

    /** Takes the next batch of rows whose retry is due; null if there is none. */
    @Nullable
    Batch<W> takeAgain(int maxWrites, long maxBytes) {
        return take(again, maxWrites, maxBytes, true, false);
    }

    private @Nullable Batch<W> take(
            ArrayDeque<RowQueue<W>> queue, int maxWrites, long maxBytes, boolean again, boolean fromBack) {
        if (queue.isEmpty()) {
            return null;
        }
        Batch<W> batch = new Batch<>(Math.min(maxWrites, queue.size()), again);
        int most = maxWrites;
        while (batch.size() < most && !queue.isEmpty()) {
            RowQueue<W> row = fromBack ? queue.removeLast() : queue.removeFirst();
            PendingWrite<W> next = row.waiting();
            if (next == null) {
                row.queued(false);
                forgetIfEmpty(row);
            } else if (!batch.isEmpty()
                    && (batch.size() >= row.limit() || batch.bytes() + next.write.sizeInBytes() > maxBytes)) {
                if (fromBack) {
                    queue.addLast(row);
                } else {
                    queue.addFirst(row);
                }
                break;
            } else {
                row.queued(false);
                most = Math.min(most, row.limit());
                batch.add(row.send());
            }
        }
        return batch.isEmpty() ? null : batch;
    }

    /** Ends a write that the store has applied or found stale, and those that it superseded. */
    void done(PendingWrite<W> sent, AuditOutcome outcome) {
        RowQueue<W> row = sent.row;
        land(row);
        sent.progress.addOutcome(outcome);
        settle(sent);
        for (PendingWrite<W> each = sent.superseded; each != null; each = each.superseded) {
            each.progress.addOutcome(AuditOutcome.SUPERSEDED);
            settle(each);
            metrics.count(each.progress.operation, AuditOutcome.SUPERSEDED, 1);
        }
        queue(row);
        forgetIfEmpty(row);
    }

    /**
     * Ends a write that the store will never take. The write that it superseded is sent after all. Its record stays
     * open until it is in the dead-letter queue.
     */
    void rejected(PendingWrite<W> sent) {
        RowQueue<W> row = sent.row;
        land(row);
        count(row, -1, sent.write.sizeInBytes());
        row.putBack(sent.superseded, this::settle);
        queue(row);
        forgetIfEmpty(row);
    }

    /**
     * Takes back a write that failed with a transient error, unless its partition was revoked. It is retried after all
     * others that are retried.
     *
     * @param delay computes the wait from this row's failures in a row; null if the gate holds back all retries
     */
    void failed(PendingWrite<W> sent, @Nullable Backoff delay, long nowNanos) {
        RowQueue<W> row = sent.row;
        if (!row.isRetrying()) {
            retryingCount += row.open();
            retryingBytes += row.openBytes();
        }
        row.fail(nowNanos);
        if (!takeBack(row, sent)) {
            return;
        }
        if (delay == null) {
            again.addLast(row);
        } else {
            row.dueAt(nowNanos + delay.nanos(row.failures()));
            delayed.add(row);
        }
    }

    /** Takes back the writes of a batch whose result is unknown; they are the first to be sent again. */
    void unanswered(List<PendingWrite<W>> sent, long nowNanos) {
        for (int i = sent.size() - 1; i >= 0; i--) {
            RowQueue<W> row = sent.get(i).row;
            row.unanswered(nowNanos);
            takeBackToFront(row, sent.get(i));
        }
    }

    /** Takes back the writes of a batch that failed because of one of them; they are sent next, in batches half as large. */
    void split(List<PendingWrite<W>> sent) {
        int half = (sent.size() + 1) / 2;
        for (int i = sent.size() - 1; i >= 0; i--) {
            RowQueue<W> row = sent.get(i).row;
            row.limitTo(half);
            takeBackToFront(row, sent.get(i));
        }
    }

    /** Drops the waiting writes of revoked partitions, and returns their number. */
    int dropAbandoned() {
        int before = count;
        for (RowQueue<W> row : rows.values()) {
            row.dropAbandoned(this::settle);
        }
        // Rows that are empty now stay in a queue and are removed when their turn comes.
        return before - count;
    }

    /** Moves the rows whose retry is due to the queue of retries. */
    void wakeDelayed(long nowNanos) {
        while (!delayed.isEmpty() && nowNanos - delayed.element().dueNanos() >= 0) {
            again.addLast(delayed.remove());
        }
    }

    /** Returns whether rows that are not retried wait to be sent. */
    boolean hasReady() {
        return !ready.isEmpty();
    }

    /** Returns the number of these rows. */
    int readyRows() {
        return ready.size();
    }

    /** Returns whether rows wait whose retry is due. */
    boolean hasAgain() {
        return !again.isEmpty();
    }

    /** Returns whether a row waits until its retry is due. */
    boolean hasDelayed() {
        return !delayed.isEmpty();
    }

    /** Returns when the first of these retries is due. */
    long nextDueNanos() {
        return delayed.element().dueNanos();
    }

    private void queue(RowQueue<W> row) {
        if (!row.isQueued() && !row.isInFlight() && row.waiting() != null) {
            row.queued(true);
            ready.addLast(row);
        }
    }

    private void takeBackToFront(RowQueue<W> row, PendingWrite<W> sent) {
        if (takeBack(row, sent)) {
            (row.isRetrying() ? again : ready).addFirst(row);
        }
    }

    /** Takes back a write; returns whether the row has something to send, and is to be put into a queue. */
    private boolean takeBack(RowQueue<W> row, PendingWrite<W> sent) {
        row.putBack(sent, this::settle);
        if (row.waiting() == null) {
            forgetIfEmpty(row);
            return false;
        }
        row.queued(true);
        return true;
    }

    private void land(RowQueue<W> row) {
        if (row.isRetrying()) {
            retryingCount -= row.open();
            retryingBytes -= row.openBytes();
        }
        row.land();
    }

    private void forgetIfEmpty(RowQueue<W> row) {
        if (row.isEmpty() && !row.isQueued()) {
            rows.remove(row.identity);
        }
    }

    private void count(RowQueue<W> row, int writes, long size) {
        long change = writes * size;
        row.count(writes, change);
        count += writes;
        bytes += change;
        if (row.isRetrying()) {
            retryingCount += writes;
            retryingBytes += change;
        }
    }

    private void settle(PendingWrite<W> write) {
        count(write.row, -1, write.write.sizeInBytes());
        if (write.progress.close()) {
            write.progress.partition.advance();
        }
    }
}
