package io.odsconnect.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.odsconnect.testbed.connect.ConnectOptions;
import io.odsconnect.testbed.connect.ConnectWorker;
import io.odsconnect.testbed.connect.PluginPath;
import io.odsconnect.testbed.kafka.KafkaBroker;
import io.odsconnect.testbed.redis.RedisOptions;
import io.odsconnect.testbed.redis.RedisServer;
import io.odsconnect.testbed.sink.AuditTopic;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The audit of a sink in a real worker. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RedisAuditIT {

    private static final Duration LIMIT = Duration.ofSeconds(90);
    private static final String TOPIC = "cards";
    private static final String AUDIT = "audit";
    private static final String CONNECTOR = "cards-sink";
    private static final int PARTITIONS = 3;

    private final PluginPath plugins = PluginPath.ofModules("connect-redis-sink");
    private final KafkaBroker broker = KafkaBroker.embedded(Map.of("auto.create.topics.enable", "false"));
    private final RedisServer redis = RedisServer.embedded(RedisOptions.PLAIN);
    private final int[] digestSums = new int[PARTITIONS];
    private final int[] deletes = new int[PARTITIONS];
    private final long[] ends = new long[PARTITIONS];
    private ConnectWorker worker;
    private Admin admin;

    @BeforeAll
    void start() throws Exception {
        broker.start();
        redis.start();
        admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
        admin.createTopics(List.of(new NewTopic(TOPIC, PARTITIONS, (short) 1), new NewTopic(AUDIT, 2, (short) 1)))
                .all()
                .get();
        worker = new ConnectWorker(
                ConnectOptions.of(broker.bootstrapServers(), plugins.path()).with("offset.flush.interval.ms", "500"));
        worker.start();
    }

    @AfterAll
    void stop() {
        if (worker != null) {
            worker.close();
        }
        if (admin != null) {
            admin.close();
        }
        redis.close();
        broker.close();
        plugins.close();
    }

    @Test
    void rangesMeetWithoutGapsAndTellEachRecordOnceThoughTheWorkerIsKilled() throws Exception {
        long seed = System.nanoTime();
        System.out.println("RedisAuditIT seed " + seed);
        Random random = new Random(seed);
        produce(2_000, random);
        worker.rest().putConfig(CONNECTOR, config());
        worker.rest().awaitRunning(CONNECTOR);
        // The worker commits a partition where nothing is acknowledged yet at 0, and there is no range that ends there.
        await().atMost(LIMIT).until(this::muchIsCommittedOfEachPartition);
        produce(4_000, random);
        await().atMost(LIMIT).until(() -> audit().size() > 60);
        worker.kill();

        AuditTopic atTheKill = audit();
        committed()
                .forEach((partition, end) -> assertThat(atTheKill.ranges(TOPIC, partition))
                        .as("audited when %s was committed of partition %s", end, partition)
                        .anyMatch(range -> AuditTopic.last(range) == end - 1));

        produce(1_000, random);
        worker.restart();
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(committed()).isEqualTo(Map.of(0, ends[0], 1, ends[1], 2, ends[2])));

        AuditTopic audit = audit();
        for (int partition = 0; partition < PARTITIONS; partition++) {
            List<JsonNode> ranges = audit.ranges(TOPIC, partition);
            assertThat(AuditTopic.first(ranges.get(0))).isZero();
            assertThat(AuditTopic.last(ranges.get(ranges.size() - 1))).isEqualTo(ends[partition] - 1);
            assertThat(AuditTopic.count(ranges, "delete")).isEqualTo(deletes[partition]);
            assertThat(AuditTopic.count(ranges, "update")).isEqualTo(ends[partition] - deletes[partition]);
            assertThat(AuditTopic.digestSum(ranges, "crc32c")).isEqualTo(digestSums[partition]);
            assertThat(ranges).allSatisfy(range -> {
                assertThat(range.path("role").asText()).isEqualTo("sink");
                assertThat(range.path("connector").asText()).isEqualTo(CONNECTOR);
                assertThat(range.path("records").asLong())
                        .isEqualTo(AuditTopic.last(range) - AuditTopic.first(range) + 1);
            });
        }
    }

    @Test
    void aTopicThatIsNotThereFailsTheTaskWithASentence() {
        Map<String, String> config = config();
        config.put("audit.topic", "no-such-topic");
        config.put("audit.producer.max.block.ms", "1000");
        worker.rest().putConfig("unaudited", config);
        await().atMost(LIMIT)
                .until(() -> worker.rest().status("unaudited").failure().isPresent());
        assertThat(worker.rest().status("unaudited").failure().orElse(""))
                .contains("Connector unaudited: the audit topic no-such-topic cannot be found: create it");
        worker.rest().delete("unaudited");
    }

    private Map<String, String> config() {
        Map<String, String> config = new HashMap<>();
        config.put("connector.class", RedisSinkConnector.class.getName());
        config.put("tasks.max", "2");
        config.put("topics", TOPIC);
        config.put("redis.hosts", redis.host() + ":" + redis.port());
        config.put("key.template", "card:{key.key}");
        config.put("position.from", "offset");
        config.put("batch.size", "10");
        // So that a killed task's partitions are soon free.
        config.put("consumer.override.session.timeout.ms", "6000");
        config.put("consumer.override.heartbeat.interval.ms", "1000");
        config.put("audit.topic", AUDIT);
        config.put("audit.producer.bootstrap.servers", broker.bootstrapServers());
        config.put("key.converter", "org.apache.kafka.connect.storage.StringConverter");
        config.put("value.converter", "org.apache.kafka.connect.json.JsonConverter");
        config.put("value.converter.schemas.enable", "false");
        return config;
    }

    /** Produces rows and tombstones of a few hundred keys. */
    private void produce(int records, Random random) throws ExecutionException, InterruptedException {
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers()),
                new StringSerializer(),
                new StringSerializer())) {
            for (int i = 0; i < records; i++) {
                int key = random.nextInt(300);
                int partition = key % PARTITIONS;
                String value = null;
                if (random.nextInt(10) == 0) {
                    deletes[partition]++;
                } else {
                    value = "{\"NOTE\": \"" + random.nextLong() + "\"}";
                }
                ProducerRecord<String, String> record =
                        new ProducerRecord<>(TOPIC, partition, Integer.toString(key), value);
                if (value != null) {
                    int digest = random.nextInt();
                    digestSums[partition] += digest;
                    record.headers()
                            .add(
                                    "odsconnect.digest",
                                    "crc32c:%08x".formatted(digest).getBytes(StandardCharsets.UTF_8));
                }
                ends[partition]++;
                sent.add(producer.send(record));
            }
            for (Future<RecordMetadata> each : sent) {
                each.get();
            }
        }
    }

    private AuditTopic audit() {
        return AuditTopic.read(broker.bootstrapServers(), AUDIT);
    }

    private boolean muchIsCommittedOfEachPartition() throws ExecutionException, InterruptedException {
        Map<Integer, Long> committed = committed();
        return committed.size() == PARTITIONS && committed.values().stream().allMatch(end -> end > 100);
    }

    /** Returns what is committed, by partition. */
    private Map<Integer, Long> committed() throws ExecutionException, InterruptedException {
        Map<TopicPartition, OffsetAndMetadata> offsets = admin.listConsumerGroupOffsets("connect-" + CONNECTOR)
                .partitionsToOffsetAndMetadata()
                .get();
        Map<Integer, Long> committed = new HashMap<>();
        offsets.forEach((partition, offset) -> committed.put(partition.partition(), offset.offset()));
        return committed;
    }
}
