package io.odsconnect.common.sink;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks for a task that has something to do and does nothing: records are open or partitions are paused, no wait is to
 * end, and yet nothing is sent to the store and nothing is heard of it. Guarded by the engine's lock.
 */
final class Watchdog {

    private static final Logger LOG = LoggerFactory.getLogger(Watchdog.class);

    /** Longer than a store's own time limits, after which it is heard of. */
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);

    private final String connector;
    private final SinkMetrics metrics;
    private final RateLimit limit = new RateLimit(1, Duration.ofMinutes(1));
    private long movedNanos;
    private boolean stalled;

    Watchdog(String connector, SinkMetrics metrics, long nowNanos) {
        this.connector = connector;
        this.metrics = metrics;
        this.movedNanos = nowNanos;
    }

    /** Hears that something was sent, or came back. */
    void moved(long nowNanos) {
        movedNanos = nowNanos;
        if (stalled) {
            stalled = false;
            metrics.stalled(false, nowNanos);
            LOG.info("Connector {}: the task moves again", connector);
        }
    }

    /**
     * Looks at the task.
     *
     * @param hasWork whether anything is open, or the partitions are paused
     * @param waits whether a wait is to end by itself
     * @param open how many writes are open
     * @param inFlight how many batches are under way
     */
    void look(boolean hasWork, boolean waits, int open, int inFlight, long nowNanos) {
        if (!hasWork || waits) {
            moved(nowNanos);
            return;
        }
        long nanos = nowNanos - movedNanos;
        if (nanos < PATIENCE_NANOS) {
            return;
        }
        if (!stalled) {
            stalled = true;
            metrics.stalled(true, movedNanos);
        }
        if (limit.take(nowNanos) >= 0) {
            LOG.warn(
                    "Connector {}: the task has made no progress for {} s: {} writes are open, {} batches are under way to"
                            + " the store, and nothing is heard of it. If the store is well, restart the task and report"
                            + " this",
                    connector,
                    TimeUnit.NANOSECONDS.toSeconds(nanos),
                    open,
                    inFlight);
        }
    }
}
