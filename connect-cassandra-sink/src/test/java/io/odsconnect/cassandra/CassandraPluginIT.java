package io.odsconnect.cassandra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.odsconnect.common.Version;
import io.odsconnect.testbed.cassandra.CassandraServer;
import io.odsconnect.testbed.connect.ConnectOptions;
import io.odsconnect.testbed.connect.ConnectRest;
import io.odsconnect.testbed.connect.ConnectWorker;
import io.odsconnect.testbed.connect.PluginPath;
import io.odsconnect.testbed.fault.TcpProxy;
import io.odsconnect.testbed.junit.TestbedExtension;
import io.odsconnect.testbed.kafka.KafkaBroker;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The ZIP, as the build made it, in a real worker: nothing is on the class path but what is in it. */
@ExtendWith(TestbedExtension.class)
class CassandraPluginIT {

    private static final String CONNECTOR = CassandraSinkConnector.class.getName();

    private final CassandraServer cassandra;

    CassandraPluginIT(CassandraServer cassandra) {
        this.cassandra = cassandra;
    }

    @Test
    void theZipHoldsAllThatTheConnectorNeedsAndATaskWaitsForItsCluster() {
        try (TcpProxy proxy = TcpProxy.to(cassandra.contactPoint());
                PluginPath plugins = PluginPath.ofModules("connect-cassandra-sink");
                KafkaBroker broker = KafkaBroker.embedded(Map.of());
                Keyspace keyspace = new Keyspace(cassandra)) {
            keyspace.run("create table %s.card (card_no bigint primary key, note text, valid_to date)");
            broker.start();
            try (ConnectWorker worker =
                    new ConnectWorker(ConnectOptions.of(broker.bootstrapServers(), plugins.path()))) {
                worker.start();
                ConnectRest rest = worker.rest();
                assertThat(rest.pluginVersion(CONNECTOR)).isEqualTo(Version.current());

                Map<String, String> config = config(keyspace);
                assertThat(rest.validate(config)).isEmpty();
                config.put("cassandra.local.datacenter", "elsewhere");
                assertThat(rest.validate(config)).containsOnlyKeys("cassandra.local.datacenter");

                config = config(keyspace);
                config.put("cassandra.contact.points", "127.0.0.1:" + proxy.port());
                rest.putConfig("cards", config);
                rest.awaitRunning("cards");
                produce(broker, 1);
                await().atMost(Duration.ofSeconds(60))
                        .untilAsserted(() -> assertThat(keyspace.rows("card")).containsOnlyKeys(1L));
                assertThat(keyspace.value("select note from %s.card")).isEqualTo("gold");
                assertThat(keyspace.value("select valid_to from %s.card")).hasToString("2029-12-31");

                // A task that starts while the cluster is away runs, and waits.
                proxy.down();
                rest.restart("cards");
                await().atMost(Duration.ofSeconds(60))
                        .until(() -> worker.output().contains("The task takes no records until"));
                produce(broker, 2);
                rest.awaitRunning("cards");
                proxy.up();
                await().atMost(Duration.ofSeconds(60))
                        .untilAsserted(() -> assertThat(keyspace.rows("card")).containsOnlyKeys(1L, 2L));
            }
        }
    }

    private static Map<String, String> config(Keyspace keyspace) {
        return keyspace.options(
                "card",
                "name",
                "cards",
                "connector.class",
                CONNECTOR,
                "topics",
                "cards",
                "position.from",
                "offset",
                "retry.backoff.max.ms",
                "1000",
                "key.converter",
                "org.apache.kafka.connect.storage.StringConverter",
                "value.converter",
                "org.apache.kafka.connect.json.JsonConverter",
                "value.converter.schemas.enable",
                "false");
    }

    private static void produce(KafkaBroker broker, int card) {
        Map<String, Object> config = Map.of("bootstrap.servers", broker.bootstrapServers());
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(config, new StringSerializer(), new StringSerializer())) {
            Future<RecordMetadata> sent = producer.send(new ProducerRecord<>(
                    "cards", "1", "{\"CARD_NO\": " + card + ", \"NOTE\": \"gold\", \"VALID_TO\": \"2029-12-31\"}"));
            producer.flush();
            assertThat(sent).isDone();
        }
    }
}
