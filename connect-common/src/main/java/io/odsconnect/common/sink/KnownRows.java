package io.odsconnect.common.sink;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * The rows that a task has itself written since it was last given partitions, of which a {@link Store} knows more than
 * that they exist, and can write them the next time with less effort. Only saves time: of two rows that fall on one place
 * the later is kept. Safe for use by several threads, as long as no two have the same row.
 */
public final class KnownRows {

    /** Takes 2 MiB; a task that changes fewer rows than half of this over and over knows most of them. */
    private static final int PLACES = 1 << 18;

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
     * What is known from one time to the next at which all is forgotten. A row is told by up to 82 bits: the lowest 18 of one
     * number say its place, and another number stands there.
     */
    public static final class Session {

        private static final long NONE = 0;

        private final AtomicLongArray rows = new AtomicLongArray(PLACES);

        /**
         * Says whether a row is known, and forgets it: who fails on the way leaves it unknown.
         *
         * @param place of which the lowest bits are as good as random
         * @param row what else tells the row, as good as random too, and what is known of it
         */
        public boolean takeOut(long place, long row) {
            int index = index(place);
            boolean found = rows.get(index) == stored(row);
            if (found) {
                rows.set(index, NONE);
            }
            return found;
        }

        /** Makes unknown whatever row is known at a place. */
        public void forget(long place) {
            rows.set(index(place), NONE);
        }

        /** Adds a row. */
        public void put(long place, long row) {
            rows.set(index(place), stored(row));
        }

        private static int index(long place) {
            return (int) place & PLACES - 1;
        }

        private static long stored(long row) {
            return row == NONE ? 1 : row;
        }
    }
}
