package io.odsconnect.common.metrics;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.metrics.MetricValueProvider;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.common.metrics.Sensor;
import org.apache.kafka.connect.sink.SinkTaskContext;
import org.apache.kafka.connect.source.SourceTaskContext;
import org.jspecify.annotations.Nullable;

/**
 * The metrics of the worker (KIP-877). Only this class knows {@link PluginMetrics}, which workers have from 4.1 on: on
 * an older one, calling a method of this class ends in a {@link LinkageError}, and nothing else does.
 */
final class WorkerRegistry implements MetricRegistry {

    private final PluginMetrics metrics;

    private WorkerRegistry(PluginMetrics metrics) {
        this.metrics = metrics;
    }

    /** Returns the worker's metrics; null when it offers none. */
    static @Nullable MetricRegistry of(SinkTaskContext context) {
        PluginMetrics metrics = context.pluginMetrics();
        return metrics == null ? null : new WorkerRegistry(metrics);
    }

    /** Returns the worker's metrics; null when it offers none. */
    static @Nullable MetricRegistry of(SourceTaskContext context) {
        PluginMetrics metrics = context.pluginMetrics();
        return metrics == null ? null : new WorkerRegistry(metrics);
    }

    @Override
    public MetricName name(String name, String description, Map<String, String> tags) {
        return metrics.metricName(name, description, new LinkedHashMap<>(tags));
    }

    @Override
    public void add(MetricName name, MetricValueProvider<?> value) {
        metrics.addMetric(name, value);
    }

    @Override
    public Sensor addSensor(String name) {
        return metrics.addSensor(name);
    }

    /** Does nothing: the worker takes a task's metrics out when it has stopped the task. */
    @Override
    public void close() {}
}
