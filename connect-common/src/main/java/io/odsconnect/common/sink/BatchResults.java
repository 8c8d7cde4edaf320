package io.odsconnect.common.sink;

import io.odsconnect.common.audit.AuditOutcome;
import io.odsconnect.common.event.ChangeEvent;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Processes the result of a batch. Guarded by the engine's lock. */
final class BatchResults<W extends StoreWrite> {

    private static final Logger LOG = LoggerFactory.getLogger(BatchResults.class);

    private final String connector;
    private final WriteBuffer<W> buffer;
    private final RetryGate gate;
    private final BatchOrder<W> order;
    private final BadRecords badRecords;
    private final SinkMetrics metrics;
    private final EngineTiming timing;
    private final long retryTimeoutMillis;
    private final OutageLog outage;

    BatchResults(
            String connector,
            WriteBuffer<W> buffer,
            RetryGate gate,
            BatchOrder<W> order,
            BadRecords badRecords,
            SinkMetrics metrics,
            EngineTiming timing,
            long retryTimeoutMillis) {
        this.connector = connector;
        this.buffer = buffer;
        this.gate = gate;
        this.order = order;
        this.badRecords = badRecords;
        this.metrics = metrics;
        this.timing = timing;
        this.retryTimeoutMillis = retryTimeoutMillis;
        this.outage = new OutageLog(connector);
    }

    /**
     * Processes a batch whose stage completed with outcomes, or failed.
     *
     * @throws ConnectException if the task cannot go on
     */
    void settle(Batch<W> batch, @Nullable List<Outcome> outcomes, @Nullable Throwable error) {
        long now = timing.clock().nanos();
        Throwable cause = cause(error);
        if (cause instanceof StoreUnavailableException away) {
            unavailable(batch, away, now);
        } else if (cause instanceof Error) {
            throw storeFault(cause);
        } else if (cause != null) {
            hasBadRow(batch, cause);
        } else {
            List<Outcome> checked = checked(batch, outcomes);
            Outcome.Retry failed = onlyRetries(checked);
            if (failed == null) {
                succeeded(batch, checked, now);
            } else {
                noneTaken(batch, checked, failed, now);
            }
        }
    }

    private static @Nullable Throwable cause(@Nullable Throwable error) {
        Throwable cause = error;
        while (cause instanceof CompletionException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }

    private List<Outcome> checked(Batch<W> batch, @Nullable List<Outcome> outcomes) {
        if (outcomes == null) {
            throw storeMistake("completed a batch of " + batch.size() + " writes without outcomes");
        }
        if (outcomes.size() != batch.size()) {
            throw storeMistake("gave " + outcomes.size() + " outcomes for " + batch.size() + " writes");
        }
        for (int i = 0; i < batch.size(); i++) {
            if (outcomes.get(i) == null) {
                throw storeMistake("gave no outcome for the record at " + batch.pending.get(i).progress.origin);
            }
        }
        return outcomes;
    }

    /** Returns the failure of a task whose store returned no stage. */
    ConnectException noStage() {
        return storeMistake("accepted a batch and returned no stage");
    }

    private ConnectException storeMistake(String what) {
        return new ConnectException("Connector " + connector + ": the store " + what
                + ". That is a mistake in the sink: report it. Nothing of the batch is committed");
    }

    private ConnectException fatal(PendingWrite<W> each, Outcome.Fatal why) {
        return new ConnectException(
                "Connector " + connector + " cannot write the record at " + each.progress.origin
                        + ", and no retry will help: " + why.reason(),
                why.cause());
    }

    private ConnectException storeFault(Throwable cause) {
        return new ConnectException(
                "Connector " + connector + ": the store's client failed in a way that no retry can resolve ("
                        + cause.getClass().getSimpleName() + "), see the cause",
                cause);
    }

    /** Returns one of the outcomes if all are retries, else null. */
    private static Outcome.@Nullable Retry onlyRetries(List<Outcome> outcomes) {
        Outcome.Retry last = null;
        for (Outcome outcome : outcomes) {
            if (!(outcome instanceof Outcome.Retry retry)) {
                return null;
            }
            last = retry;
        }
        return last;
    }

    private void succeeded(Batch<W> batch, List<Outcome> outcomes, long now) {
        boolean takesWrites = outcomes.stream().anyMatch(outcome -> !(outcome instanceof Outcome.Fatal));
        if (takesWrites && gate.succeeded()) {
            outage.ended(now - gate.shutNanos());
        }
        metrics.batch(outcomes.size(), batch.bytes(), now - batch.sentNanos());
        LOG.debug(
                "Connector {}: the store answered for {} writes after {} ms",
                connector,
                outcomes.size(),
                TimeUnit.NANOSECONDS.toMillis(now - batch.sentNanos()));
        long earliestCommit = Long.MAX_VALUE;
        int retried = 0;
        ConnectException fatal = null;
        for (int i = 0; i < outcomes.size(); i++) {
            PendingWrite<W> each = batch.pending.get(i);
            RecordProgress progress = each.progress;
            Outcome outcome = outcomes.get(i);
            if (outcome instanceof Outcome.Applied) {
                if (progress.committedMicros != ChangeEvent.NO_TIME) {
                    earliestCommit = Math.min(earliestCommit, progress.committedMicros);
                }
                metrics.count(progress.operation, AuditOutcome.APPLIED, 1);
                buffer.done(each, AuditOutcome.APPLIED);
            } else if (outcome instanceof Outcome.Stale) {
                metrics.count(progress.operation, AuditOutcome.STALE, 1);
                buffer.done(each, AuditOutcome.STALE);
            } else if (outcome instanceof Outcome.Rejected why) {
                rejected(each, why);
            } else if (outcome instanceof Outcome.Retry why) {
                retried++;
                outage.rowRefused(each.progress, why.reason(), now);
                retry(each, why, timing.backoff(), now);
            } else if (outcome instanceof Outcome.Fatal why && fatal == null) {
                fatal = fatal(each, why);
            }
        }
        order.settled(batch, batch.size() - retried);
        if (earliestCommit != Long.MAX_VALUE) {
            metrics.lag(Math.max(0, TimeUnit.MILLISECONDS.toMicros(System.currentTimeMillis()) - earliestCommit));
        }
        if (fatal != null) {
            throw fatal;
        }
    }

    /** The store took none of these rows: it is down, or only the part of it that holds these rows. */
    private void noneTaken(Batch<W> batch, List<Outcome> outcomes, Outcome.Retry why, long now) {
        order.settled(batch, 0);
        boolean wholeStore = gate.isWholeStore(batch);
        if (wholeStore) {
            shut(batch, why.reason(), now);
        } else {
            outage.rowRefused(batch.pending.get(0).progress, why.reason(), now);
        }
        for (int i = 0; i < batch.size(); i++) {
            // While the gate is shut, rows need no wait of their own.
            retry(batch.pending.get(i), (Outcome.Retry) outcomes.get(i), wholeStore ? null : timing.backoff(), now);
        }
    }

    /** The store is down, and the result of each write is unknown: all are sent again when the gate opens. */
    private void unavailable(Batch<W> batch, StoreUnavailableException why, long now) {
        shut(batch, String.valueOf(why.getMessage()), now);
        batch.pending.forEach(each -> metrics.retried(each.progress.operation));
        buffer.unanswered(batch.pending, now);
        batch.pending.forEach(each -> failIfTooLong(each, String.valueOf(why.getMessage()), why, now));
    }

    private void shut(Batch<W> batch, String reason, long now) {
        metrics.batchFailed();
        int failures = gate.failed(batch, now);
        if (failures > 0) {
            outage.failed(failures, reason, now - gate.shutNanos(), gate.opensNanos(true) - now, now);
        }
    }

    /** A row of the batch is one that the store's client cannot send: halving the batch finds it. */
    private void hasBadRow(Batch<W> batch, Throwable cause) {
        metrics.batchFailed();
        LOG.debug(
                "Connector {}: a batch of {} writes has a row that the store's client cannot send ({})",
                connector,
                batch.size(),
                cause.getClass().getName());
        if (batch.size() == 1) {
            ClientFault fault = new ClientFault(cause);
            rejected(batch.pending.get(0), new Outcome.Rejected(String.valueOf(fault.getMessage()), fault));
        } else {
            batch.pending.forEach(each -> metrics.retried(each.progress.operation));
            buffer.split(batch.pending);
        }
    }

    private void retry(PendingWrite<W> sent, Outcome.Retry why, @Nullable Backoff delay, long now) {
        metrics.retried(sent.progress.operation);
        buffer.failed(sent, delay, now);
        failIfTooLong(sent, why.reason(), why.cause(), now);
    }

    private void failIfTooLong(PendingWrite<W> sent, String reason, @Nullable Throwable cause, long now) {
        long failing = TimeUnit.NANOSECONDS.toMillis(now - sent.row.failingSince());
        if (retryTimeoutMillis >= 0 && failing >= retryTimeoutMillis && !sent.progress.isAbandoned()) {
            throw new ConnectException(
                    "Connector " + connector + " could not write the record at " + sent.progress.origin + " for "
                            + failing + " ms (retry.timeout.ms is " + retryTimeoutMillis + "): " + reason,
                    cause);
        }
    }

    private void rejected(PendingWrite<W> sent, Outcome.Rejected why) {
        buffer.rejected(sent);
        if (!sent.progress.isAbandoned()) {
            badRecords.note(
                    sent.progress,
                    why.cause() == null
                            ? new BadRecordException(why.reason())
                            : new BadRecordException(why.reason(), why.cause()));
        }
    }
}
