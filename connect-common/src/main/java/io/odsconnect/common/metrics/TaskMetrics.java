package io.odsconnect.common.metrics;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.metrics.Gauge;
import org.apache.kafka.common.metrics.MetricValueProvider;
import org.apache.kafka.common.metrics.Sensor;
import org.apache.kafka.common.metrics.stats.Avg;
import org.apache.kafka.common.metrics.stats.Max;
import org.apache.kafka.connect.sink.SinkTaskContext;
import org.apache.kafka.connect.source.SourceTaskContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The metrics of a task.
 *
 * <p>Where the worker has plugin metrics (KIP-877, Kafka 4.1) they are registered there, and so come to whatever
 * reporters the worker has: in JMX as {@code kafka.connect:type=plugins,connector=NAME,task=N}. On older workers they
 * are in JMX as {@code odsconnect:type=TYPE,connector=NAME,task=N}. The attributes have the same names in both.
 *
 * <p>Names are in lower case with dashes; a counter ends in {@code -total}, a time in its unit ({@code lag-ms}). A
 * metric that cannot be registered is left out with a warning: no task fails for its metrics.
 *
 * <pre>{@code
 * TaskMetrics metrics = TaskMetrics.of(context, "source", connector, task);
 * LongAdder queries = metrics.counter("queries-total", "Queries sent to the database");
 * metrics.gauge("lag-ms", "Time from commit to capture of the last change", () -> lag);
 * LongAdder rows = metrics.tagged("table", "BANK.CARD").counter("rows-total", "Rows read");
 * }</pre>
 */
public final class TaskMetrics implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(TaskMetrics.class);

    private final MetricRegistry registry;
    private final String owner;
    private final Map<String, String> tags;

    private TaskMetrics(MetricRegistry registry, String owner, Map<String, String> tags) {
        this.registry = registry;
        this.owner = owner;
        this.tags = tags;
    }

    /**
     * Returns the metrics of a sink task.
     *
     * @param type what the MBean's type is on a worker without plugin metrics
     * @param connector the connector's name
     * @param task the task's number
     */
    public static TaskMetrics of(SinkTaskContext context, String type, String connector, String task) {
        return new TaskMetrics(ofWorker(() -> WorkerRegistry.of(context)), type, connector, task);
    }

    /** Returns the metrics of a source task; see {@link #of(SinkTaskContext, String, String, String)}. */
    public static TaskMetrics of(SourceTaskContext context, String type, String connector, String task) {
        return new TaskMetrics(ofWorker(() -> WorkerRegistry.of(context)), type, connector, task);
    }

    /** Returns the worker's registry; null where the worker is too old to have one, or offers none. */
    private static @Nullable MetricRegistry ofWorker(Supplier<@Nullable MetricRegistry> worker) {
        try {
            return worker.get();
        } catch (LinkageError | UnsupportedOperationException e) {
            return null;
        }
    }

    private TaskMetrics(@Nullable MetricRegistry ofWorker, String type, String connector, String task) {
        this(
                ofWorker != null ? ofWorker : new JmxRegistry(type, connector, task),
                type + "-" + connector + "-" + task,
                new LinkedHashMap<>());
    }

    /**
     * Returns metrics that carry another tag, and so stand in an MBean of their own. They end with these.
     *
     * @param tag a name other than {@code connector} and {@code task}
     */
    public TaskMetrics tagged(String tag, String value) {
        Map<String, String> all = new LinkedHashMap<>(tags);
        all.put(tag, value);
        return new TaskMetrics(registry, owner, all);
    }

    /** Adds a metric whose value is read on demand; {@code value} is called on any thread and must not wait. */
    public void gauge(String name, String description, LongSupplier value) {
        add(name, description, (Gauge<Long>) (config, now) -> value.getAsLong());
    }

    /** Adds a counter, which costs next to nothing to count with. Its name should end in {@code -total}. */
    public LongAdder counter(String name, String description) {
        LongAdder counter = new LongAdder();
        gauge(name, description, counter::sum);
        return counter;
    }

    /** Adds {@code NAME-avg} and {@code NAME-max}, the average and maximum in about the last minute; NaN before the first. */
    public Distribution distribution(String name, String description) {
        Sensor sensor = sensor(name);
        if (sensor != null) {
            sensor.add(registry.name(name + "-avg", description + ", the average", tags), new Avg());
            sensor.add(registry.name(name + "-max", description + ", the maximum", tags), new Max());
        }
        return new Distribution(sensor);
    }

    /** Takes the metrics out, with those that carry tags. */
    @Override
    public void close() {
        registry.close();
    }

    private void add(String name, String description, MetricValueProvider<?> value) {
        try {
            MetricName full = registry.name(name, description, tags);
            registry.add(full, value);
        } catch (IllegalArgumentException e) {
            leftOut(name, e);
        }
    }

    /** Returns a sensor of a name that is this task's in the whole worker, or null where there is one already. */
    private @Nullable Sensor sensor(String name) {
        try {
            return registry.addSensor("odsconnect-" + owner + tags + "-" + name);
        } catch (IllegalArgumentException e) {
            leftOut(name, e);
            return null;
        }
    }

    /** As it happens after the worker gave up on a task that did not stop, and started it again. */
    private void leftOut(String name, IllegalArgumentException why) {
        LOG.warn("The metric {} of {} is left out: it is registered already", name, owner, why);
    }
}
