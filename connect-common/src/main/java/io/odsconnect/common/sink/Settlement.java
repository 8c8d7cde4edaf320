package io.odsconnect.common.sink;

import io.odsconnect.common.audit.AuditOutcome;
import io.odsconnect.common.event.ChangeEvent;
import io.odsconnect.common.sink.SinkMetrics.Result;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Draws the conclusions from what became of a batch. Guarded by the engine's lock. */
final class Settlement<W extends StoreWrite> {

    private static final Logger LOG = LoggerFactory.getLogger(Settlement.class);

    private final String connector;
    private final WriteBuffer<W> buffer;
    private final RetryGate gate;
    private final BadRecords badRecords;
    private final SinkMetrics metrics;
    private final EngineTiming timing;
    private final long retryTimeoutMillis;

    Settlement(
            String connector,
            WriteBuffer<W> buffer,
            RetryGate gate,
            BadRecords badRecords,
            SinkMetrics metrics,
            EngineTiming timing,
            long retryTimeoutMillis) {
        this.connector = connector;
        this.buffer = buffer;
        this.gate = gate;
        this.badRecords = badRecords;
        this.metrics = metrics;
        this.timing = timing;
        this.retryTimeoutMillis = retryTimeoutMillis;
    }

    /**
     * Settles a batch whose stage gave outcomes, or failed.
     *
     * @throws ConnectException if the task cannot go on
     */
    void settle(Batch<W> batch, @Nullable List<Outcome> outcomes, @Nullable Throwable error) {
        if (outcomes == null) {
            Throwable cause =
                    error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
            if (cause instanceof Error) {
                throw storeFault(cause);
            }
            batchFailed(batch, new Outcome.Retry(reason(cause), cause));
        } else if (outcomes.size() != batch.pending.size()) {
            throw new ConnectException("Connector " + connector + ": the store gave " + outcomes.size()
                    + " outcomes for " + batch.pending.size() + " writes");
        } else {
            Outcome.Retry failed = onlyRetries(outcomes);
            if (failed != null) {
                batchFailed(batch, failed);
            } else {
                cameThrough(batch, outcomes);
            }
        }
    }

    private ConnectException fatal(PendingWrite<W> each, Outcome.Fatal why) {
        return new ConnectException(
                "Connector " + connector + " cannot write the record at " + each.ticket.origin
                        + ", and no retry will help: " + why.reason(),
                why.cause());
    }

    /** Returns the failure of a task whose store threw what says nothing of the store's server. */
    ConnectException storeFault(Throwable cause) {
        return new ConnectException(
                "Connector " + connector + ": the store's client failed in a way that no retry heals, see the cause",
                cause);
    }

    private static String reason(@Nullable Throwable cause) {
        if (cause == null) {
            return "the store gave no outcome";
        }
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }

    /** Returns an outcome if all are to try again, else null. */
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

    private void cameThrough(Batch<W> batch, List<Outcome> outcomes) {
        long now = timing.clock().nanos();
        boolean takesWrites = outcomes.stream().anyMatch(outcome -> !(outcome instanceof Outcome.Fatal));
        if (takesWrites && gate.cameThrough()) {
            LOG.info("Connector {}: the store takes writes again", connector);
        }
        metrics.batch(outcomes.size(), batch.bytes(), now - batch.sentNanos());
        long earliestCommit = Long.MAX_VALUE;
        ConnectException fatal = null;
        for (int i = 0; i < outcomes.size(); i++) {
            PendingWrite<W> each = batch.pending.get(i);
            Ticket ticket = each.ticket;
            Outcome outcome = outcomes.get(i);
            if (outcome instanceof Outcome.Applied) {
                if (ticket.committedMicros != ChangeEvent.NO_TIME) {
                    earliestCommit = Math.min(earliestCommit, ticket.committedMicros);
                }
                metrics.count(ticket.operation, Result.APPLIED, 1);
                buffer.done(each, AuditOutcome.APPLIED);
            } else if (outcome instanceof Outcome.Stale) {
                metrics.count(ticket.operation, Result.STALE, 1);
                buffer.done(each, AuditOutcome.STALE);
            } else if (outcome instanceof Outcome.Rejected why) {
                rejected(each, why);
            } else if (outcome instanceof Outcome.Retry why) {
                retry(each, why, timing.backoff(), now);
            } else if (outcome instanceof Outcome.Fatal why && fatal == null) {
                fatal = fatal(each, why);
            }
        }
        if (earliestCommit != Long.MAX_VALUE) {
            metrics.lag(Math.max(0, TimeUnit.MILLISECONDS.toMicros(System.currentTimeMillis()) - earliestCommit));
        }
        if (fatal != null) {
            throw fatal;
        }
    }

    /** The store is down, or as good as: all is sent again once the gate has opened. */
    private void batchFailed(Batch<W> batch, Outcome.Retry why) {
        long now = timing.clock().nanos();
        metrics.batchFailed();
        int failures = gate.failed(batch.era(), now);
        if (failures > 0) {
            LOG.warn(
                    "Connector {}: the store failed a batch of {} writes ({} in a row): {}. It is tried again in {} ms",
                    connector,
                    batch.pending.size(),
                    failures,
                    why.reason(),
                    TimeUnit.NANOSECONDS.toMillis(gate.opensNanos() - now));
        }
        // From the last to the first, since each goes to the front of the queue.
        for (int i = batch.pending.size() - 1; i >= 0; i--) {
            retry(batch.pending.get(i), why, null, now);
        }
    }

    private void retry(PendingWrite<W> sent, Outcome.Retry why, @Nullable Backoff delay, long now) {
        metrics.count(sent.ticket.operation, Result.RETRIED, 1);
        buffer.failed(sent, delay, now);
        long failing = TimeUnit.NANOSECONDS.toMillis(now - sent.lane.failingSince());
        if (retryTimeoutMillis >= 0 && failing >= retryTimeoutMillis && !sent.ticket.isAbandoned()) {
            throw new ConnectException(
                    "Connector " + connector + " could not write the record at " + sent.ticket.origin + " for "
                            + failing + " ms (retry.timeout.ms is " + retryTimeoutMillis + "): " + why.reason(),
                    why.cause());
        }
    }

    private void rejected(PendingWrite<W> sent, Outcome.Rejected why) {
        buffer.rejected(sent);
        if (!sent.ticket.isAbandoned()) {
            badRecords.note(
                    sent.ticket,
                    why.cause() == null
                            ? new BadRecordException(why.reason())
                            : new BadRecordException(why.reason(), why.cause()));
        }
    }
}
