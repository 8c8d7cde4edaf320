package io.odsconnect.db2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import javax.management.ObjectName;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.Test;

/** What operators see: rows that cannot be read, metrics, heartbeats. */
class OperationsIT extends Db2TestBase {

    private static final String FAR = "'9999-12-31 00:00:00.000001'";
    private static final int KEEPING_UP = 1;
    private static final int STOPPED = 3;
    private static final String NEAR = "'2026-11-21 00:00:00.000001'";

    @Test
    void aRowThatCannotBeLoadedIsLeftOutOnRequestAndTheOthersGoOn() throws Exception {
        sql(
                "CREATE TABLE OPS.LOADED (ID INTEGER NOT NULL PRIMARY KEY, TS TIMESTAMP)",
                "INSERT INTO OPS.LOADED VALUES (1, " + NEAR + "), (2, " + FAR + "), (3, " + FAR + "), (4, " + NEAR
                        + "), (5, " + FAR + ")");
        String[] options = {
            "snapshot.mode", "initial_only", "snapshot.chunk.size", "1", "time.precision.mode", "nanoseconds"
        };
        try (RunningTask task = new RunningTask(config("OPS\\.LOADED", options), new StoredOffsets())) {
            assertThatThrownBy(() -> task.until(3))
                    .isInstanceOf(ConnectException.class)
                    .hasMessageContaining("column TS of table OPS.LOADED")
                    .hasMessageNotContaining("9999");
        }
        Map<String, String> tolerant = config("OPS\\.LOADED", options);
        tolerant.put("errors.tolerance", "all");
        try (RunningTask task = new RunningTask(tolerant, new StoredOffsets())) {
            assertThat(ids(task.until(2))).containsExactlyInAnyOrder(1, 4);
            assertThat(metric("unreadable-rows-total")).isEqualTo(3);
        }
    }

    @Test
    void aChangeThatCannotBeReadIsLeftOutOnRequestAndNeverBecomesADelete() throws Exception {
        sql("CREATE TABLE OPS.CHANGED (ID INTEGER NOT NULL PRIMARY KEY, TS TIMESTAMP)");
        DB2.capture().register("OPS", "CHANGED");
        Map<String, String> config =
                config("OPS\\.CHANGED", "time.precision.mode", "nanoseconds", "errors.tolerance", "all");
        try (RunningTask task = new RunningTask(config, new StoredOffsets())) {
            task.more(3);
            sql("INSERT INTO OPS.CHANGED VALUES (1, " + NEAR + ")", "INSERT INTO OPS.CHANGED VALUES (2, " + FAR + ")");
            sql(
                    "UPDATE OPS.CHANGED SET TS = " + FAR + " WHERE ID = 1",
                    "UPDATE OPS.CHANGED SET TS = " + NEAR + " WHERE ID = 1",
                    "INSERT INTO OPS.CHANGED VALUES (3, " + NEAR + ")");
            List<SourceRecord> records = task.until(all -> ids(all).contains(3));
            assertThat(ids(records)).containsExactly(1, 1, 3);
            assertThat(records).extracting(Db2TestBase::op).doesNotContain("d");
        }
    }

    @Test
    void metricsTellWhatWasReadAndHowFarBehindItIs() throws Exception {
        sql(
                "CREATE TABLE OPS.METERED (ID INTEGER NOT NULL PRIMARY KEY, V INTEGER)",
                "INSERT INTO OPS.METERED VALUES (1, 0), (2, 0), (3, 0)");
        DB2.capture().register("OPS", "METERED");
        try (RunningTask task = new RunningTask(config("OPS\\.METERED"), new StoredOffsets())) {
            task.until(3);
            assertThat(metric("milliseconds-behind-source")).isBetween(-1L, 0L);
            sql(
                    "INSERT INTO OPS.METERED VALUES (4, 0)",
                    "UPDATE OPS.METERED SET V = 1 WHERE ID = 1",
                    "DELETE FROM OPS.METERED WHERE ID = 2");
            List<SourceRecord> all = task.until(7);
            assertThat(metric("loaded-rows-total")).isEqualTo(3);
            assertThat(metric("changes-create-total")).isEqualTo(1);
            assertThat(metric("changes-update-total")).isEqualTo(1);
            assertThat(metric("changes-delete-total")).isEqualTo(1);
            assertThat(metric("tombstones-total")).isEqualTo(1);
            assertThat(metric("last-position")).isEqualTo(position(all.get(5)));
            assertThat(metric("milliseconds-behind-source")).isBetween(0L, 120_000L);
            task.more(2);
            assertThat(metric("milliseconds-behind-source")).as("caught up").isZero();
            assertThat(metric("capture-lag-ms")).isGreaterThanOrEqualTo(0);
            assertThat(metric("capture-state")).isEqualTo(1);
            assertThat(metric("polls-total")).isGreaterThan(1);
            assertThat(metric("pages-total")).isGreaterThan(1);
            assertThat(metric("retries-total")).isZero();
            assertThat(metric("loaded-rows-total", "OPS.METERED")).isEqualTo(3);
            assertThat(metric("changes-total", "OPS.METERED")).isEqualTo(3);
            assertThat(metric("remaining-rows", "OPS.METERED")).isZero();
        }
        assertThat(ManagementFactory.getPlatformMBeanServer().queryNames(new ObjectName("odsconnect:*"), null))
                .as("they end with the task")
                .isEmpty();
    }

    @Test
    void aCaptureThatFallsBehindIsMeasuredUntilItKeepsUpAgain() throws Exception {
        sql("CREATE TABLE OPS.LATE (ID INTEGER NOT NULL PRIMARY KEY)");
        DB2.capture().register("OPS", "LATE");
        Map<String, String> config =
                config("OPS\\.LATE", "capture.lag.warn.ms", "2000", "capture.stopped.warn.ms", "4000");
        try (RunningTask task = new RunningTask(config, new StoredOffsets())) {
            task.until(all -> captureIs(KEEPING_UP));
            DB2.capture().pause();
            task.until(all -> captureIs(STOPPED));
            assertThat(metric("capture-lag-ms")).isGreaterThanOrEqualTo(4000);
            sql("INSERT INTO OPS.LATE VALUES (1)");
            DB2.capture().resume();
            assertThat(ids(task.until(1))).containsExactly(1);
            task.until(all -> captureIs(KEEPING_UP));
            assertThat(metric("capture-lag-ms")).isLessThan(4000);
        } finally {
            DB2.capture().resume();
        }
    }

    private static boolean captureIs(int state) {
        try {
            return ((Number) metric("capture-state")).intValue() == state;
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aHeartbeatRunsItsStatementAndAWrongOneIsNamed() throws Exception {
        sql(
                "CREATE TABLE OPS.QUIET (ID INTEGER NOT NULL PRIMARY KEY)",
                "CREATE TABLE OPS.BEAT (ID INTEGER NOT NULL PRIMARY KEY, N INTEGER)",
                "INSERT INTO OPS.BEAT VALUES (1, 0)");
        DB2.capture().register("OPS", "QUIET");
        DB2.capture().register("OPS", "BEAT");
        Map<String, String> config = config(
                "OPS\\.(QUIET|BEAT)",
                "heartbeat.interval.ms",
                "30",
                "snapshot.mode",
                "no_data",
                "heartbeat.action.query",
                "UPDATE OPS.BEAT SET N = N + 1");
        try (RunningTask task = new RunningTask(config, new StoredOffsets())) {
            task.until(all -> all.stream().anyMatch(row -> row.topic().equals("ods.OPS.BEAT")));
        }
        config.put("heartbeat.action.query", "UPDATE OPS.NOWHERE SET N = 1");
        try (RunningTask task = new RunningTask(config, new StoredOffsets())) {
            assertThatThrownBy(() -> task.until(1))
                    .isInstanceOf(ConnectException.class)
                    .hasMessageContaining("heartbeat.action.query");
        }
    }

    @Test
    void aLargeObjectIsRefusedOrCutWithAMarkAtTheLimit() throws Exception {
        sql("CREATE TABLE OPS.LOBS (ID INTEGER NOT NULL PRIMARY KEY, C CLOB(1M), B BLOB(1M))", """
                INSERT INTO OPS.LOBS VALUES (1, 'short', CAST(X'01' AS BLOB(1M))), (2, 'longer than ten',
                  CAST(X'0102030405060708090a0b0c' AS BLOB(1M))), (3, NULL, NULL)""");
        String[] options = {"snapshot.mode", "initial_only", "lob.max.size", "10"};
        Map<String, String> config = config("OPS\\.LOBS", options);
        try (RunningTask task = new RunningTask(config, new StoredOffsets())) {
            assertThatThrownBy(() -> task.until(2)).hasMessageContaining("lob.max.size");
        }
        config.put("lob.oversize.handling.mode", "truncate");
        try (RunningTask task = new RunningTask(config, new StoredOffsets())) {
            List<SourceRecord> rows = task.until(3);
            Struct cut = value(rows.get(1)).getStruct("after");
            assertThat(cut.getString("C")).isEqualTo("longer tha");
            assertThat(cut.getBytes("B")).hasSize(10);
            assertThat(rows.get(1)
                            .headers()
                            .lastWithName("odsconnect.truncated")
                            .value())
                    .isEqualTo("C,B");
            assertThat(rows.get(0).headers().lastWithName("odsconnect.truncated"))
                    .isNull();
            assertThat(value(rows.get(2)).getStruct("after").get("C")).isNull();
        }
    }

    private static List<Object> ids(List<SourceRecord> records) {
        return records.stream().map(row -> ((Struct) row.key()).get("ID")).toList();
    }
}
