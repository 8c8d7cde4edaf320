package io.odsconnect.common.metrics;

import java.util.Map;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.metrics.MetricValueProvider;
import org.apache.kafka.common.metrics.Sensor;

/** Where a task's metrics are kept. */
interface MetricRegistry extends AutoCloseable {

    /** Returns the full name of a metric. */
    MetricName name(String name, String description, Map<String, String> tags);

    /**
     * Adds a metric.
     *
     * @throws IllegalArgumentException if there is one of this name
     */
    void add(MetricName name, MetricValueProvider<?> value);

    /**
     * Adds a sensor, to which statistics are added.
     *
     * @throws IllegalArgumentException if there is one of this name
     */
    Sensor addSensor(String name);

    /** Takes the metrics out. */
    @Override
    void close();
}
