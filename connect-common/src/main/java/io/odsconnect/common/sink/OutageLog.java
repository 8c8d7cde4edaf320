package io.odsconnect.common.sink;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the log of outages of the store: the first failure and the end at once, what lies between now and then. Guarded
 * by the engine's lock.
 */
final class OutageLog {

    private static final Logger LOG = LoggerFactory.getLogger(OutageLog.class);

    private static final Duration REMINDER = Duration.ofMinutes(1);

    private final String connector;
    private final RateLimit outageLimit = new RateLimit(5, REMINDER);
    private final RateLimit rowLimit = new RateLimit(1, REMINDER);
    private boolean said;
    private long nextReminderNanos;

    OutageLog(String connector) {
        this.connector = connector;
    }

    /**
     * Hears that the store failed a batch as a whole.
     *
     * @param failures how many times in a row
     * @param reason what happened, without a value
     * @param nanos since the first failure
     * @param waitNanos until the next try
     * @param nowNanos the time
     */
    void failed(int failures, String reason, long nanos, long waitNanos, long nowNanos) {
        long waitMillis = TimeUnit.NANOSECONDS.toMillis(waitNanos);
        if (failures == 1) {
            // Where batches are small, one range that is away looks like an outage again and again.
            said = outageLimit.take(nowNanos) >= 0;
            nextReminderNanos = REMINDER.toNanos();
        }
        if (failures == 1 && said) {
            LOG.info(
                    "Connector {}: the store takes no writes: {}. The next retry is in {} ms; the interval grows",
                    connector,
                    reason,
                    waitMillis);
        } else if (nanos >= nextReminderNanos) {
            LOG.warn(
                    "Connector {}: the store has taken no writes for {} s ({} failures in a row): {}. The next retry is"
                            + " in {} ms",
                    connector,
                    TimeUnit.NANOSECONDS.toSeconds(nanos),
                    failures,
                    reason,
                    waitMillis);
            nextReminderNanos = nanos + REMINDER.toNanos();
            said = true;
        } else {
            LOG.debug(
                    "Connector {}: failure {} in a row of the store: {}. The next retry is in {} ms",
                    connector,
                    failures,
                    reason,
                    waitMillis);
        }
    }

    /** Hears that the store takes writes again, so long after the first failure. */
    void ended(long nanos) {
        if (said) {
            LOG.info(
                    "Connector {}: the store takes writes again, {} ms after the first failure",
                    connector,
                    TimeUnit.NANOSECONDS.toMillis(nanos));
        }
    }

    /** Hears that the store could not take a row, though it takes others. */
    void rowRefused(RecordProgress progress, String reason, long nowNanos) {
        long unsaid = rowLimit.take(nowNanos);
        if (unsaid >= 0) {
            LOG.warn(
                    "Connector {}: the store takes writes, but not the one at {} now: {}. It is retried by itself"
                            + " ({} more such failures since the last of these lines)",
                    connector,
                    progress.origin,
                    reason,
                    unsaid);
        }
    }
}
