package io.odsconnect.redis.store;

import static io.odsconnect.redis.store.TestWrite.delete;
import static io.odsconnect.redis.store.TestWrite.put;
import static org.assertj.core.api.Assertions.assertThat;

import io.odsconnect.common.event.ChangeEvent;
import io.odsconnect.common.expiry.Expiry;
import io.odsconnect.common.sink.Outcome;
import io.odsconnect.common.value.Row;
import io.odsconnect.redis.RedisOfTests;
import io.odsconnect.redis.TestClient;
import io.odsconnect.redis.encoding.ValueType;
import io.odsconnect.testbed.redis.RedisServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import redis.clients.jedis.Protocol.Command;

/** Rows that are strings with JSON in them. */
class StringRowsIT {

    private static final WriteRules GUARDED = TestStore.with(TestStore.GUARDED, ValueType.STRING, IndexType.NONE);
    private static final WriteRules PLAIN = TestStore.with(TestStore.PLAIN, ValueType.STRING, IndexType.NONE);

    private static final RedisServer SERVER = RedisServer.embeddedOrGiven();

    @RegisterExtension
    private static final RedisOfTests REDIS = new RedisOfTests(SERVER);

    private final TestClient client = REDIS.emptied();
    private TestStore store;

    @BeforeEach
    void openStore() {
        store = TestStore.open(GUARDED, SERVER);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void aRowIsOneObjectWhoseFirstMemberIsThePosition() {
        assertThat(store.write(put("card:1", 100, "NO", "1", "NOTE", "a \"b\"")))
                .containsExactly(Outcome.APPLIED);
        assertThat(client.get("card:1")).isEqualTo("{\"__position\":100,\"NO\":\"1\",\"NOTE\":\"a \\\"b\\\"\"}");
        assertThat(client.ttlMillis("card:1")).isEqualTo(-1);
    }

    @Test
    void aRowOfNullsIsThePositionAlone() {
        store.write(new TestWrite("card:1", 100, Row.of("A", null), null, null));
        assertThat(client.get("card:1")).isEqualTo("{\"__position\":100}");
    }

    @Test
    void thePositionRuleHoldsToTheLastBit() {
        long high = Long.MAX_VALUE - 1;
        store.write(put("card:1", high, "A", "1"));
        assertThat(store.write(put("card:1", high - 1, "A", "2"))).containsExactly(Outcome.STALE);
        assertThat(store.write(put("card:1", high, "A", "3"))).containsExactly(Outcome.APPLIED);
        assertThat(store.write(put("card:1", high + 1, "A", "4"))).containsExactly(Outcome.APPLIED);
        assertThat(client.get("card:1")).isEqualTo("{\"__position\":" + Long.MAX_VALUE + ",\"A\":\"4\"}");
        long low = Long.MIN_VALUE + 1;
        store.write(put("card:2", low, "A", "1"));
        assertThat(store.write(put("card:2", low + 1, "A", "2"))).containsExactly(Outcome.APPLIED);
        assertThat(store.write(put("card:2", low, "A", "3"))).containsExactly(Outcome.STALE);
    }

    @Test
    void aDeleteHoldsAgainstALateBulkRow() {
        store.write(put("card:1", 100, "A", "1"));
        assertThat(store.write(delete("card:1", 200))).containsExactly(Outcome.APPLIED);
        assertThat(store.write(put("card:1", 199, "A", "1"))).containsExactly(Outcome.STALE);
        assertThat(client.keys()).containsExactly("__del:{card:1}");
        assertThat(store.write(put("card:1", 201, "A", "1"))).containsExactly(Outcome.APPLIED);
        assertThat(client.keys()).containsExactly("card:1");
    }

    @Test
    void aWriteWithoutAPositionLeavesThePositionWhereItWas() {
        store.write(put("card:1", 100, "A", "1"));
        store.write(put("card:1", ChangeEvent.NO_POSITION, "A", "2"));
        assertThat(client.get("card:1")).isEqualTo("{\"__position\":100,\"A\":\"2\"}");
        store.write(put("card:2", ChangeEvent.NO_POSITION, "A", "2"));
        assertThat(client.get("card:2")).isEqualTo("{\"A\":\"2\"}");
    }

    @Test
    void aKeyOfAnotherTypeIsRejectedAndHoldsUpNobody() {
        client.run(Command.HSET, "card:2", "a", "b");
        assertThat(store.write(put("card:1", 1, "A", "1"), put("card:2", 1, "A", "2"), put("card:3", 1, "A", "3")))
                .satisfiesExactly(
                        first -> assertThat(first).isEqualTo(Outcome.APPLIED),
                        second -> assertThat(second).isInstanceOf(Outcome.Rejected.class),
                        third -> assertThat(third).isEqualTo(Outcome.APPLIED));
        assertThat(client.hash("card:2")).containsEntry("a", "b");
    }

    @Test
    void expiryIsSetWithTheRowAndTakenBackWithoutOne() {
        for (WriteRules rules : new WriteRules[] {GUARDED, PLAIN}) {
            client.run(Command.FLUSHDB);
            try (TestStore expiring = TestStore.open(TestStore.expiring(rules), SERVER)) {
                expiring.write(
                        put("card:1", 1, "A", "1").expiring(Expiry.after(60_000)),
                        put("card:2", 1, "A", "1").expiring(Expiry.at(System.currentTimeMillis() + 60_000)),
                        put("card:3", 1, "A", "1"));
                assertThat(client.ttlMillis("card:1")).isBetween(1L, 60_000L);
                assertThat(client.ttlMillis("card:2")).isBetween(1L, 60_000L);
                assertThat(client.ttlMillis("card:3")).isEqualTo(-1);
                expiring.write(put("card:1", 2, "A", "1"));
                assertThat(client.ttlMillis("card:1")).isEqualTo(-1);
            }
        }
    }

    @Test
    void withoutTheGuardTheStringIsTheRowAndNothingElse() {
        try (TestStore plain = TestStore.open(PLAIN, SERVER)) {
            plain.write(put("card:1", 5, "A", "1"), put("card:2", 5, "A", "1"));
            assertThat(plain.write(put("card:1", 4, "A", "2"), delete("card:2", 4)))
                    .containsOnly(Outcome.APPLIED);
            assertThat(client.get("card:1")).isEqualTo("{\"A\":\"2\"}");
            assertThat(client.keys()).containsExactly("card:1");
        }
    }

    @Test
    void usersWithTheRightsThatTheDocumentationNamesCanDoAllThatTheSinkDoes() throws IOException {
        for (String command : Files.readAllLines(Path.of("..", "docs", "redis-sink.md"))) {
            if (command.startsWith("ACL SETUSER strings ") || command.startsWith("ACL SETUSER indexed ")) {
                client.run(Command.ACL, command.substring("ACL ".length()).split(" ", -1));
            }
        }
        WriteRules strings = TestStore.expiring(GUARDED);
        try (TestStore store = new TestStore(strings, TestStore.settings(SERVER, "strings", "secret"))) {
            assertEachStepIsApplied(
                    store, put("card:1", 2, "A", "1").expiring(Expiry.after(60_000)), put("card:1", 3, "A", "1"));
        }
        WriteRules indexed = TestStore.with(strings, ValueType.STRING, IndexType.SET);
        try (TestStore store = new TestStore(indexed, TestStore.settings(SERVER, "indexed", "secret"))) {
            assertEachStepIsApplied(
                    store,
                    put("card:1", 6, "A", "1").in("client:1"),
                    put("card:1", 7, "A", "1").in("client:2"));
        }
    }

    private static void assertEachStepIsApplied(TestStore store, TestWrite... writes) {
        for (TestWrite write : writes) {
            assertThat(store.write(write)).containsOnly(Outcome.APPLIED);
            assertThat(store.write(delete(write.key(), write.position()))).containsOnly(Outcome.APPLIED);
            assertThat(store.write(write)).containsOnly(Outcome.APPLIED);
        }
    }
}
