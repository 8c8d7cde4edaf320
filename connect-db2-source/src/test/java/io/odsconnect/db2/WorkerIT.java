package io.odsconnect.db2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.odsconnect.testbed.connect.ConnectOptions;
import io.odsconnect.testbed.connect.ConnectRest;
import io.odsconnect.testbed.connect.ConnectWorker;
import io.odsconnect.testbed.connect.PluginPath;
import io.odsconnect.testbed.kafka.KafkaBroker;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What operators do and see, in a real worker by its REST API. Each test has a connector of its own. */
class WorkerIT extends Db2TestBase {

    private static final Duration LIMIT = Duration.ofMinutes(2);

    private static final PluginPath PLUGINS = PluginPath.ofModules("connect-db2-source");
    private static final KafkaBroker BROKER = KafkaBroker.embedded(Map.of());
    private static ConnectRest rest;
    private static ConnectWorker worker;

    @BeforeAll
    static void startWorker() {
        BROKER.start();
        worker = new ConnectWorker(
                ConnectOptions.of(BROKER.bootstrapServers(), PLUGINS.path()).with("offset.flush.interval.ms", "200"));
        worker.start();
        rest = worker.rest();
    }

    @AfterAll
    static void stopWorker() {
        worker.close();
        BROKER.close();
        PLUGINS.close();
    }

    @Test
    void anOdsWithoutCaptureIsReadByQueriesAndARowMarkedAsDeletedIsADelete() throws Exception {
        sql(
                "CREATE TABLE QUERIED.CARD (ID INTEGER NOT NULL PRIMARY KEY, V INTEGER, GONE CHAR(1), CHANGED TIMESTAMP)",
                "INSERT INTO QUERIED.CARD VALUES (1, 0, 'N', CURRENT TIMESTAMP), (2, 0, 'N', CURRENT TIMESTAMP)");
        start(
                "queries",
                "QUERIED\\.CARD",
                "capture.mode",
                "query",
                "timestamp.column.name",
                "CHANGED",
                "soft.delete.column.name",
                "GONE");
        try (Topic bulk = topic("queries.QUERIED.CARD.bulk");
                Topic changes = topic("queries.QUERIED.CARD")) {
            await(() -> bulk.count() == 2);
            sql("UPDATE QUERIED.CARD SET V = 1, CHANGED = CURRENT TIMESTAMP WHERE ID = 1");
            await(() -> changes.count() == 1);
            sql("UPDATE QUERIED.CARD SET GONE = 'Y', CHANGED = CURRENT TIMESTAMP WHERE ID = 2");
            await(() -> changes.count() == 3);
            List<JsonNode> values = changes.values();
            assertThat(values.get(0).path("after").path("V").asInt()).isEqualTo(1);
            assertThat(values.get(1).path("op").asText()).isEqualTo("d");
            assertThat(values.get(2).isNull()).as("the tombstone").isTrue();
        }
    }

    @Test
    void tablesAndColumnsThatComeWhileItRunsAreFollowedWithTransactionsAndHeartbeats() throws Exception {
        sql("CREATE TABLE FLOWING.OLD (ID INTEGER NOT NULL PRIMARY KEY)", "INSERT INTO FLOWING.OLD VALUES (1)");
        DB2.capture().register("FLOWING", "OLD");
        start("flowing", "FLOWING\\..*", "provide.transaction.metadata", "true", "heartbeat.interval.ms", "500");
        try (Topic old = topic("flowing.FLOWING.OLD");
                Topic oldRows = topic("flowing.FLOWING.OLD.bulk");
                Topic fresh = topic("flowing.FLOWING.FRESH");
                Topic transactions = topic("flowing.transaction");
                Topic heartbeats = topic("__debezium-heartbeat.flowing")) {
            await(() -> oldRows.count() == 1);
            DB2.capture().alter("FLOWING", "OLD", "ADD COLUMN W INTEGER");
            sql("INSERT INTO FLOWING.OLD VALUES (2, 7)");
            await(() -> old.count() == 1);
            assertThat(old.values().get(0).path("after").path("W").asInt()).isEqualTo(7);

            sql("CREATE TABLE FLOWING.FRESH (ID INTEGER NOT NULL PRIMARY KEY)");
            DB2.capture().register("FLOWING", "FRESH");
            sql("INSERT INTO FLOWING.FRESH VALUES (1)");
            await(() -> fresh.count() == 1);
            await(() -> transactions.values().stream()
                            .filter(value -> value.path("status").asText().equals("END"))
                            .count()
                    == 2);
            await(() -> heartbeats.count() > 0);
        }
    }

    @Test
    void offsetsThatAnOperatorPatchesAreCheckedAndRightOnesSendChangesAgain() throws Exception {
        sql(
                "CREATE TABLE PATCHED.CARD (ID INTEGER NOT NULL PRIMARY KEY, V INTEGER)",
                "INSERT INTO PATCHED.CARD VALUES (1, 0)");
        DB2.capture().register("PATCHED", "CARD");
        start("patched", "PATCHED\\.CARD");
        try (Topic bulk = topic("patched.PATCHED.CARD.bulk");
                Topic changes = topic("patched.PATCHED.CARD")) {
            await(() -> bulk.count() == 1);
            sql("UPDATE PATCHED.CARD SET V = 1");
            await(() -> changes.count() == 1);
            stop("patched");
            JsonNode before = rest.offsets("patched");
            rest.resume("patched");
            sql("UPDATE PATCHED.CARD SET V = 2");
            await(() -> changes.count() == 2);
            stop("patched");

            JsonNode wrong = before.deepCopy();
            stream(wrong).put("commit_lsn", "yesterday");
            assertThatThrownBy(() -> rest.patchOffsets("patched", wrong)).hasMessageContaining("commit_lsn");

            rest.patchOffsets("patched", before);
            rest.resume("patched");
            await(() -> changes.count() == 3);
            JsonNode first = changes.values().get(1);
            JsonNode again = changes.values().get(2);
            assertThat(again.path("after").path("V").asInt()).isEqualTo(2);
            assertThat(again.path("source").path("position").asLong())
                    .isEqualTo(first.path("source").path("position").asLong());
            assertThat(bulk.count()).as("nothing is loaded again").isEqualTo(1);
        }
    }

    /** Returns the offset of the stream of changes. */
    private static ObjectNode stream(JsonNode offsets) {
        for (JsonNode entry : offsets.path("offsets")) {
            if (entry.path("offset").has("commit_lsn")) {
                return (ObjectNode) entry.path("offset");
            }
        }
        throw new AssertionError("No offset of changes is stored");
    }

    @Test
    void aTableOfWhichChangesWereLostIsLoadedAgainWhenNeededElseTheTaskSaysWhatWasLost() throws Exception {
        sql(
                "CREATE TABLE LOST.CARD (ID INTEGER NOT NULL PRIMARY KEY, V INTEGER)",
                "INSERT INTO LOST.CARD VALUES (1, 0), (2, 0)");
        DB2.capture().register("LOST", "CARD");
        start("strict", "LOST\\.CARD");
        start("lost", "LOST\\.CARD", "snapshot.mode", "when_needed");
        try (Topic bulk = topic("lost.LOST.CARD.bulk");
                Topic changes = topic("lost.LOST.CARD");
                Topic strict = topic("strict.LOST.CARD")) {
            await(() -> bulk.count() == 2);
            sql("UPDATE LOST.CARD SET V = 1 WHERE ID = 1");
            await(() -> changes.count() == 1 && strict.count() == 1);
            stop("lost");
            stop("strict");
            sql("UPDATE LOST.CARD SET V = 2 WHERE ID = 1");
            sql("DELETE FROM LOST.CARD WHERE ID = 2");
            DB2.capture().catchUp(LIMIT);
            DB2.capture().pruning(false, 300, 0);
            try {
                DB2.capture().prune();
            } finally {
                DB2.capture().pruning(false, 300, 10080);
            }
            rest.resume("lost");
            await(() -> bulk.count() == 3);
            assertThat(bulk.values().get(2).path("after").path("V").asInt()).isEqualTo(2);

            rest.resume("strict");
            await(() -> rest.status("strict").failure().isPresent());
            assertThat(rest.status("strict").failure().orElseThrow()).contains("LOST.CARD", "were lost", "when_needed");
        }
    }

    @Test
    void validationNamesTheOptionBeforeAnythingStarts() {
        Map<String, String> config = connector("validated", "LOST\\.CARD,NOWHERE\\.AT_ALL", "snapshot.mod", "initial");
        config.put("name", "validated");
        assertThat(rest.validate(config))
                .containsKeys("snapshot.mod")
                .allSatisfy((option, errors) -> assertThat(errors).isNotEmpty());
    }

    private static void start(String name, String tables, String... options) {
        rest.putConfig(name, connector(name, tables, options));
        rest.awaitRunning(name);
    }

    private static void stop(String name) {
        rest.stop(name);
        rest.awaitState(name, "STOPPED");
    }

    private static Map<String, String> connector(String name, String tables, String... options) {
        Map<String, String> config = config(tables, options);
        config.remove("name");
        config.put("connector.class", Db2SourceConnector.class.getName());
        config.put("tasks.max", "1");
        config.put("topic.prefix", name);
        config.put("key.converter", "org.apache.kafka.connect.json.JsonConverter");
        config.put("key.converter.schemas.enable", "false");
        config.put("value.converter", "org.apache.kafka.connect.json.JsonConverter");
        config.put("value.converter.schemas.enable", "false");
        return config;
    }

    private static Topic topic(String name) {
        return new Topic(BROKER.bootstrapServers(), name);
    }

    private static void await(Callable<Boolean> condition) {
        Awaitility.await().atMost(LIMIT).until(condition);
    }
}
