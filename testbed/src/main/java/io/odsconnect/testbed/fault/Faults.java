package io.odsconnect.testbed.fault;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** The faults that are set now, for all connections of one proxy. */
final class Faults {

    /**
     * What may pass of some bytes.
     *
     * @param bytes how many of them
     * @param cut whether the connection is to be cut after these
     */
    record Permit(int bytes, boolean cut) {}

    private final Map<Direction, Long> cuts = new EnumMap<>(Direction.class);
    private Duration latency = Duration.ZERO;
    private boolean stalled;

    synchronized void latency(Duration newLatency) {
        latency = newLatency;
        notifyAll();
    }

    synchronized void stalled(boolean now) {
        stalled = now;
        notifyAll();
    }

    synchronized void cutAfter(Direction direction, long bytes) {
        cuts.put(direction, bytes);
    }

    synchronized boolean isCutDue(Direction direction) {
        return cuts.containsKey(direction);
    }

    /** Wakes the waiting, so that they see that their connection has ended. */
    synchronized void wake() {
        notifyAll();
    }

    /** Waits as long as bytes must wait now: the latency, and until nothing is stalled; or the connection has ended. */
    synchronized void delay(BooleanSupplier ended) throws InterruptedException {
        long start = System.nanoTime();
        while (!ended.getAsBoolean()) {
            long left = latency.toNanos() - (System.nanoTime() - start);
            if (stalled) {
                wait();
            } else if (left > 0) {
                TimeUnit.NANOSECONDS.timedWait(this, left);
            } else {
                return;
            }
        }
    }

    /** Says how many of {@code wanted} bytes, at least one, may pass. A cut happens once. */
    synchronized Permit take(Direction direction, int wanted) {
        Long left = cuts.get(direction);
        if (left == null) {
            return new Permit(wanted, false);
        }
        if (wanted <= left) {
            cuts.put(direction, left - wanted);
            return new Permit(wanted, false);
        }
        cuts.remove(direction);
        return new Permit(left.intValue(), true);
    }
}
