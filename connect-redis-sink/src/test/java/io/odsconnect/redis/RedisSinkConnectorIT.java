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
