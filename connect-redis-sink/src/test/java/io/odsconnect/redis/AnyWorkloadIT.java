package io.odsconnect.redis;

import static io.odsconnect.redis.CardRecords.BULK;
import static io.odsconnect.redis.CardRecords.CHANGES;
import static io.odsconnect.redis.CardRecords.event;
import static org.assertj.core.api.Assertions.assertThat;

import io.odsconnect.redis.CardRecords.Card;
import io.odsconnect.testbed.redis.RedisOptions;
import io.odsconnect.testbed.redis.RedisServer;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import redis.clients.jedis.Protocol.Command;

/**
 * Random changes of cards, among them such that change the key and the index, bulk rows that come late, partitions that
 * are rewound or rebalanced, a server that is killed, and a second task that still writes what it should not: whatever
 * happens, the rows and the indexes are the table's in the end.
 */
class AnyWorkloadIT {

    private static final int CARDS = 150;
    private static final int STEPS = 6000;

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

    @ParameterizedTest
    @CsvSource({"hash,none", "hash,set", "hash,zset", "string,none", "string,set"})
    void anyWorkloadInAnyOrderEndsInTheSourcesRowsAndIndexes(String valueType, String indexType) {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("-Dseed=" + seed);
        Random random = new Random(seed);
        Map<Integer, Card> table = new HashMap<>();
        try (FakeWorker worker = worker(valueType, indexType);
                FakeWorker zombie = worker(valueType, indexType)) {
            fill(random, table, worker, zombie);
            // Bulk rows of one half of the cards come after all changes, of the other half between them or after.
            worker.holdBack(new TopicPartition(BULK, 0));
            if (random.nextBoolean()) {
                worker.holdBack(new TopicPartition(BULK, 1));
            }
            for (int disturbance = 0; disturbance < 12; disturbance++) {
                for (int poll = random.nextInt(8); poll >= 0; poll--) {
                    worker.poll(random, 300);
                    if (random.nextInt(3) == 0) {
                        zombie.poll(random, 300);
                    }
                }
                disturb(random, worker);
            }
            worker.finish();
            assertThat(worker.deadLetters()).isEmpty();
        }
        boolean hash = valueType.equals("hash");
        assertThat(rows(hash)).as("-Dseed=" + seed).isEqualTo(expectedRows(table, hash));
        assertThat(indexes(indexType))
                .as("-Dseed=" + seed)
                .isEqualTo(indexType.equals("none") ? Map.of() : expectedIndexes(table));
    }

    private static void fill(Random random, Map<Integer, Card> table, FakeWorker worker, FakeWorker zombie) {
        Map<TopicPartition, Long> ends = new HashMap<>();
        long position = 1_000_000;
        for (int step = 0; step < STEPS; step++) {
            position += 1 + random.nextInt(3);
            SinkRecord record = randomRecord(random, table, position, ends);
            if (record != null) {
                worker.add(record);
                zombie.add(record);
            }
        }
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
        int cardNo = random.nextInt(CARDS);
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

    /** Returns key to fields, or key to JSON, both without what the sink adds. */
    private Map<String, String> rows(boolean hash) {
        Map<String, String> rows = new HashMap<>();
        for (String key : client.keys()) {
            if (key.startsWith("card:")) {
                rows.put(key, hash ? fields(key) : object(key));
            }
        }
        return rows;
    }

    private String fields(String key) {
        Map<String, String> fields = new TreeMap<>(client.hash(key));
        fields.remove("__position");
        fields.remove("__index");
        return fields.toString();
    }

    private String object(String key) {
        return Objects.requireNonNull(client.get(key))
                .replaceFirst("\"__position\":\\d+,", "")
                .replaceFirst("\"__index\":\"[^\"]*\",", "");
    }

    private static Map<String, String> expectedRows(Map<Integer, Card> table, boolean hash) {
        Map<String, String> rows = new HashMap<>();
        table.forEach((cardNo, card) -> {
            Map<String, String> fields = new TreeMap<>();
            fields.put("CARD_NO", Integer.toString(cardNo));
            fields.put("CLIENT_ID", Integer.toString(card.clientId()));
            if (card.credit() != null) {
                fields.put("CREDIT", card.credit().toString());
            }
            if (card.note() != null) {
                fields.put("NOTE", hash ? card.note() : '"' + card.note() + '"');
            }
            String json = fields.entrySet().stream()
                    .map(field -> '"' + field.getKey() + "\":" + field.getValue())
                    .reduce((a, b) -> a + "," + b)
                    .orElse("");
            rows.put("card:" + card.clientId() + ":" + cardNo, hash ? fields.toString() : "{" + json + "}");
        });
        return rows;
    }

    private Map<String, SortedSet<String>> indexes(String type) {
        Map<String, SortedSet<String>> indexes = new HashMap<>();
        for (String key : client.keys()) {
            if (key.startsWith("cards:")) {
                indexes.put(key, type.equals("zset") ? new TreeSet<>(client.ranked(key)) : client.members(key));
            }
        }
        return indexes;
    }

    private static Map<String, SortedSet<String>> expectedIndexes(Map<Integer, Card> table) {
        Map<String, SortedSet<String>> indexes = new HashMap<>();
        table.forEach((cardNo, card) -> indexes.computeIfAbsent("cards:" + card.clientId(), key -> new TreeSet<>())
                .add("card:" + card.clientId() + ":" + cardNo));
        return indexes;
    }

    private static FakeWorker worker(String valueType, String indexType) {
        Map<String, String> config = new HashMap<>();
        config.put("name", "cards to redis");
        config.put("redis.hosts", SERVER.host() + ":" + SERVER.port());
        config.put("retry.backoff.ms", "10");
        config.put("retry.backoff.max.ms", "100");
        config.put("key.template", "card:{CLIENT_ID}:{CARD_NO}");
        config.put("batch.size", "40");
        config.put("value.type", valueType);
        if (!indexType.equals("none")) {
            config.put("index.template", "cards:{CLIENT_ID}");
            config.put("index.type", indexType);
        }
        if (indexType.equals("zset")) {
            config.put("index.score.field", "CARD_NO");
        }
        return new FakeWorker(new RedisSinkTask(), config);
    }
}
