package io.odsconnect.testbed.sink;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * Reads a reconciliation topic with an ordinary consumer, by docs/reconciliation.md and nothing else: of each key the
 * last record counts. Goes on where it was with each look.
 */
public final class ReconciliationTopic implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final Set<String> KINDS = Set.of("run", "finding");

    private final KafkaConsumer<String, String> consumer;
    private final List<TopicPartition> partitions = new ArrayList<>();
    private final Map<String, JsonNode> latest = new LinkedHashMap<>();

    /** Opens a topic at its beginning. */
    public ReconciliationTopic(String bootstrapServers, String topic) {
        consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrapServers), new StringDeserializer(), new StringDeserializer());
        for (PartitionInfo each : consumer.partitionsFor(topic)) {
            partitions.add(new TopicPartition(topic, each.partition()));
        }
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
    }

    /** Returns the last report of a run, also one of its progress; empty where there is none. */
    public Optional<JsonNode> report(String connector, String run, String topic) {
        look();
        return Optional.ofNullable(latest.get("run/" + connector + "/" + run + "/" + topic));
    }

    /** Returns the report of a run that has ended; empty where it has not. */
    public Optional<JsonNode> ended(String connector, String run, String topic) {
        return report(connector, run, topic)
                .filter(report -> !report.path("state").asText().equals("running"));
    }

    /** Returns the findings of a run as outcome, key and fields, by key: {@code card:1 -> different [NAME]}. */
    public Map<String, String> findings(String connector, String run, String topic) {
        look();
        Map<String, String> findings = new HashMap<>();
        latest.forEach((key, json) -> {
            if (key.startsWith("finding/" + connector + "/" + run + "/" + topic + "/")) {
                List<String> fields = new ArrayList<>();
                json.path("fields").forEach(field -> fields.add(field.asText()));
                String name = json.has("key")
                        ? json.path("key").asText()
                        : json.path("kafka_offset").asText();
                findings.put(name, (json.path("outcome").asText() + " " + fields).replace(" []", ""));
            }
        });
        return findings;
    }

    private void look() {
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        while (partitions.stream().anyMatch(each -> consumer.position(each) < ends.getOrDefault(each, 0L))) {
            for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(500))) {
                latest.put(record.key(), parse(record.value()));
            }
        }
    }

    private static JsonNode parse(String value) {
        try {
            JsonNode json = JSON.readTree(value);
            if (json.path("version").asInt() != 1
                    || !KINDS.contains(json.path("kind").asText())) {
                throw new AssertionError("A record is of another version or kind: " + json);
            }
            return json;
        } catch (JsonProcessingException e) {
            throw new AssertionError("A record is no JSON", e);
        }
    }

    @Override
    public void close() {
        consumer.close();
    }
}
