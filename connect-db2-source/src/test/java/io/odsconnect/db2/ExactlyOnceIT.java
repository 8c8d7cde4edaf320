package io.odsconnect.db2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.odsconnect.common.compare.RunMarker;
import io.odsconnect.testbed.connect.ConnectOptions;
import io.odsconnect.testbed.connect.ConnectRest;
import io.odsconnect.testbed.connect.ConnectRestException;
import io.odsconnect.testbed.connect.ConnectWorker;
import io.odsconnect.testbed.connect.PluginPath;
import io.odsconnect.testbed.kafka.KafkaBroker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The ZIP in a real worker with exactly-once support, which is killed at random moments. */
class ExactlyOnceIT extends Db2TestBase {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final TopicPartition TOPIC = new TopicPartition("all", 0);
    private static final int KILLS = 3;
    private static final int ROWS_BETWEEN_KILLS = 4_000;

    private static final PluginPath PLUGINS = PluginPath.ofModules("connect-db2-source");
    private static final KafkaBroker BROKER = KafkaBroker.embedded(Map.of());
    private static ConnectWorker worker;

    @BeforeAll
    static void startWorker() throws Exception {
        BROKER.start();
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", BROKER.bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic(TOPIC.topic(), 1, (short) 1)))
                    .all()
                    .get();
        }
        worker = new ConnectWorker(ConnectOptions.of(BROKER.bootstrapServers(), PLUGINS.path())
                .with("exactly.once.source.support", "enabled"));
        worker.start();
    }

    @AfterAll
    static void stopWorker() {
        worker.close();
        BROKER.close();
        PLUGINS.close();
    }

    @Test
    void aReaderOfCommittedDataSeesEveryChangeOnceInOrderAndNoHalfUnitOfWorkThoughTheWorkerIsKilled() throws Exception {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        sql(
                "CREATE TABLE FLOW.A (ID INTEGER NOT NULL PRIMARY KEY, UNIT INTEGER, SEQ INTEGER, SIZE INTEGER)",
                "CREATE TABLE FLOW.B (ID INTEGER NOT NULL PRIMARY KEY, UNIT INTEGER, SEQ INTEGER, SIZE INTEGER)");
        DB2.capture().register("FLOW", "A");
        DB2.capture().register("FLOW", "B");
        ConnectRest rest = worker.rest();
        rest.putConfig("ods", connector());
        rest.awaitRunning("ods");
        // A heartbeat has stored where the changes start; a worker that was killed before would start later.
        await(() -> !rest.offsets("ods").get("offsets").isEmpty());
        Seen seen = new Seen();
        try (KafkaConsumer<String, String> committed = consumer("read_committed");
                KafkaConsumer<String, String> everything = consumer("read_uncommitted")) {
            AtomicBoolean enough = new AtomicBoolean();
            CompletableFuture<Integer> units = CompletableFuture.supplyAsync(() -> write(random.nextLong(), enough));
            try {
                for (int kill = 0; kill < KILLS; kill++) {
                    long until = end(everything) + 1 + random.nextInt(ROWS_BETWEEN_KILLS);
                    await(() -> end(everything) >= until);
                    worker.kill();
                    seen.read(committed);
                    worker.restart();
                }
            } finally {
                enough.set(true);
            }
            int last = units.join();
            await(() -> {
                seen.read(committed);
                return seen.units >= last;
            });
            assertThat(seen.units).as("units of work").isEqualTo(last);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"poll", "connector"})
    void aCompareRunEndsThoughATransformDropsAllRowsOfItsLastBatchAndNothingElseIsWritten(String boundary)
            throws Exception {
        String schema = "DROP" + boundary.toUpperCase(Locale.ROOT);
        sql(
                "CREATE TABLE " + schema + ".CARD (ID INTEGER NOT NULL PRIMARY KEY)",
                "INSERT INTO " + schema + ".CARD VALUES (1), (2), (3)",
                "CREATE TABLE " + schema + ".SIGNAL (ID VARCHAR(42) NOT NULL PRIMARY KEY, TYPE VARCHAR(32) NOT NULL,"
                        + " DATA VARCHAR(2048))");
        DB2.capture().register(schema, "CARD");
        DB2.capture().register(schema, "SIGNAL");
        Map<String, String> config = connector();
        config.put("name", boundary);
        config.put("topic.prefix", boundary);
        config.put("table.include.list", schema + "\\.CARD");
        config.put("signal.data.collection", schema + ".SIGNAL");
        config.put("transaction.boundary", boundary);
        config.remove("heartbeat.interval.ms");
        config.put("transforms", "end,drop");
        config.put("transforms.end.type", "org.apache.kafka.connect.transforms.RegexRouter");
        config.put("transforms.end.regex", ".*");
        config.put("transforms.end.replacement", boundary + ".ended");
        config.put("transforms.end.predicate", "marker");
        config.put("transforms.drop.type", "org.apache.kafka.connect.transforms.Filter");
        config.put("transforms.drop.predicate", "row");
        config.put("predicates", "marker,row");
        config.put("predicates.marker.type", "org.apache.kafka.connect.transforms.predicates.HasHeaderKey");
        config.put("predicates.marker.name", RunMarker.END_HEADER);
        config.put("predicates.row.type", "org.apache.kafka.connect.transforms.predicates.TopicNameMatches");
        config.put("predicates.row.pattern", ".*\\.compare");
        ConnectRest rest = worker.rest();
        rest.putConfig(boundary, config);
        rest.awaitRunning(boundary);
        await(() -> !rest.offsets(boundary).get("offsets").isEmpty());
        try (Topic ended = new Topic(BROKER.bootstrapServers(), boundary + ".ended")) {
            sql("INSERT INTO " + schema + ".SIGNAL VALUES ('run', 'execute-snapshot',"
                    + " '{\"type\": \"compare\", \"data-collections\": [\"" + schema + ".CARD\"]}')");
            await(() -> ended.count() == 1);
        } finally {
            rest.delete(boundary);
        }
    }

    @Test
    void offsetsThatAnOperatorPatchesAreChecked() throws Exception {
        sql("CREATE TABLE FLOW.PATCH (ID INTEGER NOT NULL PRIMARY KEY)");
        DB2.capture().register("FLOW", "PATCH");
        ConnectRest rest = worker.rest();
        Map<String, String> config = connector();
        config.put("name", "patched");
        config.put("topic.prefix", "patched");
        config.put("table.include.list", "FLOW\\.PATCH");
        config.put("heartbeat.interval.ms", "0");
        rest.putConfig("patched", config);
        rest.awaitRunning("patched");
        rest.stop("patched");
        rest.awaitState("patched", "STOPPED");
        ObjectNode wrong = JSON.createObjectNode();
        ObjectNode entry = wrong.putArray("offsets").addObject();
        entry.putObject("partition").put("server", "patched");
        entry.putObject("offset").put("commit_lsn", "12:34").put("lsn", 1).put("tables", "FLOW.PATCH,FLOW.NONE");
        assertThatThrownBy(() -> rest.patchOffsets("patched", wrong))
                .isInstanceOf(ConnectRestException.class)
                .hasMessageContaining("commit_lsn")
                .hasMessageContaining("10 or 16 bytes")
                .hasMessageContaining("is not a field")
                .hasMessageContaining("FLOW.NONE");
        ObjectNode right = JSON.createObjectNode();
        ObjectNode first = right.putArray("offsets").addObject();
        first.putObject("partition").put("server", "patched");
        first.putObject("offset").put("commit_lsn", "00000000:00000000:0000000080000000");
        rest.patchOffsets("patched", right);
        JsonNode stored = rest.offsets("patched").get("offsets").get(0).get("offset");
        assertThat(stored.get("commit_lsn").asText()).isEqualTo("00000000:00000000:0000000080000000");
        rest.deleteOffsets("patched");
        assertThat(rest.offsets("patched").get("offsets")).isEmpty();
        rest.delete("patched");
    }

    /** What a reader of committed data has seen, and what it must not see. */
    private static final class Seen {
        private int units;
        private int sequence;
        private int size;

        /** Reads up to the last committed record. */
        void read(KafkaConsumer<String, String> consumer) {
            long stable = end(consumer);
            boolean passed = false;
            while (consumer.position(TOPIC) < stable) {
                for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(200))) {
                    if (!passed && record.offset() >= stable) {
                        requireWhole();
                        passed = true;
                    }
                    see(record);
                }
            }
            if (!passed) {
                requireWhole();
            }
        }

        private void requireWhole() {
            assertThat(sequence).as("rows of unit of work %s", units).isEqualTo(size);
        }

        private void see(ConsumerRecord<String, String> record) {
            if (record.value() == null) {
                return;
            }
            JsonNode row;
            try {
                row = JSON.readTree(record.value()).get("after");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            if (row.isNull()) {
                // The old key of a row that was moved.
                return;
            }
            if (sequence == size) {
                units++;
                sequence = 0;
                size = row.get("SIZE").asInt();
            }
            sequence++;
            assertThat(List.of(row.get("UNIT").asInt(), row.get("SEQ").asInt()))
                    .as("at offset %s", record.offset())
                    .isEqualTo(List.of(units, sequence));
        }
    }

    /** Writes units of work until there are enough, and returns how many; most are small, some larger than a poll. */
    private static int write(long seed, AtomicBoolean enough) {
        Random random = new Random(seed);
        try (Connection connection = DB2.connect();
                PreparedStatement a = connection.prepareStatement("INSERT INTO FLOW.A VALUES (?, ?, ?, ?)");
                PreparedStatement b = connection.prepareStatement("INSERT INTO FLOW.B VALUES (?, ?, ?, ?)");
                PreparedStatement shift = connection.prepareStatement(
                        "UPDATE FLOW.A SET ID = ID + 1, SEQ = SEQ + 2 WHERE ID IN (?, ?)")) {
            connection.setAutoCommit(false);
            int id = 0;
            int unit = 0;
            while (!enough.get()) {
                unit++;
                int size = random.nextInt(8) == 0 ? 1 + random.nextInt(1500) : 1 + random.nextInt(20);
                for (int sequence = 1; sequence <= size; sequence++) {
                    PreparedStatement insert = random.nextBoolean() ? a : b;
                    insert.setInt(1, ++id);
                    insert.setInt(2, unit);
                    insert.setInt(3, sequence);
                    insert.setInt(4, size);
                    insert.executeUpdate();
                    if (insert == a && sequence + 3 <= size && random.nextInt(4) == 0) {
                        // A second row, and then each is moved to the next key, of which one is taken.
                        insert.setInt(1, ++id);
                        insert.setInt(3, ++sequence);
                        insert.executeUpdate();
                        shift.setInt(1, id - 1);
                        shift.setInt(2, id);
                        shift.executeUpdate();
                        id++;
                        sequence += 2;
                    }
                }
                connection.commit();
            }
            return unit;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, String> connector() {
        Map<String, String> config = config("FLOW\\.[AB]");
        config.put("connector.class", Db2SourceConnector.class.getName());
        config.put("snapshot.mode", "no_data");
        config.put("heartbeat.interval.ms", "100");
        config.put("exactly.once.support", "required");
        config.put("transaction.boundary", "connector");
        config.put("max.batch.size", "200");
        config.put("query.fetch.size", "300");
        config.put("key.converter", "org.apache.kafka.connect.json.JsonConverter");
        config.put("value.converter", "org.apache.kafka.connect.json.JsonConverter");
        config.put("key.converter.schemas.enable", "false");
        config.put("value.converter.schemas.enable", "false");
        config.put("transforms", "one");
        config.put("transforms.one.type", "org.apache.kafka.connect.transforms.RegexRouter");
        config.put("transforms.one.regex", "ods\\.FLOW\\..*");
        config.put("transforms.one.replacement", TOPIC.topic());
        return config;
    }

    private static KafkaConsumer<String, String> consumer(String isolation) {
        Map<String, Object> config = new HashMap<>();
        config.put("bootstrap.servers", BROKER.bootstrapServers());
        config.put("isolation.level", isolation);
        config.put("allow.auto.create.topics", "true");
        KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(config, new StringDeserializer(), new StringDeserializer());
        consumer.assign(new ArrayList<>(List.of(TOPIC)));
        consumer.seekToBeginning(List.of(TOPIC));
        return consumer;
    }

    private static long end(KafkaConsumer<String, String> consumer) {
        return consumer.endOffsets(List.of(TOPIC)).getOrDefault(TOPIC, 0L);
    }

    private interface Condition {
        boolean holds() throws Exception;
    }

    private static void await(Condition condition) {
        Awaitility.await().atMost(LIMIT).pollInterval(Duration.ofMillis(20)).until(condition::holds);
    }
}
