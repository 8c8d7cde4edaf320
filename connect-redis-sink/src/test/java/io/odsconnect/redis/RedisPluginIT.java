package io.odsconnect.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.odsconnect.common.Version;
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
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

/** The ZIP, as the build made it, in a real worker: nothing is on the class path but what is in it. */
class RedisPluginIT {

    private static final String CONNECTOR = RedisSinkConnector.class.getName();

    @Test
    void theZipHoldsAllThatTheConnectorNeeds() {
        try (PluginPath plugins = PluginPath.ofModules("connect-redis-sink");
                KafkaBroker broker = KafkaBroker.embedded(Map.of());
                RedisServer redis = RedisServer.embedded(RedisOptions.PLAIN)) {
            broker.start();
            redis.start();
            try (ConnectWorker worker =
                    new ConnectWorker(ConnectOptions.of(broker.bootstrapServers(), plugins.path()))) {
                worker.start();
                ConnectRest rest = worker.rest();
                assertThat(rest.pluginVersion(CONNECTOR)).isEqualTo(Version.current());

                Map<String, String> config = config(redis);
                assertThat(rest.validate(config)).isEmpty();
                config.put("key.template.cards", "card:{CARD_NO");
                assertThat(rest.validate(config)).containsOnlyKeys("key.template.cards");

                rest.putConfig("cards", config(redis));
                rest.awaitRunning("cards");
                produce(broker, "{\"CARD_NO\": 1, \"NOTE\": \"gold\"}");
                try (TestClient client = new TestClient(redis)) {
                    await().atMost(Duration.ofSeconds(60)).until(() -> client.exists("card:1"));
                    assertThat(client.hash("card:1")).isEqualTo(Map.of("CARD_NO", "1", "NOTE", "gold"));
                }
                theLagOfAPausedConnectorGrows(broker, worker);
            }
        }
    }

    /** The worker asks a paused task to put nothing, as it does one that has read all there is. */
    private static void theLagOfAPausedConnectorGrows(KafkaBroker broker, ConnectWorker worker) {
        produce(
                broker,
                "{\"op\": \"c\", \"after\": {\"CARD_NO\": 2}, \"source\": {\"ts_us\": 1000000, \"position\": 1}}");
        try (WorkerMetrics metrics = worker.metrics()) {
            String bean = "kafka.connect:type=plugins,connector=cards,task=0";
            await().atMost(Duration.ofSeconds(60)).until(() -> metrics.value(bean, "applied-total") == 2);
            await().atMost(Duration.ofSeconds(60)).until(() -> metrics.value(bean, "lag-ms") == 0);
            worker.rest().pause("cards");
            await().atMost(Duration.ofSeconds(60)).until(() -> metrics.value(bean, "lag-ms") > 0);
            worker.rest().resume("cards");
            await().atMost(Duration.ofSeconds(60)).until(() -> metrics.value(bean, "lag-ms") == 0);
        }
    }

    private static Map<String, String> config(RedisServer redis) {
        Map<String, String> config = new HashMap<>();
        config.put("name", "cards");
        config.put("connector.class", CONNECTOR);
        config.put("topics", "cards");
        config.put("redis.hosts", redis.host() + ":" + redis.port());
        config.put("key.template.cards", "card:{CARD_NO}");
        config.put("key.converter", "org.apache.kafka.connect.storage.StringConverter");
        config.put("value.converter", "org.apache.kafka.connect.json.JsonConverter");
        config.put("value.converter.schemas.enable", "false");
        return config;
    }

    private static void produce(KafkaBroker broker, String row) {
        Map<String, Object> config = Map.of("bootstrap.servers", broker.bootstrapServers());
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(config, new StringSerializer(), new StringSerializer())) {
            Future<RecordMetadata> sent = producer.send(new ProducerRecord<>("cards", "1", row));
            producer.flush();
            assertThat(sent).isDone();
        }
    }
}
