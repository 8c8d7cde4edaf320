package io.odsconnect.redis.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.odsconnect.redis.CardTable;
import io.odsconnect.redis.RedisSinkConnector;
import io.odsconnect.redis.RedisSinkTask;
import io.odsconnect.redis.StoredRows;
import io.odsconnect.testbed.redis.RedisOptions;
import io.odsconnect.testbed.redis.RedisSentinels;
import io.odsconnect.testbed.redis.RedisServer;
import io.odsconnect.testbed.redis.RedisTalk;
import io.odsconnect.testbed.sink.SinkTaskDriver;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A master and a replica under three Sentinels, which have users of their own. */
class RedisSentinelIT {

    private static final RedisSentinels SENTINELS = RedisSentinels.embedded(
            RedisOptions.PLAIN.withUser("sink", "secret"), RedisOptions.PLAIN.withUser("watcher", "other"));

    @BeforeAll
    static void start() {
        SENTINELS.start();
    }

    @AfterAll
    static void stop() {
        SENTINELS.close();
    }

    @BeforeEach
    void emptyMaster() {
        try (RedisTalk talk = SENTINELS.master().talk()) {
            assertThat(talk.run("FLUSHALL")).isEqualTo("OK");
        }
    }

    @Test
    void rowsGoToTheMasterThatTheSentinelsName() {
        CardTable table = new CardTable(100);
        try (SinkTaskDriver task = new SinkTaskDriver(RedisSinkTask::new, props("redis.database", "3"))) {
            task.put(table.change(500));
            task.flush();
        }
        try (RedisTalk talk = SENTINELS.master().talk()) {
            assertThat(talk.run("SELECT", "3")).isEqualTo("OK");
            assertThat(talk.run("DBSIZE")).isNotEqualTo(0L);
            assertThat(talk.run("SWAPDB", "0", "3")).isEqualTo("OK");
        }
        assertThat(StoredRows.in(SENTINELS.master())).isEqualTo(table.expected());
    }

    @Test
    void aMasterThatIsKilledIsReplacedAndNoAcknowledgedRowIsLost() {
        CardTable table = new CardTable(300);
        RedisServer killed = SENTINELS.master();
        RedisServer successor = SENTINELS.replica();
        // Only what a replica has outlives its master for certain.
        try (SinkTaskDriver task = new SinkTaskDriver(RedisSinkTask::new, props("wait.replicas", "1"))) {
            task.put(table.change(1000));
            task.flush();
            task.put(table.change(500));
            killed.kill();
            task.put(table.change(500));
            SENTINELS.awaitMaster(successor);
            task.put(table.change(500));
            SENTINELS.rejoin(killed);
            task.flush();
            assertThat(task.deadLetters()).isEmpty();
        }
        assertThat(StoredRows.in(successor)).isEqualTo(table.expected());
    }

    @Test
    void validationNamesWhatIsWrongWithTheSentinels() {
        assertThat(errors()).isEmpty();
        assertThat(errors("redis.sentinel.master", "accounts"))
                .containsOnlyKeys("redis.sentinel.master")
                .hasEntrySatisfying(
                        "redis.sentinel.master", error -> assertThat(error).contains("knows no master accounts"));
        assertThat(errors("redis.sentinel.password", "hunter2"))
                .containsOnlyKeys("redis.sentinel.password")
                .hasEntrySatisfying(
                        "redis.sentinel.password",
                        error -> assertThat(error).contains("WRONGPASS").doesNotContain("hunter2"));
        assertThat(errors("redis.password", "hunter2")).containsOnlyKeys("redis.password");
        assertThat(errors("redis.hosts", "127.0.0.1:1," + hosts())).isEmpty();
        assertThat(errors("redis.hosts", "127.0.0.1:1")).containsOnlyKeys("redis.hosts");
        RedisServer master = SENTINELS.master();
        assertThat(errors(
                        "redis.hosts",
                        "127.0.0.1:" + master.port(),
                        "redis.sentinel.username",
                        "sink",
                        "redis.sentinel.password",
                        "secret"))
                .containsOnlyKeys("redis.hosts")
                .hasEntrySatisfying("redis.hosts", error -> assertThat(error).contains("is no Sentinel"));
    }

    private static Map<String, String> errors(String... options) {
        return new RedisSinkConnector()
                .validate(props(options)).configValues().stream()
                        .filter(value -> !value.errorMessages().isEmpty())
                        .collect(Collectors.toMap(
                                value -> value.name(),
                                value -> value.errorMessages().toString()));
    }

    private static String hosts() {
        return SENTINELS.sentinels().stream()
                .map(address -> "127.0.0.1:" + address.getPort())
                .collect(Collectors.joining(","));
    }

    private static Map<String, String> props(String... options) {
        Map<String, String> props = CardTable.props(options);
        props.put("redis.mode", "sentinel");
        props.putIfAbsent("redis.hosts", hosts());
        props.putIfAbsent("redis.sentinel.master", RedisSentinels.MASTER_NAME);
        props.putIfAbsent("redis.sentinel.username", "watcher");
        props.putIfAbsent("redis.sentinel.password", "other");
        props.put("redis.username", "sink");
        props.putIfAbsent("redis.password", "secret");
        return props;
    }
}
