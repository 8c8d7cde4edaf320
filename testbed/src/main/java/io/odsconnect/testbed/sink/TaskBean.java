package io.odsconnect.testbed.sink;

import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;

/** The metrics of a sink task in this JVM, as JMX shows them where there is no worker to keep them. */
public final class TaskBean {

    private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    private final ObjectName name;

    /** Names the metrics of the first task of a connector; its name has to be a word. */
    public TaskBean(String connector) {
        try {
            name = new ObjectName("odsconnect:type=sink,connector=" + connector + ",task=0");
        } catch (MalformedObjectNameException e) {
            throw new IllegalArgumentException("No such metrics can be: " + connector, e);
        }
    }

    /** Returns the current value of a metric. */
    public double value(String metric) {
        try {
            return ((Number) server.getAttribute(name, metric)).doubleValue();
        } catch (JMException e) {
            throw new IllegalStateException("The task has no metric " + metric, e);
        }
    }

    /** Returns the names of all metrics. */
    public Set<String> metrics() {
        try {
            Set<String> metrics = new TreeSet<>();
            Arrays.stream(server.getMBeanInfo(name).getAttributes())
                    .forEach(attribute -> metrics.add(attribute.getName()));
            return metrics;
        } catch (JMException e) {
            throw new IllegalStateException("The task has no metrics", e);
        }
    }
}
