package io.odsconnect.common.sink;

import io.odsconnect.common.config.TaskName;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * How the engine deals with time.
 *
 * @param clock the source of time and of wake-ups
 * @param backoff the waits between tries
 * @param closeWaitNanos how long a rebalance waits for the writes under way of the partitions that go
 */
record EngineTiming(EngineClock clock, Backoff backoff, long closeWaitNanos) {

    /**
     * With the end of store, audit and metrics behind it this fits into the 5 s that a worker gives a task by default
     * ({@code task.shutdown.graceful.timeout.ms}), which it does not let the task know.
     */
    private static final long CLOSE_WAIT_SECONDS = 3;

    /** Returns the timing of a task. */
    static EngineTiming of(TaskName task, SinkOptions options) {
        return new EngineTiming(
                EngineClock.ofThread("odsconnect-retry-" + task.connector() + "-" + task.task()),
                new Backoff(
                        options.retryBackoffMillis(),
                        options.retryBackoffMaxMillis(),
                        () -> ThreadLocalRandom.current().nextDouble()),
                TimeUnit.SECONDS.toNanos(CLOSE_WAIT_SECONDS));
    }
}
