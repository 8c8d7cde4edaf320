package io.odsconnect.db2;

import io.odsconnect.testbed.connect.ConnectOptions;
import io.odsconnect.testbed.connect.ConnectWorker;
import io.odsconnect.testbed.connect.PluginPath;
import io.odsconnect.testbed.kafka.KafkaBroker;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The very first start, in a worker that stores offsets far more seldom than the test has time. */
class FirstStartIT extends Db2TestBase {

    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final Duration FLUSH_INTERVAL = Duration.ofHours(1);

    private static final PluginPath PLUGINS = PluginPath.ofModules("connect-db2-source");
    private static final KafkaBroker BROKER = KafkaBroker.embedded(Map.of());
    private static ConnectWorker worker;

    @BeforeAll
    static void startWorker() {
        BROKER.start();
        worker = new ConnectWorker(ConnectOptions.of(BROKER.bootstrapServers(), PLUGINS.path())
                .with("offset.flush.interval.ms", Long.toString(FLUSH_INTERVAL.toMillis())));
        worker.start();
    }

    @AfterAll
    static void stopWorker() {
        worker.close();
        BROKER.close();
        PLUGINS.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "2"})
    void theFirstLoadWaitsForNoFlushIntervalAndAKillDuringItLosesNoDelete(String tasks) throws Exception {
        String schema = "FIRST" + tasks;
        for (String table : new String[] {schema + ".A", schema + ".B"}) {
            sql(
                    "CREATE TABLE " + table + " (ID INTEGER NOT NULL PRIMARY KEY)",
                    "INSERT INTO " + table + " VALUES 1, 2, 3");
        }
        DB2.capture().register(schema, "A");
        DB2.capture().register(schema, "B");
        Map<String, String> config = new HashMap<>(config(schema + "\\..*"));
        config.put("name", "first" + tasks);
        config.put("topic.prefix", "first" + tasks);
        config.put("connector.class", Db2SourceConnector.class.getName());
        config.put("tasks.max", tasks);
        config.put("key.converter", "org.apache.kafka.connect.json.JsonConverter");
        config.put("key.converter.schemas.enable", "false");
        config.put("value.converter", "org.apache.kafka.connect.json.JsonConverter");
        config.put("value.converter.schemas.enable", "false");
        worker.rest().putConfig("first" + tasks, config);
        String prefix = "first" + tasks + "." + schema + ".";
        try (Topic rowsOfA = new Topic(BROKER.bootstrapServers(), prefix + "A.bulk");
                Topic rowsOfB = new Topic(BROKER.bootstrapServers(), prefix + "B.bulk");
                Topic changesOfA = new Topic(BROKER.bootstrapServers(), prefix + "A");
                Topic changesOfB = new Topic(BROKER.bootstrapServers(), prefix + "B")) {
            await(() -> rowsOfA.count() >= 3 && rowsOfB.count() >= 3);
            worker.kill();
            sql("DELETE FROM " + schema + ".A WHERE ID = 2", "DELETE FROM " + schema + ".B WHERE ID = 2");
            worker.restart();
            await(() -> changesOfA.count() >= 2 && changesOfB.count() >= 2);
        }
    }

    private static void await(Callable<Boolean> condition) {
        Awaitility.await().atMost(LIMIT).until(condition);
    }
}
