package io.odsconnect.redis.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.odsconnect.redis.CardTable;
import io.odsconnect.redis.RedisSinkTask;
import io.odsconnect.redis.StoredRows;
import io.odsconnect.testbed.fault.Direction;
import io.odsconnect.testbed.fault.TcpProxy;
import io.odsconnect.testbed.redis.RedisOptions;
import io.odsconnect.testbed.redis.RedisServer;
import io.odsconnect.testbed.redis.RedisTalk;
import io.odsconnect.testbed.sink.SinkTaskDriver;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What the network and a server do to a task; in the end the server holds the source's rows. A server that is given by
 * {@code -Dredis.uri} has to be there for tests only: its database is emptied, its memory limit and role are changed.
 */
class RedisFaultsIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final RedisServer SERVER = RedisServer.embeddedOrGiven();

    private TcpProxy proxy;

    @BeforeAll
    static void startServer() {
        SERVER.start();
    }

    @AfterAll
    static void stopServer() {
        SERVER.close();
    }

    @BeforeEach
    void emptyServer() {
        run("FLUSHDB");
        proxy = TcpProxy.to(SERVER.address());
    }

    @AfterEach
    void closeProxy() {
        proxy.close();
    }

    @Test
    void aConnectionThatIsCutWithinABatchLosesNothing() {
        CardTable table = new CardTable(200);
        try (SinkTaskDriver task = task()) {
            for (int bytes : new int[] {0, 1, 100, 5000, 20_000, 40_000}) {
                proxy.cutAfter(Direction.TO_SERVER, bytes);
                task.put(table.change(500));
                task.flush();
                assertHolds(table);
            }
        }
    }

    @Test
    void aBatchThatWasAppliedButNotAcknowledgedIsWrittenAgain() {
        CardTable table = new CardTable(200);
        try (SinkTaskDriver task = task()) {
            // Logs in, so that what is cut are answers to batches.
            task.put(table.change(500));
            task.flush();
            for (int bytes : new int[] {0, 1, 50, 450}) {
                long calls = scriptCalls();
                List<SinkRecord> records = table.change(500);
                proxy.cutAfter(Direction.TO_CLIENT, bytes);
                task.put(records);
                task.flush();
                assertThat(scriptCalls() - calls).isGreaterThan(1);
                assertHolds(table);
            }
        }
    }

    @Test
    void aServerThatSaysNothingForLongerThanTheSocketTimeoutIsTriedAgain() {
        CardTable table = new CardTable(200);
        try (SinkTaskDriver task = task("redis.socket.timeout.ms", "300", "max.in.flight.batches", "1")) {
            task.put(table.change(300));
            task.flush();
            proxy.stall();
            task.put(table.change(300));
            // A connection that was given up stays in the stalled proxy, so this is one that timed out and two more.
            await().atMost(LIMIT).until(() -> proxy.connections() >= 3);
            proxy.flow();
            task.put(table.change(300));
            task.flush();
            assertThat(task.deadLetters()).isEmpty();
        }
        // What was given up may have arrived late, behind what was newer.
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(proxy.connections()).isZero());
        assertHolds(table);
    }

    @Test
    void aServerWithoutMemoryIsWaitedFor() {
        CardTable table = new CardTable(200);
        try (SinkTaskDriver task = task()) {
            task.put(table.change(500));
            task.flush();
            run("CONFIG", "SET", "maxmemory-policy", "noeviction");
            run("CONFIG", "SET", "maxmemory", "1");
            try {
                task.put(table.change(500));
                awaitMoreScriptCalls();
            } finally {
                run("CONFIG", "SET", "maxmemory", "0");
            }
            task.flush();
            assertThat(task.deadLetters()).isEmpty();
        }
        assertHolds(table);
    }

    @Test
    void aMasterThatBecomesAReplicaIsWaitedFor() {
        CardTable table = new CardTable(200);
        try (SinkTaskDriver task = task()) {
            task.put(table.change(500));
            task.flush();
            run("REPLICAOF", "127.0.0.1", "1");
            try {
                task.put(table.change(500));
                awaitMoreScriptCalls();
            } finally {
                run("REPLICAOF", "NO", "ONE");
            }
            task.flush();
            assertThat(task.deadLetters()).isEmpty();
        }
        assertHolds(table);
    }

    @Test
    void aServerThatIsBusyWithAScriptIsWaitedFor() {
        CardTable table = new CardTable(200);
        run("CONFIG", "SET", "lua-time-limit", "50");
        try (SinkTaskDriver task = task()) {
            task.put(table.change(300));
            task.flush();
            CompletableFuture<Void> script = CompletableFuture.runAsync(RedisFaultsIT::runForEver);
            await().atMost(LIMIT).until(RedisFaultsIT::isBusy);
            long connections = proxy.accepted();
            task.put(table.change(300));
            // A busy server counts nothing, but each try that fails ends its connection and the next opens one.
            await().atMost(LIMIT).until(() -> proxy.accepted() > connections + 2);
            run("SCRIPT", "KILL");
            assertThat(script).failsWithin(LIMIT);
            task.flush();
            assertThat(task.deadLetters()).isEmpty();
        } finally {
            run("CONFIG", "SET", "lua-time-limit", "5000");
        }
        assertHolds(table);
    }

    @Test
    void aServerThatIsKilledAndRestartedHoldsAllRowsInTheEnd() {
        CardTable table = new CardTable(200);
        try (RedisServer durable = RedisServer.embedded(RedisOptions.PLAIN.withDurability())) {
            durable.start();
            Map<String, String> props = CardTable.props("redis.hosts", "127.0.0.1:" + durable.port());
            try (SinkTaskDriver task = new SinkTaskDriver(RedisSinkTask::new, props)) {
                for (int kill = 0; kill < 3; kill++) {
                    task.put(table.change(400));
                    durable.kill();
                    task.put(table.change(400));
                    durable.restart();
                }
                task.flush();
                assertThat(task.deadLetters()).isEmpty();
            }
            assertThat(StoredRows.in(durable)).isEqualTo(table.expected());
        }
    }

    @Test
    void anyFaultsInAnyOrderEndInTheSourcesRows() {
        CardTable table = new CardTable(150);
        try (SinkTaskDriver task = task("batch.size", "40", "redis.socket.timeout.ms", "1000")) {
            for (int step = 0; step < 40; step++) {
                disturb(table);
                task.put(table.change(1 + table.choose(200)));
                if (table.choose(4) == 0) {
                    task.commit();
                    task.crashAndRestart(1 + table.choose(300));
                }
            }
            proxy.latency(Duration.ZERO);
            task.flush();
            assertThat(task.deadLetters()).isEmpty();
        }
        assertHolds(table);
    }

    @Test
    void aUserWhoIsRefusedFailsTheTaskWithASentenceAndLosesNothing() {
        CardTable table = new CardTable(200);
        run("ACL", "SETUSER", "meek", "reset", "on", ">secret", "~*", "&*", "+@all");
        try (SinkTaskDriver task = task("redis.username", "meek", "redis.password", "secret")) {
            task.put(table.change(300));
            task.flush();

            run("ACL", "SETUSER", "meek", "-evalsha", "-eval");
            assertFails(task, table.change(300), "NOPERM");
            run("ACL", "SETUSER", "meek", "+@all");
            task.crashAndRestart(500);
            task.flush();
            assertHolds(table);

            run("ACL", "SETUSER", "meek", "resetpass", ">other");
            proxy.reset();
            assertFails(task, table.change(300), "WRONGPASS");
            run("ACL", "SETUSER", "meek", "resetpass", ">secret");
            task.crashAndRestart(500);
            task.flush();
            assertThat(task.deadLetters()).isEmpty();
        } finally {
            run("ACL", "DELUSER", "meek");
        }
        assertHolds(table);
    }

    private static void assertFails(SinkTaskDriver task, List<SinkRecord> records, String code) {
        await().atMost(LIMIT)
                .pollInSameThread()
                .untilAsserted(() -> assertThatThrownBy(() -> task.put(records))
                        .isInstanceOf(ConnectException.class)
                        .hasMessageContaining(code)
                        .hasMessageContaining("no retry will help"));
    }

    private void disturb(CardTable table) {
        switch (table.choose(6)) {
            case 0 -> proxy.cutAfter(Direction.TO_SERVER, table.choose(30_000));
            case 1 -> proxy.cutAfter(Direction.TO_CLIENT, table.choose(500));
            case 2 -> proxy.reset();
            case 3 -> proxy.latency(Duration.ofMillis(table.choose(20)));
            case 4 -> run("SCRIPT", "FLUSH");
            default -> {
                proxy.down();
                proxy.up();
            }
        }
    }

    private static void runForEver() {
        run("EVAL", "while true do end", "0");
    }

    private static boolean isBusy() {
        try (RedisTalk talk = SERVER.talk()) {
            talk.run("PING");
            return false;
        } catch (IllegalStateException e) {
            return String.valueOf(e.getMessage()).startsWith("BUSY");
        }
    }

    private static void awaitMoreScriptCalls() {
        long before = scriptCalls();
        await().atMost(LIMIT).until(() -> scriptCalls() > before + 5);
    }

    /** Returns how many calls of scripts the server has been given. */
    private static long scriptCalls() {
        Matcher calls = Pattern.compile("cmdstat_eval(?:sha)?:calls=(\\d+)").matcher(run("INFO", "commandstats"));
        long sum = 0;
        while (calls.find()) {
            sum += Long.parseLong(calls.group(1));
        }
        return sum;
    }

    private static String run(String... command) {
        try (RedisTalk talk = SERVER.talk()) {
            return String.valueOf(talk.run(command));
        }
    }

    private static void assertHolds(CardTable table) {
        assertThat(StoredRows.in(SERVER)).isEqualTo(table.expected());
    }

    private SinkTaskDriver task(String... options) {
        Map<String, String> props = new HashMap<>(CardTable.props(options));
        props.put("redis.hosts", "127.0.0.1:" + proxy.port());
        props.put("redis.database", Integer.toString(SERVER.database()));
        if (SERVER.password() != null) {
            props.putIfAbsent("redis.password", Objects.requireNonNull(SERVER.password()));
        }
        if (SERVER.user() != null) {
            props.putIfAbsent("redis.username", Objects.requireNonNull(SERVER.user()));
        }
        return new SinkTaskDriver(RedisSinkTask::new, props);
    }
}
