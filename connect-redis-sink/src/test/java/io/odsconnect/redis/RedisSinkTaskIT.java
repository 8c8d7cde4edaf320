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
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;
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

    @Test
    void anyWorkloadInAnyOrderEndsInTheSourcesRows() {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("-Dseed=" + seed);
        Random random = new Random(seed);
        Map<Integer, Card> table = new HashMap<>();
        try (FakeWorker worker = worker("key.template", "client:{CLIENT_ID}:card:{CARD_NO}", "batch.size", "40")) {
            Map<TopicPartition, Long> ends = new HashMap<>();
            long position = 1_000_000;
            for (int step = 0; step < 6000; step++) {
                position += 1 + random.nextInt(3);
                SinkRecord record = randomRecord(random, table, position, ends);
                if (record != null) {
                    worker.add(record);
                }
            }
            // Bulk rows of one half of the cards come after all changes, of the other half between them or after.
            worker.holdBack(new TopicPartition(BULK, 0));
            if (random.nextBoolean()) {
                worker.holdBack(new TopicPartition(BULK, 1));
            }
            for (int disturbance = 0; disturbance < 12; disturbance++) {
                for (int poll = random.nextInt(8); poll >= 0; poll--) {
                    worker.poll(random, 300);
                }
                disturb(random, worker);
            }
            worker.finish();
            assertThat(worker.deadLetters()).isEmpty();
        }
        Map<String, Map<String, String>> stored = new HashMap<>();
        for (String key : client.keys()) {
            if (!key.startsWith("__del:")) {
                Map<String, String> row = client.hash(key);
                row.remove("__position");
                stored.put(key, row);
            }
        }
        assertThat(stored).as("-Dseed=" + seed).isEqualTo(expected(table));
    }

    private void disturb(Random random, FakeWorker worker) {
        TopicPartition partition =
                worker.partitions().get(random.nextInt(worker.partitions().size()));
        switch (random.nextInt(4)) {
            case 0 -> worker.rebalance(partition);
            case 1 -> worker.rewind(partition, random.nextInt(200));
            case 2 -> client.run(Command.SCRIPT, "FLUSH");
            default -> {
                SERVER.kill();
                worker.poll(random, 300);
                SERVER.restart();
                client.close();
                client = new TestClient(SERVER);
            }
        }
    }

    /** Changes the table and returns the change, or reads a row of it as a bulk load does; null where there is none. */
    private static @Nullable SinkRecord randomRecord(
            Random random, Map<Integer, Card> table, long position, Map<TopicPartition, Long> ends) {
        int cardNo = random.nextInt(150);
        Card before = table.get(cardNo);
        int partition = cardNo % 2;
        if (random.nextInt(4) == 0) {
            // What a bulk load reads is at least as new as the position it gives to it.
            return before == null
                    ? null
                    : event(
                            BULK,
                            partition,
                            next(ends, BULK, partition),
                            "r",
                            null,
                            before,
                            position - random.nextInt(50));
        }
        long offset = next(ends, CHANGES, partition);
        if (before != null && random.nextInt(4) == 0) {
            table.remove(cardNo);
            return event(CHANGES, partition, offset, "d", before, null, position);
        }
        Card after = new Card(
                cardNo,
                before != null && random.nextInt(3) > 0 ? before.clientId() : random.nextInt(4),
                random.nextBoolean() ? null : random.nextLong(),
                random.nextBoolean() ? null : "note " + random.nextInt());
        table.put(cardNo, after);
        return event(CHANGES, partition, offset, before == null ? "c" : "u", before, after, position);
    }

    private static long next(Map<TopicPartition, Long> ends, String topic, int partition) {
        return ends.merge(new TopicPartition(topic, partition), 1L, Long::sum) - 1;
    }

    private static Map<String, Map<String, String>> expected(Map<Integer, Card> table) {
        Map<String, Map<String, String>> rows = new HashMap<>();
        table.forEach((cardNo, card) -> {
            Map<String, String> row = new HashMap<>();
            row.put("CARD_NO", Integer.toString(cardNo));
            row.put("CLIENT_ID", Integer.toString(card.clientId()));
            if (card.credit() != null) {
                row.put("CREDIT", card.credit().toString());
            }
            if (card.note() != null) {
                row.put("NOTE", card.note());
            }
            rows.put("client:" + card.clientId() + ":card:" + cardNo, row);
        });
        return rows;
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
