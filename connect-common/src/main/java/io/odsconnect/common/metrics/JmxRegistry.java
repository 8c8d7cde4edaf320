package io.odsconnect.common.metrics;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.metrics.JmxReporter;
import org.apache.kafka.common.metrics.KafkaMetricsContext;
import org.apache.kafka.common.metrics.MetricValueProvider;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.metrics.Sensor;

/** Metrics of our own, each an attribute of an MBean {@code odsconnect:type=TYPE,connector=NAME,task=N,…}. */
final class JmxRegistry implements MetricRegistry {

    private static final String DOMAIN = "odsconnect";

    private final String type;
    private final Map<String, String> taskTags = new LinkedHashMap<>();
    private final Metrics metrics;

    JmxRegistry(String type, String connector, String task) {
        this.type = type;
        taskTags.put("connector", connector);
        taskTags.put("task", task);
        JmxReporter reporter = new JmxReporter();
        reporter.contextChange(new KafkaMetricsContext(DOMAIN));
        metrics = new Metrics();
        metrics.addReporter(reporter);
    }

    @Override
    public MetricName name(String name, String description, Map<String, String> tags) {
        Map<String, String> all = new LinkedHashMap<>(taskTags);
        all.putAll(tags);
        return metrics.metricName(name, type, description, all);
    }

    @Override
    public void add(MetricName name, MetricValueProvider<?> value) {
        metrics.addMetric(name, value);
    }

    @Override
    public Sensor addSensor(String name) {
        return metrics.sensor(name);
    }

    @Override
    public void close() {
        metrics.close();
    }
}
