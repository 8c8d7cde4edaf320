package io.odsconnect.common.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.odsconnect.common.config.TaskName;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.Config;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.connect.connector.Task;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SinkOptionsTest {

    /** The connector as a sink writes it. */
    private static final class MemorySinkConnector extends StoreSinkConnector {
        @Override
        public ConfigDef config() {
            return SinkOptions.define(new ConfigDef());
        }

        @Override
        public Class<? extends Task> taskClass() {
            throw new UnsupportedOperationException("Not asked for here");
        }
    }

    @Test
    void theDefaultsFitTogether() {
        assertThat(errors(Map.of())).isEmpty();
        SinkOptions options = SinkOptions.of(SinkOptions.define(new ConfigDef()), Map.of());
        assertThat(options.batchSize()).isEqualTo(100);
        assertThat(options.positionGuard()).isTrue();
        assertThat(options.retryTimeoutMillis()).isEqualTo(-1);
    }

    @Test
    void aConnectorMayLikeLargerBatchesAndOptionsOfItsOwnAreNotLookedAt() {
        ConfigDef connector = SinkOptions.define(new ConfigDef(), 500)
                .define("store.host", ConfigDef.Type.STRING, ConfigDef.Importance.HIGH, "Required.");
        assertThat(SinkOptions.of(connector, Map.of()).batchSize()).isEqualTo(500);
        assertThat(SinkOptions.of(connector, Map.of("batch.size", "7")).batchSize())
                .isEqualTo(7);
    }

    @ParameterizedTest
    @CsvSource({
        "retry.backoff.ms, 20000, retry.backoff.max.ms: It is below retry.backoff.ms",
        "batch.size, 20000, buffer.max.records: It is below batch.size",
        "batch.bytes, 100000000, buffer.max.bytes: It is below batch.bytes",
        "batch.size, 0, batch.size",
        "record.format, xml, record.format",
        "position.from, none, position.from: It is `none` while position.guard is true",
        "audit.topic, no topic, audit.topic",
        "audit.topic, audit, audit.producer.bootstrap.servers: It has to be set when audit.topic is",
        "position.from, ts_us, It has to be auto"
    })
    void aMistakeIsFoundBeforeTheStart(String option, String value, String expected) {
        assertThat(errors(Map.of(option, value))).hasSize(1).first().asString().contains(expected);
    }

    @Test
    void aProducerThatCannotBeMadeIsFoundBeforeTheStart() {
        Map<String, String> props = new HashMap<>();
        props.put("audit.topic", "audit");
        props.put("audit.producer.bootstrap.servers", "kafka:9092");
        assertThat(errors(props)).isEmpty();
        props.put("audit.producer.acks", "most");
        assertThat(errors(props))
                .hasSize(1)
                .first()
                .asString()
                .contains("audit.producer.*")
                .contains("acks");
    }

    @Test
    void aTaskDoesNotStartWithAMistakeEither() {
        assertThatThrownBy(() -> SinkOptions.of(SinkOptions.define(new ConfigDef()), Map.of("position.from", "ts_us")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("position.from");
    }

    @Test
    void eachTaskKnowsWhichOneItIs() {
        MemorySinkConnector connector = new MemorySinkConnector();
        connector.start(Map.of("name", "cards"));
        List<Map<String, String>> configs = connector.taskConfigs(2);
        assertThat(TaskName.of(configs.get(0))).isEqualTo(new TaskName("cards", "0"));
        assertThat(TaskName.of(configs.get(1))).isEqualTo(new TaskName("cards", "1"));
    }

    private static List<String> errors(Map<String, String> props) {
        Config config = new MemorySinkConnector().validate(props);
        return config.configValues().stream()
                .map(ConfigValue::errorMessages)
                .flatMap(List::stream)
                .toList();
    }
}
