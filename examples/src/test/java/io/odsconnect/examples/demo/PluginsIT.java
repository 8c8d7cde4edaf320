package io.odsconnect.examples.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.odsconnect.common.Version;
import io.odsconnect.examples.ReadmeConfigs;
import io.odsconnect.testbed.connect.ConnectOptions;
import io.odsconnect.testbed.connect.ConnectRest;
import io.odsconnect.testbed.connect.ConnectWorker;
import io.odsconnect.testbed.connect.PluginPath;
import io.odsconnect.testbed.kafka.KafkaBroker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a worker says of our plugins once their ZIPs are unpacked below its plugin path. */
class PluginsIT {

    private static final List<String> PLUGINS = List.of(
            "io.odsconnect.db2.Db2SourceConnector",
            "io.odsconnect.redis.RedisSinkConnector",
            "io.odsconnect.aerospike.AerospikeSinkConnector",
            "io.odsconnect.cassandra.CassandraSinkConnector",
            "io.odsconnect.smt.RecordDigest$Value",
            "io.odsconnect.smt.EncryptFields$Key",
            "io.odsconnect.smt.DecryptFields$Value",
            "io.odsconnect.smt.RecordSize",
            "io.odsconnect.smt.InsertMetadata$Value");

    private static KafkaBroker kafka;
    private static PluginPath plugins;
    private static ConnectWorker worker;
    private static ConnectRest rest;

    @BeforeAll
    static void startWorker() {
        kafka = KafkaBroker.embeddedOrGiven();
        kafka.start();
        plugins = PluginPath.ofModules(Servers.PLUGINS);
        worker = new ConnectWorker(ConnectOptions.of(kafka.bootstrapServers(), plugins.path()));
        worker.start();
        rest = worker.rest();
    }

    @AfterAll
    static void stopWorker() {
        worker.close();
        plugins.close();
        kafka.close();
    }

    @Test
    void theWorkerFindsThemByTheirServicesFilesAndShowsTheVersionOfTheBuild() {
        assertThat(rest.plugins()).containsAll(PLUGINS);
        for (String plugin : PLUGINS) {
            assertThat(rest.pluginVersion(plugin)).as(plugin).isEqualTo(Version.current());
        }
    }

    @Test
    void aServerThatIsNotThereIsFoundBeforeTheStart() {
        assertThat(rest.validate(Map.of(
                        "connector.class", "io.odsconnect.redis.RedisSinkConnector",
                        "name", "redis-sink",
                        "topics", "ods.BANK.CARD",
                        "key.template", "card:{CARD_NO}",
                        "redis.hosts", "127.0.0.1:1")))
                .containsOnlyKeys("redis.hosts");
        assertThat(rest.validate(Map.of(
                        "connector.class", "io.odsconnect.cassandra.CassandraSinkConnector",
                        "name", "cassandra-sink",
                        "topics", "ods.BANK.CARD",
                        "table.template", "bank.card",
                        "cassandra.local.datacenter", "datacenter1",
                        "cassandra.contact.points", "127.0.0.1:1")))
                .containsOnlyKeys("cassandra.contact.points");
        assertThat(rest.validate(Map.of(
                        "connector.class", "io.odsconnect.aerospike.AerospikeSinkConnector",
                        "name", "aerospike-sink",
                        "topics", "ods.BANK.CARD",
                        "aerospike.namespace", "test",
                        "aerospike.hosts", "127.0.0.1:1")))
                .containsOnlyKeys("aerospike.hosts");
        assertThat(rest.validate(Map.of(
                        "connector.class", "io.odsconnect.db2.Db2SourceConnector",
                        "name", "db2-source",
                        "topic.prefix", "ods",
                        "database.hostname", "127.0.0.1",
                        "database.port", "1",
                        "database.dbname", "ODS",
                        "database.user", "ods",
                        "database.password", "secret",
                        "table.include.list", "BANK\\.CARD")))
                .containsOnlyKeys("database.port");
    }

    /** The README's steps: each config is validated as it stands there, with a secret from a file and a server of one's own. */
    @Test
    void theConfigsOfTheReadmeAreValidatedAsTheyAreWritten(@TempDir Path folder) throws IOException {
        Path secrets = Files.writeString(
                folder.resolve("secrets.properties"), "db2.password=x\nredis.password=x\ncassandra.password=x\n");
        assertThat(ReadmeConfigs.all()).hasSize(4).allSatisfy(config -> {
            Map<String, String> mine = new HashMap<>(config);
            mine.replaceAll((option, value) -> value.replace("/etc/kafka/secrets.properties", secrets.toString())
                    .replaceAll("^[a-z0-9]+\\.example\\.com(:\\d+)?$", "127.0.0.1$1")
                    .replaceAll(":\\d+$", ":1"));
            mine.computeIfPresent("database.port", (option, port) -> "1");
            assertThat(rest.validate(mine).keySet())
                    .as("options with a mistake in the config of %s", config.get("name"))
                    .isSubsetOf("redis.hosts", "aerospike.hosts", "cassandra.contact.points", "database.port")
                    .hasSize(1);
            mine.remove("name");
            assertThat(rest.validate(mine)).as("without a name").containsKey("name");
        });
    }

    @Test
    void aPasswordIsNeverShownByTheRestApi() {
        Map<String, String> config = Map.of(
                "connector.class", "io.odsconnect.redis.RedisSinkConnector",
                "name", "redis-sink",
                "topics", "ods.BANK.CARD",
                "key.template", "card:{CARD_NO}",
                "redis.password", "not-to-be-seen",
                "redis.hosts", "127.0.0.1:1");
        assertThat(rest.validate(config).toString()).doesNotContain("not-to-be-seen");
        assertThat(worker.output()).doesNotContain("not-to-be-seen");
    }
}
