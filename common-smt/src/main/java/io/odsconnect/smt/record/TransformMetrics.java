package io.odsconnect.smt.record;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.metrics.JmxReporter;
import org.apache.kafka.common.metrics.KafkaMetricsContext;
import org.apache.kafka.common.metrics.Measurable;
import org.apache.kafka.common.metrics.Metrics;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * Counters of a transform in JMX, as {@code odsconnect:type=TYPE,connector=NAME,task=N,…}. JMX, because it is there on
 * every worker; Connect's own plugin metrics are not before 4.1, and a class that asks for them cannot be loaded there.
 *
 * <p>A transform is not told whose it is. The worker's logging context is, so the counters are made when the first
 * record comes, in the task's own thread.
 */
public final class TransformMetrics implements AutoCloseable {

    private static final String DOMAIN = "odsconnect";
    /** Where workers keep the connector and task at hand (KIP-449), as {@code [NAME|task-N] }. */
    private static final String CONTEXT = "connector.context";

    private static final Pattern TASK = Pattern.compile("\\[(.*)\\|task-(\\d+).*", Pattern.DOTALL);

    private final String type;
    private final Map<String, String> tags;
    private final Metrics metrics;

    private TransformMetrics(String type, Map<String, String> tags) {
        this.type = type;
        this.tags = tags;
        JmxReporter reporter = new JmxReporter();
        reporter.contextChange(new KafkaMetricsContext(DOMAIN));
        metrics = new Metrics();
        metrics.addReporter(reporter);
    }

    /**
     * Returns metrics of the task whose thread this is.
     *
     * @param type the transform, in lower case with dashes
     * @param tags the tags that distinguish several transforms of this type in a task; they are in the order of their names,
     *     since rules of exporters are for one text of an MBean's name
     */
    public static TransformMetrics start(String type, Map<String, String> tags) {
        Map<String, String> all = ofThisTask();
        all.putAll(new TreeMap<>(tags));
        return new TransformMetrics(type, all);
    }

    /** Adds a counter; its name should end with {@code -total}. */
    public LongAdder counter(String name, String description) {
        LongAdder counter = new LongAdder();
        gauge(name, description, counter::sum);
        return counter;
    }

    /** Adds what is read each time that somebody looks; any thread may. */
    public void gauge(String name, String description, LongSupplier value) {
        metrics.addMetric(
                metrics.metricName(name, type, description, tags), (Measurable) (config, now) -> value.getAsLong());
    }

    /** Takes the metrics out of JMX. */
    @Override
    public void close() {
        metrics.close();
    }

    /** Returns the connector ({@code connector}) and the task ({@code task}) whose thread this is, or {@code unknown}. */
    public static Map<String, String> ofThisTask() {
        return taskTags(MDC.get(CONTEXT));
    }

    /** Returns the tags for the connector and task; {@code unknown} if the context does not have them. */
    static Map<String, String> taskTags(@Nullable String context) {
        Map<String, String> tags = new LinkedHashMap<>();
        Matcher matcher = TASK.matcher(context == null ? "" : context);
        boolean known = matcher.matches();
        tags.put("connector", known ? matcher.group(1) : "unknown");
        tags.put("task", known ? matcher.group(2) : "unknown");
        return tags;
    }
}
