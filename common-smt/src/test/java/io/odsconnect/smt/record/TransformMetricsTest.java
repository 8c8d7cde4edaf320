package io.odsconnect.smt.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;

class TransformMetricsTest {

    @Test
    void anMBeansNameHasOneTextWhateverTheOrderOfTheTags() throws JMException {
        Map<String, String> tags = new LinkedHashMap<>();
        tags.put("part", "value");
        tags.put("digest", "header ordered");
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        try (TransformMetrics metrics = TransformMetrics.start("verify-digest", tags)) {
            metrics.counter("match-total", "Records");
            assertThat(server.queryNames(new ObjectName("odsconnect:digest=header ordered,*"), null))
                    .extracting(ObjectName::getKeyPropertyListString)
                    .containsExactly(
                            "type=verify-digest,connector=unknown,task=unknown,digest=header ordered,part=value");
        }
    }

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
