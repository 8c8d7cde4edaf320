package io.odsconnect.common.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.apache.kafka.common.metrics.JmxReporter;
import org.apache.kafka.common.metrics.KafkaMetricsContext;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.common.metrics.internals.PluginMetricsImpl;
import org.apache.kafka.connect.sink.SinkTaskContext;
import org.apache.kafka.connect.source.SourceTaskContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TaskMetricsTest {

    private static final MBeanServer JMX = ManagementFactory.getPlatformMBeanServer();

    private final Metrics worker = new Metrics();

    @BeforeEach
    void reportAsAWorkerDoes() {
        JmxReporter reporter = new JmxReporter();
        reporter.contextChange(new KafkaMetricsContext("kafka.connect"));
        worker.addReporter(reporter);
    }

    @AfterEach
    void closeTheWorker() {
        worker.close();
    }

    @Test
    void aWorkerWithPluginMetricsGetsThem() throws Exception {
        ObjectName name = new ObjectName("kafka.connect:type=plugins,connector=cards,task=3");
        PluginMetricsImpl plugin = plugin("cards", "3");
        try (TaskMetrics metrics = TaskMetrics.of(sinkContext(plugin), "sink", "cards", "3")) {
            allKindsTell(metrics, name);
        }
        plugin.close();
        assertThat(JMX.isRegistered(name)).isFalse();
    }

    @Test
    void aSourceTaskHasTheSame() throws Exception {
        ObjectName name = new ObjectName("kafka.connect:type=plugins,connector=ods,task=0");
        PluginMetricsImpl plugin = plugin("ods", "0");
        try (TaskMetrics metrics = TaskMetrics.of(sourceContext(plugin), "source", "ods", "0")) {
            allKindsTell(metrics, name);
        }
        plugin.close();
    }

    @Test
    void onAWorkerWithoutThemTheyAreInJmxUntilTheEnd() throws Exception {
        ObjectName name = new ObjectName("odsconnect:type=sink,connector=cards,task=3");
        ObjectName tagged = new ObjectName("odsconnect:type=sink,connector=cards,task=3,table=BANK.CARD");
        try (TaskMetrics metrics = TaskMetrics.of(sinkContext(null), "sink", "cards", "3")) {
            allKindsTell(metrics, name);
            metrics.tagged("table", "BANK.CARD").counter("rows-total", "Rows").add(5);
            assertThat(JMX.getAttribute(tagged, "rows-total")).isEqualTo(5L);
        }
        assertThat(JMX.isRegistered(name)).isFalse();
        assertThat(JMX.isRegistered(tagged)).isFalse();
    }

    @Test
    void aTaskThatWasLeftRunningDoesNotKeepItsSuccessorFromStarting() throws Exception {
        ObjectName name = new ObjectName("kafka.connect:type=plugins,connector=cards,task=3");
        TaskMetrics left = TaskMetrics.of(sinkContext(plugin("cards", "3")), "sink", "cards", "3");
        left.counter("rows-total", "Rows").add(7);
        left.distribution("size", "Sizes").record(1);
        TaskMetrics next = TaskMetrics.of(sinkContext(plugin("cards", "3")), "sink", "cards", "3");
        next.counter("rows-total", "Rows").add(1);
        next.distribution("size", "Sizes").record(1);
        assertThat(JMX.getAttribute(name, "rows-total")).isEqualTo(7L);
    }

    private static void allKindsTell(TaskMetrics metrics, ObjectName name) throws Exception {
        AtomicLong value = new AtomicLong(-1);
        metrics.gauge("lag-ms", "Lag", value::get);
        LongAdder counter = metrics.counter("rows-total", "Rows");
        Distribution distribution = metrics.distribution("size", "Sizes");
        counter.add(4);
        value.set(42);
        distribution.record(1);
        distribution.record(3);
        assertThat(JMX.getAttribute(name, "lag-ms")).isEqualTo(42L);
        assertThat(JMX.getAttribute(name, "rows-total")).isEqualTo(4L);
        assertThat(JMX.getAttribute(name, "size-avg")).isEqualTo(2.0);
        assertThat(JMX.getAttribute(name, "size-max")).isEqualTo(3.0);
    }

    private PluginMetricsImpl plugin(String connector, String task) {
        return new PluginMetricsImpl(worker, Map.of("connector", connector, "task", task));
    }

    private static SinkTaskContext sinkContext(@Nullable PluginMetrics metrics) {
        return context(SinkTaskContext.class, metrics);
    }

    private static SourceTaskContext sourceContext(PluginMetrics metrics) {
        return context(SourceTaskContext.class, metrics);
    }

    /** A context that has metrics or, like the workers before 4.1, does not know the method. */
    private static <T> T context(Class<T> type, @Nullable PluginMetrics metrics) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, args) -> {
            if (metrics == null) {
                throw new NoSuchMethodError(method.getName());
            }
            return metrics;
        }));
    }
}
