package io.odsconnect.aerospike.protocol;

import com.aerospike.client.Key;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * The rows that this task has itself put into the store since it was last given partitions, and not deleted since: for
 * these {@link Stage} does without its first step. Which rows are known only saves time, so that of two rows that fall on
 * one place the later is kept. Safe for use by several threads, as long as no two have the same row.
 */
final class KnownRows {

    /** Takes 2 MiB; a task that changes fewer rows than half of this over and over knows most of them. */
    private static final int PLACES = 1 << 18;

    private volatile Session session = new Session();

    /** Returns what is known now, and what later becomes known is added to unless all is forgotten before. */
    Session session() {
        return session;
    }

    /** Forgets all rows, those too that writes under way are about to add. */
    void forgetAll() {
        session = new Session();
    }

    /**
     * What is known from one time to the next at which all is forgotten. A row is told by 82 bits of its digest, of which
     * 18 say its place; the rest is never 0, which stands for none.
     */
    static final class Session {

        private final AtomicLongArray rows = new AtomicLongArray(PLACES);

        /** Says whether a row is known, and forgets it: who fails on the way leaves it unknown. */
        boolean takeOut(Key row) {
            int place = place(row);
            boolean found = rows.get(place) == rest(row);
            if (found) {
                rows.set(place, 0);
            }
            return found;
        }

        /** Adds a row. */
        void put(Key row) {
            rows.set(place(row), rest(row));
        }

        private static int place(Key row) {
            return ByteBuffer.wrap(row.digest).getInt(0) & PLACES - 1;
        }

        private static long rest(Key row) {
            // The digest is of set and user key; the same of both may be in two namespaces.
            long rest = ByteBuffer.wrap(row.digest).getLong(Integer.BYTES) ^ row.namespace.hashCode();
            return rest == 0 ? 1 : rest;
        }
    }
}
