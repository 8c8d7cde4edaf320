package io.odsconnect.common.sink;

import java.util.List;
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
    private final SinkOptions options;
    private final WriteBuffer<W> buffer;
    private final RetryGate gate;
    private final Linger linger;
    private final Settlement<W> settlement;
    private final SinkMetrics metrics;
    private final EngineClock clock;
    private final Events events;
    private int inFlight;
    private boolean stopped;
    private boolean wakeUpSet;
    private long wakeUpNanos;

    /** True while this thread is in {@link #dispatch}: what completes at once in there must not go in deeper. */
    private final ThreadLocal<Boolean> dispatching = ThreadLocal.withInitial(() -> false);

    /** Who is told, under the lock. */
    interface Events {

        /** A batch has ended, and there may be room. */
        void landed();

        /** The task cannot go on. */
        void failed(ConnectException why);
    }

    Dispatcher(
            Lock lock,
            Store<W> store,
            SinkOptions options,
            WriteBuffer<W> buffer,
            RetryGate gate,
            Settlement<W> settlement,
            SinkMetrics metrics,
            EngineClock clock,
            Events events) {
        this.lock = lock;
        this.store = store;
        this.options = options;
        this.buffer = buffer;
        this.gate = gate;
        this.linger = new Linger(options);
        this.settlement = settlement;
        this.metrics = metrics;
        this.clock = clock;
        this.events = events;
    }

    /** Sends no more. Called under the lock. */
    void stop() {
        stopped = true;
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
            if (stopped || inFlight >= options.maxInFlightBatches()) {
                return null;
            }
            long now = clock.nanos();
            Batch<W> batch = null;
            if (gate.lets(now, inFlight) && !linger.holds(now, inFlight, buffer)) {
                batch = buffer.take(options.batchSize(), options.batchBytes(), now);
            }
            if (batch == null) {
                wakeUpWhenDue(now);
                return null;
            }
            linger.sent(now);
            inFlight++;
            batch.sent(now, gate.era());
            for (PendingWrite<W> each : batch.pending) {
                each.ticket.progress.sent();
            }
            metrics.open(inFlight, buffer.count(), buffer.bytes());
            return batch;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Has the clock call when the gate opens, the wait for a fuller batch ends or a row's next try is due, unless it will
     * before that.
     */
    private void wakeUpWhenDue(long now) {
        long due;
        if (gate.isShut()) {
            if (inFlight > 0 || !(buffer.hasReady() || buffer.hasDelayed())) {
                return;
            }
            due = gate.opensNanos();
        } else if (buffer.hasReady()) {
            due = linger.endNanos();
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
            // A store says in the stage what went wrong with its server: this is a mistake in it.
            landed(batch, () -> {
                throw settlement.storeFault(e);
            });
            return;
        }
        var unused =
                stage.whenComplete((outcomes, error) -> landed(batch, () -> settlement.settle(batch, outcomes, error)));
    }

    /** Settles a batch that has ended, on whatever thread the store has for that, and sends the next. */
    private void landed(Batch<W> batch, Runnable settle) {
        lock.lock();
        try {
            inFlight--;
            for (PendingWrite<W> each : batch.pending) {
                each.ticket.progress.landed();
            }
            settle.run();
        } catch (ConnectException e) {
            events.failed(e);
        } catch (RuntimeException e) {
            events.failed(new ConnectException("The sink engine failed, see the cause", e));
        } finally {
            metrics.open(inFlight, buffer.count(), buffer.bytes());
            events.landed();
            lock.unlock();
        }
        dispatch();
    }
}
