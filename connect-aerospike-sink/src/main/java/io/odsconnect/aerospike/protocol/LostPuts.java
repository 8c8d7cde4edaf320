package io.odsconnect.aerospike.protocol;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The puts of which an answer was lost, until it has been looked twice whether a row came back by them, see
 * {@link Stage#again}. Safe for use by several threads.
 */
final class LostPuts {

    /** How many are kept; of more the oldest go. */
    static final int MOST = 100_000;

    private static final int LOOKS = 2;

    private final long patienceNanos;
    private final Map<RowKey, Lost> rows = new LinkedHashMap<>();
    private boolean overflowed;

    /**
     * A put.
     *
     * @param write without its bins
     * @param dueNanos when to look, by {@link System#nanoTime}
     * @param looksLeft how often
     */
    private record Lost(AerospikeWrite write, long dueNanos, int looksLeft) {}

    /**
     * Makes an empty one.
     *
     * @param patienceNanos how long after the answer was lost to look, and how long after that again
     */
    LostPuts(long patienceNanos) {
        this.patienceNanos = patienceNanos;
    }

    /** Returns the put that a stage waits for and that may bring its row back; null where it waits for something else. */
    static @Nullable AerospikeWrite putOf(Stage stage) {
        if (stage instanceof Stage.PutRow put && put.write().isGuarded()) {
            return put.write();
        }
        return stage instanceof FindPosition.ThereIsNone put && !put.write().isDelete() ? put.write() : null;
    }

    /** Adds a put whose answer is lost, at this time. */
    void add(AerospikeWrite put, long nowNanos) {
        keep(put.withoutBins(), nowNanos, LOOKS);
    }

    /** Adds a put that could not be checked, at this time. */
    void addAgain(AerospikeWrite put, long nowNanos) {
        keep(put, nowNanos, LOOKS);
    }

    /** Returns what was due before this time, and notes when to look at it again: not before this time. */
    synchronized List<AerospikeWrite> due(long nowNanos, int most) {
        List<AerospikeWrite> due = new ArrayList<>();
        List<Lost> again = new ArrayList<>();
        for (Iterator<Lost> each = rows.values().iterator(); each.hasNext() && due.size() < most; ) {
            Lost lost = each.next();
            if (lost.dueNanos - nowNanos >= 0) {
                break;
            }
            each.remove();
            due.add(lost.write);
            again.add(lost);
        }
        for (Lost lost : again) {
            if (lost.looksLeft > 1) {
                keep(lost.write, nowNanos, lost.looksLeft - 1);
            }
        }
        return due;
    }

    /** Says, once, whether some went that were not looked for. */
    synchronized boolean hasOverflowed() {
        boolean did = overflowed;
        overflowed = false;
        return did;
    }

    private synchronized void keep(AerospikeWrite put, long nowNanos, int looks) {
        Lost before = rows.remove(put.row());
        AerospikeWrite lowest = before == null || before.write.position() > put.position() ? put : before.write;
        rows.put(put.row(), new Lost(lowest, nowNanos + patienceNanos, looks));
        if (rows.size() > MOST) {
            Iterator<Lost> oldest = rows.values().iterator();
            oldest.next();
            oldest.remove();
            overflowed = true;
        }
    }
}
