package io.odsconnect.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.odsconnect.testbed.redis.RedisOptions;
import io.odsconnect.testbed.redis.RedisServer;
import io.odsconnect.testbed.sink.SinkTaskDriver;
import io.odsconnect.testbed.sink.SourceTable;
import io.odsconnect.testbed.sink.suite.RandomWorkload;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Struct;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import redis.clients.jedis.Protocol.Command;

/**
 * The random workload of all sinks for what only Redis has: indexes, rows as text, keys of columns that are not in the
 * record's key, and a server that is killed. In the end the rows and the indexes are the table's.
 */
class AnyWorkloadIT {

    private static final int CHANGES = 3000;

    private static final RedisServer SERVER = RedisServer.embedded(RedisOptions.PLAIN.withDurability());

    private final SourceTable table = ClientCards.on("ods.BANK.CARD", 2);
    private final List<SinkTaskDriver> tasks = new ArrayList<>();
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
    void stopTasks() {
        tasks.forEach(SinkTaskDriver::close);
        client.close();
    }

    @ParameterizedTest
    @CsvSource({"hash,none", "hash,set", "hash,zset", "string,none", "string,set"})
    void anyWorkloadInAnyOrderEndsInTheSourcesRowsAndIndexes(String valueType, String indexType) {
        // An event has to tell the whole row before, since the keys here are not made of the record's key alone.
        RandomWorkload workload = new RandomWorkload(List.of(table), CHANGES, false);
        workload.deliver(() -> task(valueType, indexType), List.of(this::forgetScripts, this::killAndRestart));

        assertThat(tasks)
                .allSatisfy(task -> assertThat(task.deadLetterReasons()).isEmpty());
        boolean hash = valueType.equals("hash");
        assertThat(rows(hash)).as("%s", workload).isEqualTo(expectedRows(workload, hash));
        assertThat(indexes(indexType))
                .as("%s", workload)
                .isEqualTo(indexType.equals("none") ? Map.of() : expectedIndexes(workload));
    }

    private void forgetScripts() {
        client.run(Command.SCRIPT, "FLUSH");
    }

    private void killAndRestart() {
        SERVER.kill();
        SERVER.restart();
        client.close();
        client = new TestClient(SERVER);
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

    private Map<String, String> expectedRows(RandomWorkload workload, boolean hash) {
        Map<String, String> rows = new HashMap<>();
        for (Struct row : workload.rows(table)) {
            Map<String, String> fields = new TreeMap<>();
            for (Field field : row.schema().fields()) {
                Object value = row.get(field);
                if (value != null) {
                    fields.put(
                            field.name(),
                            hash || value instanceof Number ? value.toString() : '"' + value.toString() + '"');
                }
            }
            String json = fields.entrySet().stream()
                    .map(field -> '"' + field.getKey() + "\":" + field.getValue())
                    .reduce((a, b) -> a + "," + b)
                    .orElse("");
            rows.put(key(row), hash ? fields.toString() : "{" + json + "}");
        }
        return rows;
    }

    private static String key(Struct row) {
        return "card:" + row.getInt32("CLIENT_ID") + ":" + row.getInt32("CARD_NO");
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

    private Map<String, SortedSet<String>> expectedIndexes(RandomWorkload workload) {
        Map<String, SortedSet<String>> indexes = new HashMap<>();
        workload.rows(table)
                .forEach(row -> indexes.computeIfAbsent("cards:" + row.getInt32("CLIENT_ID"), index -> new TreeSet<>())
                        .add(key(row)));
        return indexes;
    }

    private SinkTaskDriver task(String valueType, String indexType) {
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
        SinkTaskDriver task = new SinkTaskDriver(RedisSinkTask::new, config);
        tasks.add(task);
        return task;
    }
}
