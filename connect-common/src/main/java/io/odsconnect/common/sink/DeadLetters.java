package io.odsconnect.common.sink;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.ErrantRecordReporter;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends bad records to where the worker is configured to put them, and fails the task where it is not. Used by the
 * worker's thread only: the worker's reporter is not promised to be safe for any other.
 */
final class DeadLetters {

    private static final Logger LOG = LoggerFactory.getLogger(DeadLetters.class);

    private static final int LINES_A_MINUTE = 10;

    private final String connector;
    private final @Nullable ErrantRecordReporter reporter;
    private final ArrayDeque<Report> underWay = new ArrayDeque<>();
    private final LongSupplier nanoTime;
    private final RateLimit limit = new RateLimit(LINES_A_MINUTE, Duration.ofMinutes(1));

    private record Report(RecordProgress progress, Future<Void> future) {}

    /**
     * Makes the dead letters of a connector.
     *
     * @param reporter the worker's; null where it has none for this connector
     * @param nanoTime the time in nanoseconds from an arbitrary start
     */
    DeadLetters(String connector, @Nullable ErrantRecordReporter reporter, LongSupplier nanoTime) {
        this.connector = connector;
        this.reporter = reporter;
        this.nanoTime = nanoTime;
    }

    /**
     * Reports a bad record.
     *
     * @throws ConnectException if bad records are not tolerated
     */
    void report(RecordProgress progress, DataException error) {
        if (reporter == null) {
            throw refusal(progress, error, error);
        }
        try {
            underWay.addLast(new Report(progress, reporter.report(progress.record(), error)));
            log(progress, error);
        } catch (ConnectException e) {
            throw refusal(progress, error, e);
        }
    }

    private void log(RecordProgress progress, DataException error) {
        long unsaid = limit.take(nanoTime.getAsLong());
        if (unsaid >= 0) {
            LOG.warn(
                    "Connector {}: the bad record at {} is handed to the dead-letter queue: {}{}",
                    connector,
                    progress.origin,
                    error.getMessage(),
                    unsaid == 0 ? "" : " (" + unsaid + " more before this one are not in the log)");
        }
    }

    /**
     * Tells {@code done} of each report that has arrived since it was asked last.
     *
     * @throws ConnectException if one could not be written
     */
    void collect(Consumer<RecordProgress> done) {
        while (!underWay.isEmpty() && underWay.element().future.isDone()) {
            Report report = underWay.remove();
            check(report);
            done.accept(report.progress);
        }
    }

    /** Says whether no report is under way. */
    boolean isEmpty() {
        return underWay.isEmpty();
    }

    /** Returns how many reports are under way. */
    int count() {
        return underWay.size();
    }

    private void check(Report report) {
        try {
            report.future.get();
        } catch (InterruptedException e) {
            // Whether it was written is not known, so its offset must not be committed.
            Thread.currentThread().interrupt();
            throw new ConnectException(
                    "Connector " + connector + ": interrupted while the bad record at " + report.progress.origin
                            + " was being sent to the dead-letter queue",
                    e);
        } catch (ExecutionException | CancellationException e) {
            throw new ConnectException(
                    "Connector " + connector + ": the bad record at " + report.progress.origin
                            + " could not be written to the dead-letter queue: check its topic and the worker's rights",
                    e);
        }
    }

    private ConnectException refusal(RecordProgress progress, DataException error, ConnectException cause) {
        return new ConnectException(
                "Connector " + connector + ": bad record at " + progress.origin + ": " + error.getMessage()
                        + ". To go on without such records set errors.tolerance=all and"
                        + " errors.deadletterqueue.topic.name",
                cause);
    }
}
