package io.odsconnect.common.sink;

import static io.odsconnect.common.sink.Records.TOPIC;
import static io.odsconnect.common.sink.Records.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import javax.management.JMException;
import javax.management.ObjectName;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigDef;
import org.jspecify.annotations.Nullable;

/** What {@link OldestWorkerTest} runs on the API of an old worker: a sink task from its start to its end. */
public final class OldestWorkerProbe implements Runnable {

    private final MemoryStore store = new MemoryStore();

    /** The task as a sink writes it. */
    private final class ProbedTask extends StoreSinkTask {
        ProbedTask() {
            super(SinkOptions.define(new ConfigDef()), props -> store);
        }
    }

    @Override
    public void run() {
        assertThatThrownBy(() -> Class.forName("org.apache.kafka.common.metrics.PluginMetrics"))
                .isInstanceOf(ClassNotFoundException.class);
        StoreSinkTask task = new ProbedTask();
        FakeContext context = new FakeContext();
        task.initialize(context);
        task.start(Map.of("name", "old", "odsconnect.task.id", "0"));
        TopicPartition partition = new TopicPartition(TOPIC, 0);
        context.assign(List.of(partition));
        task.open(List.of(partition));
        task.put(List.of(put(0, 0, "1", "a", 1)));
        store.calls.get(0).succeed();
        Map<TopicPartition, OffsetAndMetadata> end = Map.of(partition, new OffsetAndMetadata(1));
        assertThat(task.preCommit(end)).isEqualTo(end);
        assertThat(attribute("applied-create-total")).isEqualTo(1L);
        assertThat(attribute("batch-size-max")).isEqualTo(1.0);
        task.close(List.of(partition));
        task.stop();
    }

    private static @Nullable Object attribute(String name) {
        try {
            return ManagementFactory.getPlatformMBeanServer()
                    .getAttribute(new ObjectName("odsconnect:type=sink,connector=old,task=0"), name);
        } catch (JMException e) {
            throw new AssertionError("The metric " + name + " is not in JMX", e);
        }
    }
}
