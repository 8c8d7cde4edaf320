package io.odsconnect.common.sink;

import io.odsconnect.common.compare.Step;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongConsumer;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;

/**
 * Has the store do the steps of compare runs: as many at a time as there is room for, on whatever thread finds out, and one
 * at a time with waits between them while the store is away. Its state is guarded by the engine's lock, which is not held
 * while the store is called.
 */
final class CompareSteps {

    private static final long LONGEST_SLEEP_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long SHORTEST_SLEEP_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private final String connector;
    private final ReentrantLock lock;
    private final Condition changed;
    private final SinkOptions options;
    private final EngineTiming timing;
    private final SinkMetrics metrics;
    private final Work work;
    private final OutageLog outage;
    private final ThreadLocal<Boolean> running = ThreadLocal.withInitial(() -> false);
    private int inFlight;
    private int failures;
    private long failingNanos;
    private long opensNanos;
    private boolean wakeUpSet;

    /** What there is to do; called under the lock. */
    interface Work {

        /** Returns true if there is nothing left to do, because the task was stopped or has failed. */
        boolean isOver();

        /** Goes on with what needs nothing of the store. */
        void advance(long nowNanos);

        /** Returns the next step; null where there is none now. */
        @Nullable
        Step next(long nowNanos);

        /** Returns how long the limit of reads a second forbids the next step; zero or less where it does not. */
        long rateWaitNanos(long nowNanos);

        /** Returns in how many nanoseconds there may be something to do; {@code Long.MAX_VALUE} where time does not help. */
        long waitNanos(long nowNanos);

        /** The task cannot go on. */
        void failed(ConnectException why);
    }

    /**
     * Makes the one for an engine.
     *
     * @param lock the engine's lock
     * @param changed a condition of the lock, signalled when a step has ended or there is nothing to do
     */
    CompareSteps(
            String connector,
            ReentrantLock lock,
            Condition changed,
            SinkOptions options,
            EngineTiming timing,
            SinkMetrics metrics,
            Work work) {
        this.connector = connector;
        this.lock = lock;
        this.changed = changed;
        this.options = options;
        this.timing = timing;
        this.metrics = metrics;
        this.work = work;
        this.outage = new OutageLog(connector);
    }

    /** Begins steps as long as there are any and there is room. */
    void run() {
        // A step that ends at once must not go in deeper.
        if (running.get()) {
            return;
        }
        running.set(true);
        try {
            for (Step step = next(); step != null; step = next()) {
                begin(step);
            }
        } finally {
            running.set(false);
        }
    }

    private @Nullable Step next() {
        lock.lock();
        try {
            if (work.isOver()) {
                return null;
            }
            long now = timing.clock().nanos();
            work.advance(now);
            long wait = Math.max(work.rateWaitNanos(now), failures == 0 ? 0 : opensNanos - now);
            boolean isRoom = inFlight < (failures == 0 ? options.maxInFlightBatches() : 1);
            if (isRoom && wait <= 0) {
                Step step = work.next(now);
                if (step != null) {
                    inFlight++;
                    return step;
                }
                work.advance(now);
            }
            sleep(isRoom ? Math.max(wait, work.waitNanos(now)) : Long.MAX_VALUE);
            changed.signalAll();
            return null;
        } finally {
            lock.unlock();
        }
    }

    /** Schedules the next call by the clock, unless one is scheduled or none is needed. */
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
            run();
        } catch (RuntimeException | Error e) {
            failed(e);
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
            if (work.isOver()) {
                return;
            }
            long now = timing.clock().nanos();
            Throwable cause =
                    error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
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
                failed(cause);
            }
        } catch (RuntimeException | Error e) {
            failed(e);
        } finally {
            changed.signalAll();
            lock.unlock();
        }
        run();
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
            work.failed(new ConnectException(
                    "Connector " + connector + " could not read the store for " + failing + " ms (retry.timeout.ms is "
                            + options.retryTimeoutMillis() + "): " + reason,
                    why));
        }
    }

    private void failed(@Nullable Throwable cause) {
        work.failed(
                cause instanceof ConnectException known
                        ? known
                        : new ConnectException(
                                "Connector " + connector + ": the comparison failed, see the cause", cause));
    }
}
