package io.odsconnect.common.metrics;

import java.lang.management.ManagementFactory;
import javax.management.JMException;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;
import org.apache.kafka.common.utils.Sanitizer;
import org.jspecify.annotations.Nullable;

/**
 * What the worker says of a task in its own metrics, {@code kafka.connect:type=connector-task-metrics}. Connect does not
 * let a sink task know that its connector was paused: it goes on asking it to put nothing, as where there is nothing to be
 * had.
 */
public final class WorkerStatus {

    private static final String PAUSED = "paused";

    private final @Nullable ObjectName bean;

    /** Looks for a task of this worker by its connector's name and its number. */
    public WorkerStatus(String connector, String task) {
        this.bean = bean(connector, task);
    }

    private static @Nullable ObjectName bean(String connector, String task) {
        try {
            return new ObjectName("kafka.connect:type=connector-task-metrics,connector="
                    + Sanitizer.jmxSanitize(connector) + ",task=" + Sanitizer.jmxSanitize(task));
        } catch (MalformedObjectNameException e) {
            return null;
        }
    }

    /** Returns whether the worker has paused the task; false if that is not known, as without JMX. */
    public boolean isPaused() {
        try {
            return bean != null
                    && PAUSED.equals(ManagementFactory.getPlatformMBeanServer().getAttribute(bean, "status"));
        } catch (JMException | RuntimeException e) {
            return false;
        }
    }
}
