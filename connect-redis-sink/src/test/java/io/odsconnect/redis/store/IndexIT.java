package io.odsconnect.redis.store;

import static io.odsconnect.redis.store.TestWrite.delete;
import static io.odsconnect.redis.store.TestWrite.put;
import static org.assertj.core.api.Assertions.assertThat;

import io.odsconnect.common.event.ChangeEvent;
import io.odsconnect.common.sink.Outcome;
import io.odsconnect.redis.RedisOfTests;
import io.odsconnect.redis.TestClient;
import io.odsconnect.redis.encoding.ValueType;
import io.odsconnect.testbed.redis.RedisServer;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import redis.clients.jedis.Protocol.Command;

/** Indexes beside rows, for hashes and for strings. */
class IndexIT {

    private static final RedisServer SERVER = RedisServer.embeddedOrGiven();

    @RegisterExtension
    private static final RedisOfTests REDIS = new RedisOfTests(SERVER);

    private final TestClient client = REDIS.emptied();

    private static TestStore open(ValueType type, IndexType index) {
        return TestStore.open(TestStore.with(TestStore.GUARDED, type, index), SERVER);
    }

    @ParameterizedTest
    @EnumSource(names = {"HASH", "STRING"})
    void anIndexHoldsTheKeysOfItsRows(ValueType type) {
        try (TestStore store = open(type, IndexType.SET)) {
            store.write(
                    put("card:1", 1, "A", "1").in("client:7"),
                    put("card:2", 1, "A", "1").in("client:7"));
            store.write(put("card:3", 1, "A", "1"));
            assertThat(client.members("client:7")).containsExactly("card:1", "card:2");
            assertThat(client.keys()).containsExactly("card:1", "card:2", "card:3", "client:7");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"HASH", "STRING"})
    void aRowThatChangesItsIndexLeavesTheOldOneThoughNobodyTellsWhichThatWas(ValueType type) {
        try (TestStore store = open(type, IndexType.SET)) {
            store.write(put("card:1", 1, "A", "1").in("client:7"));
            store.write(put("card:1", 2, "A", "1").in("client:\"8\\"));
            assertThat(client.keys()).containsExactly("card:1", "client:\"8\\");
            store.write(put("card:1", 3, "A", "1").in("client:9"));
            assertThat(client.members("client:9")).containsExactly("card:1");
            store.write(put("card:1", 4, "A", "1"));
            assertThat(client.keys()).containsExactly("card:1");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"HASH", "STRING"})
    void aDeleteTakesTheEntryWithIt(ValueType type) {
        try (TestStore store = open(type, IndexType.SET)) {
            store.write(
                    put("card:1", 1, "A", "1").in("client:7"),
                    put("card:2", 1, "A", "1").in("client:7"));
            store.write(delete("card:1", 2));
            assertThat(client.members("client:7")).containsExactly("card:2");
            store.write(delete("card:2", 2));
            assertThat(client.keys()).containsExactly("__del:{card:1}", "__del:{card:2}");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"HASH", "STRING"})
    void whatIsStaleDoesNotTouchTheIndex(ValueType type) {
        try (TestStore store = open(type, IndexType.SET)) {
            store.write(put("card:1", 5, "A", "1").in("client:7"), delete("card:2", 5));
            assertThat(store.write(
                            put("card:1", 4, "A", "1").in("client:8"),
                            put("card:2", 4, "A", "1").in("client:8")))
                    .containsOnly(Outcome.STALE);
            assertThat(store.write(delete("card:1", 3))).containsOnly(Outcome.STALE);
            assertThat(client.keys()).containsExactly("__del:{card:2}", "card:1", "client:7");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"HASH", "STRING"})
    void aSortedIndexFollowsTheScore(ValueType type) {
        try (TestStore store = open(type, IndexType.ZSET)) {
            store.write(
                    put("card:1", 1, "A", "1").in("client:7", "10.5"),
                    put("card:2", 1, "A", "1").in("client:7", "3"),
                    put("card:3", 1, "A", "1"));
            assertThat(client.ranked("client:7")).containsExactly("card:2", "card:1");
            store.write(put("card:2", 2, "A", "1").in("client:7", "20"));
            assertThat(client.ranked("client:7")).containsExactly("card:1", "card:2");
            store.write(delete("card:1", 2));
            assertThat(client.ranked("client:7")).containsExactly("card:2");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"HASH", "STRING"})
    void aKeyOfAnotherTypeWhereTheIndexShouldBeRejectsTheRowAndLeavesTheOldOne(ValueType type) {
        try (TestStore store = open(type, IndexType.SET)) {
            store.write(put("card:1", 1, "A", "1").in("client:7"));
            client.run(Command.SET, "client:8", "a text");
            assertThat(store.write(
                            put("card:1", 2, "A", "2").in("client:8"),
                            put("card:2", 2, "A", "2").in("client:7")))
                    .satisfiesExactly(
                            first -> assertThat(first).isInstanceOf(Outcome.Rejected.class),
                            second -> assertThat(second).isEqualTo(Outcome.APPLIED));
            assertThat(client.members("client:7")).containsExactly("card:1", "card:2");
            assertThat(store.write(put("card:1", 1, "A", "1").in("client:7"))).containsOnly(Outcome.APPLIED);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"HASH", "STRING"})
    void withoutTheGuardWhateverComesLastDecidesTheIndexToo(ValueType type) {
        WriteRules rules = TestStore.with(TestStore.PLAIN, type, IndexType.SET);
        try (TestStore store = TestStore.open(rules, SERVER)) {
            // The engine gives no write a position while the guard is off.
            long none = ChangeEvent.NO_POSITION;
            store.write(
                    put("card:1", none, "A", "1").in("client:7"),
                    put("card:2", none, "A", "1").in("client:7"));
            store.write(put("card:1", none, "A", "1").in("client:8"), delete("card:2", none));
            assertThat(client.keys()).containsExactly("card:1", "client:8");
            if (type == ValueType.STRING) {
                assertThat(client.get("card:1")).isEqualTo("{\"__index\":\"client:8\",\"A\":\"1\"}");
            } else {
                assertThat(client.hash("card:1")).containsOnlyKeys("A", "__index");
            }
        }
    }
}
