package io.odsconnect.db2;

import static org.assertj.core.api.Assertions.assertThat;

import io.odsconnect.testbed.db2.Registration;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.Test;

/** Columns whose values are not in the change table, and columns that can be null in one of the two tables only. */
class UncapturedColumnsIT extends Db2TestBase {

    @Test
    void largeObjectsAreReadFromTheTable() throws Exception {
        for (boolean pairs : List.of(true, false)) {
            String name = pairs ? "LOBS" : "LOBSU";
            lobs(name, pairs);
            sql("INSERT INTO FLOW." + name + " VALUES (0, 'bulk', 'bulk', NULL)");
            try (RunningTask task = new RunningTask(config("FLOW\\." + name), new StoredOffsets())) {
                task.until(1);
                sql(
                        "INSERT INTO FLOW." + name + " VALUES (1, 'a', 'one', CAST(X'CAFE' AS BLOB(1M)))",
                        "UPDATE FLOW." + name + " SET V = 'b' WHERE ID = 1",
                        "UPDATE FLOW." + name + " SET ID = 2 WHERE ID = 1");
                DB2.capture().catchUp(Duration.ofSeconds(60));
                sql("INSERT INTO FLOW." + name + " VALUES (9, 'end', NULL, NULL)");
                List<SourceRecord> records =
                        task.until(all -> told(all.get(all.size() - 1)).contains("ID=9"));
                String topic = "ods.FLOW." + name;
                assertThat(told(records.get(0)))
                        .isEqualTo("r " + topic + ".bulk [ID=0] null -> [ID=0, V=bulk, C=bulk, B=null]");
                assertThat(told(records.get(records.size() - 2)))
                        .as("the row as it is at last")
                        .isEqualTo("c " + topic + " [ID=2] null -> [ID=2, V=b, C=one, B=cafe]");
                assertThat(records).noneMatch(record -> told(record).contains("C=U"));
                assertThat(records.get(0).valueSchema())
                        .as("one schema for bulk rows and changes")
                        .isEqualTo(records.get(1).valueSchema());
            }
        }
    }

    @Test
    void aLargeObjectWhoseRowIsGoneIsNull() throws Exception {
        sql("CREATE TABLE FLOW.GONE (ID INTEGER NOT NULL PRIMARY KEY, C CLOB(1M) NOT NULL)");
        DB2.capture().register("FLOW", "GONE");
        try (RunningTask task = stream("GONE")) {
            transaction("INSERT INTO FLOW.GONE VALUES (1, 'x')", "DELETE FROM FLOW.GONE WHERE ID = 1");
            assertThat(task.until(3).stream().map(Db2TestBase::told))
                    .containsExactly(
                            "c ods.FLOW.GONE [ID=1] null -> [ID=1, C=null]",
                            "d ods.FLOW.GONE [ID=1] [ID=1, C=null] -> null",
                            "tombstone ods.FLOW.GONE [ID=1]");
        }
    }

    @Test
    void largeObjectsAreLeftOutOfAllEventsWhereThatIsWanted() throws Exception {
        lobs("LEFTOUT", true);
        sql("INSERT INTO FLOW.LEFTOUT VALUES (0, 'bulk', 'bulk', NULL)");
        Map<String, String> config = config("FLOW\\.LEFTOUT", "capture.lob.handling.mode", "exclude");
        try (RunningTask task = new RunningTask(config, new StoredOffsets())) {
            task.until(1);
            sql("INSERT INTO FLOW.LEFTOUT VALUES (1, 'a', 'one', NULL)");
            assertThat(task.until(2).stream().map(Db2TestBase::told))
                    .containsExactly(
                            "r ods.FLOW.LEFTOUT.bulk [ID=0] null -> [ID=0, V=bulk]",
                            "c ods.FLOW.LEFTOUT [ID=1] null -> [ID=1, V=a]");
        }
    }

    @Test
    void whereNoKeyTellsRowsApartLargeObjectsAreLeftOut() throws Exception {
        sql("CREATE TABLE FLOW.NOKEY (ID INTEGER, C CLOB(1M))");
        DB2.capture().register("FLOW", "NOKEY");
        try (RunningTask task = stream("NOKEY", "missing.key.handling.mode", "null")) {
            sql("INSERT INTO FLOW.NOKEY VALUES (1, 'x')");
            assertThat(value(task.until(1).get(0)).getStruct("after")).hasToString("Struct{ID=1}");
        }
    }

    @Test
    void aLargeObjectThatIsTooLargeLeavesItsChangeOut() throws Exception {
        lobs("LARGE", true);
        String[] options = {"lob.max.size", "3", "errors.tolerance", "all"};
        try (RunningTask task = stream("LARGE", options)) {
            sql(
                    "INSERT INTO FLOW.LARGE VALUES (1, 'a', 'abcdef', NULL)",
                    "INSERT INTO FLOW.LARGE VALUES (2, 'b', 'abc', NULL)");
            assertThat(told(task.until(1).get(0)))
                    .isEqualTo("c ods.FLOW.LARGE [ID=2] null -> [ID=2, V=b, C=abc, B=null]");
        }
    }

    @Test
    void aColumnThatTheChangeTableRoundsIsReadFromTheTable() throws Exception {
        sql("CREATE TABLE FLOW.ROUNDED (ID INTEGER NOT NULL PRIMARY KEY, N DECIMAL(9, 2) NOT NULL)");
        DB2.capture().register("FLOW", "ROUNDED");
        sql(
                "ALTER TABLE ASNCDC.CDC_FLOW_ROUNDED DROP COLUMN N",
                "ALTER TABLE ASNCDC.CDC_FLOW_ROUNDED ADD COLUMN N DECIMAL(9, 0)");
        try (RunningTask task = stream("ROUNDED")) {
            sql("INSERT INTO FLOW.ROUNDED VALUES (1, 12.34)");
            assertThat(told(task.until(1).get(0))).isEqualTo("c ods.FLOW.ROUNDED [ID=1] null -> [ID=1, N=12.34]");
        }
    }

    @Test
    void aColumnThatMustHaveAValueNowMayHaveNoneInWhatWasCapturedBefore() throws Exception {
        table("LATER");
        StoredOffsets offsets = new StoredOffsets();
        try (RunningTask task = stream("LATER", offsets)) {
            sql("INSERT INTO FLOW.LATER VALUES (1, NULL)");
            offsets.commit(task.until(1));
        }
        sql("INSERT INTO FLOW.LATER VALUES (2, NULL)", "UPDATE FLOW.LATER SET V = 'x'");
        DB2.capture().alter("FLOW", "LATER", "ADD COLUMN W INTEGER NOT NULL DEFAULT 5");
        DB2.capture().alter("FLOW", "LATER", "ALTER COLUMN V NOT NULL");
        sql("INSERT INTO FLOW.LATER VALUES (3, 'c', 7)");
        try (RunningTask task = stream("LATER", offsets)) {
            assertThat(task.until(4).stream().map(Db2TestBase::told))
                    .containsExactly(
                            "c ods.FLOW.LATER [ID=2] null -> [ID=2, V=null, W=null]",
                            "u ods.FLOW.LATER [ID=1] [ID=1, V=null, W=null] -> [ID=1, V=x, W=null]",
                            "u ods.FLOW.LATER [ID=2] [ID=2, V=null, W=null] -> [ID=2, V=x, W=null]",
                            "c ods.FLOW.LATER [ID=3] null -> [ID=3, V=c, W=7]");
            sql("ALTER TABLE FLOW.LATER ALTER COLUMN W NULL", "INSERT INTO FLOW.LATER VALUES (4, 'd', NULL)");
            assertThat(told(task.until(5).get(4))).isEqualTo("c ods.FLOW.LATER [ID=4] null -> [ID=4, V=d, W=null]");
            assertThat(task.until(5).get(0).keySchema().field("ID").schema().isOptional())
                    .isFalse();
        }
    }

    @Test
    void aColumnThatIsAddedWhileTheConnectorReadsMayHaveNoValueInWhatWasCapturedBefore() throws Exception {
        table("MEANWHILE");
        try (RunningTask task = stream("MEANWHILE", "errors.tolerance", "all")) {
            sql("INSERT INTO FLOW.MEANWHILE VALUES (1, 'a')");
            task.until(1);
            DB2.capture().pause();
            sql("INSERT INTO FLOW.MEANWHILE VALUES (2, 'b')");
            DB2.capture().resume();
            DB2.capture().catchUp(Duration.ofSeconds(60));
            DB2.capture().alter("FLOW", "MEANWHILE", "ADD COLUMN W INTEGER NOT NULL DEFAULT 5");
            sql("INSERT INTO FLOW.MEANWHILE VALUES (3, 'c', 7)");
            List<SourceRecord> records = task.until(3);
            assertThat(records)
                    .extracting(record -> value(record).getStruct("after").get("ID"))
                    .containsExactly(1, 2, 3);
            assertThat(told(records.get(2))).endsWith("[ID=3, V=c, W=7]");
        } finally {
            DB2.capture().resume();
        }
    }

    private static void lobs(String name, boolean pairs) throws Exception {
        sql("CREATE TABLE FLOW." + name + " (ID INTEGER NOT NULL PRIMARY KEY, V VARCHAR(10), C CLOB(1M), B BLOB(1M))");
        Registration registration = Registration.of("FLOW", name);
        DB2.capture()
                .register(
                        pairs
                                ? registration
                                : registration
                                        .updates(Registration.Updates.UPDATE)
                                        .beforeImages("X"));
    }

    private static void table(String name) throws Exception {
        sql("CREATE TABLE FLOW." + name + " (ID INTEGER NOT NULL PRIMARY KEY, V VARCHAR(10))");
        DB2.capture().register("FLOW", name);
    }

    private static RunningTask stream(String table, String... options) throws Exception {
        return stream(table, new StoredOffsets(), options);
    }

    /** Starts a task that reads changes only; they count from when this returns. */
    private static RunningTask stream(String table, StoredOffsets offsets, String... options) throws Exception {
        Map<String, String> config = config("FLOW\\." + table, options);
        config.put("snapshot.mode", "no_data");
        RunningTask task = new RunningTask(config, offsets);
        task.more(1);
        return task;
    }
}
