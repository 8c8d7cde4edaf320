package io.odsconnect.db2.snapshot;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * Limits how many rows reading threads read a second. Who wants to read waits before a statement is sent, not in the
 * middle, so that no cursor is open meanwhile and nobody else waits. Safe for several threads.
 */
final class RowRate {

    private static final long SECOND_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final int rowsASecond;
    private final ReentrantLock lock;
    private final Condition changed;
    private final LongSupplier nanos;
    /** When the next rows may be read: what was read is paid for by then. */
    private long free;

    /**
     * Begins.
     *
     * @param rowsASecond how many rows a second
     * @param lock guards what {@code wanted} looks at
     * @param changed is signalled when that may have changed; a condition of {@code lock}
     * @param nanos the time, in nanoseconds
     */
    RowRate(int rowsASecond, ReentrantLock lock, Condition changed, LongSupplier nanos) {
        this.rowsASecond = rowsASecond;
        this.lock = lock;
        this.changed = changed;
        this.nanos = nanos;
        this.free = nanos.getAsLong();
    }

    /** Returns how many rows may be read at once. */
    int most() {
        return rowsASecond;
    }

    /** Waits until {@code rows} rows may be read; returns false where {@code wanted} says that nobody wants them any more. */
    boolean take(int rows, BooleanSupplier wanted) {
        lock.lock();
        try {
            while (wanted.getAsBoolean()) {
                long now = nanos.getAsLong();
                long left = free - now;
                if (left <= 0) {
                    free = now + time(rows);
                    return true;
                }
                changed.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
        return false;
    }

    /** Gives back rows that were not there. */
    void giveBack(int rows) {
        lock.lock();
        try {
            free -= time(rows);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private long time(int rows) {
        return rows * SECOND_NANOS / rowsASecond;
    }
}
