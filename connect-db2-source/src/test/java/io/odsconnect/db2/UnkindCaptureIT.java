package io.odsconnect.db2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.odsconnect.common.config.TaskName;
import io.odsconnect.db2.capture.GapException;
import io.odsconnect.db2.capture.TaskShare;
import io.odsconnect.db2.table.TableId;
import io.odsconnect.testbed.db2.CaptureControl;
import io.odsconnect.testbed.db2.CaptureHabit;
import io.odsconnect.testbed.db2.SequenceFormat;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What Captures in the field do: they prune while one reads, tell less than they might, stop, and start cold. */
class UnkindCaptureIT extends Db2TestBase {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatIsPrunedWhileAWindowIsReadIsAGapThoughTheRegisterMayNotTellIt(boolean told) throws Exception {
        String schema = told ? "ASNTOLD" : "ASNMUTE";
        String table = "EYES" + schema;
        CaptureControl capture = capture(schema);
        if (!told) {
            capture.habits(CaptureHabit.NO_OLD_SYNCHPOINT);
        }
        table(table);
        capture.register("FIELD", table);
        Map<String, String> config = changes(table, schema, "query.fetch.size", "100", "max.batch.size", "50");
        try (RunningTask task = new RunningTask(config, new StoredOffsets())) {
            task.more(2);
            capture.pause();
            insert(table, 1, 999);
            capture.resume();
            capture.catchUp(LIMIT);
            task.until(200);
            List<byte[]> commits = commits(schema, table);
            assertThat(commits).hasSize(999);
            byte[] upTo = commits.get(899);
            prune(schema, table, upTo, told);
            assertThatThrownBy(() -> task.until(999))
                    .isInstanceOf(GapException.class)
                    .hasMessageContaining("FIELD." + table);
            assertThat(ids(task.more(0)))
                    .as("what was handed over before the gap is whole")
                    .isEqualTo(ids(1, task.more(0).size()));
        }
    }

    @Test
    void whatMayHaveBeenPrunedWhileTheTaskWasDownIsAGapThoughTheRegisterNeverTellsIt() throws Exception {
        CaptureControl capture = capture("ASNLUW");
        capture.habits(CaptureHabit.NO_OLD_SYNCHPOINT);
        table("DOWN");
        capture.register("FIELD", "DOWN");
        StoredOffsets offsets = new StoredOffsets();
        Map<String, String> config = changes("DOWN", "ASNLUW");
        try (RunningTask task = new RunningTask(config, offsets)) {
            task.more(1);
            insert("DOWN", 1, 2);
            offsets.commit(task.until(2).subList(0, 1));
        }
        capture.catchUp(LIMIT);
        try (RunningTask task = new RunningTask(config, offsets)) {
            assertThat(ids(task.until(1))).as("nothing was pruned").containsExactly(2);
        }
        sql("DELETE FROM ASNLUW.CDC_FIELD_DOWN", "UPDATE ASNLUW.IBMSNAP_CAPPARMS SET RETENTION_LIMIT = 0");
        insert("DOWN", 3, 3);
        try (RunningTask task = new RunningTask(config, offsets)) {
            assertThatThrownBy(() -> task.until(1))
                    .isInstanceOf(GapException.class)
                    .hasMessageContaining("RETENTION_LIMIT");
        }
    }

    @Test
    void aColdStartWhileTheTaskWasDownIsAGapThoughNothingIsOldEnoughToBePruned() throws Exception {
        CaptureControl capture = capture("ASNCOLD");
        capture.habits(CaptureHabit.NO_OLD_SYNCHPOINT);
        table("COLD");
        capture.register("FIELD", "COLD");
        StoredOffsets offsets = new StoredOffsets();
        Map<String, String> config = changes("COLD", "ASNCOLD");
        try (RunningTask task = new RunningTask(config, offsets)) {
            task.more(1);
            insert("COLD", 1, 1);
            offsets.commit(task.until(1));
        }
        capture.coldStart();
        insert("COLD", 2, 2);
        capture.activate("FIELD", "COLD");
        insert("COLD", 3, 3);
        try (RunningTask task = new RunningTask(config, offsets)) {
            assertThatThrownBy(() -> task.until(1)).isInstanceOf(GapException.class);
        }
    }

    @Test
    void aTableIsLoadedAgainAfterAColdStart() throws Exception {
        CaptureControl capture = capture("ASNANEW");
        table("ANEW");
        insert("ANEW", 1, 1);
        capture.register("FIELD", "ANEW");
        try (RunningTask task =
                new RunningTask(config("FIELD\\.ANEW", "capture.schema", "ASNANEW"), new StoredOffsets())) {
            task.until(1);
            insert("ANEW", 2, 2);
            task.until(2);
            capture.coldStart();
            task.until(all -> notCaptured() == 1);
            insert("ANEW", 3, 3);
            capture.activate("FIELD", "ANEW");
            assertThat(new HashSet<>(ids(task.until(5)).subList(2, 5))).containsExactlyInAnyOrder(1, 2, 3);
            assertThat(notCaptured()).isZero();
        }
    }

    @Test
    void withoutALoadItIsStoredAtOnceWhereChangesBegin() throws Exception {
        table("START");
        DB2.capture().register("FIELD", "START");
        StoredOffsets offsets = new StoredOffsets();
        Map<String, String> config = changes("START", "ASNCDC");
        try (RunningTask task = RunningTask.beforeAnythingIsStored(config, offsets)) {
            task.more(3);
            insert("START", 1, 1);
            assertThat(task.more(5)).as("they wait until it is stored").isEmpty();
            offsets.commit(task.beginnings());
            task.until(1);
        }
        insert("START", 2, 2);
        try (RunningTask task = new RunningTask(config, offsets)) {
            assertThat(ids(task.until(2))).containsExactly(1, 2);
        }
    }

    @Test
    void aTableThatWasReadFurtherThanARestoredDatabaseKnowsIsLoadedOnceAndGoesOn() throws Exception {
        CaptureControl capture = capture("ASNBACK");
        table("BACK");
        insert("BACK", 1, 1);
        capture.register("FIELD", "BACK");
        StoredOffsets offsets = new StoredOffsets();
        Map<String, String> config =
                config("FIELD\\.BACK", "capture.schema", "ASNBACK", "snapshot.mode", "when_needed");
        try (RunningTask task = new RunningTask(config, offsets)) {
            task.until(1);
            insert("BACK", 2, 2);
            offsets.commit(task.until(2));
        }
        Map<String, Object> stored = new HashMap<>(Objects.requireNonNull(offsets.offset(Map.of("server", "ods"))));
        stored.put("ahead.FIELD.BACK", "7" + "f".repeat(31));
        offsets.store(Map.of("server", "ods"), stored);
        stored.remove("ahead.FIELD.BACK");
        stored.put("commit_lsn", "7" + "f".repeat(31));
        offsets.store(Map.of("server", "ods", "stream", "FIELD.BACK"), stored);
        try (RunningTask task = new RunningTask(config, offsets)) {
            assertThat(new HashSet<>(ids(task.until(records -> ids(records).size() >= 2))))
                    .as("it is loaded")
                    .containsExactlyInAnyOrder(1, 2);
            insert("BACK", 3, 3);
            List<SourceRecord> all = task.until(records -> ids(records).contains(3));
            assertThat(op(all.get(all.size() - 1))).isEqualTo("c");
            offsets.commit(all);
        }
        // Nobody has acknowledged the load's rows, so it is still remembered.
        stored = new HashMap<>(Objects.requireNonNull(offsets.offset(Map.of("server", "ods"))));
        stored.remove("snapshot_loads");
        offsets.store(Map.of("server", "ods"), stored);
        insert("BACK", 4, 4);
        try (RunningTask task = new RunningTask(config, offsets)) {
            assertThat(ids(task.until(1))).as("it is not loaded again").containsExactly(4);
        }
    }

    @Test
    void aTableThatCaptureHasStoppedDoesNotKeepTheOthersFromARestart() throws Exception {
        CaptureControl capture = capture("ASNSTOP");
        for (String table : List.of("HALT", "LATER", "RUNS")) {
            table(table);
            capture.register("FIELD", table);
        }
        StoredOffsets offsets = new StoredOffsets();
        Map<String, String> config = config("FIELD\\.(HALT|LATER|RUNS)", "capture.schema", "ASNSTOP");
        try (RunningTask task = new RunningTask(config, offsets)) {
            task.more(3);
            offsets.commit(task.beginnings());
            insert("RUNS", 1, 1);
            offsets.commit(task.until(1));
            capture.deactivate("FIELD", "HALT", "S");
            insert("RUNS", 2, 2);
            offsets.commit(task.until(2));
        }
        capture.deactivate("FIELD", "LATER", "I");
        insert("HALT", 1, 1);
        insert("RUNS", 3, 3);
        try (RunningTask task = new RunningTask(config, offsets)) {
            assertThat(ids(task.until(1))).containsExactly(3);
            task.until(all -> notCaptured() == 2);
            capture.activate("FIELD", "HALT");
            assertThat(task.until(2).get(1).topic()).as("it is loaded").isEqualTo("ods.FIELD.HALT.bulk");
            capture.activate("FIELD", "LATER");
            task.until(all -> notCaptured() == 0);
        }
        capture.deactivate("FIELD", "RUNS", "S");
        try (RunningTask task = new RunningTask(config, new StoredOffsets())) {
            assertThatThrownBy(() -> task.until(1))
                    .as("at the first start it is a mistake")
                    .hasMessageContaining("FIELD.RUNS")
                    .hasMessageContaining("STATE S");
        }
    }

    @Test
    void aSilentTableBesideABusyOneHasHeartbeats() throws Exception {
        List<String> tables = new ArrayList<>();
        TaskShare share = new TaskShare(0, 2);
        for (int i = 0; tables.size() < 2; i++) {
            if (share.owns(new TableId("FIELD", "BEAT" + i))) {
                tables.add("BEAT" + i);
            }
        }
        for (String table : tables) {
            table(table);
            DB2.capture().register("FIELD", table);
        }
        Map<String, String> config =
                changes("(" + String.join("|", tables) + ")", "ASNCDC", "heartbeat.interval.ms", "1");
        config.put(TaskName.TASK_ID, "0");
        config.put("odsconnect.task.count", "2");
        config.put("odsconnect.load.plan", "");
        Map<String, String> silent = Map.of("server", "ods", "stream", "FIELD." + tables.get(1));
        try (RunningTask task = new RunningTask(config, new StoredOffsets())) {
            task.more(2);
            Set<Object> told = new HashSet<>();
            for (int id = 1; told.size() < 3; id++) {
                insert(tables.get(0), id, id);
                int known = task.more(0).size();
                List<SourceRecord> all = task.until(records -> records.stream()
                        .skip(known)
                        .anyMatch(sent -> sent.topic().startsWith("ods.")));
                all.stream()
                        .skip(known)
                        .filter(sent -> sent.sourcePartition().equals(silent))
                        .forEach(sent -> told.add(sent.sourceOffset().get("commit_lsn")));
            }
        }
    }

    @Test
    void aQuietDatabaseIsNoCaptureThatHasStopped() throws Exception {
        CaptureControl capture = capture("ASNQUIET");
        capture.habits(CaptureHabit.STILL_SYNCHTIME, CaptureHabit.MONITOR);
        sql("UPDATE ASNQUIET.IBMSNAP_CAPPARMS SET MONITOR_INTERVAL = 1");
        table("QUIET");
        capture.register("FIELD", "QUIET");
        Map<String, String> config =
                changes("QUIET", "ASNQUIET", "capture.stopped.warn.ms", "3000", "capture.lag.warn.ms", "2000");
        try (RunningTask task = new RunningTask(config, new StoredOffsets())) {
            long lag = secondsBehind();
            task.until(all -> metricIs("capture-state", 1));
            task.until(all -> secondsBehind() > lag + 8);
            assertThat(metricIs("capture-state", 1)).isTrue();
            capture.pause();
            task.until(all -> metricIs("capture-state", 3));
        } finally {
            capture.resume();
        }
    }

    @Test
    void aBulkRowLosesAgainstACommitThatWasNotVisibleYet() throws Exception {
        CaptureControl capture = capture("ASNLATE");
        capture.habits(CaptureHabit.LATE_COMMITS, CaptureHabit.WHOLE_SECONDS);
        table("LATE");
        insert("LATE", 1, 1);
        capture.register("FIELD", "LATE");
        try (RunningTask task =
                new RunningTask(config("FIELD\\.LATE", "capture.schema", "ASNLATE"), new StoredOffsets())) {
            long bulk = position(task.until(1).get(0));
            sql("UPDATE FIELD.LATE SET V = 'b'");
            SourceRecord change = task.until(2).get(1);
            assertThat(bulk + Duration.ofSeconds(8).toNanos() / 1000)
                    .as("ten seconds before the row was read, whatever the log's times")
                    .isLessThan(position(change));
        }
    }

    private static long secondsBehind() {
        try (Connection connection = DB2.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT SYNCHTIME, CURRENT TIMESTAMP FROM"
                        + " ASNQUIET.IBMSNAP_REGISTER WHERE GLOBAL_RECORD = 'Y'")) {
            rows.next();
            return Duration.between(
                            rows.getTimestamp(1).toInstant(),
                            rows.getTimestamp(2).toInstant())
                    .toSeconds();
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private static long notCaptured() {
        try {
            return metric("tables-not-captured");
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static boolean metricIs(String name, int value) {
        try {
            return metric(name) == value;
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static CaptureControl capture(String schema) throws SQLException {
        return DB2.capture(schema, SequenceFormat.VARCHAR_16);
    }

    private static Map<String, String> changes(String table, String schema, String... options) {
        Map<String, String> config = config("FIELD\\." + table, options);
        config.put("snapshot.mode", "no_data");
        config.put("capture.schema", schema);
        return config;
    }

    private static void table(String name) throws SQLException {
        sql("CREATE TABLE FIELD." + name + " (ID INTEGER NOT NULL PRIMARY KEY, V VARCHAR(10))");
    }

    /** Inserts rows, each in a unit of work of its own. */
    private static void insert(String table, int first, int last) throws SQLException {
        try (Connection connection = DB2.connect();
                Statement statement = connection.createStatement()) {
            for (int id = first; id <= last; id++) {
                statement.execute("INSERT INTO FIELD." + table + " VALUES (" + id + ", 'a')");
            }
        }
    }

    private static List<byte[]> commits(String schema, String table) throws SQLException {
        List<byte[]> commits = new ArrayList<>();
        try (Connection connection = DB2.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT IBMSNAP_COMMITSEQ FROM " + schema + ".CDC_FIELD_"
                        + table + " ORDER BY IBMSNAP_COMMITSEQ")) {
            while (rows.next()) {
                commits.add(rows.getBytes(1));
            }
        }
        return commits;
    }

    private static void prune(String schema, String table, byte[] upTo, boolean told) throws SQLException {
        try (Connection connection = DB2.connect();
                PreparedStatement delete = connection.prepareStatement(
                        "DELETE FROM " + schema + ".CDC_FIELD_" + table + " WHERE IBMSNAP_COMMITSEQ <= ?");
                PreparedStatement raise = connection.prepareStatement("UPDATE " + schema
                        + ".IBMSNAP_REGISTER SET CD_OLD_SYNCHPOINT = ? WHERE SOURCE_TABLE = '" + table + "'")) {
            connection.setAutoCommit(false);
            delete.setBytes(1, upTo);
            delete.executeUpdate();
            if (told) {
                raise.setBytes(1, upTo);
                raise.executeUpdate();
            }
            connection.commit();
        }
    }

    private static List<Integer> ids(int first, int last) {
        List<Integer> ids = new ArrayList<>();
        for (int id = first; id <= last; id++) {
            ids.add(id);
        }
        return ids;
    }

    private static List<Integer> ids(List<SourceRecord> records) {
        return records.stream()
                .filter(sent -> sent.topic().startsWith("ods."))
                .map(sent -> ((Struct) sent.key()).getInt32("ID"))
                .toList();
    }
}
