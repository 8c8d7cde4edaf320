package io.odsconnect.examples.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Adds up an audit topic as docs/audit.md says: what each connector tells of each partition in all. */
final class AuditSums {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** By connector and partition: the ranges that count, by their first offset. */
    private final Map<String, TreeMap<Long, JsonNode>> ranges = new TreeMap<>();

    private AuditSums() {}

    /** Reads all that is on the topic now. */
    static AuditSums read(String bootstrapServers, String topic) throws JsonProcessingException {
        AuditSums sums = new AuditSums();
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrapServers), new StringDeserializer(), new StringDeserializer())) {
            List<TopicPartition> partitions = new ArrayList<>();
            consumer.partitionsFor(topic).forEach(each -> partitions.add(new TopicPartition(topic, each.partition())));
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(each -> consumer.position(each) < ends.getOrDefault(each, 0L))) {
                for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofSeconds(1))) {
                    sums.add(record.key(), JSON.readTree(record.value()));
                }
            }
        }
        return sums;
    }

    /** A range that begins before the end of those told so far replaces them from there on. */
    private void add(String key, JsonNode range) {
        TreeMap<Long, JsonNode> known = ranges.computeIfAbsent(key, unknown -> new TreeMap<>());
        long first = range.path("first_offset").asLong();
        known.tailMap(first, true).clear();
        known.put(first, range);
    }

    /** Returns how many records of each operation a connector tells of, by partition and operation. */
    Map<String, Long> records(String connector, List<String> topics) {
        Map<String, Long> records = new TreeMap<>();
        ranges.forEach((key, known) -> {
            for (JsonNode range : known.values()) {
                if (range.path("connector").asText().equals(connector)
                        && topics.contains(range.path("topic").asText())) {
                    range.path("counts")
                            .properties()
                            .forEach(operation -> operation
                                    .getValue()
                                    .forEach(count -> records.merge(
                                            key.substring(connector.length() + 1) + " " + operation.getKey(),
                                            count.asLong(),
                                            Long::sum)));
                }
            }
        });
        return records;
    }
}
