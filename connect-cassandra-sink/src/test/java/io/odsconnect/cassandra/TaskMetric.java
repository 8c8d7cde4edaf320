package io.odsconnect.cassandra;

import java.lang.management.ManagementFactory;
import javax.management.JMException;
import javax.management.ObjectName;

/** What a task that runs in this JVM without a worker tells of itself. */
final class TaskMetric {

    private TaskMetric() {}

    /** Returns how many batches Cassandra has failed as a whole. */
    static long failedBatches() {
        return number("batches-failed-total");
    }

    /** Returns how many writes had to be tried again. */
    static long retriedWrites() {
        return number("retried-total");
    }

    /** Returns whether the task takes no records. */
    static boolean isPaused() {
        return number("paused") == 1;
    }

    private static long number(String attribute) {
        try {
            ObjectName task = new ObjectName("odsconnect:type=sink,connector=test,task=0");
            return (Long) ManagementFactory.getPlatformMBeanServer().getAttribute(task, attribute);
        } catch (JMException e) {
            throw new IllegalStateException("The task has no such metric", e);
        }
    }
}
