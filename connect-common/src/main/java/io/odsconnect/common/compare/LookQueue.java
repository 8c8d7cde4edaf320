package io.odsconnect.common.compare;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;

/**
 * The rows of a run that are to be looked at: for the first time, or again when their time has come. Guarded by the
 * engine's lock.
 */
final class LookQueue<W> {

    private final ArrayDeque<RowLook<W>> ready = new ArrayDeque<>();
    private final PriorityQueue<RowLook<W>> delayed =
            new PriorityQueue<>((one, other) -> Long.signum(one.dueNanos - other.dueNanos));
    private int underWay;
    private long bytes;

    void add(RowLook<W> row) {
        ready.addLast(row);
        bytes += row.bytes;
    }

    /** Has a row looked at again at a time. */
    void again(RowLook<W> row, long dueNanos) {
        underWay--;
        row.dueNanos = dueNanos;
        delayed.add(row);
    }

    /** Ends a row. */
    void settled(RowLook<W> row) {
        underWay--;
        bytes -= row.bytes;
    }

    /** Returns the next rows, which are under way then; none where none is due. */
    List<RowLook<W>> take(int most, long mostBytes, long nowNanos) {
        List<RowLook<W>> batch = new ArrayList<>(Math.min(most, ready.size() + delayed.size()));
        long size = 0;
        while (batch.size() < most && size < mostBytes) {
            RowLook<W> due = delayed.peek();
            RowLook<W> next = due != null && nowNanos - due.dueNanos >= 0 ? delayed.poll() : ready.poll();
            if (next == null) {
                break;
            }
            batch.add(next);
            size += next.bytes;
        }
        underWay += batch.size();
        return batch;
    }

    /** Takes back rows that the store has not answered for; they are read next. */
    void putBack(List<RowLook<W>> batch) {
        underWay -= batch.size();
        for (int i = batch.size() - 1; i >= 0; i--) {
            ready.addFirst(batch.get(i));
        }
    }

    /** Drops what waits. */
    void clear() {
        ready.clear();
        delayed.clear();
    }

    boolean isEmpty() {
        return ready.isEmpty() && delayed.isEmpty() && underWay == 0;
    }

    /** Returns how many rows wait for their first look, or for one that the store could not answer. */
    int readyRows() {
        return ready.size();
    }

    /** Returns how many rows are not settled. */
    int openRows() {
        return ready.size() + delayed.size() + underWay;
    }

    /** Returns the bytes of all rows that are not settled. */
    long bytes() {
        return bytes;
    }

    /** Returns in how long the next is due, in nanoseconds; {@link Long#MAX_VALUE} where none is. */
    long waitNanos(long nowNanos) {
        if (!ready.isEmpty()) {
            return 0;
        }
        RowLook<W> next = delayed.peek();
        return next == null ? Long.MAX_VALUE : Math.max(0, next.dueNanos - nowNanos);
    }
}
