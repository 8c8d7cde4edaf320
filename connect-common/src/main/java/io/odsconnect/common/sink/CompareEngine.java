package io.odsconnect.common.sink;

import io.odsconnect.common.compare.CompareOptions;
import io.odsconnect.common.compare.Comparer;
import io.odsconnect.common.compare.ReportLog;
import io.odsconnect.common.compare.RunContext;
import io.odsconnect.common.compare.Step;
import io.odsconnect.common.compare.TableRun;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTaskContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares the rows of compare runs with a store. The worker's thread decodes and maps records; the store's threads and the
 * clock's bring the rest. All share one lock, under which the store is never called.
 *
 * <p>A run is over when its report is safe, and not before that are offsets of its records committed: a task that comes
 * after this one compares the run again from its first record. Offsets of change topics are never committed, so that
 * it reads all deletes again.
 */
final class CompareEngine<W extends StoreWrite> implements SinkWork {

    private static final Logger LOG = LoggerFactory.getLogger(CompareEngine.class);

    private static final long WAIT_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final long POLL_MS = 200;

    private final String connector;
    private final Store<W> store;
    private final SinkOptions options;
    private final SinkTaskContext context;
    private final EngineTiming timing;
    private final ReportLog reports;
    private final SinkMetrics metrics;
    private final RunContext<W> runs;
    private final CompareIntake<W> intake;
    private final CompareRecords<W> records;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final CompareSteps steps;
    private final Map<String, TopicRuns<W>> topics = new LinkedHashMap<>();
    private final Set<TopicPartition> assigned = new HashSet<>();
    private final Set<TopicPartition> paused = new HashSet<>();
    private boolean full;
    private boolean stopped;
    private final TaskFailure failure;

    CompareEngine(
            String connector,
            Store<W> store,
            Comparer<W> comparer,
            SinkOptions options,
            CompareOptions compare,
            SinkTaskContext context,
            RunContext<W> runs,
            ReportLog reports,
            SinkMetrics metrics,
            EngineTiming timing) {
        this.connector = connector;
        this.store = store;
        this.options = options;
        this.context = context;
        this.timing = timing;
        this.reports = reports;
        this.metrics = metrics;
        this.runs = runs;
        this.intake = new CompareIntake<>(connector, store, comparer, options.decoder(), compare.suffix());
        this.records = new CompareRecords<>(
                connector, lock, topics, assigned, runs, intake, timing.clock(), this::reportAcknowledged);
        this.failure = new TaskFailure(lock, changed, () -> {});
        this.steps = new CompareSteps(connector, lock, changed, options, timing, metrics, new Work());
    }

    @Override
    public void open(Collection<TopicPartition> partitions) {
        lock.lock();
        try {
            assigned.addAll(partitions);
            // The worker pauses again what was paused when it went.
            paused.addAll(partitions);
            records.assigned();
        } finally {
            lock.unlock();
        }
        LOG.info("Connector {}: assigned {}", connector, partitions);
        intake.decoder().assigned(partitions);
        store.assigned();
        setPauses();
    }

    @Override
    public void put(Collection<SinkRecord> records) {
        failure.throwIfThere();
        if (!store.isReady()) {
            context.timeout(POLL_MS);
            if (!records.isEmpty()) {
                throw new RetriableException("The store has not been reached yet, and takes no records so far");
            }
            return;
        }
        try {
            reports.check();
            this.records.take(records);
        } catch (ConnectException e) {
            failure.note(e);
        }
        steps.run();
        failure.throwIfThere();
        awaitRoom();
        setPauses();
        context.timeout(POLL_MS);
    }

    private void reportAcknowledged(TableRun<W> run) {
        lock.lock();
        try {
            run.reportAcknowledged();
        } finally {
            lock.unlock();
        }
        steps.run();
    }

    /** What the runs ask of the store, called under the lock. */
    private final class Work implements CompareSteps.Work {

        @Override
        public boolean isOver() {
            return stopped || failure.isThere();
        }

        @Override
        public void advance(long now) {
            for (TopicRuns<W> topic : topics.values()) {
                TableRun<W> run = topic.active();
                if (run != null) {
                    run.advance(!full, now);
                    topic.forgetIfDone();
                }
            }
        }

        @Override
        public @Nullable Step next(long now) {
            for (TopicRuns<W> topic : topics.values()) {
                TableRun<W> run = topic.active();
                Step step = run == null ? null : run.next(options.batchSize(), options.batchBytes(), now);
                if (step != null) {
                    return step;
                }
            }
            return null;
        }

        @Override
        public long rateWaitNanos(long now) {
            return runs.waitNanos(now);
        }

        @Override
        public long waitNanos(long now) {
            long wait = Long.MAX_VALUE;
            for (TopicRuns<W> topic : topics.values()) {
                TableRun<W> run = topic.active();
                if (run != null) {
                    wait = Math.min(wait, run.waitNanos(now));
                }
            }
            return wait;
        }

        @Override
        public void failed(ConnectException why) {
            failure.note(why);
        }
    }

    /** Waits a little where the buffer is full, so that the store need not wait for the worker's next poll. */
    private void awaitRoom() {
        lock.lock();
        try {
            long left = WAIT_NANOS;
            full = isFull(full ? 2 : 1);
            while (full && !failure.isThere() && left > 0) {
                left = changed.awaitNanos(left);
                full = isFull(2);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    private boolean isFull(int part) {
        long rows = 0;
        long bytes = 0;
        for (TopicRuns<W> topic : topics.values()) {
            TableRun<W> run = topic.active();
            if (run != null) {
                rows += run.waitingRows();
                bytes += run.openBytes();
            }
        }
        return rows > options.bufferMaxRecords() / part || bytes > options.bufferMaxBytes() / part;
    }

    /** Pauses what must not come now: all while the buffer is full, else partitions with rows of a later run. */
    private void setPauses() {
        Set<TopicPartition> wanted = new HashSet<>();
        lock.lock();
        try {
            for (TopicPartition each : assigned) {
                TopicRuns<W> topic = topics.get(each.topic());
                if (full || !store.isReady() || (topic != null && topic.isHeld(each))) {
                    wanted.add(each);
                }
            }
        } finally {
            lock.unlock();
        }
        TopicPartition[] pause =
                wanted.stream().filter(each -> !paused.contains(each)).toArray(TopicPartition[]::new);
        TopicPartition[] resume =
                paused.stream().filter(each -> !wanted.contains(each)).toArray(TopicPartition[]::new);
        context.pause(pause);
        context.resume(resume);
        paused.clear();
        paused.addAll(wanted);
    }

    @Override
    public Map<TopicPartition, OffsetAndMetadata> committable(Map<TopicPartition, OffsetAndMetadata> consumed) {
        Map<TopicPartition, OffsetAndMetadata> committable = new HashMap<>();
        lock.lock();
        try {
            consumed.forEach((partition, position) -> {
                if (intake.isCompareTopic(partition.topic())) {
                    TopicRuns<W> topic = topics.get(partition.topic());
                    long end = topic == null ? position.offset() : topic.committable(partition, position.offset());
                    committable.put(partition, new OffsetAndMetadata(end));
                }
            });
        } finally {
            lock.unlock();
        }
        return committable;
    }

    /** Gives up partitions. A run of which some go begins again from its first record, here or elsewhere. */
    @Override
    public void close(Collection<TopicPartition> partitions) {
        Map<TopicPartition, Long> again = new HashMap<>();
        lock.lock();
        try {
            assigned.removeAll(partitions);
            paused.removeAll(partitions);
            partitions.stream().map(TopicPartition::topic).distinct().forEach(name -> {
                TopicRuns<W> topic = topics.get(name);
                if (topic != null) {
                    again.putAll(topic.abandon());
                }
            });
            again.keySet().retainAll(assigned);
        } finally {
            lock.unlock();
        }
        LOG.info("Connector {}: gives up {}; runs of their topics begin again", connector, partitions);
        again.forEach(context::offset);
    }

    @Override
    public void stop() {
        lock.lock();
        try {
            stopped = true;
            topics.values().forEach(TopicRuns::abandon);
        } finally {
            lock.unlock();
        }
        Closing.all(timing.clock(), store, reports, metrics);
    }

    /** Returns how many runs are under way; called by any thread. */
    int runsUnderWay() {
        lock.lock();
        try {
            return (int) topics.values().stream()
                    .filter(each -> each.active() != null)
                    .count();
        } finally {
            lock.unlock();
        }
    }
}
