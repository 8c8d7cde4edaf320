package io.odsconnect.testbed.sink;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Reads an audit topic with an ordinary consumer, and adds it up by docs/audit.md and nothing else. */
public final class AuditTopic {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<JsonNode> records;

    private AuditTopic(List<JsonNode> records) {
        this.records = records;
    }

    /** Reads all that is on the topic now. */
    public static AuditTopic read(String bootstrapServers, String topic) {
        List<JsonNode> records = new ArrayList<>();
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrapServers, "isolation.level", "read_committed"),
                new StringDeserializer(),
                new StringDeserializer())) {
            List<TopicPartition> partitions = new ArrayList<>();
            for (PartitionInfo each : consumer.partitionsFor(topic)) {
                partitions.add(new TopicPartition(topic, each.partition()));
            }
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(each -> consumer.position(each) < ends.getOrDefault(each, 0L))) {
                for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofSeconds(1))) {
                    records.add(parse(record));
                }
            }
        }
        return new AuditTopic(records);
    }

    private static JsonNode parse(ConsumerRecord<String, String> record) {
        try {
            JsonNode json = JSON.readTree(record.value());
            assertThat(json.path("version").asInt()).isEqualTo(1);
            assertThat(record.key())
                    .isEqualTo(json.path("connector").asText() + "/"
                            + json.path("topic").asText() + "/"
                            + json.path("partition").asInt());
            return json;
        } catch (JsonProcessingException e) {
            throw new AssertionError("An audit record is no JSON", e);
        }
    }

    /** Returns how many records there are. */
    public int size() {
        return records.size();
    }

    /**
     * Returns the ranges of a partition that count, from the first to the last. One that begins before the end of those
     * before it replaces them from there on. Fails where two do not meet.
     */
    public List<JsonNode> ranges(String topic, int partition) {
        ArrayDeque<JsonNode> ranges = new ArrayDeque<>();
        for (JsonNode each : records) {
            if (!each.path("topic").asText().equals(topic)
                    || each.path("partition").asInt() != partition) {
                continue;
            }
            while (!ranges.isEmpty() && first(ranges.getLast()) >= first(each)) {
                ranges.removeLast();
            }
            if (!ranges.isEmpty()) {
                assertThat(first(each))
                        .as("range %s meets the one before", each)
                        .isEqualTo(last(ranges.getLast()) + 1);
            }
            ranges.addLast(each);
        }
        return List.copyOf(ranges);
    }

    /** Returns the first offset of a range. */
    public static long first(JsonNode range) {
        return range.path("first_offset").asLong();
    }

    /** Returns the last offset of a range. */
    public static long last(JsonNode range) {
        return range.path("last_offset").asLong();
    }

    /** Returns the number of records of an operation in these ranges, whatever became of them. */
    public static long count(List<JsonNode> ranges, String operation) {
        long count = 0;
        for (JsonNode range : ranges) {
            for (JsonNode each : range.path("counts").path(operation)) {
                count += each.asLong();
            }
        }
        return count;
    }

    /** Returns the number of records of an operation in these ranges of which one thing became. */
    public static long count(List<JsonNode> ranges, String operation, String outcome) {
        long count = 0;
        for (JsonNode range : ranges) {
            count += range.path("counts").path(operation).path(outcome).asLong();
        }
        return count;
    }

    /** Returns the sum of the digests of 32 bits in these ranges. */
    public static int digestSum(List<JsonNode> ranges, String algorithm) {
        int sum = 0;
        for (JsonNode range : ranges) {
            String hex = range.path("digests").path(algorithm).path("sum").asText("0");
            sum += Integer.parseUnsignedInt(hex, 16);
        }
        return sum;
    }
}
