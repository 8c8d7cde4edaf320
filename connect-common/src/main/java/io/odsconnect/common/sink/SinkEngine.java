package io.odsconnect.common.sink;

import io.odsconnect.common.event.ChangeEvent;
import io.odsconnect.common.event.Operation;
import io.odsconnect.common.event.Origin;
import io.odsconnect.common.event.RecordDecoder;
import io.odsconnect.common.sink.SinkMetrics.Result;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings records into a store: decodes them, keeps the order of each row, writes only the last of what waits for a
 * row, in batches of which several are under way, tries again what failed, and knows which offsets may be committed.
 *
 * <p><b>Threads.</b> The worker's thread calls {@link #put}, {@link #committable}, {@link #open}, {@link #close} and
 * {@link #stop}; it decodes and maps, and it alone talks to the dead-letter queue. The store's threads bring outcomes,
 * the clock's thread brings the end of a wait. All that they share (buffer, progress, gate) is behind one lock, held
 * for bookkeeping only: neither mapping nor {@link Store#write} is called under it. Any of the threads sends the next
 * batch when it finds room for one, so that the store need not wait for the worker's next poll.
 *
 * @param <W> the store's form of a write
 */
public final class SinkEngine<W extends StoreWrite> {

    private static final Logger LOG = LoggerFactory.getLogger(SinkEngine.class);

    private final String connector;
    private final Store<W> store;
    private final RecordDecoder decoder;
    private final SinkOptions options;
    private final DeadLetters deadLetters;
    private final SinkMetrics metrics;
    private final EngineClock clock;
    private final Backoff backoff;
    private final long closeWaitNanos;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final WriteBuffer<W> buffer;
    private final RetryGate gate;
    private final List<Rejection> rejections = new ArrayList<>();
    private int batchesInFlight;
    private long wakeUpNanos;
    private boolean wakeUpSet;
    private boolean stopped;
    private volatile @Nullable ConnectException failure;

    /** True while this thread is in {@link #dispatch}: what completes at once in there must not go in deeper. */
    private final ThreadLocal<Boolean> dispatching = ThreadLocal.withInitial(() -> false);

    // The worker's thread only.
    private final Map<TopicPartition, PartitionProgress> progress = new HashMap<>();
    private final List<Arrival<W>> arrivals = new ArrayList<>();
    private @Nullable TopicPartition lastPartition;
    private @Nullable PartitionProgress lastProgress;

    /** A record that was mapped and not yet taken into the buffer. */
    private record Arrival<W>(Ticket ticket, List<W> writes) {}

    /** A bad record that is still to be reported. */
    private record Rejection(Ticket ticket, DataException error) {}

    SinkEngine(
            String connector,
            Store<W> store,
            SinkOptions options,
            DeadLetters deadLetters,
            SinkMetrics metrics,
            EngineTiming timing) {
        this.connector = connector;
        this.store = store;
        this.decoder = options.decoder();
        this.options = options;
        this.deadLetters = deadLetters;
        this.metrics = metrics;
        this.clock = timing.clock();
        this.backoff = timing.backoff();
        this.closeWaitNanos = timing.closeWaitNanos();
        this.buffer = new WriteBuffer<>(metrics);
        this.gate = new RetryGate(backoff);
    }

    /**
     * Takes records and sends what there is room for. Does not wait for the store.
     *
     * @throws ConnectException if the task cannot go on
     */
    public void put(Collection<SinkRecord> records) {
        throwIfFailed();
        try {
            settleBadRecords();
            for (SinkRecord record : records) {
                prepare(record);
                if (arrivals.size() >= options.batchSize()) {
                    admit();
                }
            }
            admit();
            settleBadRecords();
        } catch (ConnectException e) {
            fail(e);
        }
        throwIfFailed();
    }

    /**
     * Returns what may be committed: for each partition the end of the records acknowledged without a gap. Partitions
     * of which nothing is acknowledged are left out.
     *
     * @param consumed up to where the worker has consumed each partition, as it tells preCommit
     */
    public Map<TopicPartition, OffsetAndMetadata> committable(Map<TopicPartition, OffsetAndMetadata> consumed) {
        // A failure is not thrown from here: the worker would rewind and go on. The next put throws it.
        if (failure == null) {
            try {
                settleBadRecords();
            } catch (ConnectException e) {
                fail(e);
            }
        }
        Map<TopicPartition, OffsetAndMetadata> committable = new HashMap<>();
        lock.lock();
        try {
            consumed.forEach((partition, position) -> {
                PartitionProgress known = progress.get(partition);
                long end = known == null ? -1 : known.committable(position.offset());
                if (end >= 0) {
                    committable.put(partition, new OffsetAndMetadata(end));
                }
            });
        } finally {
            lock.unlock();
        }
        return committable;
    }

    /** Takes partitions that were assigned to the task, each with a clean slate. */
    public void open(Collection<TopicPartition> partitions) {
        lock.lock();
        try {
            for (TopicPartition partition : partitions) {
                PartitionProgress before = progress.put(partition, new PartitionProgress());
                if (before != null) {
                    before.close();
                }
            }
            forgetLast();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Gives up partitions: drops what waits, and waits for what is under way, so that the task that gets them next
     * does not write beside us. When the store takes too long for that, it goes without.
     */
    public void close(Collection<TopicPartition> partitions) {
        List<PartitionProgress> closing = new ArrayList<>();
        lock.lock();
        try {
            for (TopicPartition partition : partitions) {
                PartitionProgress gone = progress.remove(partition);
                if (gone != null) {
                    gone.close();
                    closing.add(gone);
                }
            }
            forgetLast();
            buffer.dropAbandoned();
            rejections.removeIf(rejection -> rejection.ticket.isAbandoned());
            long left = closeWaitNanos;
            while (left > 0 && failure == null && closing.stream().anyMatch(PartitionProgress::hasInFlight)) {
                left = changed.awaitNanos(left);
            }
            if (closing.stream().anyMatch(PartitionProgress::hasInFlight)) {
                LOG.warn(
                        "Connector {}: gave up partitions while the store had not answered for writes of them",
                        connector);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    /** Ends the engine and its store. What is under way may or may not be written; it was not committed. */
    public void stop() {
        lock.lock();
        try {
            stopped = true;
            progress.values().forEach(PartitionProgress::close);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        clock.close();
        store.close();
        metrics.close();
    }

    /**
     * Waits until at most so much is open, or the time is over, or the task has failed.
     *
     * @return whether at most so much is open
     */
    boolean awaitRoom(int maxWrites, long maxBytes, long waitNanos) {
        lock.lock();
        try {
            long left = waitNanos;
            while ((buffer.count() > maxWrites || buffer.bytes() > maxBytes) && failure == null && left > 0) {
                left = changed.awaitNanos(left);
            }
            return buffer.count() <= maxWrites && buffer.bytes() <= maxBytes;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }

    /** Says whether anything is left to be heard of: a write, a dead letter or a failure. */
    boolean isBusy() {
        lock.lock();
        try {
            return buffer.count() > 0 || !rejections.isEmpty() || !deadLetters.isEmpty() || failure != null;
        } finally {
            lock.unlock();
        }
    }

    private void prepare(SinkRecord record) {
        Origin origin =
                new Origin(record.originalTopic(), record.originalKafkaPartition(), record.originalKafkaOffset());
        PartitionProgress partition = progressOf(origin);
        Operation operation = null;
        try {
            ChangeEvent event = decoder.decode(record);
            List<W> writes = List.of();
            long committed = ChangeEvent.NO_TIME;
            if (event != null) {
                operation = event.operation();
                committed = event.committedMicros();
                writes = store.map(event);
            }
            if (writes.isEmpty()) {
                metrics.count(operation, Result.SKIPPED, 1);
            }
            Ticket ticket = new Ticket(partition, record, origin, operation, committed, writes.size());
            arrivals.add(new Arrival<>(ticket, writes));
        } catch (DataException e) {
            Ticket ticket = new Ticket(partition, record, origin, operation, ChangeEvent.NO_TIME, 1);
            arrivals.add(new Arrival<>(ticket, List.of()));
            ticket.report();
            reject(ticket, e);
        } catch (RuntimeException e) {
            throw new ConnectException(
                    "Connector " + connector + " cannot handle the record at " + origin
                            + ", and it is not the record that is wrong: "
                            + e.getClass().getSimpleName() + ", see the cause",
                    e);
        }
    }

    private PartitionProgress progressOf(Origin origin) {
        TopicPartition partition = lastPartition;
        PartitionProgress found = lastProgress;
        if (partition == null
                || found == null
                || partition.partition() != origin.partition()
                || !partition.topic().equals(origin.topic())) {
            partition = new TopicPartition(origin.topic(), origin.partition());
            found = progress.computeIfAbsent(partition, unknown -> new PartitionProgress());
            lastPartition = partition;
            lastProgress = found;
        }
        return found;
    }

    private void forgetLast() {
        lastPartition = null;
        lastProgress = null;
    }

    /** Takes into the buffer what was prepared, and sends. */
    private void admit() {
        lock.lock();
        try {
            for (Arrival<W> arrival : arrivals) {
                Ticket ticket = arrival.ticket;
                ticket.progress.add(ticket);
                for (W write : arrival.writes) {
                    buffer.add(write, ticket);
                }
                if (ticket.isDone()) {
                    ticket.progress.advance();
                }
            }
            arrivals.clear();
        } finally {
            lock.unlock();
        }
        dispatch();
    }

    /** Sends batches as long as there are any and there is room. */
    private void dispatch() {
        if (dispatching.get()) {
            return;
        }
        dispatching.set(true);
        try {
            for (Batch<W> batch = nextBatch(); batch != null; batch = nextBatch()) {
                send(batch);
            }
        } finally {
            dispatching.set(false);
        }
    }

    private @Nullable Batch<W> nextBatch() {
        lock.lock();
        try {
            long now = clock.nanos();
            if (stopped || failure != null || batchesInFlight >= options.maxInFlightBatches()) {
                return null;
            }
            Batch<W> batch = gate.lets(now, batchesInFlight)
                    ? buffer.take(options.batchSize(), options.batchBytes(), now)
                    : null;
            if (batch == null) {
                wakeUpWhenDue(now);
                return null;
            }
            batchesInFlight++;
            batch.sent(now, gate.era());
            for (PendingWrite<W> each : batch.pending) {
                each.ticket.progress.sent();
            }
            tellOpen();
            return batch;
        } finally {
            lock.unlock();
        }
    }

    /** Has the clock call when the gate opens or a row's next try is due, unless it will before that. */
    private void wakeUpWhenDue(long now) {
        long due;
        if (gate.isShut()) {
            if (batchesInFlight > 0 || !(buffer.hasReady() || buffer.hasDelayed())) {
                return;
            }
            due = gate.opensNanos();
        } else if (buffer.hasDelayed()) {
            due = buffer.nextDueNanos();
        } else {
            return;
        }
        if (!wakeUpSet || due - wakeUpNanos < 0) {
            wakeUpSet = true;
            wakeUpNanos = due;
            clock.after(Math.max(1, due - now), this::wokenUp);
        }
    }

    private void wokenUp() {
        lock.lock();
        try {
            wakeUpSet = false;
        } finally {
            lock.unlock();
        }
        dispatch();
    }

    private void send(Batch<W> batch) {
        CompletionStage<List<Outcome>> stage;
        try {
            stage = store.write(batch.writes);
        } catch (RuntimeException e) {
            landed(batch, new StoreFault(e), null);
            return;
        }
        var unused = stage.whenComplete((outcomes, error) -> landed(batch, error, outcomes));
    }

    /** What a store threw where it should have returned a stage. */
    private static final class StoreFault extends RuntimeException {
        private static final long serialVersionUID = 1L;

        StoreFault(Throwable cause) {
            super(cause);
        }
    }

    /** Takes in what became of a batch, on whatever thread the store has for that, and sends the next. */
    private void landed(Batch<W> batch, @Nullable Throwable error, @Nullable List<Outcome> outcomes) {
        lock.lock();
        try {
            batchesInFlight--;
            for (PendingWrite<W> each : batch.pending) {
                each.ticket.progress.landed();
            }
            settle(batch, error, outcomes);
        } catch (RuntimeException e) {
            fail(new ConnectException("Connector " + connector + ": the engine failed, see the cause", e));
        } finally {
            tellOpen();
            changed.signalAll();
            lock.unlock();
        }
        dispatch();
    }

    private void settle(Batch<W> batch, @Nullable Throwable error, @Nullable List<Outcome> outcomes) {
        if (error instanceof StoreFault || error instanceof Error) {
            fail(new ConnectException(
                    "Connector " + connector
                            + ": the store's client failed in a way that no retry heals, see the cause",
                    error instanceof StoreFault ? error.getCause() : error));
        } else if (outcomes == null) {
            Throwable cause =
                    error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
            batchFailed(batch, new Outcome.Retry(reason(cause), cause));
        } else if (outcomes.size() != batch.pending.size()) {
            fail(new ConnectException("Connector " + connector + ": the store gave " + outcomes.size()
                    + " outcomes for " + batch.pending.size() + " writes"));
        } else {
            settleEach(batch, outcomes);
        }
    }

    private static String reason(@Nullable Throwable cause) {
        if (cause == null) {
            return "the store gave no outcome";
        }
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }

    private void settleEach(Batch<W> batch, List<Outcome> outcomes) {
        Outcome.Retry failed = onlyRetries(outcomes);
        if (failed != null) {
            batchFailed(batch, failed);
            return;
        }
        long now = clock.nanos();
        if (gate.cameThrough()) {
            LOG.info("Connector {}: the store takes writes again", connector);
        }
        metrics.batch(outcomes.size(), batch.bytes(), now - batch.sentNanos());
        long earliestCommit = Long.MAX_VALUE;
        for (int i = 0; i < outcomes.size(); i++) {
            PendingWrite<W> each = batch.pending.get(i);
            Outcome outcome = outcomes.get(i);
            if (outcome instanceof Outcome.Applied) {
                if (each.ticket.committedMicros != ChangeEvent.NO_TIME) {
                    earliestCommit = Math.min(earliestCommit, each.ticket.committedMicros);
                }
                metrics.count(each.ticket.operation, Result.APPLIED, 1);
                buffer.done(each);
            } else if (outcome instanceof Outcome.Stale) {
                metrics.count(each.ticket.operation, Result.STALE, 1);
                buffer.done(each);
            } else if (outcome instanceof Outcome.Rejected rejected) {
                rejected(each, rejected);
            } else {
                retry(each, (Outcome.Retry) outcome, backoff, now);
            }
        }
        if (earliestCommit != Long.MAX_VALUE) {
            metrics.lag(Math.max(0, TimeUnit.MILLISECONDS.toMicros(System.currentTimeMillis()) - earliestCommit));
        }
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

    /** The store is down, or as good as: all is sent again once the gate has opened. */
    private void batchFailed(Batch<W> batch, Outcome.Retry why) {
        long now = clock.nanos();
        metrics.batchFailed();
        int failures = gate.failed(batch.era(), now);
        if (failures > 0) {
            LOG.warn(
                    "Connector {}: the store failed a batch of {} writes, for the {}. time in a row: {}. It is tried again"
                            + " in {} ms",
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
        long timeout = options.retryTimeoutMillis();
        long failing = TimeUnit.NANOSECONDS.toMillis(now - sent.lane.failingSince());
        if (timeout >= 0 && failing >= timeout && !sent.ticket.isAbandoned()) {
            fail(new ConnectException(
                    "Connector " + connector + " could not write the record at " + sent.ticket.origin + " for "
                            + failing + " ms (retry.timeout.ms is " + timeout + "): " + why.reason(),
                    why.cause()));
        }
    }

    private void rejected(PendingWrite<W> sent, Outcome.Rejected why) {
        Ticket ticket = sent.ticket;
        buffer.rejected(sent);
        if (ticket.isAbandoned()) {
            return;
        }
        if (ticket.report()) {
            reject(
                    ticket,
                    why.cause() == null
                            ? new BadRecordException(why.reason())
                            : new BadRecordException(why.reason(), why.cause()));
        } else {
            closeOne(ticket);
        }
    }

    /** Notes a bad record; the worker's thread reports it. */
    private void reject(Ticket ticket, DataException error) {
        metrics.count(ticket.operation, Result.REJECTED, 1);
        lock.lock();
        try {
            rejections.add(new Rejection(ticket, error));
        } finally {
            lock.unlock();
        }
    }

    /** Reports bad records, and acknowledges those whose report has arrived. */
    private void settleBadRecords() {
        List<Rejection> todo = List.of();
        lock.lock();
        try {
            if (!rejections.isEmpty()) {
                todo = List.copyOf(rejections);
                rejections.clear();
            }
        } finally {
            lock.unlock();
        }
        for (Rejection rejection : todo) {
            deadLetters.report(rejection.ticket, rejection.error);
        }
        deadLetters.collect(ticket -> {
            lock.lock();
            try {
                closeOne(ticket);
            } finally {
                lock.unlock();
            }
        });
    }

    private static void closeOne(Ticket ticket) {
        if (ticket.close()) {
            ticket.progress.advance();
        }
    }

    private void tellOpen() {
        metrics.open(batchesInFlight, buffer.count(), buffer.bytes());
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
