package io.odsconnect.common.sink;

import org.jspecify.annotations.Nullable;

/**
 * Says which batch goes next: of rows that the store did not refuse so far, or of rows that wait for another try. These
 * go by themselves, so that they hold up no other row, and have one batch under way at a time until the store takes them
 * again; and where only one batch may be under way, every second one. Guarded by the engine's lock.
 */
final class BatchOrder<W extends StoreWrite> {

    /** Nothing will be due by the mere passing of time. */
    static final long NOTHING = Long.MAX_VALUE;

    private final SinkOptions options;
    private final WriteBuffer<W> buffer;
    private final RetryGate gate;
    private final Linger linger;
    private int againInFlight;
    private boolean againHelps;
    private boolean lastWasAgain;

    BatchOrder(SinkOptions options, WriteBuffer<W> buffer, RetryGate gate) {
        this.options = options;
        this.buffer = buffer;
        this.gate = gate;
        this.linger = new Linger(options);
    }

    /** Takes the next batch under way, while {@code inFlight} others are; null where none may be sent now. */
    @Nullable
    Batch<W> next(long nowNanos, int inFlight) {
        buffer.wakeDelayed(nowNanos);
        Batch<W> batch = null;
        if (!gate.isShut() && mayTryAgain() && !(lastWasAgain && buffer.hasReady())) {
            batch = again();
        }
        if (batch == null && gate.mayPass(nowNanos, inFlight, false) && !linger.isWaiting(nowNanos, inFlight, buffer)) {
            batch = buffer.take(options.batchSize(), options.batchBytes(), gate.isEveryOtherTry());
        }
        if (batch == null && mayTryAgain() && gate.mayPass(nowNanos, inFlight, true)) {
            batch = again();
        }
        if (batch == null) {
            return null;
        }
        lastWasAgain = batch.isAgain();
        if (batch.isAgain()) {
            againInFlight++;
        } else {
            linger.sent(nowNanos);
        }
        batch.sent(nowNanos, gate);
        return batch;
    }

    /** Hears that a batch has ended. */
    void landed(Batch<W> batch) {
        if (batch.isAgain()) {
            againInFlight--;
        }
    }

    /** Takes the number of writes of a batch that need no further retry. */
    void settled(Batch<W> batch, int writes) {
        if (batch.isAgain()) {
            againHelps = 2 * writes >= batch.size();
        }
    }

    /**
     * Returns in how many nanoseconds something may be due, while {@code inFlight} batches are under way; {@link #NOTHING}
     * where that takes more than time.
     */
    long waitNanos(long nowNanos, int inFlight) {
        boolean shut = gate.isShut();
        if (shut && inFlight > 0) {
            return NOTHING;
        }
        long wait = NOTHING;
        if (buffer.hasReady()) {
            wait = (shut ? gate.opensNanos(false) : linger.endNanos()) - nowNanos;
        }
        if (shut && buffer.hasAgain()) {
            wait = Math.min(wait, gate.opensNanos(true) - nowNanos);
        }
        if (buffer.hasDelayed()) {
            long due = buffer.nextDueNanos() - nowNanos;
            wait = Math.min(wait, shut ? Math.max(due, gate.opensNanos(true) - nowNanos) : due);
        }
        return wait;
    }

    private boolean mayTryAgain() {
        return buffer.hasAgain() && (againInFlight == 0 || againHelps);
    }

    private @Nullable Batch<W> again() {
        return buffer.takeAgain(options.batchSize(), options.batchBytes());
    }
}
