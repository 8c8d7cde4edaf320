package io.odsconnect.db2;

import static org.assertj.core.api.Assertions.assertThat;

import io.odsconnect.testbed.db2.CaptureControl;
import io.odsconnect.testbed.db2.CaptureHabit;
import io.odsconnect.testbed.db2.SequenceFormat;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Tables that are registered as Debezium's scripts do it. */
class ScriptedCaptureIT extends Db2TestBase {

    @Test
    void aTableThatCaptureDoesNotKnowYetIsLoadedWhenItDoesAndNoChangeIsMissed() throws Exception {
        for (boolean luw : new boolean[] {false, true}) {
            String schema = luw ? "ASNLUWS" : "ASNS";
            String table = "NEW" + schema;
            CaptureControl capture = scripted(schema, luw);
            table(table);
            sql("INSERT INTO SCRIPT." + table + " VALUES (1, 'before')");
            capture.register("SCRIPT", table);
            StoredOffsets offsets = new StoredOffsets();
            Map<String, String> config = config("SCRIPT\\." + table, "capture.schema", schema);
            try (RunningTask task = new RunningTask(config, offsets)) {
                task.more(5);
                sql("UPDATE SCRIPT." + table + " SET V = 'between'");
                assertThat(task.more(5)).as("it is not followed yet").isEmpty();
                assertThat(metric("tables-not-captured")).isEqualTo(1);
                capture.reinit();
                assertThat(value(task.until(1).get(0)).getStruct("after").getString("V"))
                        .isEqualTo("between");
                sql("UPDATE SCRIPT." + table + " SET V = 'after'");
                List<SourceRecord> all = task.until(2);
                assertThat(told(all.get(1))).endsWith("[ID=1, V=between] -> [ID=1, V=after]");
                offsets.commit(task.beginnings()).commit(all);
            }
            sql("UPDATE SCRIPT." + table + " SET V = 'later'");
            try (RunningTask task = new RunningTask(config, offsets)) {
                // Nobody has acknowledged the load's row, so it may come again beside the change.
                List<SourceRecord> all = task.until(records -> records.stream().anyMatch(ScriptedCaptureIT::isChange));
                assertThat(all.stream().filter(ScriptedCaptureIT::isChange).map(Db2TestBase::told))
                        .singleElement()
                        .asString()
                        .endsWith("[ID=1, V=after] -> [ID=1, V=later]");
            }
        }
    }

    @Test
    void aTableThatIsRegisteredByScriptsWhileTheTaskRunsIsNotFollowedBeforeCaptureKnowsIt() throws Exception {
        CaptureControl capture = scripted("ASNRUN", false);
        table("ONE");
        capture.register("SCRIPT", "ONE");
        capture.reinit();
        Map<String, String> config = config("SCRIPT\\.(ONE|OTHER)", "capture.schema", "ASNRUN");
        table("OTHER");
        sql("INSERT INTO SCRIPT.OTHER VALUES (1, 'before')");
        StoredOffsets offsets = new StoredOffsets().commit(begun());
        try (RunningTask task = new RunningTask(config, offsets)) {
            task.more(3);
            capture.register("SCRIPT", "OTHER");
            sql("INSERT INTO SCRIPT.ONE VALUES (1, 'a')");
            task.until(1);
            task.until(all -> waits());
            sql("UPDATE SCRIPT.OTHER SET V = 'between'", "INSERT INTO SCRIPT.ONE VALUES (2, 'a')");
            task.until(2);
            capture.reinit();
            assertThat(told(task.until(3).get(2)))
                    .isEqualTo("r ods.SCRIPT.OTHER.bulk [ID=1] null -> [ID=1, V=between]");
        }
    }

    /** Starts with the first table alone, and returns where its changes begin. */
    private static List<SourceRecord> begun() throws Exception {
        Map<String, String> config = config("SCRIPT\\.ONE", "capture.schema", "ASNRUN");
        try (RunningTask task = new RunningTask(config, new StoredOffsets())) {
            task.more(3);
            return task.beginnings();
        }
    }

    private static boolean waits() {
        try {
            return metric("tables-not-captured") == 1;
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void whatKafkaHasStoredMayBePrunedAndNothingOfAnotherConnector() throws Exception {
        CaptureControl capture = scripted("ASNPRUNE", false);
        table("PRUNED");
        capture.register("SCRIPT", "PRUNED");
        capture.reinit();
        StoredOffsets offsets = new StoredOffsets();
        Map<String, String> config = config(
                "SCRIPT\\.PRUNED",
                "capture.schema",
                "ASNPRUNE",
                "capture.prune.control",
                "true",
                "capture.prune.interval.ms",
                "1",
                "snapshot.mode",
                "no_data");
        try (RunningTask task = new RunningTask(config, offsets)) {
            task.more(1);
            assertThat(synchpoint()).isNull();
            sql("INSERT INTO SCRIPT.PRUNED VALUES (1, 'a')");
            offsets.commit(task.until(1));
            task.until(all -> lsn(all.get(0)).equals(synchpoint()));
            capture.prune();
            table("PRUNEDNOT");
            capture.register("SCRIPT", "PRUNEDNOT");
            String before = synchpoint();
            sql("INSERT INTO SCRIPT.PRUNED VALUES (2, 'a')");
            offsets.commit(task.until(2));
            task.more(5);
            assertThat(synchpoint())
                    .as("another connector reads a table of the set")
                    .isEqualTo(before);
        }
        assertThat(ValidationIT.errors(config))
                .singleElement()
                .asString()
                .startsWith("capture.prune.control:")
                .contains("SCRIPT.PRUNEDNOT");
        config.put("capture.prune.set.name", "NOWHERE");
        assertThat(ValidationIT.errors(config))
                .singleElement()
                .asString()
                .startsWith("capture.prune.control:")
                .contains("SET_NAME 'NOWHERE'", "capture.prune.set.name");
    }

    @Test
    void aLockOnThePruneSetIsNoMissingPrivilege() throws Exception {
        CaptureControl capture = scripted("ASNLOCK", false);
        table("LOCKED");
        capture.register("SCRIPT", "LOCKED");
        capture.reinit();
        Map<String, String> config =
                config("SCRIPT\\.LOCKED", "capture.schema", "ASNLOCK", "capture.prune.control", "true");
        assertThat(ValidationIT.errors(config)).isEmpty();
        try (Connection connection = DB2.connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("UPDATE ASNLOCK.IBMSNAP_PRUNCNTL SET SET_NAME = SET_NAME");
            assertThat(ValidationIT.errors(config))
                    .as("while another has a lock")
                    .isEmpty();
            connection.rollback();
        }
    }

    private static boolean isChange(SourceRecord sent) {
        return sent.topic().startsWith("ods.") && !sent.topic().endsWith(".bulk");
    }

    private static String lsn(SourceRecord record) {
        return source(record).getString("commit_lsn").replace(":", "");
    }

    private static @Nullable String synchpoint() {
        try (Connection connection = DB2.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT SYNCHPOINT FROM ASNPRUNE.IBMSNAP_PRUNE_SET")) {
            return rows.next() ? HexFormat.of().formatHex(rows.getBytes(1)) : null;
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private static CaptureControl scripted(String schema, boolean luw) throws SQLException {
        CaptureControl capture = DB2.capture(schema, SequenceFormat.VARCHAR_16);
        if (luw) {
            capture.habits(CaptureHabit.SCRIPT_REGISTRATIONS, CaptureHabit.NO_OLD_SYNCHPOINT);
        } else {
            capture.habits(CaptureHabit.SCRIPT_REGISTRATIONS);
        }
        return capture;
    }

    private static void table(String name) throws SQLException {
        sql("CREATE TABLE SCRIPT." + name + " (ID INTEGER NOT NULL PRIMARY KEY, V VARCHAR(10))");
    }
}
