package io.odsconnect.examples.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.odsconnect.examples.bank.Bank;
import io.odsconnect.examples.bank.Workload;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.JedisPooled;

/** The whole way of a compare run: signal, source, compare topic, the sink that compares, its report. */
class CompareIT {

    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SIGNALS = "signals";
    private static final String REPORTS = "ods.reconciliation";
    private static final String COMPARER = "redis-sink-compare";

    private final Bank bank = Bank.ofRows(2_000);
    private final long seed = ThreadLocalRandom.current().nextLong();
    private Servers servers;
    private Pipeline pipeline;

    @BeforeEach
    void startEverything() throws Exception {
        System.out.println("The workload's seed is " + seed);
        Screen screen = new Screen();
        servers = Servers.start(Path.of("").toAbsolutePath(), screen, false);
        servers.openBank(bank);
        pipeline = new Pipeline(servers, screen);
        pipeline.createTopics();
    }

    @AfterEach
    void stopEverything() {
        if (servers != null) {
            servers.close();
        }
    }

    @Test
    void aRunFindsExactlyTheRowsThatSomebodyHasDamagedAndARepairMendsThem() throws Exception {
        pipeline.put("redis-sink", Map.of());
        pipeline.put(
                Pipeline.SOURCE,
                Map.of(
                        "signal.kafka.topic",
                        SIGNALS,
                        "signal.kafka.bootstrap.servers",
                        servers.kafka().bootstrapServers()));
        try (JedisPooled redis = new JedisPooled(servers.redisUri());
                Workload workload = new Workload(servers::openDb2, bank, seed, 50)) {
            await().atMost(LIMIT).until(() -> redis.dbSize() >= bank.rows());
            workload.start();
            putComparer("compare");
            run("clean");
            assertThat(report("clean", "ods.BANK.CUSTOMER").path("state").asText())
                    .isEqualTo("equal");
            assertThat(report("clean", "ods.BANK.CARD").path("state").asText()).isEqualTo("equal");
            workload.finish();

            redis.hset("customer:1", "EMAIL", "somebody@else.example");
            redis.del("customer:2");
            redis.copy("customer:3", "customer:99999999", false);
            run("damaged");
            JsonNode damaged = report("damaged", "ods.BANK.CUSTOMER");
            assertThat(damaged.path("state").asText()).as("%s", damaged).isEqualTo("different");
            assertThat(findings("damaged"))
                    .containsExactlyInAnyOrderEntriesOf(
                            Map.of("customer:1", "different", "customer:2", "missing", "customer:99999999", "extra"));
            assertThat(report("damaged", "ods.BANK.CARD").path("state").asText())
                    .isEqualTo("equal");

            putComparer("repair");
            run("repair");
            assertThat(redis.exists("customer:2")).isTrue();
            assertThat(redis.exists("customer:99999999")).isFalse();
            assertThat(redis.hget("customer:1", "EMAIL")).isNotEqualTo("somebody@else.example");
            putComparer("compare");
            run("mended");
            assertThat(report("mended", "ods.BANK.CUSTOMER").path("state").asText())
                    .isEqualTo("equal");
        }
    }

    /** A connector made from the sink's config by changing its mode and topics. */
    private void putComparer(String mode) {
        Map<String, String> config =
                new HashMap<>(Pipeline.config(servers.examples().resolve("connectors/redis-sink.json")));
        config.put("topics.regex", "ods\\.BANK\\.(CUSTOMER|CARD)\\.compare");
        config.put("consumer.override.metadata.max.age.ms", "1000");
        config.put("sink.mode", mode);
        config.put("reconciliation.topic", REPORTS);
        config.put("compare.confirm.ms", "15000");
        config.put("audit.producer.bootstrap.servers", servers.kafka().bootstrapServers());
        servers.rest().putConfig(COMPARER, config);
        servers.rest().awaitRunning(COMPARER);
    }

    /** Asks for a run and returns when both tables are reported. */
    private void run(String id) throws Exception {
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", servers.kafka().bootstrapServers()),
                new StringSerializer(),
                new StringSerializer())) {
            producer.send(new ProducerRecord<>(
                            SIGNALS,
                            "ods",
                            "{\"id\": \"" + id + "\", \"type\": \"execute-snapshot\", \"data\": {\"type\": \"compare\","
                                    + " \"data-collections\": [\"BANK\\\\.(CUSTOMER|CARD)\"]}}"))
                    .get();
        }
        await().atMost(LIMIT)
                .until(() -> isDone(report(id, "ods.BANK.CUSTOMER")) && isDone(report(id, "ods.BANK.CARD")));
    }

    private static boolean isDone(JsonNode report) {
        return List.of("equal", "different", "incomplete")
                .contains(report.path("state").asText());
    }

    private JsonNode report(String run, String topic) {
        return records().getOrDefault("run/" + COMPARER + "/" + run + "/" + topic, JSON.missingNode());
    }

    /** Returns what was found, by key of the store. */
    private Map<String, String> findings(String run) {
        Map<String, String> found = new HashMap<>();
        records().forEach((key, value) -> {
            if (key.startsWith("finding/" + COMPARER + "/" + run + "/")) {
                found.put(value.path("key").asText(), value.path("outcome").asText());
            }
        });
        return found;
    }

    /** Returns the last record of each key on the topic of reports. */
    private Map<String, JsonNode> records() {
        Map<String, JsonNode> records = new TreeMap<>();
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", servers.kafka().bootstrapServers()),
                new StringDeserializer(),
                new StringDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(REPORTS).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream()
                    .anyMatch(partition -> consumer.position(partition) < ends.getOrDefault(partition, 0L))) {
                for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(200))) {
                    records.put(record.key(), JSON.readTree(record.value()));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return records;
    }
}
