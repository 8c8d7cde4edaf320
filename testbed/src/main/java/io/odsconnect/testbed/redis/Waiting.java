package io.odsconnect.testbed.redis;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Waits for what several servers have to agree on. */
final class Waiting {

    private static final Duration LOOK = Duration.ofMillis(50);

    private Waiting() {}

    /** Returns when {@code condition} holds; {@code what} says it, for the error when it does not come to pass. */
    static void until(Duration limit, String what, BooleanSupplier condition) {
        forValue(limit, what, () -> condition.getAsBoolean() ? Boolean.TRUE : null);
    }

    /** Returns the first value that is not null. */
    static <T> T forValue(Duration limit, String what, Supplier<@Nullable T> source) {
        long end = System.nanoTime() + limit.toNanos();
        while (true) {
            T value = source.get();
            if (value != null) {
                return value;
            }
            if (System.nanoTime() > end) {
                throw new IllegalStateException("After " + limit + " it is still not so that " + what);
            }
            LockSupport.parkNanos(LOOK.toNanos());
        }
    }
}
