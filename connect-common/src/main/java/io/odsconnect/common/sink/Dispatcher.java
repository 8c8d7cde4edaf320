package io.odsconnect.common.sink;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.Lock;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;

/**
 * Sends batches: whenever there is room and something to send, on whatever thread finds out. Its state is guarded by
 * the engine's lock, which is not held while the store is called.
 */
final class Dispatcher<W extends StoreWrite> {

    private final Lock lock;
    private final Store<W> store;
    private final int maxInFlight;
    private final WriteBuffer<W> buffer;
    private final BatchOrder<W> order;
    private final BatchResults<W> results;
    private final SinkMetrics metrics;
    private final EngineClock clock;
    private final Events events;
    /** The batches under way, in the order in which they were sent. */
    private final Set<Batch<W>> inFlight = new LinkedHashSet<>();

    private boolean stopped;
    private boolean wakeUpSet;
    private long wakeUpNanos;

    /** True while this thread is in {@link #dispatch}: what completes at once in there must not go in deeper. */
    private final ThreadLocal<Boolean> dispatching = ThreadLocal.withInitial(() -> false);

    /** Callbacks, called under the lock. */
    interface Events {

        /** A batch was sent. */
        void sent();

        /** A batch has ended, and there may be room. */
        void landed();

        /** The task cannot go on. */
        void failed(ConnectException why);
    }

    Dispatcher(
            Lock lock,
            Store<W> store,
            int maxInFlight,
            WriteBuffer<W> buffer,
            BatchOrder<W> order,
            BatchResults<W> results,
            SinkMetrics metrics,
            EngineClock clock,
            Events events) {
        this.lock = lock;
        this.store = store;
        this.maxInFlight = maxInFlight;
        this.buffer = buffer;
        this.order = order;
        this.results = results;
        this.metrics = metrics;
        this.clock = clock;
        this.events = events;
    }

    /** Sends no more. Called under the lock. */
    void stop() {
        stopped = true;
    }

    /** Returns how many batches are under way. Called under the lock. */
    int inFlight() {
        return inFlight.size();
    }

    /** Returns when the oldest batch under way was sent; {@code nowNanos} where none is. Called under the lock. */
    long oldestSentNanos(long nowNanos) {
        return inFlight.isEmpty() ? nowNanos : inFlight.iterator().next().sentNanos();
    }

    /** Sends batches as long as there are any and there is room. Not called under the lock. */
    void dispatch() {
        if (dispatching.get()) {
            return;
        }
        dispatching.set(true);
        try {
            for (Batch<W> batch = next(); batch != null; batch = next()) {
                send(batch);
            }
        } finally {
            dispatching.set(false);
        }
    }

    private @Nullable Batch<W> next() {
        lock.lock();
        try {
            if (stopped || inFlight.size() >= maxInFlight) {
                return null;
            }
            long now = clock.nanos();
            Batch<W> batch = order.next(now, inFlight.size());
            if (batch == null) {
                wakeUpWhenDue(now);
                return null;
            }
            inFlight.add(batch);
            for (PendingWrite<W> each : batch.pending) {
                each.progress.partition.sent();
            }
            metrics.open(inFlight.size(), buffer.count(), buffer.bytes());
            events.sent();
            return batch;
        } finally {
            lock.unlock();
        }
    }

    /** Has the clock call when the next batch may be sent, unless it will before that. */
    private void wakeUpWhenDue(long now) {
        long wait = order.waitNanos(now, inFlight.size());
        if (wait == BatchOrder.NOTHING) {
            return;
        }
        long due = now + Math.max(1, wait);
        if (!wakeUpSet || due - wakeUpNanos < 0) {
            wakeUpSet = true;
            wakeUpNanos = due;
            clock.after(due - now, this::wokenUp);
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
        } catch (Throwable thrown) {
            // What a store throws instead of giving a stage is of the same kinds as what a stage ends with.
            landed(batch, () -> results.settle(batch, null, thrown));
            return;
        }
        if (stage == null) {
            landed(batch, () -> {
                throw results.noStage();
            });
            return;
        }
        var unused =
                stage.whenComplete((outcomes, error) -> landed(batch, () -> results.settle(batch, outcomes, error)));
    }

    /** Settles a batch that has ended, on whatever thread the store has for that, and sends the next. */
    private void landed(Batch<W> batch, Runnable settle) {
        lock.lock();
        try {
            inFlight.remove(batch);
            order.landed(batch);
            for (PendingWrite<W> each : batch.pending) {
                each.progress.partition.landed();
            }
            settle.run();
        } catch (ConnectException e) {
            events.failed(e);
        } catch (RuntimeException | Error e) {
            events.failed(new ConnectException("The sink engine failed, see the cause", e));
        } finally {
            metrics.open(inFlight.size(), buffer.count(), buffer.bytes());
            events.landed();
            lock.unlock();
        }
        dispatch();
    }
}
