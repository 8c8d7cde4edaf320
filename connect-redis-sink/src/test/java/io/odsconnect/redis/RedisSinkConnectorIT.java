package io.odsconnect.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.odsconnect.common.Version;
import io.odsconnect.testbed.process.FreePorts;
import io.odsconnect.testbed.redis.RedisOptions;
import io.odsconnect.testbed.redis.RedisServer;
import java.net.ServerSocket;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.apache.kafka.common.config.Config;
import org.apache.kafka.connect.sink.SinkConnector;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Protocol.Command;

/** What validation finds out before anything starts. */
class RedisSinkConnectorIT {

    private static final RedisServer OPEN = RedisServer.embedded(RedisOptions.PLAIN);
    private static final RedisServer LOCKED = RedisServer.embedded(RedisOptions.PLAIN.withPassword("right"));

    @BeforeAll
    static void start() {
        OPEN.start();
        LOCKED.start();
    }

    @AfterAll
    static void stop() {
        OPEN.close();
        LOCKED.close();
    }

    @Test
    void theServicesFileNamesTheConnector() {
        assertThat(ServiceLoader.load(SinkConnector.class))
                .hasAtLeastOneElementOfType(RedisSinkConnector.class)
                .allMatch(connector -> connector.version().equals(Version.current()));
    }

    @Test
    void aRightConfigurationHasNoErrors() {
        assertThat(errors(OPEN)).isEmpty();
        assertThat(errors(OPEN, "position.guard", "false")).isEmpty();
        assertThat(errors(LOCKED, "redis.password", "right")).isEmpty();
    }

    @Test
    void wrongOptionsAreNamedWithoutAServer() {
        assertThat(errors(OPEN, "redis.database", "-1", "null.handling", "keep"))
                .containsOnlyKeys("redis.database", "null.handling");
        assertThat(errors(OPEN, "key.template.ods.CARD", "card:{ID")).containsOnlyKeys("key.template.ods.CARD");
    }

    @Test
    void aServerThatIsNotThereIsNamedAtItsHost() {
        int nobody = FreePorts.next();
        assertThat(errors(OPEN, "redis.hosts", "127.0.0.1:" + nobody))
                .containsOnlyKeys("redis.hosts")
                .hasEntrySatisfying(
                        "redis.hosts", error -> assertThat(error).contains("127.0.0.1:" + nobody, "refused"));
    }

    @Test
    void aServerThatSaysNothingIsGivenUpAfterATime() throws Exception {
        try (ServerSocket silent = new ServerSocket(0)) {
            assertThat(errors(
                            OPEN,
                            "redis.hosts",
                            "127.0.0.1:" + silent.getLocalPort(),
                            "redis.socket.timeout.ms",
                            "200"))
                    .containsOnlyKeys("redis.hosts")
                    .hasEntrySatisfying(
                            "redis.hosts", error -> assertThat(error).contains("timed out"));
        }
    }

    @Test
    void aServerThatDoesNotLetUsInIsNamedAtThePassword() {
        assertThat(errors(LOCKED)).containsOnlyKeys("redis.password");
        assertThat(errors(LOCKED, "redis.password", "hunter2"))
                .containsOnlyKeys("redis.password")
                .hasEntrySatisfying(
                        "redis.password",
                        error -> assertThat(error).contains("WRONGPASS").doesNotContain("hunter2"));
        assertThat(errors(OPEN, "redis.password", "hunter2")).containsOnlyKeys("redis.password");
    }

    @Test
    void aUserWhoMayNotRunScriptsIsToldUnlessTheGuardIsOff() {
        try (TestClient client = client()) {
            client.run(Command.ACL, "SETUSER", "meek", "on", ">secret", "~*", "+@all", "-eval", "-info");
        }
        String[] meek = {"redis.username", "meek", "redis.password", "secret"};
        assertThat(errors(OPEN, meek)).containsOnlyKeys("redis.password");
        assertThat(errors(OPEN, "redis.username", "meek", "redis.password", "secret", "position.guard", "false"))
                .isEmpty();
    }

    @Test
    void aUserWhoMayOnlyReadIsToldTheCommandsThatAreMissingAndNothingIsWritten() {
        try (TestClient client = client()) {
            setUser(client, "reader", "~* +@read +@connection +info +eval +evalsha");
            assertThat(errors(OPEN, "redis.username", "reader", "redis.password", "secret"))
                    .containsOnlyKeys("redis.password")
                    .hasEntrySatisfying(
                            "redis.password",
                            error -> assertThat(error)
                                    .contains("run hset, del, set, setrange (NOPERM)", "docs/redis-sink.md"));
            String[] compare = {
                "redis.username",
                "reader",
                "redis.password",
                "secret",
                "sink.mode",
                "compare",
                "reconciliation.topic",
                "reports",
                "audit.producer.bootstrap.servers",
                "localhost:1"
            };
            assertThat(errors(OPEN, compare)).isEmpty();
            setUser(client, "blind", "~* +@write +@connection +info");
            compare[1] = "blind";
            assertThat(errors(OPEN, compare))
                    .containsOnlyKeys("redis.password")
                    .hasEntrySatisfying(
                            "redis.password",
                            error -> assertThat(error).contains("run hgetall, get, pttl, scan (NOPERM)"));
            setUser(client, "writer", "~* +@write +@connection +info +eval +evalsha");
            assertThat(errors(OPEN, "redis.username", "writer", "redis.password", "secret"))
                    .hasEntrySatisfying(
                            "redis.password", error -> assertThat(error).contains("run hlen, hget, mget (NOPERM)"));
            assertThat(client.run(Command.DBSIZE)).isEqualTo(0L);
        }
    }

    @Test
    void aUserWhoMayNotAccessTheKeysIsToldTheTemplate() {
        try (TestClient client = client()) {
            setUser(client, "clients", "~client:* ~__del:* +@all");
            assertThat(errors(OPEN, "redis.username", "clients", "redis.password", "secret"))
                    .containsOnlyKeys("redis.password")
                    .hasEntrySatisfying(
                            "redis.password",
                            error -> assertThat(error)
                                    .contains("access keys such as card:... (key.template)")
                                    .doesNotContain("__del:"));
            setUser(client, "unmarked", "~card:* +@all");
            assertThat(errors(OPEN, "redis.username", "unmarked", "redis.password", "secret"))
                    .hasEntrySatisfying(
                            "redis.password",
                            error -> assertThat(error).contains("access keys such as __del:{card:...} (key.template)"));
            setUser(client, "visa", "~card:4* ~__del:{card:4* +@all");
            assertThat(errors(OPEN, "redis.username", "visa", "redis.password", "secret"))
                    .isEmpty();
        }
    }

    /** The rights are those of docs/redis-sink.md. */
    @Test
    void theUsersOfTheDocumentationHaveAllRights() {
        try (TestClient client = client()) {
            setUser(
                    client,
                    "hashes",
                    "~card:* ~customer:* ~__del:* +@connection +info +eval +evalsha +hget +hset +hlen +hkeys +hdel +get +mget"
                            + " +set +setrange +del +persist +pexpire +pexpireat");
            setUser(
                    client,
                    "strings",
                    "~card:* ~__del:* +@connection +info +eval +evalsha +getrange +get +mget +set +setrange +del +pexpire"
                            + " +pexpireat");
            setUser(
                    client,
                    "indexed",
                    "~card:* ~__del:* ~client:* +@connection +info +eval +evalsha +getrange +get +mget +set +setrange +del"
                            + " +pexpire +pexpireat +sadd +srem");
            setUser(client, "plain", "~card:* +@connection +info +multi +exec +del +pexpire +pexpireat +hset +hlen");
            assertThat(errors(OPEN, "redis.username", "hashes", "redis.password", "secret"))
                    .isEmpty();
            assertThat(errors(OPEN, "redis.username", "strings", "redis.password", "secret", "value.type", "string"))
                    .isEmpty();
            String[] indexed = {
                "redis.username",
                "indexed",
                "redis.password",
                "secret",
                "value.type",
                "string",
                "index.template",
                "client:{C}"
            };
            assertThat(errors(OPEN, indexed)).isEmpty();
            assertThat(errors(OPEN, "redis.username", "plain", "redis.password", "secret", "position.guard", "false"))
                    .isEmpty();
        }
    }

    @Test
    void allAddressesThatDoNotAnswerAreNamed() {
        String first = "127.0.0.1:" + FreePorts.next();
        String second = "127.0.0.1:" + FreePorts.next();
        assertThat(errors(OPEN, "redis.mode", "cluster", "redis.hosts", first + "," + second))
                .containsOnlyKeys("redis.hosts")
                .hasEntrySatisfying(
                        "redis.hosts",
                        error -> assertThat(error)
                                .contains(first + " (Connection refused)", second + " (Connection refused)"));
        assertThat(errors(OPEN, "redis.mode", "cluster", "redis.hosts", first + ",no.such.host.invalid:1"))
                .hasEntrySatisfying(
                        "redis.hosts",
                        error -> assertThat(error).contains("no.such.host.invalid:1 (the host name is unknown)"));
    }

    @Test
    void aServerWithoutTheJsonModuleIsNamedAtTheOptionThatNeedsIt() {
        assertThat(errors(OPEN, "value.type", "json"))
                .containsOnlyKeys("value.type")
                .hasEntrySatisfying("value.type", error -> assertThat(error).contains("RedisJSON", "JSON.SET"));
        assertThat(errors(OPEN, "value.type", "string")).isEmpty();
    }

    @Test
    void aDatabaseThatIsNotThereIsNamed() {
        assertThat(errors(OPEN, "redis.database", "99")).containsOnlyKeys("redis.database");
    }

    @Test
    void aReplicaIsRefused() {
        try (TestClient client = client()) {
            client.run(Command.REPLICAOF, "127.0.0.1", "1");
            assertThat(errors(OPEN))
                    .containsOnlyKeys("redis.hosts")
                    .hasEntrySatisfying(
                            "redis.hosts", error -> assertThat(error).contains("replica"));
            client.run(Command.REPLICAOF, "NO", "ONE");
        }
    }

    @Test
    void aServerThatDoesNotEncryptIsToldFromOneThatIsNotThere() {
        assertThat(errors(OPEN, "redis.ssl.enabled", "true", "redis.socket.timeout.ms", "500"))
                .containsOnlyKeys("redis.hosts")
                .hasEntrySatisfying("redis.hosts", error -> assertThat(error).contains("redis.ssl.enabled=false"));
    }

    private static void setUser(TestClient client, String user, String rights) {
        client.run(Command.ACL, ("SETUSER " + user + " reset on >secret " + rights).split(" ", -1));
    }

    private static TestClient client() {
        return new TestClient(OPEN);
    }

    private static Map<String, String> errors(RedisServer server, String... options) {
        Map<String, String> props = new HashMap<>();
        props.put("name", "cards");
        props.put("topics", "ods.CARD");
        props.put("redis.hosts", server.host() + ":" + server.port());
        props.put("key.template.ods.CARD", "card:{CARD_NO}");
        for (int i = 0; i < options.length; i += 2) {
            props.put(options[i], options[i + 1]);
        }
        Config config = new RedisSinkConnector().validate(props);
        Map<String, String> errors = new HashMap<>();
        config.configValues().forEach(value -> {
            List<String> messages = value.errorMessages();
            if (!messages.isEmpty()) {
                errors.put(value.name(), String.join("\n", messages));
            }
        });
        return errors;
    }
}
