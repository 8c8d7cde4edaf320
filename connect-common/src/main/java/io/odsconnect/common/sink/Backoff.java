package io.odsconnect.common.sink;

import java.util.function.DoubleSupplier;

/**
 * The wait before the next retry. It doubles after each failure, up to a limit. Up to half of it is taken off at random, so
 * that tasks that failed together do not retry together.
 *
 * @param firstMillis the wait after the first failure
 * @param maxMillis the longest wait
 * @param random supplies numbers from 0 to 1
 */
record Backoff(long firstMillis, long maxMillis, DoubleSupplier random) {

    /** Returns the wait in nanoseconds after a number of failures in a row, 1 or more. */
    long nanos(int failures) {
        double millis = Math.min((double) maxMillis, Math.scalb((double) firstMillis, failures - 1));
        return (long) (millis * 1e6 * (1 - random.getAsDouble() / 2));
    }
}
