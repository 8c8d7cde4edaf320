package io.odsconnect.db2.metrics;

import io.odsconnect.common.metrics.TaskMetrics;
import java.util.concurrent.atomic.LongAdder;

/** What is counted for one table. */
final class TableMetrics {

    private static final long UNKNOWN = -1;

    private final LongAdder loaded;
    private final LongAdder changes;
    private volatile long expected = UNKNOWN;
    private volatile long loadedBefore;
    private volatile boolean done;

    TableMetrics(TaskMetrics metrics) {
        loaded = metrics.counter("loaded-rows-total", "Bulk rows of the table handed over");
        changes = metrics.counter("changes-total", "Changes of the table handed over");
        metrics.gauge(
                "remaining-rows",
                "About how many rows of the table are still to be loaded, by the database's statistics; 0 when its load"
                        + " is done, -1 where unknown",
                this::remaining);
    }

    /** Begins or goes on with a load of about {@code rows} rows more; -1 where that is unknown. */
    void loads(long rows) {
        loadedBefore = loaded.sum();
        expected = rows;
        done = false;
    }

    void count(boolean isLoaded, boolean isLast) {
        if (isLoaded) {
            loaded.increment();
            done = isLast;
        } else {
            changes.increment();
        }
    }

    private long remaining() {
        if (done) {
            return 0;
        }
        return expected < 0 ? UNKNOWN : Math.max(0, expected - (loaded.sum() - loadedBefore));
    }
}
