package io.odsconnect.db2;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;

/** All that has come to a topic of one partition; its values are JSON. */
final class Topic implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final KafkaConsumer<String, String> consumer;
    private final Map<@Nullable String, Integer> keys = new TreeMap<>();
    private final List<JsonNode> values = new ArrayList<>();
    private final TopicPartition partition;
    private long count;

    Topic(String bootstrapServers, String name) {
        consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrapServers), new StringDeserializer(), new StringDeserializer());
        partition = new TopicPartition(name, 0);
        consumer.assign(List.of(partition));
        consumer.seekToBeginning(List.of(partition));
    }

    private void read() throws IOException {
        long end =
                Objects.requireNonNull(consumer.endOffsets(List.of(partition)).get(partition));
        // One poll takes 500 records at most, and whoever counts wants all that are there.
        do {
            for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(100))) {
                count++;
                keys.merge(String.valueOf(record.key()), 1, Integer::sum);
                values.add(record.value() == null ? JSON.nullNode() : JSON.readTree(record.value()));
            }
        } while (consumer.position(partition) < end);
    }

    /** Returns how many records there are. */
    long count() throws IOException {
        read();
        return count;
    }

    /** Returns how many records each key has. */
    Map<@Nullable String, Integer> keys() throws IOException {
        read();
        return keys;
    }

    /** Returns the values; JSON's null for a tombstone. */
    List<JsonNode> values() throws IOException {
        read();
        return List.copyOf(values);
    }

    /** Returns the data of the notifications of a type. */
    List<JsonNode> notifications(String type) throws IOException {
        return values().stream()
                .filter(value -> value.path("type").asText().equals(type))
                .map(value -> value.path("additional_data"))
                .toList();
    }

    /** Returns the ids of the loads of which such a notification came. */
    List<String> loads(String type) throws IOException {
        return notifications(type).stream()
                .map(data -> data.path("load_id").asText())
                .toList();
    }

    @Override
    public void close() {
        consumer.close();
    }
}
