package io.odsconnect.common.sink;

import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The time, and a call when it has come: the engine's only source of both, so that tests can turn it by hand. */
interface EngineClock extends AutoCloseable {

    /** Returns the time in nanoseconds from an arbitrary start. */
    long nanos();

    /** Runs {@code wakeUp} once, on a thread of the clock, {@code delayNanos} from now. */
    void after(long delayNanos, Runnable wakeUp);

    /** Stops the clock; scheduled actions that have not run will not run. */
    @Override
    void close();

    /** Returns the clock of a task: the machine's time and one thread of this name. */
    static EngineClock ofThread(String threadName) {
        ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1, run -> {
            Thread thread = new Thread(run, threadName);
            thread.setDaemon(true);
            return thread;
        });
        executor.setRemoveOnCancelPolicy(true);
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        return new EngineClock() {
            @Override
            public long nanos() {
                return System.nanoTime();
            }

            @Override
            public void after(long delayNanos, Runnable wakeUp) {
                if (!executor.isShutdown()) {
                    var unused = executor.schedule(wakeUp, delayNanos, TimeUnit.NANOSECONDS);
                }
            }

            @Override
            public void close() {
                executor.shutdownNow();
            }
        };
    }
}
