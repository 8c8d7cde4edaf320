package io.odsconnect.redis.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.odsconnect.common.event.ChangeEvent;
import io.odsconnect.common.expiry.Expiry;
import io.odsconnect.common.sink.Outcome;
import io.odsconnect.redis.RedisOfTests;
import io.odsconnect.redis.TestClient;
import io.odsconnect.testbed.redis.RedisServer;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import redis.clients.jedis.Protocol.Command;

/** How rows are replaced without the position rule: in place where the task knows them, else in a transaction. */
class ReplacementIT {

    private static final Pattern TRANSACTIONS = Pattern.compile("cmdstat_multi:calls=(\\d+)");
    private static final RedisServer SERVER = RedisServer.embeddedOrGiven();

    @RegisterExtension
    private static final RedisOfTests REDIS = new RedisOfTests(SERVER);

    private final TestClient client = REDIS.emptied();
    private TestStore store;

    @BeforeEach
    void openStore() {
        client.run(Command.CONFIG, "RESETSTAT");
        store = TestStore.open(TestStore.PLAIN, SERVER);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void aRowThatTheTaskHasPutBeforeIsOverwrittenInPlace() {
        put("A", "1", "B", "1");
        assertThat(transactions()).isEqualTo(1);
        put("A", "2", "B", "2");
        put("A", "3", "B", "3");
        assertThat(transactions()).isEqualTo(1);
        assertThat(row()).isEqualTo(Map.of("A", "3", "B", "3"));
    }

    @Test
    void aRowWithOtherFieldsThanBeforeIsReplacedInATransaction() {
        put("A", "1", "B", "1", "C", "1");
        put("A", "2", "B", "2");
        assertThat(row()).isEqualTo(Map.of("A", "2", "B", "2"));
        put("A", "3", "C", "3");
        assertThat(row()).isEqualTo(Map.of("A", "3", "C", "3"));
        assertThat(transactions()).isEqualTo(3);
    }

    @Test
    void aFieldThatSomebodyElseAddedIsGoneAfterTheNextChange() {
        put("A", "1", "B", "1");
        client.run(Command.HSET, "card:1", "C", "foreign");
        put("A", "2", "B", "2");
        assertThat(row()).isEqualTo(Map.of("A", "2", "B", "2"));
        assertThat(transactions()).isEqualTo(2);
    }

    @Test
    void aRowThatSomebodyElseDeletedOrMadeATextOfIsWhole() {
        put("A", "1", "B", "1");
        client.run(Command.DEL, "card:1");
        put("A", "2", "B", "2");
        assertThat(row()).isEqualTo(Map.of("A", "2", "B", "2"));

        client.run(Command.SET, "card:1", "text");
        put("A", "3", "B", "3");
        assertThat(row()).isEqualTo(Map.of("A", "3", "B", "3"));
    }

    @Test
    void anExpiryOfTheRowBeforeDoesNotStay() {
        put("A", "1", "B", "1");
        assertThat(store.write(write("A", "2", "B", "2").expiring(Expiry.after(60_000))))
                .containsExactly(Outcome.APPLIED);
        assertThat(client.ttlMillis("card:1")).isPositive();
        put("A", "3", "B", "3");
        assertThat(client.ttlMillis("card:1")).isEqualTo(-1);
    }

    @Test
    void aRowComesBackAfterItsDelete() {
        put("A", "1", "B", "1");
        assertThat(store.write(TestWrite.delete("card:1", ChangeEvent.NO_POSITION)))
                .containsExactly(Outcome.APPLIED);
        assertThat(client.exists("card:1")).isFalse();
        put("A", "2");
        assertThat(row()).isEqualTo(Map.of("A", "2"));
    }

    @Test
    void knownAndNewRowsAndDeletesShareABatch() {
        store.writeMany(6, ChangeEvent.NO_POSITION);
        assertThat(store.write(
                        TestWrite.put("card:0", 1, "NO", "known"),
                        TestWrite.put("card:new", 1, "NO", "new"),
                        TestWrite.delete("card:1", 1),
                        TestWrite.put("card:2", 1, "OTHER", "fields"),
                        TestWrite.put("card:3", 1, "NO", "known")))
                .hasSize(5)
                .containsOnly(Outcome.APPLIED);
        assertThat(client.keys()).containsExactly("card:0", "card:2", "card:3", "card:4", "card:5", "card:new");
        assertThat(client.hash("card:0")).isEqualTo(Map.of("NO", "known"));
        assertThat(client.hash("card:2")).isEqualTo(Map.of("OTHER", "fields"));
        assertThat(client.hash("card:4")).isEqualTo(Map.of("NO", "4"));
    }

    @Test
    void rowsAreNotKnownOnceTheTaskIsGivenPartitions() {
        put("A", "1", "B", "1");
        store.assigned();
        put("A", "2", "B", "2");
        assertThat(transactions()).isEqualTo(2);
    }

    @Test
    void aServerThatForgotEverythingIsGivenWholeRows() {
        store.writeMany(50, ChangeEvent.NO_POSITION);
        client.run(Command.FLUSHDB);
        store.writeMany(50, ChangeEvent.NO_POSITION);
        assertThat(client.keys()).hasSize(50);
        assertThat(client.hash("card:7")).isEqualTo(Map.of("NO", "7"));
    }

    @Test
    void aUserWhoMayNotCountFieldsFailsTheTask() {
        client.run(Command.ACL, "SETUSER", "meek", "on", ">secret", "~*", "+@all", "-hlen");
        try (TestStore meek = new TestStore(TestStore.PLAIN, TestStore.settings(SERVER, "meek", "secret"))) {
            meek.write(write("A", "1"));
            assertThat(meek.write(write("A", "2")))
                    .singleElement()
                    .isInstanceOfSatisfying(
                            Outcome.Fatal.class,
                            fatal -> assertThat(fatal.reason()).contains("NOPERM"));
        } finally {
            client.run(Command.ACL, "DELUSER", "meek");
        }
    }

    private void put(String... namesAndValues) {
        List<Outcome> outcomes = store.write(write(namesAndValues));
        assertThat(outcomes).containsExactly(Outcome.APPLIED);
    }

    private static TestWrite write(String... namesAndValues) {
        return TestWrite.put("card:1", ChangeEvent.NO_POSITION, namesAndValues);
    }

    private Map<String, String> row() {
        return client.hash("card:1");
    }

    private long transactions() {
        Matcher found = TRANSACTIONS.matcher(client.info("commandstats"));
        return found.find() ? Long.parseLong(found.group(1)) : 0;
    }
}
