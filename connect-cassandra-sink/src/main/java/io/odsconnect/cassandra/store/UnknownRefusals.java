package io.odsconnect.cassandra.store;

import io.odsconnect.cassandra.mapping.CassandraWrite;
import io.odsconnect.cassandra.mapping.CassandraWrite.RowId;
import io.odsconnect.cassandra.mapping.TableName;
import io.odsconnect.common.sink.Outcome;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * Tells rows that the server refuses from a server that refuses all rows, where its words say nothing to us. A table that
 * has taken another row meanwhile has nothing against all of them. As long as it takes none a row is tried again, some
 * times; and when several rows in a row were refused the task fails, before a whole topic is in the dead-letter queue.
 * Safe for use by several threads.
 */
final class UnknownRefusals {

    /** How often a row is sent to a table that takes no other. */
    static final int TRIES = 3;

    /** After how many rows that were refused, and none that was taken, it is no row's fault. */
    static final int ROWS = 10;

    /** Of how many rows of a table it is known how often they were refused. */
    private static final int KNOWN_ROWS = 1000;

    private final LongSupplier clock;
    private final ConcurrentHashMap<TableName, OfTable> tables = new ConcurrentHashMap<>();

    /** Judges by the time in nanoseconds. */
    UnknownRefusals() {
        this(System::nanoTime);
    }

    /** As above; for tests, which let time go by. */
    UnknownRefusals(LongSupplier clock) {
        this.clock = clock;
    }

    private static final class OfTable {

        private boolean hasTaken;
        private long takenNanos;
        /** How often each row was refused, whatever else was taken meanwhile; the oldest are forgotten. */
        private final Map<RowId, Integer> tries = new LinkedHashMap<>() {

            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<RowId, Integer> eldest) {
                return size() > KNOWN_ROWS;
            }
        };

        /** The rows that were refused since one was taken. */
        private final Set<RowId> sinceTaken = new HashSet<>();

        synchronized void taken(long nowNanos) {
            hasTaken = true;
            takenNanos = nowNanos;
            sinceTaken.clear();
        }

        synchronized Outcome judge(CassandraWrite write, long sentNanos, Outcome.Rejected refused) {
            if (hasTaken && takenNanos - sentNanos >= 0) {
                return refused;
            }
            int tried = tries.merge(write.identity(), 1, Integer::sum);
            sinceTaken.add(write.identity());
            if (sinceTaken.size() >= ROWS) {
                sinceTaken.clear();
                return new Outcome.Fatal(
                        "Cassandra has refused the last " + ROWS + " rows for table " + write.table()
                                + " and taken none, with words that this sink does not know: " + refused.reason()
                                + ". Mend what they say, then restart the task; nothing is lost",
                        null);
            }
            if (tried < TRIES) {
                return new Outcome.Retry(refused.reason(), null);
            }
            tries.remove(write.identity());
            return refused;
        }
    }

    /** Returns the time, to be kept with what is sent. */
    long now() {
        return clock.getAsLong();
    }

    /** Hears that a table has taken a row. */
    void taken(TableName table) {
        of(table).taken(now());
    }

    /**
     * Returns the outcome of a row that was refused with an unknown message.
     *
     * @param sentNanos when it was sent, by {@link #now()}
     * @param refused what becomes of it if it is to blame
     */
    Outcome judge(CassandraWrite write, long sentNanos, Outcome.Rejected refused) {
        return of(write.table().name()).judge(write, sentNanos, refused);
    }

    private OfTable of(TableName table) {
        return tables.computeIfAbsent(table, any -> new OfTable());
    }
}
