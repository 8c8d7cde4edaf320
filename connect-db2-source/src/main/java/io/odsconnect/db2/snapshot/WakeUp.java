package io.odsconnect.db2.snapshot;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Wakes the thread that polls: a reading thread has rows for it, or it has to stop. */
public final class WakeUp {

    private boolean raised;

    /** Nothing has arrived yet. */
    public WakeUp() {}

    /** Says that there is something. Any thread may call it. */
    public synchronized void raise() {
        raised = true;
        notifyAll();
    }

    /** Returns as soon as there was something since the last call, or after {@code limit}. */
    public synchronized void await(Duration limit) throws InterruptedException {
        long left = limit.toNanos();
        long end = System.nanoTime() + left;
        while (!raised && left > 0) {
            // In full: who came back a moment too early would look at the clock again and again until it is time.
            TimeUnit.NANOSECONDS.timedWait(this, left);
            left = end - System.nanoTime();
        }
        raised = false;
    }
}
