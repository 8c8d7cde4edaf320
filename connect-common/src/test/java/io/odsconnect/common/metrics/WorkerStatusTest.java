package io.odsconnect.common.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.common.metrics.Gauge;
import org.apache.kafka.common.metrics.JmxReporter;
import org.apache.kafka.common.metrics.KafkaMetricsContext;
import org.apache.kafka.common.metrics.Metrics;
import org.junit.jupiter.api.Test;

class WorkerStatusTest {

    @Test
    void aTaskIsPausedWhileTheWorkersOwnMetricSaysSo() {
        AtomicReference<String> status = new AtomicReference<>("running");
        WorkerStatus cards = new WorkerStatus("bank:cards", "2");
        WorkerStatus other = new WorkerStatus("bank:cards", "1");
        assertThat(cards.isPaused()).isFalse();
        // As the worker makes it.
        JmxReporter reporter = new JmxReporter();
        reporter.contextChange(new KafkaMetricsContext("kafka.connect"));
        try (Metrics metrics = new Metrics()) {
            metrics.addReporter(reporter);
            Map<String, String> tags = new LinkedHashMap<>();
            tags.put("connector", "bank:cards");
            tags.put("task", "2");
            metrics.addMetric(metrics.metricName("status", "connector-task-metrics", "", tags), (Gauge<String>)
                    (config, now) -> status.get());
            assertThat(cards.isPaused()).isFalse();
            status.set("paused");
            assertThat(cards.isPaused()).isTrue();
            assertThat(other.isPaused()).isFalse();
        }
        assertThat(cards.isPaused()).isFalse();
    }
}
