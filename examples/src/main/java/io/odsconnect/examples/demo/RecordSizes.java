package io.odsconnect.examples.demo;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** How large the values of records in Kafka are, and how large they would be as JSON, by the header that says so. */
final class RecordSizes {

    private static final String JSON_BYTES = "json.bytes";
    private static final int SAMPLE = 1_000;
    private static final Duration POLL = Duration.ofMillis(200);
    private static final int EMPTY_POLLS = 25;

    private RecordSizes() {}

    /**
     * Sizes of one topic, of a sample of its records.
     *
     * @param records how many were looked at
     * @param bytes the bytes of their values in Kafka, before compression
     * @param jsonBytes the bytes of the same values as JSON without schemas
     */
    record Sizes(String topic, long records, long bytes, long jsonBytes) {}

    /** Reads the first records of each topic. */
    static List<Sizes> read(String bootstrapServers, Collection<String> topics) {
        Properties properties = new Properties();
        properties.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, SAMPLE);
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            return topics.stream().map(topic -> read(consumer, topic)).toList();
        }
    }

    private static Sizes read(KafkaConsumer<byte[], byte[]> consumer, String topic) {
        List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                .map(partition -> new TopicPartition(topic, partition.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        long records = 0;
        long bytes = 0;
        long jsonBytes = 0;
        for (int empty = 0; empty < EMPTY_POLLS && records < SAMPLE; empty++) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                Header size = record.headers().lastHeader(JSON_BYTES);
                if (record.value() != null && size != null) {
                    records++;
                    bytes += record.value().length;
                    jsonBytes += Long.parseLong(new String(size.value(), StandardCharsets.UTF_8));
                }
            }
        }
        return new Sizes(topic, records, bytes, jsonBytes);
    }
}
