package io.odsconnect.common.sink;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks for a task that has something to do and does not get on. Either records are open or partitions are paused, no wait
 * is to end, and yet nothing is sent to the store and nothing is heard of it; or the store does not answer a batch, while
 * others may come and go: what stands behind that batch is never committed. Guarded by the engine's lock.
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

    /**
     * Hears that something was sent, or came back.
     *
     * @param oldestSentNanos when the oldest batch under way was sent; now where none is
     */
    void moved(long nowNanos, long oldestSentNanos) {
        movedNanos = nowNanos;
        if (stalled && nowNanos - oldestSentNanos < PATIENCE_NANOS) {
            stalled = false;
            metrics.stalled(false, nowNanos);
            LOG.info("Connector {}: the task makes progress again", connector);
        }
    }

    /**
     * Looks at the task.
     *
     * @param shouldMove whether anything is open, or the partitions are paused, and no wait is to end by itself
     * @param inFlight how many batches are under way
     * @param oldestSentNanos when the oldest of them was sent; now where there is none
     * @param open describes what is open, for the log
     */
    void look(boolean shouldMove, int inFlight, long oldestSentNanos, long nowNanos, Supplier<String> open) {
        if (!shouldMove) {
            moved(nowNanos, oldestSentNanos);
        }
        boolean unanswered = nowNanos - oldestSentNanos >= PATIENCE_NANOS;
        long sinceNanos = unanswered ? oldestSentNanos : movedNanos;
        if (nowNanos - sinceNanos < PATIENCE_NANOS) {
            return;
        }
        if (!stalled) {
            stalled = true;
            metrics.stalled(true, sinceNanos);
        }
        if (limit.take(nowNanos) >= 0) {
            long seconds = TimeUnit.NANOSECONDS.toSeconds(nowNanos - sinceNanos);
            if (unanswered) {
                LOG.warn(
                        "Connector {}: no answer from the store for {} s to the oldest of {} batches in flight; the offsets"
                                + " behind it cannot be committed. {}. Check the store; if it is healthy, restart the task"
                                + " and report this as a bug",
                        connector,
                        seconds,
                        inFlight,
                        open.get());
            } else {
                LOG.warn(
                        "Connector {}: no progress for {} s: no batch is in flight and no retry is due. {}. Restart the"
                                + " task and report this as a bug",
                        connector,
                        seconds,
                        open.get());
            }
        }
    }
}
