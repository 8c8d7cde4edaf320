package io.odsconnect.testbed.connect;

import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.source.SourceConnector;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTask;

/** A connector to test the worker with: it counts to {@code limit}, or fails to start where {@code fail} says so. */
public final class CountingSource extends SourceConnector {

    private Map<String, String> config = Map.of();

    @Override
    public void start(Map<String, String> props) {
        config = Map.copyOf(props);
    }

    @Override
    public Class<? extends Task> taskClass() {
        return CountingTask.class;
    }

    @Override
    public List<Map<String, String>> taskConfigs(int maxTasks) {
        return List.of(config);
    }

    @Override
    public void stop() {
        // It holds nothing.
    }

    @Override
    public ConfigDef config() {
        return new ConfigDef()
                .define("topic", ConfigDef.Type.STRING, ConfigDef.Importance.HIGH, "Where to write.")
                .define(
                        "limit",
                        ConfigDef.Type.INT,
                        0,
                        ConfigDef.Range.atLeast(0),
                        ConfigDef.Importance.LOW,
                        "How far.")
                .define("fail", ConfigDef.Type.BOOLEAN, false, ConfigDef.Importance.LOW, "Whether to fail.");
    }

    @Override
    public String version() {
        return "1.2.3";
    }

    /** The task. */
    public static final class CountingTask extends SourceTask {

        private static final Map<String, String> PARTITION = Map.of("counter", "one");

        private String topic = "";
        private int limit;
        private int next;

        @Override
        public void start(Map<String, String> props) {
            topic = props.getOrDefault("topic", "");
            limit = Integer.parseInt(props.getOrDefault("limit", "0"));
            if (Boolean.parseBoolean(props.get("fail"))) {
                throw new IllegalStateException("Told to fail");
            }
            Map<String, Object> offset = context.offsetStorageReader().offset(PARTITION);
            next = offset == null ? 0 : Integer.parseInt(String.valueOf(offset.get("next")));
        }

        @Override
        public List<SourceRecord> poll() throws InterruptedException {
            if (next >= limit) {
                Thread.sleep(50);
                return List.of();
            }
            int value = next++;
            return List.of(new SourceRecord(PARTITION, Map.of("next", next), topic, Schema.INT32_SCHEMA, value));
        }

        @Override
        public void stop() {
            // It holds nothing.
        }

        @Override
        public String version() {
            return "1.2.3";
        }
    }
}
