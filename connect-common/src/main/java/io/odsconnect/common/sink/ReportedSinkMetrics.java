package io.odsconnect.common.sink;

import io.odsconnect.common.audit.AuditOutcome;
import io.odsconnect.common.event.ChangeEvent;
import io.odsconnect.common.event.Operation;
import io.odsconnect.common.metrics.Distribution;
import io.odsconnect.common.metrics.TaskMetrics;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The metrics of a sink task, as {@code docs/sink-engine.md} describes them. */
final class ReportedSinkMetrics implements SinkMetrics {

    /** What the MBean is called on workers without plugin metrics. */
    static final String TYPE = "sink";

    private final TaskMetrics metrics;
    private final BooleanSupplier pausedByWorker;
    private final LongSupplier millis;
    private final Map<AuditOutcome, Counts> counts = new EnumMap<>(AuditOutcome.class);
    private final Counts retried;
    private final LongAdder batches;
    private final LongAdder batchWrites;
    private final LongAdder batchBytes;
    private final LongAdder batchesFailed;
    private final LongAdder batchNanos = new LongAdder();
    private final Distribution batchSize;
    private final Distribution batchMillis;
    private final Distribution lagMillis;
    private volatile int inFlight;
    private volatile int openWrites;
    private volatile long openBytes;
    private volatile long behindSince = ChangeEvent.NO_TIME;
    private volatile long caughtUpMillis;
    private volatile long stalledSince;
    private volatile boolean stalled;
    private volatile long pausedNanos;
    private volatile long pausedSince;
    private volatile boolean paused;

    /**
     * Reports to a task's metrics.
     *
     * @param pausedByWorker says whether the worker has paused the connector; asked by any thread that reads a metric
     * @param millis the time in milliseconds since the epoch
     */
    ReportedSinkMetrics(TaskMetrics metrics, BooleanSupplier pausedByWorker, LongSupplier millis) {
        this.metrics = metrics;
        this.pausedByWorker = pausedByWorker;
        this.millis = millis;
        for (AuditOutcome outcome : AuditOutcome.values()) {
            if (outcome != AuditOutcome.PUBLISHED) {
                counts.put(outcome, new Counts(metrics, outcome.title()));
            }
        }
        retried = new Counts(metrics, "retried");
        batches = metrics.counter("batches-total", "Batches that succeeded");
        batchWrites = metrics.counter("batch-writes-total", "Writes in the batches that succeeded");
        batchBytes = metrics.counter("batch-bytes-total", "Bytes of the batches that succeeded");
        batchesFailed = metrics.counter("batches-failed-total", "Batches that the store failed as a whole");
        metrics.gauge(
                "batch-time-ms-total",
                "Time of the batches that succeeded, from sending to the store's answer",
                () -> TimeUnit.NANOSECONDS.toMillis(batchNanos.sum()));
        batchSize = metrics.distribution("batch-size", "Writes in a batch");
        batchMillis = metrics.distribution("batch-time-ms", "Time from sending a batch to the store's answer");
        metrics.gauge("batches-in-flight", "Batches in flight now", () -> inFlight);
        metrics.gauge("open-writes", "Writes that wait or are in flight now", () -> openWrites);
        metrics.gauge("open-bytes", "Bytes of the writes that wait or are in flight now", () -> openBytes);
        lagMillis = metrics.distribution("lag-ms", "Time from the commit in the database to the store's answer");
        metrics.gauge(
                "lag-ms",
                "Time since the commit in the database of the oldest event that the store has not acknowledged; 0 if"
                        + " there is none; while the connector is paused, the time since that was last known; -1 while no"
                        + " event had a commit time",
                this::lagMillis);
        metrics.gauge(
                "stalled-ms",
                "How long the task has made no progress though it has something to do; 0 below a minute",
                () -> stalled ? TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - stalledSince) : 0);
        metrics.gauge(
                "paused",
                "1 while the task takes no records because the store is behind, else 0",
                () -> paused ? 1 : 0);
        metrics.gauge("paused-ms-total", "Time for which the task took no records", this::pausedMillis);
    }

    /** The counters of one outcome, by operation and for all. */
    private static final class Counts {

        private final Map<Operation, LongAdder> byOperation = new EnumMap<>(Operation.class);
        private final LongAdder unknown = new LongAdder();

        Counts(TaskMetrics metrics, String name) {
            for (Operation operation : Operation.values()) {
                String of = operation.name().toLowerCase(Locale.ROOT);
                byOperation.put(
                        operation,
                        metrics.counter(
                                name + "-" + of + "-total", "Writes of operation " + of + " that were " + name));
            }
            metrics.gauge(name + "-total", "Writes that were " + name, this::sum);
        }

        void add(@Nullable Operation operation, int count) {
            LongAdder adder = operation == null ? null : byOperation.get(operation);
            (adder == null ? unknown : adder).add(count);
        }

        long sum() {
            long sum = unknown.sum();
            for (LongAdder each : byOperation.values()) {
                sum += each.sum();
            }
            return sum;
        }
    }

    @Override
    public void count(@Nullable Operation operation, AuditOutcome outcome, int writes) {
        Counts ofOutcome = counts.get(outcome);
        if (ofOutcome != null) {
            ofOutcome.add(operation, writes);
        }
    }

    @Override
    public void retried(@Nullable Operation operation) {
        retried.add(operation, 1);
    }

    @Override
    public void batch(int writes, long bytes, long nanos) {
        batches.increment();
        batchWrites.add(writes);
        batchBytes.add(bytes);
        batchNanos.add(nanos);
        batchSize.record(writes);
        batchMillis.record(nanos / 1e6);
    }

    @Override
    public void batchFailed() {
        batchesFailed.increment();
    }

    @Override
    public void lag(long micros) {
        lagMillis.record(micros / 1e3);
    }

    @Override
    public void behindSince(long commitMicros) {
        // A paused task receives no records, and so does not know whether there are any.
        if (commitMicros == CAUGHT_UP && !(behindSince == CAUGHT_UP && pausedByWorker.getAsBoolean())) {
            caughtUpMillis = millis.getAsLong();
        }
        behindSince = commitMicros;
    }

    @Override
    public void stalled(boolean now, long sinceNanos) {
        stalledSince = sinceNanos;
        stalled = now;
    }

    private long lagMillis() {
        long since = behindSince;
        if (since == ChangeEvent.NO_TIME) {
            return -1;
        }
        if (since == CAUGHT_UP) {
            return pausedByWorker.getAsBoolean() ? Math.max(0, millis.getAsLong() - caughtUpMillis) : 0;
        }
        return Math.max(0, millis.getAsLong() - TimeUnit.MICROSECONDS.toMillis(since));
    }

    @Override
    public void open(int batchesInFlight, int writes, long bytes) {
        inFlight = batchesInFlight;
        openWrites = writes;
        openBytes = bytes;
    }

    @Override
    public void paused(boolean now) {
        if (now) {
            pausedSince = System.nanoTime();
        } else {
            pausedNanos = pausedNanos + System.nanoTime() - pausedSince;
        }
        paused = now;
    }

    private long pausedMillis() {
        return TimeUnit.NANOSECONDS.toMillis(paused ? pausedNanos + System.nanoTime() - pausedSince : pausedNanos);
    }

    @Override
    public void close() {
        metrics.close();
    }
}
