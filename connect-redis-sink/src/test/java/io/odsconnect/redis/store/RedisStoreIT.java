package io.odsconnect.redis.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.odsconnect.common.event.ChangeEvent;
import io.odsconnect.common.expiry.Expiry;
import io.odsconnect.common.sink.Outcome;
import io.odsconnect.redis.RedisOfTests;
import io.odsconnect.redis.TestClient;
import io.odsconnect.redis.connection.ConnectionSettings;
import io.odsconnect.redis.connection.Login;
import io.odsconnect.redis.connection.Servers;
import io.odsconnect.testbed.redis.RedisOptions;
import io.odsconnect.testbed.redis.RedisServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Protocol.Command;

/**
 * What the store's two ways of writing do to a real server. One that is given by {@code -Dredis.uri} has to be there for
 * tests only: its database is emptied, its users, memory limit and role are changed.
 */
class RedisStoreIT {

    private static final long WEEK = TestStore.WEEK;
    private static final WriteRules GUARDED = TestStore.GUARDED;
    private static final WriteRules PLAIN = TestStore.PLAIN;
    private static final long NONE = ChangeEvent.NO_POSITION;

    private static final RedisServer SERVER = RedisServer.embeddedOrGiven();

    @RegisterExtension
    private static final RedisOfTests REDIS = new RedisOfTests(SERVER);

    private final TestClient client = REDIS.emptied();
    private TestStore store;

    @BeforeEach
    void openStore() {
        store = open(GUARDED);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void aRowIsAHashWithItsPosition() {
        assertThat(write(put("card:1", 100, "NO", "1", "LIMIT", "500"))).containsExactly(Outcome.APPLIED);
        assertThat(client.hash("card:1")).isEqualTo(Map.of("NO", "1", "LIMIT", "500", "__position", "100"));
        assertThat(client.ttlMillis("card:1")).isEqualTo(-1);
        assertThat(client.keys()).containsExactly("card:1");
    }

    @Test
    void aNewerRowReplacesTheWholeOldOne() {
        write(put("card:1", 100, "NO", "1", "LIMIT", "500", "NOTE", "x"));
        assertThat(write(put("card:1", 101, "NO", "1", "LIMIT", "600"))).containsExactly(Outcome.APPLIED);
        assertThat(client.hash("card:1")).isEqualTo(Map.of("NO", "1", "LIMIT", "600", "__position", "101"));
    }

    @Test
    void anOlderRowChangesNothing() {
        write(put("card:1", 101, "NO", "1", "LIMIT", "600"));
        assertThat(write(put("card:1", 100, "NO", "1", "LIMIT", "500"))).containsExactly(Outcome.STALE);
        assertThat(write(delete("card:1", 100))).containsExactly(Outcome.STALE);
        assertThat(client.hash("card:1")).containsEntry("LIMIT", "600");
    }

    @Test
    void theSameWriteAgainEndsInTheSame() {
        for (int i = 0; i < 2; i++) {
            assertThat(write(put("card:1", 100, "NO", "1"), delete("card:2", 100)))
                    .containsExactly(Outcome.APPLIED, Outcome.APPLIED);
            assertThat(client.hash("card:1")).isEqualTo(Map.of("NO", "1", "__position", "100"));
            assertThat(client.keys()).containsExactly("__del:{card:2}", "card:1");
        }
    }

    @Test
    void aDeleteHoldsAgainstALateBulkRow() {
        write(put("card:1", 100, "NO", "1"));
        assertThat(write(delete("card:1", 200))).containsExactly(Outcome.APPLIED);
        assertThat(client.exists("card:1")).isFalse();
        assertThat(write(put("card:1", 199, "NO", "1"))).containsExactly(Outcome.STALE);
        assertThat(client.exists("card:1")).isFalse();
        assertThat(client.ttlMillis("__del:{card:1}")).isBetween(WEEK / 2, WEEK);
    }

    @Test
    void aDeleteOfARowThatNeverCameHoldsToo() {
        assertThat(write(delete("card:1", 200))).containsExactly(Outcome.APPLIED);
        assertThat(write(put("card:1", 199, "NO", "1"))).containsExactly(Outcome.STALE);
        assertThat(client.exists("card:1")).isFalse();
    }

    @Test
    void aNewerRowComesBackAfterADeleteAndRemovesItsMarker() {
        write(delete("card:1", 200));
        assertThat(write(put("card:1", 201, "NO", "1"))).containsExactly(Outcome.APPLIED);
        assertThat(client.keys()).containsExactly("card:1");
    }

    @Test
    void anOlderDeleteDoesNotLowerTheMarker() {
        write(delete("card:1", 200));
        assertThat(write(delete("card:1", 150))).containsExactly(Outcome.STALE);
        assertThat(client.get("__del:{card:1}")).isEqualTo("200");
    }

    @Test
    void positionsAreComparedToTheLastOf64Bits() {
        long[] ordered = {
            Long.MIN_VALUE + 1,
            -9_007_199_254_740_994L,
            -9_007_199_254_740_993L,
            -10,
            -9,
            -1,
            0,
            9,
            10,
            9_007_199_254_740_992L,
            9_007_199_254_740_993L,
            Long.MAX_VALUE - 1,
            Long.MAX_VALUE
        };
        for (int stored = 0; stored < ordered.length; stored++) {
            for (int coming = 0; coming < ordered.length; coming++) {
                client.run(Command.FLUSHDB);
                write(put("row", ordered[stored], "A", "old"), delete("gone", ordered[stored]));
                Outcome expected = coming < stored ? Outcome.STALE : Outcome.APPLIED;
                assertThat(write(put("row", ordered[coming], "A", "new"), put("gone", ordered[coming], "A", "new")))
                        .as("%d over %d", ordered[coming], ordered[stored])
                        .containsExactly(expected, expected);
            }
        }
    }

    @Test
    void aWriteWithoutAPositionIsAppliedAndLeavesThePositionWhereItWas() {
        write(put("card:1", 100, "A", "1", "B", "2"));
        assertThat(write(put("card:1", NONE, "A", "2"))).containsExactly(Outcome.APPLIED);
        assertThat(client.hash("card:1")).isEqualTo(Map.of("A", "2", "__position", "100"));

        assertThat(write(delete("card:1", NONE))).containsExactly(Outcome.APPLIED);
        assertThat(client.keys()).containsExactly("__del:{card:1}");
        assertThat(write(put("card:1", 99, "A", "1"))).containsExactly(Outcome.STALE);

        assertThat(write(put("card:1", NONE, "A", "3"))).containsExactly(Outcome.APPLIED);
        assertThat(client.hash("card:1")).isEqualTo(Map.of("A", "3", "__position", "100"));
        assertThat(client.keys()).containsExactly("card:1");
    }

    @Test
    void withoutAnyPositionThereIsNeitherAFieldNorAMarker() {
        write(put("card:1", NONE, "A", "1"));
        assertThat(client.hash("card:1")).isEqualTo(Map.of("A", "1"));
        write(delete("card:1", NONE));
        assertThat(client.keys()).isEmpty();
    }

    @Test
    void aKeyOfAnotherTypeIsRejectedAndHoldsUpNobody() {
        client.run(Command.SET, "card:2", "a text");
        List<Outcome> outcomes =
                write(put("card:1", 1, "A", "1"), put("card:2", 1, "A", "2"), put("card:3", 1, "A", "3"));
        assertThat(outcomes.get(0)).isEqualTo(Outcome.APPLIED);
        assertThat(outcomes.get(2)).isEqualTo(Outcome.APPLIED);
        assertThat(outcomes.get(1))
                .isInstanceOfSatisfying(
                        Outcome.Rejected.class,
                        rejected -> assertThat(rejected.reason())
                                .contains("WRONGTYPE")
                                .doesNotContain("card:2"));
        assertThat(client.get("card:2")).isEqualTo("a text");
        assertThat(client.hash("card:3")).containsEntry("A", "3");
    }

    @Test
    void aServerThatForgotTheScriptIsTaughtIt() {
        write(put("card:1", 1, "A", "1"));
        client.run(Command.SCRIPT, "FLUSH");
        assertThat(store.writeMany(250, 2)).hasSize(250).containsOnly(Outcome.APPLIED);
        assertThat(client.keys()).hasSize(250);
    }

    @Test
    void aServerThatWasKilledGivesRetriesAndTakesTheSameBatchAfterwards() {
        try (RedisServer killed = RedisServer.embedded(RedisOptions.PLAIN)) {
            killed.start();
            ConnectionSettings settings = ConnectionSettings.of(
                    new Servers.Standalone(new HostAndPort(killed.host(), killed.port())), Login.NONE);
            try (TestStore surviving = new TestStore(GUARDED, settings)) {
                surviving.writeMany(250, 1);
                killed.kill();
                assertThat(surviving.writeMany(250, 1)).hasSize(250).allMatch(Outcome.Retry.class::isInstance);
                killed.restart();
                assertThat(surviving.writeMany(250, 1)).hasSize(250).containsOnly(Outcome.APPLIED);
            }
        }
    }

    @Test
    void aUserWithTheRightsThatTheDocumentationNamesCanDoAllThatTheSinkDoes() throws IOException {
        String command = Files.readAllLines(Path.of("..", "docs", "redis-sink.md")).stream()
                .filter(line -> line.startsWith("ACL SETUSER sink "))
                .findFirst()
                .orElseThrow();
        client.run(Command.ACL, command.substring("ACL ".length()).split(" ", -1));
        try (TestStore restricted = new TestStore(GUARDED, settings("sink", "secret"))) {
            assertThat(restricted.write(put("card:1", 1, "A", "1", "B", "2"), put("card:2", 1, "A", "1")))
                    .containsOnly(Outcome.APPLIED);
            assertThat(restricted.write(put("card:1", 2, "A", "2"), delete("card:2", 2)))
                    .containsOnly(Outcome.APPLIED);
            assertThat(restricted.write(put("card:2", 3, "A", "3"))).containsOnly(Outcome.APPLIED);
            assertThat(client.hash("card:1")).isEqualTo(Map.of("A", "2", "__position", "2"));
        }
        try (TestStore restricted = new TestStore(TestStore.expiring(GUARDED), settings("sink", "secret"))) {
            assertThat(restricted.write(put("card:1", 3, "A", "3").expiring(Expiry.after(1000))))
                    .containsOnly(Outcome.APPLIED);
        }
    }

    @Test
    void aUserWhoMayNotDoOneThingKeepsTheRowsThatAreThereAndFailsTheTask() {
        write(put("card:1", 1, "A", "1"));
        client.run(Command.ACL, "SETUSER", "meek", "on", ">secret", "~*", "+@all", "-hset");
        try (TestStore meek = new TestStore(GUARDED, settings("meek", "secret"))) {
            assertThat(meek.write(put("card:1", 2, "A", "2")))
                    .singleElement()
                    .isInstanceOfSatisfying(
                            Outcome.Fatal.class,
                            fatal -> assertThat(fatal.reason()).contains("NOPERM"));
            assertThat(client.hash("card:1")).isEqualTo(Map.of("A", "1", "__position", "1"));
        }
        try (TestStore stranger = new TestStore(GUARDED, settings("meek", "wrong"))) {
            assertThat(stranger.write(put("card:1", 2, "A", "2")))
                    .singleElement()
                    .isInstanceOfSatisfying(
                            Outcome.Fatal.class,
                            fatal -> assertThat(fatal.reason()).contains("redis.password", "WRONGPASS"));
        }
    }

    @Test
    void aServerWithoutMemoryGivesRetriesButStillDeletes() {
        write(put("card:1", 1, "A", "1"), put("card:2", 1, "A", "1"));
        client.run(Command.CONFIG, "SET", "maxmemory", "1");
        try {
            for (WriteRules rules : List.of(GUARDED, PLAIN)) {
                try (TestStore full = open(rules)) {
                    assertThat(full.write(put("card:1", 2, "A", "2"), put("card:3", 2, "A", "2")))
                            .allMatch(Outcome.Retry.class::isInstance);
                }
            }
            List<Outcome> outcomes = write(delete("card:2", 2), put("card:1", 2, "A", "2"));
            assertThat(outcomes.get(0)).isEqualTo(Outcome.APPLIED);
            assertThat(outcomes.get(1))
                    .isInstanceOfSatisfying(
                            Outcome.Retry.class,
                            retry -> assertThat(retry.reason()).contains("OOM"));
            assertThat(client.hash("card:1")).isEqualTo(Map.of("A", "1", "__position", "1"));
        } finally {
            client.run(Command.CONFIG, "SET", "maxmemory", "0");
        }
    }

    @Test
    void aReplicaGivesRetriesUntilItIsTheMasterAgain() {
        write(put("card:1", 1, "A", "1"));
        client.run(Command.REPLICAOF, "127.0.0.1", "1");
        try {
            assertThat(write(put("card:1", 2, "A", "2"))).allMatch(Outcome.Retry.class::isInstance);
        } finally {
            client.run(Command.REPLICAOF, "NO", "ONE");
        }
        assertThat(write(put("card:1", 2, "A", "2"))).containsExactly(Outcome.APPLIED);
    }

    @Test
    void expiryIsSetWithTheRowAndTakenBackWithoutOne() {
        for (WriteRules rules : List.of(GUARDED, PLAIN)) {
            client.run(Command.FLUSHDB);
            try (TestStore expiring = open(TestStore.expiring(rules));
                    TestStore lasting = open(rules)) {
                expiring.write(put("card:1", 1, "A", "1").expiring(Expiry.after(60_000)));
                assertThat(client.ttlMillis("card:1")).isBetween(1L, 60_000L);
                lasting.write(put("card:1", 2, "A", "1"));
                assertThat(client.ttlMillis("card:1")).isEqualTo(-1);
            }
        }
    }

    @Test
    void withoutTheGuardWhateverComesReplacesTheWholeRow() {
        store.close();
        store = open(PLAIN);
        assertThat(store.writeMany(250, 5)).hasSize(250).containsOnly(Outcome.APPLIED);
        write(put("card:1", 5, "A", "1", "B", "2"));
        assertThat(write(put("card:1", 4, "A", "2"), delete("card:2", 1)))
                .containsExactly(Outcome.APPLIED, Outcome.APPLIED);
        assertThat(client.hash("card:1")).isEqualTo(Map.of("A", "2"));
        assertThat(client.exists("card:2")).isFalse();
        assertThat(client.keys()).hasSize(249).noneMatch(key -> key.startsWith("__del"));
    }

    @Test
    void rowsOfManyAndOfLargeColumnsAreWrittenWhole() {
        String[] wide = IntStream.range(0, 5000)
                .boxed()
                .flatMap(i -> Stream.of("C" + i, "v" + i))
                .toArray(String[]::new);
        String large = "x".repeat(2 << 20);
        assertThat(write(put("wide", 1, wide), put("large", 1, "A", large), put("small", 1, "A", "1")))
                .containsOnly(Outcome.APPLIED);
        assertThat(client.hash("wide")).hasSize(5001).containsEntry("C4999", "v4999");
        assertThat(client.hash("large")).containsEntry("A", large);
        assertThat(client.exists("small")).isTrue();
    }

    @Test
    void aReaderNeverSeesAnExistingRowGoneOrMixed() throws Exception {
        for (WriteRules rules : List.of(GUARDED, PLAIN)) {
            try (TestStore writing = open(rules)) {
                writing.write(put("card:1", 0, "A", "0", "B", "0"));
                CompletableFuture<Void> writer = CompletableFuture.runAsync(() -> {
                    for (int i = 1; i < 2000; i++) {
                        writing.write(put("card:1", i, "A", "" + i, "B", "" + i));
                    }
                });
                while (!writer.isDone()) {
                    Map<String, String> row = client.hash("card:1");
                    assertThat(row).containsKeys("A", "B");
                    assertThat(row.get("A")).isEqualTo(row.get("B"));
                }
                writer.get();
            }
        }
    }

    @Test
    void manyBatchesAreUnderWayAtOnce() {
        List<CompletableFuture<List<Outcome>>> underWay = new ArrayList<>();
        for (int batch = 0; batch < 40; batch++) {
            List<TestWrite> writes = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                writes.add(put("row:" + batch + ":" + i, batch, "I", "" + i));
            }
            underWay.add(store.send(writes));
        }
        underWay.forEach(batch -> assertThat(batch.join()).hasSize(100).containsOnly(Outcome.APPLIED));
        assertThat(client.keys()).hasSize(4000);
        assertThat(client.hash("row:17:42")).isEqualTo(Map.of("I", "42", "__position", "17"));
    }

    private static TestStore open(WriteRules rules) {
        return TestStore.open(rules, SERVER);
    }

    private static ConnectionSettings settings(@Nullable String user, @Nullable String password) {
        return TestStore.settings(SERVER, user, password);
    }

    private List<Outcome> write(TestWrite... writes) {
        return store.write(writes);
    }

    private static TestWrite delete(String key, long position) {
        return TestWrite.delete(key, position);
    }

    private static TestWrite put(String key, long position, String... namesAndValues) {
        return TestWrite.put(key, position, namesAndValues);
    }
}
