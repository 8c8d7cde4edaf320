package io.odsconnect.db2;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Time during which a task does nothing, spent in short pieces so that it can be stopped. */
final class Pause {

    private static final Duration LONGEST_PIECE = Duration.ofSeconds(1);

    private final CountDownLatch stopped = new CountDownLatch(1);
    private long untilNanos = System.nanoTime();

    /** Begins a pause. */
    void begin(Duration length) {
        untilNanos = System.nanoTime() + length.toNanos();
    }

    /** Waits for the end of the pause, but for one second at most; says whether it is over. */
    boolean over() throws InterruptedException {
        long left = untilNanos - System.nanoTime();
        if (left > 0) {
            boolean stop = stopped.await(Math.min(left, LONGEST_PIECE.toNanos()), TimeUnit.NANOSECONDS);
            return !stop && untilNanos - System.nanoTime() <= 0;
        }
        return true;
    }

    /** Ends all waiting for ever. Any thread may call it. */
    void stop() {
        stopped.countDown();
    }

    /** Says whether {@link #stop()} was called. */
    boolean isStopped() {
        return stopped.getCount() == 0;
    }
}
