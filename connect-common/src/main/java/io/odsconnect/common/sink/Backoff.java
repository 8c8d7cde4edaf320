package io.odsconnect.common.sink;

import java.util.function.DoubleSupplier;

/**
 * How long to wait before the next try: twice as long after each failure, up to a limit, of which a random half is
 * taken off, so that tasks that failed together do not come back together.
 *
 * @param firstMillis the wait after the first failure
 * @param maxMillis the longest wait
 * @param random gives numbers from 0 to 1
 */
record Backoff(long firstMillis, long maxMillis, DoubleSupplier random) {

    /** Returns the wait in nanoseconds after so many failures in a row, 1 or more. */
    long nanos(int failures) {
        double millis = Math.min((double) maxMillis, Math.scalb((double) firstMillis, failures - 1));
        return (long) (millis * 1e6 * (1 - random.getAsDouble() / 2));
    }
}
