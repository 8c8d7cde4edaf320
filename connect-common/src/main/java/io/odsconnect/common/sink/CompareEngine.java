package io.odsconnect.common.sink;

import io.odsconnect.common.compare.CompareOptions;
import io.odsconnect.common.compare.Comparer;
import io.odsconnect.common.compare.ReportLog;
import io.odsconnect.common.compare.RunContext;
import io.odsconnect.common.compare.RunMarker;
import io.odsconnect.common.compare.Step;
import io.odsconnect.common.compare.TableRun;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.DataException;
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
 * it hears of all deletes again.
 */
final class CompareEngine<W extends StoreWrite> implements SinkWork {

    private static final Logger LOG = LoggerFactory.getLogger(CompareEngine.class);

    private static final long WAIT_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final long POLL_MS = 200;
    private static final long LONGEST_SLEEP_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long SHORTEST_SLEEP_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private final String connector;
    private final Store<W> store;
    private final SinkOptions options;
    private final SinkTaskContext context;
    private final EngineTiming timing;
    private final ReportLog reports;
    private final SinkMetrics metrics;
    private final RunContext<W> runs;
    private final CompareIntake<W> intake;
    private final OutageLog outage;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Map<String, TopicRuns<W>> topics = new LinkedHashMap<>();
    private final Set<TopicPartition> assigned = new HashSet<>();
    private final Set<TopicPartition> paused = new HashSet<>();
    private final Set<String> topicsWithoutRun = new HashSet<>();
    private final ThreadLocal<Boolean> pumping = ThreadLocal.withInitial(() -> false);
    private int inFlight;
    private int failures;
    private long failingNanos;
    private long opensNanos;
    private boolean full;
    private boolean wakeUpSet;
    private boolean stopped;
    private volatile @Nullable ConnectException failure;

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
        this.outage = new OutageLog(connector);
    }

    @Override
    public void open(Collection<TopicPartition> partitions) {
        lock.lock();
        try {
            assigned.addAll(partitions);
            // The worker pauses again what was paused when it went.
            paused.addAll(partitions);
            topics.values().forEach(this::noteFollowed);
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
        throwIfFailed();
        if (!store.isReady()) {
            context.timeout(POLL_MS);
            if (!records.isEmpty()) {
                throw new RetriableException("The store has not been reached yet, and takes no records so far");
            }
            return;
        }
        try {
            reports.check();
            takeWaiting();
            for (SinkRecord record : records) {
                take(record);
            }
        } catch (ConnectException e) {
            fail(e);
        }
        pump();
        throwIfFailed();
        awaitRoom();
        setPauses();
        context.timeout(POLL_MS);
    }

    /** Takes what waited for a run to end. */
    private void takeWaiting() {
        for (TopicRuns<W> topic : List.copyOf(topics.values())) {
            for (ArrayDeque<SinkRecord> queue : List.copyOf(topic.waiting().values())) {
                while (!queue.isEmpty() && takeOfRun(queue.element(), topic)) {
                    queue.remove();
                }
            }
        }
    }

    private void take(SinkRecord record) {
        String name = record.originalTopic();
        if (!intake.isCompareTopic(name)) {
            takeChange(record);
            return;
        }
        TopicRuns<W> topic = topic(name);
        TopicPartition partition = partition(record);
        if (topic.isHeld(partition) || !takeOfRun(record, topic)) {
            topic.await(partition, record);
        }
    }

    private TopicRuns<W> topic(String compareTopic) {
        lock.lock();
        try {
            return topics.computeIfAbsent(compareTopic, name -> new TopicRuns<>(name, runs.newDeletes()));
        } finally {
            lock.unlock();
        }
    }

    private void takeChange(SinkRecord record) {
        List<W> deleted = intake.deletes(record);
        TopicRuns<W> topic = topics.values().stream()
                .filter(each -> intake.changeTopic(each.compareTopic).equals(record.originalTopic()))
                .findFirst()
                .orElse(null);
        if (topic == null) {
            topic = assigned.stream()
                    .map(TopicPartition::topic)
                    .filter(each -> intake.isCompareTopic(each)
                            && intake.changeTopic(each).equals(record.originalTopic()))
                    .findFirst()
                    .map(this::topic)
                    .orElse(null);
        }
        if (topic != null) {
            lock.lock();
            try {
                intake.note(record, deleted, topic.deletes);
            } finally {
                lock.unlock();
            }
        }
    }

    /** Takes a record of a run; returns false if it has to wait for the run before it. */
    private boolean takeOfRun(SinkRecord record, TopicRuns<W> topic) {
        String id = RunMarker.run(record.headers());
        if (id == null) {
            if (topicsWithoutRun.add(topic.compareTopic)) {
                LOG.warn(
                        "Connector {}: the record at {} is of no compare run, as it has no header {}; it is left out, as"
                                + " others of its topic are",
                        connector,
                        CompareIntake.origin(record),
                        RunMarker.RUN_HEADER);
            }
            return true;
        }
        TopicPartition partition = partition(record);
        if (!isOf(record, topic, partition, id)) {
            return false;
        }
        CompareIntake.Told<W> told = told(record);
        lock.lock();
        try {
            TableRun<W> run = topic.active();
            if (run != null && run.id().equals(id)) {
                topic.took(partition, record.originalKafkaOffset());
                told.to(run, timing.clock().nanos());
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    private CompareIntake.Told<W> told(SinkRecord record) {
        if (!RunMarker.isMarker(record)) {
            return intake.row(record);
        }
        try {
            RunMarker marker = RunMarker.of(record.headers());
            return (run, now) -> {
                if (marker != null) {
                    run.marker(marker, now);
                }
            };
        } catch (DataException e) {
            return (run, now) -> run.end(String.valueOf(e.getMessage()));
        }
    }

    /** Says whether a record's run is under way, which begins it where none is; else it has to wait. */
    private boolean isOf(SinkRecord record, TopicRuns<W> topic, TopicPartition partition, String id) {
        long now = timing.clock().nanos();
        lock.lock();
        try {
            topic.forgetIfDone();
            TableRun<W> run = topic.active();
            if (topic.isOver(partition, record.originalKafkaOffset(), id)) {
                return true;
            }
            if (run == null) {
                run = new TableRun<>(
                        runs, id, intake.mappedTopic(record), topic.deletes, this::reportAcknowledged, now);
                topic.begin(run);
                noteFollowed(topic);
                run.begin(now);
            } else if (!run.id().equals(id)) {
                if (partition.partition() == 0 && !run.hasMarker()) {
                    run.end("Run " + id + " has begun before this one had come to the end of the table.");
                }
                return false;
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    private void noteFollowed(TopicRuns<W> topic) {
        TableRun<W> run = topic.active();
        if (run != null) {
            String changes = intake.changeTopic(topic.compareTopic);
            run.followsChanges(assigned.stream().anyMatch(each -> each.topic().equals(changes)));
        }
    }

    private void reportAcknowledged(TableRun<W> run) {
        lock.lock();
        try {
            run.reportAcknowledged();
        } finally {
            lock.unlock();
        }
        pump();
    }

    /** Asks the store for what the runs want, as long as there is anything and there is room. */
    private void pump() {
        if (pumping.get()) {
            return;
        }
        pumping.set(true);
        try {
            for (Step step = next(); step != null; step = next()) {
                begin(step);
            }
        } finally {
            pumping.set(false);
        }
    }

    private @Nullable Step next() {
        lock.lock();
        try {
            if (stopped || failure != null) {
                return null;
            }
            long now = timing.clock().nanos();
            advance(now);
            long wait = Math.max(runs.waitNanos(now), failures == 0 ? 0 : opensNanos - now);
            boolean isRoom = inFlight < (failures == 0 ? options.maxInFlightBatches() : 1);
            if (isRoom && wait <= 0) {
                for (TopicRuns<W> topic : topics.values()) {
                    TableRun<W> run = topic.active();
                    Step step = run == null ? null : run.next(options.batchSize(), options.batchBytes(), now);
                    if (step != null) {
                        inFlight++;
                        return step;
                    }
                }
                advance(now);
            }
            sleep(isRoom ? Math.max(wait, waitOfRuns(now)) : Long.MAX_VALUE);
            changed.signalAll();
            return null;
        } finally {
            lock.unlock();
        }
    }

    private void advance(long now) {
        for (TopicRuns<W> topic : topics.values()) {
            TableRun<W> run = topic.active();
            if (run != null) {
                run.advance(!full, now);
                topic.forgetIfDone();
            }
        }
    }

    private long waitOfRuns(long now) {
        long wait = Long.MAX_VALUE;
        for (TopicRuns<W> topic : topics.values()) {
            TableRun<W> run = topic.active();
            if (run != null) {
                wait = Math.min(wait, run.waitNanos(now));
            }
        }
        return wait;
    }

    /** Has the clock call again, unless it will already, or nobody waits for it. */
    private void sleep(long nanos) {
        if (!wakeUpSet && nanos != Long.MAX_VALUE) {
            wakeUpSet = true;
            timing.clock().after(Math.min(LONGEST_SLEEP_NANOS, Math.max(SHORTEST_SLEEP_NANOS, nanos)), this::wokenUp);
        }
    }

    private void wokenUp() {
        lock.lock();
        try {
            wakeUpSet = false;
        } finally {
            lock.unlock();
        }
        try {
            pump();
        } catch (RuntimeException | Error e) {
            fail(new ConnectException("Connector " + connector + ": the comparison failed, see the cause", e));
        }
    }

    private void begin(Step step) {
        CompletionStage<LongConsumer> stage;
        try {
            stage = step.begin().get();
        } catch (RuntimeException | Error thrown) {
            landed(step, null, thrown);
            return;
        }
        var unused = stage.whenComplete((settle, error) -> landed(step, settle, error));
    }

    private void landed(Step step, @Nullable LongConsumer settle, @Nullable Throwable error) {
        lock.lock();
        try {
            inFlight--;
            long now = timing.clock().nanos();
            Throwable cause =
                    error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
            if (stopped) {
                return;
            }
            if (cause instanceof StoreUnavailableException away) {
                step.back().run();
                unavailable(away, now);
            } else if (settle != null && cause == null) {
                if (failures > 0) {
                    outage.ended(now - failingNanos);
                    failures = 0;
                }
                settle.accept(now);
            } else {
                fail(
                        cause instanceof ConnectException known
                                ? known
                                : new ConnectException(
                                        "Connector " + connector + ": the comparison failed, see the cause", cause));
            }
        } catch (RuntimeException | Error e) {
            fail(new ConnectException("Connector " + connector + ": the comparison failed, see the cause", e));
        } finally {
            changed.signalAll();
            lock.unlock();
        }
        pump();
    }

    private void unavailable(StoreUnavailableException why, long now) {
        metrics.batchFailed();
        if (failures++ == 0) {
            failingNanos = now;
        }
        long wait = timing.backoff().nanos(failures);
        opensNanos = now + wait;
        String reason = String.valueOf(why.getMessage());
        outage.failed(failures, reason, now - failingNanos, wait, now);
        long failing = TimeUnit.NANOSECONDS.toMillis(now - failingNanos);
        if (options.retryTimeoutMillis() >= 0 && failing >= options.retryTimeoutMillis()) {
            fail(new ConnectException(
                    "Connector " + connector + " could not read the store for " + failing + " ms (retry.timeout.ms is "
                            + options.retryTimeoutMillis() + "): " + reason,
                    why));
        }
    }

    /** Waits a little where the buffer is full, so that the store need not wait for the worker's next poll. */
    private void awaitRoom() {
        lock.lock();
        try {
            long left = WAIT_NANOS;
            full = isFull(full ? 2 : 1);
            while (full && failure == null && left > 0) {
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

    private static TopicPartition partition(SinkRecord record) {
        return new TopicPartition(record.originalTopic(), record.originalKafkaPartition());
    }

    private void fail(ConnectException why) {
        lock.lock();
        try {
            if (failure == null) {
                failure = why;
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void throwIfFailed() {
        ConnectException why = failure;
        if (why != null) {
            throw why;
        }
    }
}
