package io.odsconnect.common.sink;

import java.util.ArrayDeque;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.ErrantRecordReporter;
import org.jspecify.annotations.Nullable;

/**
 * Sends bad records to where the worker is configured to put them, and fails the task where it is not. Used by the
 * worker's thread only: the worker's reporter is not promised to be safe for any other.
 */
final class DeadLetters {

    private final String connector;
    private final @Nullable ErrantRecordReporter reporter;
    private final ArrayDeque<Report> underWay = new ArrayDeque<>();

    private record Report(Ticket ticket, Future<Void> future) {}

    /** Makes the dead letters of a connector; {@code reporter} is null where the worker has none for it. */
    DeadLetters(String connector, @Nullable ErrantRecordReporter reporter) {
        this.connector = connector;
        this.reporter = reporter;
    }

    /**
     * Reports a bad record.
     *
     * @throws ConnectException if bad records are not tolerated
     */
    void report(Ticket ticket, DataException error) {
        if (reporter == null) {
            throw refusal(ticket, error, error);
        }
        try {
            underWay.addLast(new Report(ticket, reporter.report(ticket.record(), error)));
        } catch (ConnectException e) {
            throw refusal(ticket, error, e);
        }
    }

    /**
     * Tells {@code done} of each report that has arrived since it was asked last.
     *
     * @throws ConnectException if one could not be written
     */
    void collect(Consumer<Ticket> done) {
        while (!underWay.isEmpty() && underWay.element().future.isDone()) {
            Report report = underWay.remove();
            check(report);
            done.accept(report.ticket);
        }
    }

    /** Says whether reports are under way. */
    boolean isEmpty() {
        return underWay.isEmpty();
    }

    private void check(Report report) {
        try {
            report.future.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | CancellationException e) {
            throw new ConnectException(
                    "Connector " + connector + ": the bad record at " + report.ticket.origin
                            + " could not be written to the dead-letter queue: check its topic and the worker's rights",
                    e);
        }
    }

    private ConnectException refusal(Ticket ticket, DataException error, ConnectException cause) {
        return new ConnectException(
                "Connector " + connector + ": bad record at " + ticket.origin + ": " + error.getMessage()
                        + ". To go on without such records set errors.tolerance=all and"
                        + " errors.deadletterqueue.topic.name",
                cause);
    }
}
