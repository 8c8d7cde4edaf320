package io.odsconnect.db2;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.odsconnect.testbed.connect.ConnectOptions;
import io.odsconnect.testbed.connect.ConnectRest;
import io.odsconnect.testbed.connect.ConnectWorker;
import io.odsconnect.testbed.connect.PluginPath;
import io.odsconnect.testbed.kafka.KafkaBroker;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Loads over several tasks of a real worker that is killed, and signals from a topic. */
class LoadTasksIT extends Db2TestBase {

    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final int ROWS = 30_000;

    private static final PluginPath PLUGINS = PluginPath.ofModules("connect-db2-source");
    private static final KafkaBroker BROKER = KafkaBroker.embedded(Map.of());
    private static ConnectWorker worker;

    @BeforeAll
    static void startWorker() throws Exception {
        BROKER.start();
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", BROKER.bootstrapServers()))) {
            List<NewTopic> topics = new ArrayList<>();
            for (String topic : List.of("signals", "told", "ods.TASKS.BIG", "ods.TASKS.BIG.bulk")) {
                topics.add(new NewTopic(topic, 1, (short) 1));
            }
            admin.createTopics(topics).all().get();
        }
        worker = new ConnectWorker(
                ConnectOptions.of(BROKER.bootstrapServers(), PLUGINS.path()).with("offset.flush.interval.ms", "200"));
        worker.start();
    }

    @AfterAll
    static void stopWorker() {
        worker.close();
        BROKER.close();
        PLUGINS.close();
    }

    @Test
    void severalTasksLoadATableGoOnAfterAKillAndWithAnotherNumberOfTasksThenSignalsLoadItAgain() throws Exception {
        sql("CREATE TABLE TASKS.BIG (ID INTEGER NOT NULL PRIMARY KEY, V INTEGER)");
        try (Connection connection = DB2.connect();
                PreparedStatement insert = connection.prepareStatement("INSERT INTO TASKS.BIG VALUES (?, 0)")) {
            connection.setAutoCommit(false);
            for (int i = 0; i < ROWS; i++) {
                insert.setInt(1, i * i % 1_000_003 * 1000 + i % 1000);
                insert.addBatch();
            }
            insert.executeBatch();
            connection.commit();
        }
        DB2.capture().register("TASKS", "BIG");
        ConnectRest rest = worker.rest();
        rest.putConfig("ods", connector("3"));
        try (Topic bulk = new Topic(BROKER.bootstrapServers(), "ods.TASKS.BIG.bulk");
                Topic told = new Topic(BROKER.bootstrapServers(), "told");
                Topic changes = new Topic(BROKER.bootstrapServers(), "ods.TASKS.BIG")) {
            await(() -> bulk.count() > ROWS / 4);
            worker.kill();
            worker.restart();
            long before = bulk.count();
            await(() -> bulk.count() > before);
            worker.rest().putConfig("ods", connector("2"));
            await(() -> bulk.keys().size() == ROWS);
            await(() -> !told.notifications("COMPLETED").isEmpty());
            assertThat(bulk.count())
                    .as("some rows come twice after the kill, but by far not all")
                    .isLessThan(ROWS + ROWS / 2);

            sql("UPDATE TASKS.BIG SET V = 1 WHERE ID = 0");
            await(() -> changes.count() == 1);

            long loaded = bulk.count();
            signal("{\"id\": \"again\", \"type\": \"execute-snapshot\", \"data\": {\"data-collections\":"
                    + " [\"TASKS.BIG\"], \"additional-conditions\": [{\"data-collection\": \"TASKS.BIG\","
                    + " \"filter\": \"ID < 1000000\"}]}}");
            signal("no json");
            await(() -> told.notifications("COMPLETED").stream()
                    .anyMatch(data -> data.path("load_id").asText().equals("again")));
            JsonNode done = told.notifications("COMPLETED").stream()
                    .filter(data -> data.path("load_id").asText().equals("again"))
                    .findFirst()
                    .orElseThrow();
            await(() -> bulk.count() == loaded + done.path("rows").asLong());
            assertThat(done.path("rows").asLong()).isPositive().isLessThan(ROWS);
            await(() -> !told.notifications("REFUSED").isEmpty());
            assertThat(worker.rest().awaitRunning("ods").tasks()).hasSize(2);

            aPauseHoldsUpLoadsUntilItEndsAndAStopTakesThemAway(told, changes);
            anotherBulkLoadIdLoadsAllOfItWhileChangesFlow(told, bulk, changes);
        }
    }

    private static void aPauseHoldsUpLoadsUntilItEndsAndAStopTakesThemAway(Topic told, Topic changes) throws Exception {
        signal("{\"id\": \"pause\", \"type\": \"pause-snapshot\"}");
        execute("stopped");
        signal("{\"id\": \"stop\", \"type\": \"stop-snapshot\", \"data\": {\"data-collections\": [\"TASKS.BIG\"]}}");
        execute("held");
        sql("UPDATE TASKS.BIG SET V = 2 WHERE ID = 0");
        await(() -> changes.count() == 2);
        assertThat(told.loads("STARTED")).doesNotContain("held", "stopped");
        signal("{\"id\": \"resume\", \"type\": \"resume-snapshot\"}");
        await(() -> told.loads("COMPLETED").contains("held"));
        assertThat(told.loads("STARTED")).contains("held").doesNotContain("stopped");
    }

    private static void anotherBulkLoadIdLoadsAllOfItWhileChangesFlow(Topic told, Topic bulk, Topic changes)
            throws Exception {
        long loaded = bulk.count();
        Map<String, String> config = connector("2");
        config.put("bulk.load.id", "2026-11-21");
        worker.rest().putConfig("ods", config);
        await(() -> told.loads("STARTED").contains("2026-11-21"));
        sql("UPDATE TASKS.BIG SET V = 3 WHERE ID = 0");
        await(() -> changes.count() == 3);
        await(() -> told.loads("COMPLETED").contains("2026-11-21") && bulk.count() >= loaded + ROWS);
    }

    private static void execute(String id) throws Exception {
        signal("{\"id\": \"" + id + "\", \"type\": \"execute-snapshot\", \"data\": {\"data-collections\":"
                + " [\"TASKS.BIG\"], \"additional-conditions\": [{\"data-collection\": \"TASKS.BIG\","
                + " \"filter\": \"ID < 100000\"}]}}");
    }

    private static Map<String, String> connector(String tasks) {
        Map<String, String> config = new HashMap<>(config("TASKS\\.BIG"));
        config.put("connector.class", Db2SourceConnector.class.getName());
        config.put("tasks.max", tasks);
        config.put("snapshot.chunk.size", "1000");
        config.put("max.batch.size", "100");
        config.put("max.queue.size", "1000");
        config.put("notification.sink.topic.name", "told");
        config.put("signal.kafka.topic", "signals");
        config.put("signal.kafka.bootstrap.servers", BROKER.bootstrapServers());
        config.put("key.converter", "org.apache.kafka.connect.json.JsonConverter");
        config.put("key.converter.schemas.enable", "false");
        config.put("value.converter", "org.apache.kafka.connect.json.JsonConverter");
        config.put("value.converter.schemas.enable", "false");
        return config;
    }

    private static void signal(String json) throws Exception {
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", BROKER.bootstrapServers()),
                new StringSerializer(),
                new StringSerializer())) {
            producer.send(new ProducerRecord<>("signals", "ods", json)).get();
        }
    }

    private static void await(Callable<Boolean> condition) {
        Awaitility.await().atMost(LIMIT).until(condition);
    }
}
