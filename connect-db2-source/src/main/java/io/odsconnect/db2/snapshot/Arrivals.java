package io.odsconnect.db2.snapshot;

import java.time.Duration;

/** Wakes the thread that polls: a reading thread has rows for it, or it has to stop. */
public final class Arrivals {

    private boolean raised;

    /** Nothing has arrived yet. */
    public Arrivals() {}

    /** Says that there is something. Any thread may call it. */
    public synchronized void raise() {
        raised = true;
        notifyAll();
    }

    /** Returns as soon as there was something since the last call, or after {@code limit}. */
    public synchronized void await(Duration limit) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        long left = limit.toMillis();
        while (!raised && left > 0) {
            wait(left);
            left = Duration.ofNanos(end - System.nanoTime()).toMillis();
        }
        raised = false;
    }
}
