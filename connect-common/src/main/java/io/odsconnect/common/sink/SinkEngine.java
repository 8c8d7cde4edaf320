package io.odsconnect.common.sink;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings records into a store: decodes them, keeps the order of each row, writes only the last of what waits for a
 * row, in batches of which several are under way, tries again what failed, and knows which offsets may be committed.
 *
 * <pre>{@code
 * put ─► RecordIntake ─► WriteBuffer ─► Dispatcher ─► Store.write
 *        decode,   one row a     batches,      │
 *        map       row            in flight     ▼
 * committable ◄── Assignment ◄── BatchResults ◄── outcomes
 *                 acknowledged    done, retry,
 *                 prefixes        BadRecords
 * }</pre>
 *
 * <p><b>Threads.</b> The worker's thread calls what is public here; it decodes and maps, and it alone talks to the
 * dead-letter queue. The store's threads bring outcomes, the clock's thread brings the end of a wait. All that they
 * share is behind one lock, held for bookkeeping only: neither mapping nor {@link Store#write} is called under it. Any
 * of the threads sends the next batch when it finds room for one, so that the store need not wait for the worker's
 * next poll.
 *
 * @param <W> the store's form of a write
 */
public final class SinkEngine<W extends StoreWrite> {

    private static final Logger LOG = LoggerFactory.getLogger(SinkEngine.class);

    private final String connector;
    private final Store<W> store;
    private final SinkMetrics metrics;
    private final EngineTiming timing;
    private final int chunk;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final AuditTrail audit;
    private final Assignment assignment;
    private final BadRecords badRecords;
    private final RecordIntake<W> intake;
    private final WriteBuffer<W> buffer;
    private final BatchOrder<W> order;
    private final Dispatcher<W> dispatcher;
    private final Watchdog watchdog;
    private final LagWatch lag;
    private final List<MappedRecord<W>> mapped = new ArrayList<>();
    private final TaskFailure failure;

    SinkEngine(
            String connector,
            Store<W> store,
            SinkOptions options,
            DeadLetters deadLetters,
            AuditTrail audit,
            SinkMetrics metrics,
            EngineTiming timing) {
        this.connector = connector;
        this.store = store;
        this.metrics = metrics;
        this.timing = timing;
        this.chunk = options.batchSize();
        this.audit = audit;
        this.assignment = new Assignment(audit);
        this.badRecords = new BadRecords(lock, deadLetters, metrics);
        this.intake = new RecordIntake<>(
                connector, options.decoder(), options.positionGuard(), store, assignment, audit, metrics);
        this.buffer = new WriteBuffer<>(metrics);
        this.watchdog = new Watchdog(connector, metrics, timing.clock().nanos());
        this.lag = new LagWatch(assignment, metrics);
        RetryGate gate = new RetryGate(timing.backoff());
        this.order = new BatchOrder<>(options, buffer, gate);
        BatchResults<W> results = new BatchResults<>(
                connector, buffer, gate, order, badRecords, metrics, timing, options.retryTimeoutMillis());
        this.dispatcher = new Dispatcher<>(
                lock,
                store,
                options.maxInFlightBatches(),
                buffer,
                order,
                results,
                metrics,
                timing.clock(),
                new DispatcherEvents());
        this.failure = new TaskFailure(lock, changed, dispatcher::stop);
    }

    private final class DispatcherEvents implements Dispatcher.Events {

        @Override
        public void sent() {
            moved();
        }

        private void moved() {
            long now = timing.clock().nanos();
            watchdog.moved(now, dispatcher.oldestSentNanos(now));
        }

        @Override
        public void landed() {
            moved();
            lag.look();
            writeAudit();
            changed.signalAll();
        }

        @Override
        public void failed(ConnectException why) {
            failure.note(why);
        }
    }

    /** Says whether the store takes records. */
    boolean isReady() {
        return store.isReady();
    }

    /**
     * Takes records and sends what there is room for. Does not wait for the store.
     *
     * @throws ConnectException if the task cannot go on
     */
    public void put(Collection<SinkRecord> records) {
        failure.throwIfThere();
        try {
            audit.check();
            reportBadRecords();
            for (SinkRecord record : records) {
                mapped.add(intake.take(record));
                if (mapped.size() >= chunk) {
                    admit();
                }
            }
            admit();
            reportBadRecords();
        } catch (ConnectException e) {
            failure.note(e);
        }
        failure.throwIfThere();
    }

    /** Takes into the buffer what came in, and sends. */
    private void admit() {
        lock.lock();
        try {
            for (MappedRecord<W> each : mapped) {
                RecordProgress progress = each.progress();
                progress.partition.add(progress);
                lag.taken(progress);
                for (W write : each.writes()) {
                    buffer.add(write, progress);
                }
                if (each.error() != null) {
                    badRecords.note(progress, each.error());
                } else if (progress.isDone()) {
                    progress.partition.advance();
                }
            }
            mapped.clear();
            lag.look();
            writeAudit();
        } finally {
            lock.unlock();
        }
        dispatcher.dispatch();
    }

    /** Reports bad records, and has those audited whose report has arrived. Not called under the lock. */
    private void reportBadRecords() {
        if (badRecords.report()) {
            lock.lock();
            try {
                writeAudit();
            } finally {
                lock.unlock();
            }
        }
    }

    /** Tells the audit what was acknowledged since the last time. Called under the lock. */
    private void writeAudit() {
        audit.write(lock, changed::signalAll);
    }

    /**
     * Returns what may be committed: for each partition the end of the records acknowledged without a gap. Partitions
     * of which nothing is acknowledged are left out. A failure is not thrown from here, where the worker would go back
     * and go on, but from the next {@link #put}.
     *
     * @param consumed the end of what the worker has consumed of each partition, as it passes it to preCommit
     */
    public Map<TopicPartition, OffsetAndMetadata> committable(Map<TopicPartition, OffsetAndMetadata> consumed) {
        if (!failure.isThere()) {
            try {
                reportBadRecords();
            } catch (ConnectException e) {
                failure.note(e);
            }
        }
        lock.lock();
        try {
            Map<TopicPartition, OffsetAndMetadata> committable =
                    assignment.committable(consumed, timing.clock().nanos(), holdNanos());
            writeAudit();
            return committable;
        } finally {
            lock.unlock();
        }
    }

    private long holdNanos() {
        return TimeUnit.MILLISECONDS.toNanos(store.lossWindowMillis());
    }

    /** Returns from where each partition has to come again, since the store may have lost it; empty where nothing does. */
    Map<TopicPartition, Long> lostFrom() {
        if (!store.mayHaveLostWrites()) {
            return Map.of();
        }
        lock.lock();
        try {
            return assignment.heldFrom(timing.clock().nanos(), holdNanos());
        } finally {
            lock.unlock();
        }
    }

    /** Takes partitions that were assigned to the task, each with a clean slate. */
    public void open(Collection<TopicPartition> partitions) {
        lock.lock();
        try {
            assignment.open(partitions);
        } finally {
            lock.unlock();
        }
        LOG.info("Connector {}: assigned {}", connector, partitions);
        intake.assigned(partitions);
        store.assigned();
    }

    /**
     * Gives up partitions: drops what waits, and waits for what is under way to the store and the audit topic, so that
     * the task that gets them next does not write beside us. When they take too long for that, it goes without. A task
     * that has failed waits for the store all the same.
     */
    public void close(Collection<TopicPartition> partitions) {
        lock.lock();
        try {
            List<PartitionProgress> closing = assignment.close(partitions);
            int open =
                    closing.stream().mapToInt(PartitionProgress::unacknowledged).sum();
            int dropped = buffer.dropAbandoned();
            badRecords.dropAbandoned();
            LOG.info(
                    "Connector {}: gives up {}: {} records of them are not acknowledged and will be read again; {} of their"
                            + " writes waited and are dropped",
                    connector,
                    partitions,
                    open,
                    dropped);
            long left = timing.closeWaitNanos();
            while (left > 0 && (anyInFlight(closing) || (!failure.isThere() && audit.pendingRecords() > 0))) {
                left = changed.awaitNanos(left);
            }
            if (anyInFlight(closing)) {
                LOG.warn(
                        "Connector {}: gave up partitions while the store had not answered for writes of them",
                        connector);
            }
            lag.look();
            changed.signalAll();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    private static boolean anyInFlight(List<PartitionProgress> partitions) {
        return partitions.stream().anyMatch(PartitionProgress::hasInFlight);
    }

    /**
     * Ends the engine and its store. What is under way may or may not be written; it was not committed. All is ended,
     * whatever one of its parts throws.
     */
    public void stop() {
        lock.lock();
        try {
            dispatcher.stop();
            assignment.closeAll();
        } finally {
            lock.unlock();
        }
        Closing.all(timing.clock(), store, audit::close, metrics);
    }

    /**
     * Waits until there is room, or the time is over, or the task has failed.
     *
     * @param limit how much may be open
     * @return whether there is room
     */
    boolean awaitRoom(BufferLimit limit, long waitNanos) {
        lock.lock();
        try {
            long left = waitNanos;
            while (!hasRoom(limit) && !failure.isThere() && left > 0) {
                left = changed.awaitNanos(left);
            }
            return hasRoom(limit);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }

    private boolean hasRoom(BufferLimit limit) {
        return limit.allows(
                        buffer.count() + badRecords.count(),
                        buffer.retryingCount(),
                        buffer.bytes(),
                        buffer.retryingBytes())
                && limit.allows(audit.pendingRecords(), 0, 0, 0);
    }

    /** Returns what is open, as a sentence for the log. */
    String describeOpen() {
        lock.lock();
        try {
            return buffer.count() + " writes of " + buffer.bytes() + " bytes are open, " + buffer.retryingCount()
                    + " of them wait for another try; " + badRecords.count() + " bad records and "
                    + audit.pendingRecords() + " records of the audit are under way";
        } finally {
            lock.unlock();
        }
    }

    /**
     * Looks after the task's progress. Called by the worker's thread after each poll.
     *
     * @param paused whether the partitions are paused
     * @param pollWasEmpty whether the worker had no records to give
     */
    void look(boolean paused, boolean pollWasEmpty) {
        lock.lock();
        try {
            lag.look(pollWasEmpty && !paused);
            long now = timing.clock().nanos();
            if (holdNanos() > 0) {
                assignment.noteAcknowledged(now, holdNanos());
            }
            long wait = order.waitNanos(now, dispatcher.inFlight());
            boolean hasWork = paused || buffer.count() > 0 || !badRecords.isEmpty() || audit.pendingRecords() > 0;
            boolean waits = wait > 0 && wait != BatchOrder.NOTHING;
            watchdog.look(
                    hasWork && !waits, dispatcher.inFlight(), dispatcher.oldestSentNanos(now), now, this::describeOpen);
        } finally {
            lock.unlock();
        }
    }

    /** Says whether anything is left to be heard of: a write, a dead letter, an audit record or a failure. */
    boolean isBusy() {
        lock.lock();
        try {
            return buffer.count() > 0 || !badRecords.isEmpty() || audit.pendingRecords() > 0 || failure.isThere();
        } finally {
            lock.unlock();
        }
    }
}
