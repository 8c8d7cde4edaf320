package io.odsconnect.redis;

import static io.odsconnect.redis.CardRecords.BULK;
import static io.odsconnect.redis.CardRecords.CHANGES;
import static io.odsconnect.redis.CardRecords.event;
import static io.odsconnect.redis.CardRecords.tombstone;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.odsconnect.redis.CardRecords.Card;
import io.odsconnect.testbed.redis.RedisOptions;
import io.odsconnect.testbed.redis.RedisServer;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.connect.errors.ConnectException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Protocol.Command;

/** The task as the worker runs it, from records to a real server. */
class RedisSinkTaskIT {

    private static final RedisServer SERVER = RedisServer.embedded(RedisOptions.PLAIN.withDurability());

    private TestClient client;

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
        client = new TestClient(SERVER);
        client.run(Command.FLUSHDB);
    }

    @AfterEach
    void closeClient() {
        client.close();
    }

    @Test
    void rowsOfSeveralTopicsGoUnderTheKeysOfTheirTemplates() {
        try (FakeWorker worker =
                worker("key.template", "{topic}/{CARD_NO}", "key.template." + CHANGES, "card:{CARD_NO}")) {
            worker.add(event(CHANGES, 0, 0, "c", null, new Card(1, 7, 500L, "gold"), 100));
            worker.add(event(BULK, 0, 0, "r", null, new Card(2, 7, null, ""), 50));
            worker.add(event("other", 0, 0, "c", null, new Card(3, 7, 1L, null), 100));
            worker.finish();
        }
        assertThat(client.hash("card:1"))
                .isEqualTo(
                        Map.of("CARD_NO", "1", "CLIENT_ID", "7", "CREDIT", "500", "NOTE", "gold", "__position", "100"));
        assertThat(client.hash("card:2"))
                .isEqualTo(Map.of("CARD_NO", "2", "CLIENT_ID", "7", "NOTE", "", "__position", "50"));
        assertThat(client.keys()).containsExactly("card:1", "card:2", "other/3");
    }

    @Test
    void nullsAreEmptyFieldsWhereThatIsAskedFor() {
        try (FakeWorker worker = worker("key.template", "{CARD_NO}", "null.handling", "empty")) {
            worker.add(event(CHANGES, 0, 0, "c", null, new Card(1, 7, null, null), 100));
            worker.finish();
        }
        assertThat(client.hash("1")).containsEntry("CREDIT", "").containsEntry("NOTE", "");
    }

    @Test
    void anUpdateOfAFieldInTheKeyRemovesTheOldKey() {
        try (FakeWorker worker = worker("key.template", "client:{CLIENT_ID}:card:{CARD_NO}")) {
            worker.add(event(CHANGES, 0, 0, "c", null, new Card(1, 7, 500L, "gold"), 100));
            worker.add(event(CHANGES, 0, 1, "u", new Card(1, 7, 500L, "gold"), new Card(1, 8, 500L, "gold"), 101));
            worker.add(event(BULK, 0, 0, "r", null, new Card(1, 7, 500L, "gold"), 99));
            worker.finish();
            assertThat(client.hash("client:8:card:1")).containsEntry("CLIENT_ID", "8");
            assertThat(client.exists("client:7:card:1")).isFalse();

            // The tombstone has no CLIENT_ID; the delete before it has.
            worker.add(event(CHANGES, 0, 2, "d", new Card(1, 8, 500L, "gold"), null, 102));
            worker.add(tombstone(CHANGES, 0, 3, 1, 102));
            worker.finish();
            assertThat(worker.deadLetters()).isEmpty();
        }
        assertThat(client.keys()).containsExactly("__del:{client:7:card:1}", "__del:{client:8:card:1}");
    }

    @Test
    void aRecordWithoutAFieldOfTheKeyIsABadRecordAndTheOthersAreWritten() {
        try (FakeWorker worker = worker("key.template", "note:{NOTE}")) {
            worker.add(event(CHANGES, 0, 0, "c", null, new Card(1, 7, 1L, "a"), 100));
            worker.add(event(CHANGES, 0, 1, "c", null, new Card(2, 7, 1L, null), 101));
            worker.add(event(CHANGES, 0, 2, "c", null, new Card(3, 7, 1L, "c"), 102));
            worker.finish();
            assertThat(worker.deadLetters()).hasSize(1).allMatch(record -> record.kafkaOffset() == 1);
        }
        assertThat(client.keys()).containsExactly("note:a", "note:c");
    }

    @Test
    void whatTheServerRejectsGoesToTheDeadLettersAndTheOthersAreWritten() {
        client.run(Command.SET, "card:2", "a text");
        try (FakeWorker worker = worker("key.template", "card:{CARD_NO}")) {
            for (int i = 0; i < 5; i++) {
                worker.add(event(CHANGES, 0, i, "c", null, new Card(i, 7, 1L, null), 100));
            }
            worker.finish();
            assertThat(worker.deadLetters()).hasSize(1).allMatch(record -> record.kafkaOffset() == 2);
        }
        assertThat(client.keys()).hasSize(5);
        assertThat(client.get("card:2")).isEqualTo("a text");
    }

    @Test
    void aTaskStartsWhileTheServerIsDownAndWritesWhenItIsBack() {
        SERVER.kill();
        try (FakeWorker worker = worker("key.template", "card:{CARD_NO}")) {
            worker.add(event(CHANGES, 0, 0, "c", null, new Card(1, 7, 1L, null), 100));
            worker.poll(new Random(0), 1);
            worker.commit();
            assertThat(worker.isDone()).isFalse();
            SERVER.restart();
            worker.finish();
        }
        client.close();
        client = new TestClient(SERVER);
        assertThat(client.keys()).containsExactly("card:1");
    }

    @Test
    void aTaskThatTheServerDoesNotLetInFailsAtStart() {
        assertThatThrownBy(() -> worker("key.template", "card:{CARD_NO}", "redis.password", "hunter2"))
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining(SERVER.host() + ":" + SERVER.port())
                .hasMessageNotContaining("hunter2");
    }

    private static FakeWorker worker(String... options) {
        Map<String, String> config = new HashMap<>();
        config.put("name", "cards to redis");
        config.put("redis.hosts", SERVER.host() + ":" + SERVER.port());
        config.put("retry.backoff.ms", "10");
        config.put("retry.backoff.max.ms", "100");
        for (int i = 0; i < options.length; i += 2) {
            config.put(options[i], options[i + 1]);
        }
        return new FakeWorker(new RedisSinkTask(), config);
    }
}
