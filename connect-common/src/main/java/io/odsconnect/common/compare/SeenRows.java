package io.odsconnect.common.compare;

/**
 * Remembers which rows a run had, exactly, in a bounded memory. When that is full it forgets half of the hash space, and
 * then half of what is left, and so on: its answers for the part that it keeps stay exact, and for the rest it has
 * none. Not safe for use by several threads.
 */
final class SeenRows {

    private static final int FIRST_SLOTS = 1 << 10;
    private static final int BYTES_A_SLOT = 2 * Long.BYTES;

    private final MemoryBudget budget;
    private long[] slots = new long[2 * FIRST_SLOTS];
    private int used;
    private int halvings;

    /** What all runs of a task may use together. */
    static final class MemoryBudget {

        private long left;

        MemoryBudget(long bytes) {
            left = bytes;
        }

        private boolean take(long bytes) {
            if (bytes > left) {
                return false;
            }
            left -= bytes;
            return true;
        }

        private void give(long bytes) {
            left += bytes;
        }
    }

    SeenRows(MemoryBudget budget) {
        this.budget = budget;
    }

    /** Says whether the row is in the part of the hash space that is remembered. */
    boolean remembers(RowHash row) {
        return halvings == 0 || row.high() >>> (Long.SIZE - halvings) == 0;
    }

    /** Returns of how many rows one is remembered: 1 for all, then 2, 4, and so on. */
    long oneOf() {
        return 1L << halvings;
    }

    /** Notes a row; returns false only if it is remembered to have been noted before. */
    boolean add(RowHash row) {
        if (!remembers(row)) {
            return true;
        }
        if (contains(row)) {
            return false;
        }
        while (used >= slots.length / 2 / 4 * 3) {
            grow();
            if (!remembers(row)) {
                return true;
            }
        }
        insert(slots, row.high(), fill(row.low()));
        used++;
        return true;
    }

    /** Says whether the row was noted; only of rows that are remembered. */
    boolean contains(RowHash row) {
        long low = fill(row.low());
        for (int at = slot(row.high(), slots.length); ; at = next(at, slots.length)) {
            if (slots[at + 1] == 0) {
                return false;
            }
            if (slots[at] == row.high() && slots[at + 1] == low) {
                return true;
            }
        }
    }

    /** Gives the memory back. */
    void clear() {
        if (slots.length > 2 * FIRST_SLOTS) {
            budget.give((long) slots.length / 2 * BYTES_A_SLOT);
        }
        slots = new long[2 * FIRST_SLOTS];
        used = 0;
        halvings = 0;
    }

    /** Makes twice the room, or forgets half of the rows where there is no memory for that. */
    private void grow() {
        long now = slots.length > 2 * FIRST_SLOTS ? (long) slots.length / 2 * BYTES_A_SLOT : 0;
        long wanted = (long) slots.length * BYTES_A_SLOT;
        // Both are there while the one is copied into the other.
        if (slots.length <= Integer.MAX_VALUE / 4 && budget.take(wanted)) {
            slots = copy(new long[2 * slots.length]);
            budget.give(now);
        } else {
            halvings++;
            used = 0;
            long[] all = slots;
            slots = new long[all.length];
            for (int at = 0; at < all.length; at += 2) {
                if (all[at + 1] != 0 && all[at] >>> (Long.SIZE - halvings) == 0) {
                    insert(slots, all[at], all[at + 1]);
                    used++;
                }
            }
        }
    }

    private long[] copy(long[] into) {
        for (int at = 0; at < slots.length; at += 2) {
            if (slots[at + 1] != 0) {
                insert(into, slots[at], slots[at + 1]);
            }
        }
        return into;
    }

    private static void insert(long[] into, long high, long low) {
        int at = slot(high, into.length);
        while (into[at + 1] != 0) {
            at = next(at, into.length);
        }
        into[at] = high;
        into[at + 1] = low;
    }

    /** A slot is free where the second half is 0; of the two hashes that are alike then, one does not occur. */
    private static long fill(long low) {
        return low == 0 ? 1 : low;
    }

    /** By the last bits: the first say what is remembered. */
    private static int slot(long high, int length) {
        long mixed = (high * 0x9E37_79B9_7F4A_7C15L) >>> 33;
        return (int) (mixed % (length / 2)) * 2;
    }

    private static int next(int at, int length) {
        return at + 2 == length ? 0 : at + 2;
    }
}
