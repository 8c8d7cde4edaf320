package io.odsconnect.smt.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class TransformMetricsTest {

    @Test
    void theConnectorAndTaskAreReadFromTheWorkersLoggingContext() {
        assertThat(TransformMetrics.taskTags("[bank|redis|task-12] "))
                .isEqualTo(Map.of("connector", "bank|redis", "task", "12"));
        assertThat(TransformMetrics.taskTags("[redis|task-0|offsets] "))
                .isEqualTo(Map.of("connector", "redis", "task", "0"));
        assertThat(TransformMetrics.taskTags("[redis|worker] "))
                .isEqualTo(Map.of("connector", "unknown", "task", "unknown"));
        assertThat(TransformMetrics.taskTags(null)).containsEntry("connector", "unknown");
    }
}
