package io.odsconnect.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.odsconnect.testbed.connect.ConnectOptions;
import io.odsconnect.testbed.connect.ConnectRest;
import io.odsconnect.testbed.connect.ConnectWorker;
import io.odsconnect.testbed.connect.PluginPath;
import io.odsconnect.testbed.connect.WorkerMetrics;
import io.odsconnect.testbed.fault.TcpProxy;
import io.odsconnect.testbed.kafka.KafkaBroker;
import io.odsconnect.testbed.redis.RedisOptions;
import io.odsconnect.testbed.redis.RedisServer;
import io.odsconnect.testbed.redis.RedisTalk;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.RangeAssignor;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Real workers whose tasks have paused their partitions, as the store is away, when the group shares them out anew. */
class RebalanceIT {

    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final int PAUSING = 1500;

    private static final PluginPath PLUGINS = PluginPath.ofModules("connect-redis-sink");
    private static final KafkaBroker BROKER = KafkaBroker.embedded(Map.of());
    private static final RedisServer REDIS = RedisServer.embedded(RedisOptions.PLAIN);

    private final TcpProxy proxy = TcpProxy.to(REDIS.address());
    private String topic = "";
    private int rows;

    @BeforeAll
    static void start() {
        BROKER.start();
        REDIS.start();
    }

    @AfterEach
    void closeProxy() {
        proxy.close();
    }

    @AfterAll
    static void stop() {
        REDIS.close();
        BROKER.close();
        PLUGINS.close();
    }

    @ParameterizedTest
    @ValueSource(classes = {RangeAssignor.class, CooperativeStickyAssignor.class})
    void whatWasPausedGoesOnAfterEveryKindOfRebalance(Class<?> assignor) throws Exception {
        topic = "cards-" + assignor.getSimpleName();
        createTopic();
        try (ConnectWorker first = worker();
                ConnectWorker second = worker()) {
            first.start();
            ConnectRest rest = first.rest();
            rest.putConfig(topic, config(assignor, 2));
            rest.awaitRunning(topic);
            produce(200);
            awaitAll("the store is there");

            // A config is checked against the server, so here it answers and takes no writes.
            full(true);
            awaitPause(first);
            rest.putConfig(topic, config(assignor, 3));
            rest.awaitRunning(topic);
            full(false);
            awaitAll("tasks.max was changed");

            pause(first);
            addPartition();
            resume(rest, "a partition was added");

            pause(first);
            second.start();
            resume(rest, "a worker joined");

            pause(first);
            second.stop();
            resume(rest, "a worker left");

            second.restart();
            rest.awaitRunning(topic);
            produce(200);
            awaitAll("the worker is back");
            pause(first);
            second.kill();
            resume(rest, "a worker was killed");
            rest.delete(topic);
        }
    }

    /** Takes the store away and returns when a task has paused for it. */
    private void pause(ConnectWorker worker) throws Exception {
        proxy.down();
        awaitPause(worker);
    }

    private static void full(boolean full) {
        try (RedisTalk talk = REDIS.talk()) {
            talk.run("CONFIG", "SET", "maxmemory", full ? "1" : "0");
        }
    }

    private void awaitPause(ConnectWorker worker) throws Exception {
        produce(PAUSING);
        try (WorkerMetrics metrics = worker.metrics()) {
            await().atMost(LIMIT)
                    .until(() -> metrics.names("kafka.connect:type=plugins,connector=" + topic + ",*").stream()
                            .anyMatch(bean -> isPaused(metrics, bean)));
        }
    }

    private static boolean isPaused(WorkerMetrics metrics, String bean) {
        try {
            return metrics.value(bean, "paused") == 1;
        } catch (IllegalArgumentException e) {
            // Another bean of the task, or one of a task that has just ended.
            return false;
        }
    }

    private void resume(ConnectRest rest, String after) {
        rest.awaitRunning(topic);
        proxy.up();
        awaitAll(after);
    }

    private void awaitAll(String after) {
        try (TestClient client = new TestClient(REDIS)) {
            await(after)
                    .atMost(LIMIT)
                    .untilAsserted(() -> assertThat(client.keys().stream()
                                    .filter(key -> key.startsWith(topic + ":"))
                                    .count())
                            .isEqualTo(rows));
        }
    }

    private static ConnectWorker worker() {
        return new ConnectWorker(
                ConnectOptions.of(BROKER.bootstrapServers(), PLUGINS.path()).withHeap(256));
    }

    private Map<String, String> config(Class<?> assignor, int tasks) {
        Map<String, String> config = new HashMap<>();
        config.put("name", topic);
        config.put("connector.class", RedisSinkConnector.class.getName());
        config.put("tasks.max", Integer.toString(tasks));
        config.put("topics", topic);
        config.put("redis.hosts", "127.0.0.1:" + proxy.port());
        config.put("key.template", topic + ":{CARD_NO}");
        config.put("position.guard", "false");
        config.put("batch.size", "10");
        config.put("buffer.max.records", "100");
        config.put("retry.backoff.max.ms", "1000");
        config.put("key.converter", "org.apache.kafka.connect.storage.StringConverter");
        config.put("value.converter", "org.apache.kafka.connect.json.JsonConverter");
        config.put("value.converter.schemas.enable", "false");
        config.put("consumer.override.partition.assignment.strategy", assignor.getName());
        config.put("consumer.override.max.poll.records", "50");
        config.put("consumer.override.metadata.max.age.ms", "1000");
        return config;
    }

    private void createTopic() throws ExecutionException, InterruptedException {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", BROKER.bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic(topic, 4, (short) 1))).all().get();
        }
    }

    private void addPartition() throws ExecutionException, InterruptedException {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", BROKER.bootstrapServers()))) {
            admin.createPartitions(Map.of(topic, NewPartitions.increaseTo(5)))
                    .all()
                    .get();
        }
    }

    private void produce(int count) throws ExecutionException, InterruptedException {
        Map<String, Object> config = Map.of("bootstrap.servers", BROKER.bootstrapServers());
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(config, new StringSerializer(), new StringSerializer())) {
            for (int i = 0; i < count; i++) {
                var unused = producer.send(new ProducerRecord<>(
                        topic, Integer.toString(rows), "{\"CARD_NO\": " + rows + ", \"NOTE\": \"gold\"}"));
                rows++;
            }
            producer.flush();
        }
    }
}
