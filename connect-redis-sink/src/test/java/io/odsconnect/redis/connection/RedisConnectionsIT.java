package io.odsconnect.redis.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.odsconnect.common.sink.Outcome;
import io.odsconnect.redis.TlsProps;
import io.odsconnect.redis.config.RedisSinkConfig;
import io.odsconnect.testbed.fault.TcpProxy;
import io.odsconnect.testbed.redis.RedisCertificates;
import io.odsconnect.testbed.redis.RedisOptions;
import io.odsconnect.testbed.redis.RedisServer;
import io.odsconnect.testbed.redis.RedisTalk;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Connection;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.RedisProtocol;

class RedisConnectionsIT {

    @Test
    void aStepCountsOnlyWhenTheReplicasThatWereAskedForHaveIt() {
        try (RedisServer master = RedisServer.embedded(RedisOptions.PLAIN)) {
            master.start();
            try (RedisConnections connections = new RedisConnections(settings(master, new ReplicaWait(1, 100)))) {
                SetStep alone = new SetStep("a");
                connections.run(List.of(alone));
                assertThat(alone.answer).isEqualTo("OK");
                assertThat(alone.failure)
                        .isInstanceOfSatisfying(
                                Outcome.Retry.class,
                                retry -> assertThat(retry.reason()).contains("wait.replicas", "only 0"));
                try (RedisServer replica =
                        RedisServer.embedded(RedisOptions.PLAIN.with("replicaof", "127.0.0.1 " + master.port()))) {
                    replica.start();
                    await().until(() -> hasOneReplica(master));
                    SetStep followed = new SetStep("b");
                    connections.run(List.of(followed));
                    assertThat(followed.answer).isEqualTo("OK");
                    assertThat(followed.failure).isNull();
                    try (RedisTalk talk = replica.talk()) {
                        assertThat(talk.run("GET", "b")).isEqualTo("b");
                    }
                }
            }
        }
    }

    @Test
    void aServerThatIsNotThereIsNamedToEachStep() {
        ConnectionSettings nowhere =
                ConnectionSettings.of(new Servers.Standalone(new HostAndPort("127.0.0.1", 1)), Login.NONE);
        try (RedisConnections connections = new RedisConnections(nowhere)) {
            List<SetStep> steps = List.of(new SetStep("a"), new SetStep("b"));
            connections.run(steps);
            assertThat(steps).allSatisfy(step -> {
                assertThat(step.answer).isNull();
                assertThat(step.failure)
                        .isInstanceOfSatisfying(
                                Outcome.Retry.class,
                                retry -> assertThat(retry.reason()).contains("127.0.0.1:1", "refused"));
            });
        }
    }

    @Test
    void aServerThatReadsNothingAnyMoreHoldsNobodyForLongerThanTheSocketTimeout() {
        try (RedisServer server = RedisServer.embedded(RedisOptions.PLAIN)) {
            assertThatAStalledWriteEnds(server, null);
        }
    }

    @Test
    void aServerThatReadsNothingAnyMoreHoldsNobodyOverTlsEither(@TempDir Path folder) {
        RedisCertificates certificates = RedisCertificates.create(folder);
        Map<String, String> props = new HashMap<>(TlsProps.of(certificates));
        props.put("topics", "t");
        props.put("key.template", "{ID}");
        Encryption encryption = new RedisSinkConfig(props).connection().encryption();
        try (RedisServer server = RedisServer.embedded(RedisOptions.PLAIN.withTls(certificates))) {
            assertThatAStalledWriteEnds(server, encryption);
        }
    }

    private static void assertThatAStalledWriteEnds(RedisServer server, @Nullable Encryption encryption) {
        server.start();
        try (TcpProxy proxy = TcpProxy.to(server.address());
                RedisConnections connections =
                        new RedisConnections(settings(proxy, new Timeouts(10_000, 1000), 0, encryption))) {
            SetStep before = new SetStep("a");
            connections.run(List.of(before));
            assertThat(before.answer).isEqualTo("OK");
            proxy.stall();
            // More than all buffers on the way take.
            SetStep large = new SetStep("x".repeat(40_000_000));
            CompletableFuture<Void> run = CompletableFuture.runAsync(() -> connections.run(List.of(large)));
            assertThat(run).succeedsWithin(Duration.ofSeconds(60));
            assertThat(large.failure).isInstanceOf(Outcome.Retry.class);
        }
    }

    /** The client would connect again by itself, without a login and to database 0. */
    @Test
    void nothingIsSentOverANewConnectionAfterTheOldOneWasEnded() {
        try (RedisServer server = RedisServer.embedded(RedisOptions.PLAIN)) {
            server.start();
            try (TcpProxy proxy = TcpProxy.to(server.address());
                    RedisConnections connections =
                            new RedisConnections(settings(proxy, new Timeouts(10_000, 100), 1, null))) {
                SetStep late = new SetStep("late") {
                    @Override
                    public int send(Connection connection, boolean scriptsInFull) {
                        await().until(() -> !connection.isConnected());
                        return super.send(connection, scriptsInFull);
                    }
                };
                connections.run(List.of(late));
                assertThat(late.answer).isNull();
                assertThat(late.failure)
                        .isInstanceOfSatisfying(
                                Outcome.Retry.class,
                                retry -> assertThat(retry.reason()).contains("ended while it was in use"));
                assertThat(proxy.accepted()).isEqualTo(1);
                try (RedisTalk talk = server.talk()) {
                    assertThat(talk.run("GET", "late")).isNull();
                }
            }
        }
    }

    private static boolean hasOneReplica(RedisServer master) {
        try (RedisTalk talk = master.talk()) {
            return talk.text("INFO", "replication").contains("state=online");
        }
    }

    private static ConnectionSettings settings(
            TcpProxy proxy, Timeouts timeouts, int database, @Nullable Encryption encryption) {
        return new ConnectionSettings(
                new Servers.Standalone(new HostAndPort("127.0.0.1", proxy.port())),
                Login.NONE,
                database,
                "test",
                RedisProtocol.RESP2,
                timeouts,
                encryption,
                ReplicaWait.NONE);
    }

    private static ConnectionSettings settings(RedisServer server, ReplicaWait wait) {
        return new ConnectionSettings(
                new Servers.Standalone(new HostAndPort(server.host(), server.port())),
                Login.NONE,
                0,
                "test",
                RedisProtocol.RESP3,
                new Timeouts(1000, 5000),
                null,
                wait);
    }

    /** Sets a key to its own name. */
    private static class SetStep implements Step {

        private final String key;
        private @Nullable String answer;
        private @Nullable Outcome failure;

        SetStep(String key) {
            this.key = key;
        }

        @Override
        public byte[] key() {
            return key.getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public int send(Connection connection, boolean scriptsInFull) {
            connection.sendCommand(Protocol.Command.SET, key, key);
            return 1;
        }

        @Override
        public void answered(List<@Nullable Object> answers) {
            answer = answers.get(0) instanceof byte[] text ? new String(text, StandardCharsets.UTF_8) : "none";
        }

        @Override
        public void failed(Outcome why) {
            failure = why;
        }
    }
}
