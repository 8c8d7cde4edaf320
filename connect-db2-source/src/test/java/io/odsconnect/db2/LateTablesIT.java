package io.odsconnect.db2;

import static org.assertj.core.api.Assertions.assertThat;

import io.odsconnect.common.config.TaskName;
import io.odsconnect.db2.capture.TaskShare;
import io.odsconnect.db2.config.Db2SourceConfig;
import io.odsconnect.db2.table.TableId;
import io.odsconnect.testbed.db2.CaptureControl;
import io.odsconnect.testbed.db2.CaptureHabit;
import io.odsconnect.testbed.db2.SequenceFormat;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables that come, stop and come back while the task runs, and crashes before the worker has stored anything of it. */
class LateTablesIT extends Db2TestBase {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void aDeleteAfterTheLoadOfATableThatCameLaterOutlivesACrashBeforeAnythingIsStored(int tasks) throws Exception {
        List<String> tables = tablesOfTheFirstTask("COME" + tasks);
        String old = tables.get(0);
        String late = tables.get(1);
        table(old);
        DB2.capture().register("LATE", old);
        StoredOffsets offsets = new StoredOffsets();
        Map<String, String> config = config(tables, tasks);
        try (RunningTask task = RunningTask.beforeAnythingIsStored(config, offsets)) {
            task.untilBeginnings(1);
            offsets.commit(task.beginnings());
            sql("INSERT INTO LATE." + old + " VALUES (1)");
            offsets.commit(task.until(1));
            table(late);
            sql("INSERT INTO LATE." + late + " VALUES (1), (2)");
            DB2.capture().register("LATE", late);
            if (tasks > 1) {
                task.untilBeginnings(2);
                assertThat(task.more(5).stream().map(SourceRecord::topic))
                        .as("nothing of it goes out before it is stored where it begins")
                        .doesNotContain("ods.LATE." + late + ".bulk");
                sql("INSERT INTO LATE." + old + " VALUES (2)");
                task.until(all -> count(all, "ods.LATE." + old) == 2);
                offsets.commit(task.beginnings());
            }
            task.until(all -> count(all, "ods.LATE." + late + ".bulk") == 2);
        }
        sql("DELETE FROM LATE." + late + " WHERE ID = 1");
        DB2.capture().catchUp(LIMIT);
        try (RunningTask task = new RunningTask(config, offsets)) {
            task.until(all -> all.stream()
                    .anyMatch(sent ->
                            sent.topic().equals("ods.LATE." + late) && sent.value() != null && op(sent).equals("d")));
        }
    }

    @Test
    void whatWasCapturedBeforeATableStoppedIsReadAfterACrashToo() throws Exception {
        CaptureControl capture = DB2.capture("ASNHALT", SequenceFormat.VARCHAR_16);
        capture.habits(CaptureHabit.NO_OLD_SYNCHPOINT);
        List<String> tables = tablesOfTheFirstTask("HALT");
        for (String table : tables) {
            table(table);
            capture.register("LATE", table);
        }
        Map<String, String> config = config(tables, 1);
        config.put("capture.schema", "ASNHALT");
        config.put("max.batch.size", "1");
        StoredOffsets offsets = new StoredOffsets();
        try (RunningTask task = new RunningTask(config, offsets)) {
            task.untilBeginnings(1);
            offsets.commit(task.beginnings());
            capture.pause();
            sql(
                    "INSERT INTO LATE." + tables.get(1) + " VALUES (1)",
                    "INSERT INTO LATE." + tables.get(0) + " VALUES (1)");
            sql("INSERT INTO LATE." + tables.get(0) + " VALUES (2)", "DELETE FROM LATE." + tables.get(0));
            capture.resume();
            capture.catchUp(LIMIT);
            capture.deactivate("LATE", tables.get(0), "S");
            offsets.commit(task.until(1).subList(0, 1));
        }
        config.put(TaskName.TASK_ID, "0");
        config.put("odsconnect.task.count", "2");
        try (RunningTask task = new RunningTask(config, offsets)) {
            List<SourceRecord> all = task.until(records -> count(records, "ods.LATE." + tables.get(0)) == 6);
            assertThat(all.stream()
                            .filter(sent -> sent.topic().equals("ods.LATE." + tables.get(0)) && sent.value() != null)
                            .map(sent -> op(sent) + ((Struct) sent.key()).getInt32("ID")))
                    .containsExactlyInAnyOrder("c1", "c2", "d1", "d2");
        }
    }

    @Test
    void theFirstCommitIsAskedForUntilTheBeginningsOfAllTablesAreStored() throws Exception {
        List<String> tables = tablesOfTheFirstTask("ASK");
        StoredOffsets offsets = new StoredOffsets();
        for (String table : tables) {
            table(table);
            DB2.capture().register("LATE", table);
        }
        AtomicInteger asked = new AtomicInteger();
        Map<String, String> config = config(tables, 1);
        try (FirstCommit commit = new FirstCommit(new Db2SourceConfig(config), new CountingContext(offsets, asked))) {
            Awaitility.await().atMost(LIMIT).until(() -> asked.get() == 1);
            offsets.store(
                    Map.of("server", "ods", "stream", "LATE." + tables.get(0)),
                    Map.of("commit_lsn", "0a", "tables", "LATE." + tables.get(0)));
            Awaitility.await().atMost(LIMIT).until(() -> asked.get() == 2);
            assertThat(commit.asked()).isEqualTo(2);
        }
    }

    private static long count(List<SourceRecord> records, String topic) {
        return records.stream().filter(sent -> sent.topic().equals(topic)).count();
    }

    private static Map<String, String> config(List<String> tables, int tasks) {
        Map<String, String> config = config("LATE\\.(" + String.join("|", tables) + ")");
        if (tasks > 1) {
            config.put(TaskName.TASK_ID, "0");
            config.put("odsconnect.task.count", Integer.toString(tasks));
        }
        return config;
    }

    private static List<String> tablesOfTheFirstTask(String prefix) {
        List<String> tables = new ArrayList<>();
        TaskShare share = new TaskShare(0, 2);
        for (int i = 0; tables.size() < 2; i++) {
            if (share.owns(new TableId("LATE", prefix + i))) {
                tables.add(prefix + i);
            }
        }
        return tables;
    }

    private static void table(String name) throws SQLException {
        sql("CREATE TABLE LATE." + name + " (ID INTEGER NOT NULL PRIMARY KEY)");
    }
}
