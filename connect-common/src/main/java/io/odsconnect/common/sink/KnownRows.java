package io.odsconnect.common.sink;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * The rows that a task has itself written since it was last given partitions, of which a {@link Store} knows more than
 * that they exist, and can write them the next time with less effort. Only saves time: of the rows of one place the last
 * few are kept. Safe for use by several threads, as long as no two have the same row.
 */
public final class KnownRows {

    /** Takes 2 MiB; a task that changes no more rows than this over and over knows most of them. */
    private static final int ROWS = 1 << 18;

    /** How many rows are kept of a place: with one only, every sixth row of 50,000 would be lost to another. */
    private static final int ROWS_OF_A_PLACE = 4;

    private volatile Session session = new Session();

    /** Returns what is known now, and what later becomes known is added to unless all is forgotten before. */
    public Session session() {
        return session;
    }

    /** Forgets all rows, those too that writes under way are about to add. */
    public void forgetAll() {
        session = new Session();
    }

    /**
     * What is known from one time to the next at which all is forgotten. A row is identified by up to 80 bits: the lowest 18 of
     * one number, less two, say its place, and another number stands there.
     */
    public static final class Session {

        private static final long NONE = 0;

        private final AtomicLongArray rows = new AtomicLongArray(ROWS);

        /**
         * Returns whether a row is known, and removes it: if the caller fails, the row stays unknown.
         *
         * @param place of which the lowest bits are as good as random
         * @param row what else identifies the row, as good as random too, and what is known of it
         */
        public boolean takeOut(long place, long row) {
            int first = first(place);
            long sought = stored(row);
            for (int i = first; i < first + ROWS_OF_A_PLACE; i++) {
                if (rows.get(i) == sought) {
                    rows.set(i, NONE);
                    return true;
                }
            }
            return false;
        }

        /** Removes the rows of a place. */
        public void forget(long place) {
            int first = first(place);
            for (int i = first; i < first + ROWS_OF_A_PLACE; i++) {
                rows.set(i, NONE);
            }
        }

        /** Adds a row that was taken out or was not known; where its place is full, for one that stands there. */
        public void put(long place, long row) {
            int first = first(place);
            long added = stored(row);
            for (int i = first; i < first + ROWS_OF_A_PLACE; i++) {
                if (rows.get(i) == NONE && rows.compareAndSet(i, NONE, added)) {
                    return;
                }
            }
            rows.set(first + (int) (added & ROWS_OF_A_PLACE - 1), added);
        }

        private static int first(long place) {
            return (int) place & ROWS - ROWS_OF_A_PLACE;
        }

        private static long stored(long row) {
            return row == NONE ? 1 : row;
        }
    }
}
