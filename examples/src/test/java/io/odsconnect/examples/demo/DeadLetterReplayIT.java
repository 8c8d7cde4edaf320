package io.odsconnect.examples.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.odsconnect.testbed.connect.ConnectOptions;
import io.odsconnect.testbed.connect.ConnectRest;
import io.odsconnect.testbed.connect.ConnectWorker;
import io.odsconnect.testbed.connect.PluginPath;
import io.odsconnect.testbed.connect.WorkerMetrics;
import io.odsconnect.testbed.kafka.KafkaBroker;
import io.odsconnect.testbed.redis.RedisOptions;
import io.odsconnect.testbed.redis.RedisServer;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.JedisPooled;

/** Rows of two topics that a sink has refused are written by a replay connector, each as its own topic's rows are. */
class DeadLetterReplayIT {

    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final String REPLAY = "redis-sink-replay";
    private static final String DEAD = "redis.dead.letters";
    private static final String REDIS_SINK = "io.odsconnect.redis.RedisSinkConnector";

    @Test
    void deadLettersBecomeRowsOfTheirOwnTopicsOnceTheMappingIsRight() throws Exception {
        try (PluginPath plugins = PluginPath.ofModules("connect-redis-sink", "common-smt");
                KafkaBroker broker = KafkaBroker.embedded(Map.of());
                RedisServer redis = RedisServer.embedded(RedisOptions.PLAIN)) {
            broker.start();
            redis.start();
            try (ConnectWorker worker =
                            new ConnectWorker(ConnectOptions.of(broker.bootstrapServers(), plugins.path()));
                    JedisPooled rows = new JedisPooled(redis.host(), redis.port())) {
                worker.start();
                ConnectRest rest = worker.rest();
                start(rest, "redis-sink", refusing(redis));
                produce(broker, "cards", event(20, "gold"));
                produce(broker, "clients", event(20, "anna"));
                await().atMost(LIMIT).until(() -> total(worker, "redis-sink", "rejected-total") == 2);
                assertThat(rows.dbSize()).isZero();

                // The card has changed meanwhile, and the sink has been set right.
                start(rest, "redis-sink", right(redis, "redis-sink", "cards,clients"));
                await().atMost(LIMIT).until(() -> {
                    // The task with the old configuration may still be there, and refuse it.
                    produce(broker, "cards", event(30, "platinum"));
                    return rows.exists("card:1");
                });

                Map<String, String> replay = right(redis, REPLAY, DEAD);
                replay.put("transforms", "original");
                replay.put("transforms.original.type", "io.odsconnect.smt.OriginalTopic");
                start(rest, REPLAY, replay);
                await().atMost(LIMIT)
                        .until(() -> total(worker, REPLAY, "applied-total") >= 1
                                && total(worker, REPLAY, "stale-total") >= 1);
                assertThat(rows.hget("client:1", "NOTE")).isEqualTo("anna");
                assertThat(rows.hget("card:1", "NOTE")).isEqualTo("platinum");
                assertThat(rows.dbSize()).isEqualTo(2);
            }
        }
    }

    private static void start(ConnectRest rest, String name, Map<String, String> config) {
        assertThat(rest.validate(config)).isEmpty();
        rest.putConfig(name, config);
        rest.awaitRunning(name);
    }

    private static double total(ConnectWorker worker, String connector, String metric) {
        try (WorkerMetrics metrics = worker.metrics()) {
            return metrics.value("kafka.connect:type=plugins,connector=" + connector + ",task=0", metric);
        }
    }

    /** No record has the field of the key. */
    private static Map<String, String> refusing(RedisServer redis) {
        Map<String, String> config = right(redis, "redis-sink", "cards,clients");
        config.put("key.template.cards", "card:{CARD}");
        config.put("key.template.clients", "client:{CLIENT}");
        return config;
    }

    private static Map<String, String> right(RedisServer redis, String name, String topics) {
        Map<String, String> config = new HashMap<>(Map.of(
                "name",
                name,
                "connector.class",
                REDIS_SINK,
                "topics",
                topics,
                "consumer.override.metadata.max.age.ms",
                "1000",
                "redis.hosts",
                redis.host() + ":" + redis.port(),
                "key.converter",
                "org.apache.kafka.connect.storage.StringConverter",
                "value.converter",
                "org.apache.kafka.connect.json.JsonConverter",
                "value.converter.schemas.enable",
                "false"));
        config.put("key.template.cards", "card:{ID}");
        config.put("key.template.clients", "client:{ID}");
        config.put("errors.tolerance", "all");
        config.put("errors.deadletterqueue.topic.name", topics.equals(DEAD) ? DEAD + ".again" : DEAD);
        config.put("errors.deadletterqueue.topic.replication.factor", "1");
        config.put("errors.deadletterqueue.context.headers.enable", "true");
        return config;
    }

    private static String event(long position, String note) {
        return "{\"op\": \"u\", \"after\": {\"ID\": 1, \"NOTE\": \"" + note
                + "\"}, \"source\": {\"ts_us\": 1000000, \"position\": " + position + "}}";
    }

    private static void produce(KafkaBroker broker, String topic, String event) throws Exception {
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers()),
                new StringSerializer(),
                new StringSerializer())) {
            producer.send(new ProducerRecord<>(topic, "1", event)).get();
        }
    }
}
