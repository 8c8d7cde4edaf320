package io.odsconnect.db2;

import static org.assertj.core.api.Assertions.assertThat;

import io.odsconnect.testbed.db2.CaptureControl;
import io.odsconnect.testbed.db2.Registration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.Test;

/** Tables that are registered, altered, stopped and taken off while their changes are read. */
class ChangingTablesIT extends Db2TestBase {

    @Test
    void aTableThatIsRegisteredWhileTheTaskRunsIsRead() throws Exception {
        table("OLD");
        DB2.capture().register("FLOW", "OLD");
        StoredOffsets offsets = new StoredOffsets();
        try (RunningTask task = stream("(OLD|NEW)", offsets)) {
            table("NEW");
            sql("INSERT INTO FLOW.NEW VALUES (1, 'before')");
            DB2.capture().register("FLOW", "NEW");
            sql("INSERT INTO FLOW.NEW VALUES (2, 'after')", "INSERT INTO FLOW.OLD VALUES (1, 'a')");
            List<SourceRecord> records = task.until(
                    all -> all.stream().anyMatch(record -> record.topic().equals("ods.FLOW.OLD")));
            assertThat(records.stream().map(Db2TestBase::told))
                    .contains(
                            "c ods.FLOW.NEW [ID=2] null -> [ID=2, V=after]",
                            "c ods.FLOW.OLD [ID=1] null -> [ID=1, V=a]");
            offsets.commit(records);
        }
        assertThat(offset(offsets).get("tables")).isEqualTo("FLOW.NEW,FLOW.OLD");
        sql("INSERT INTO FLOW.NEW VALUES (3, 'later')");
        try (RunningTask task = stream("(OLD|NEW)", offsets)) {
            assertThat(told(task.until(1).get(0))).isEqualTo("c ods.FLOW.NEW [ID=3] null -> [ID=3, V=later]");
        }
    }

    @Test
    void aTableThatWouldShareATopicIsLeftOutAndTheOtherGoesOn() throws Exception {
        sql("CREATE TABLE FLOW.\"PAY#\" (ID INTEGER NOT NULL PRIMARY KEY, V VARCHAR(20))");
        DB2.capture().register("FLOW", "PAY#");
        try (RunningTask task = stream("PAY[#$]")) {
            sql("INSERT INTO FLOW.\"PAY#\" VALUES (1, 'a')");
            task.until(1);
            sql("CREATE TABLE FLOW.\"PAY$\" (ID INTEGER NOT NULL PRIMARY KEY, AMOUNT INTEGER)");
            DB2.capture().register("FLOW", "PAY$");
            sql("INSERT INTO FLOW.\"PAY$\" VALUES (1, 100)", "INSERT INTO FLOW.\"PAY#\" VALUES (2, 'b')");
            assertThat(task.until(2).stream().map(Db2TestBase::told))
                    .containsExactly(
                            "c ods.FLOW.PAY_ [ID=1] null -> [ID=1, V=a]", "c ods.FLOW.PAY_ [ID=2] null -> [ID=2, V=b]");
            DB2.capture().unregister("FLOW", "PAY#");
            sql("INSERT INTO FLOW.\"PAY$\" VALUES (2, 200)");
            assertThat(task.until(all -> all.stream().anyMatch(row -> told(row).contains("AMOUNT=200"))))
                    .as("the topic is free again")
                    .isNotEmpty();
        }
    }

    @Test
    void aColumnThatIsAddedIsInTheEventsFromItsFirstValueOn() throws Exception {
        table("WIDER");
        DB2.capture()
                .register(Registration.of("FLOW", "WIDER").beforeImages("X").updates(Registration.Updates.UPDATE));
        try (RunningTask task = stream("WIDER")) {
            sql("INSERT INTO FLOW.WIDER VALUES (1, 'a')");
            task.until(1);
            sql("INSERT INTO FLOW.WIDER VALUES (2, 'b')");
            DB2.capture().alter("FLOW", "WIDER", "ADD COLUMN W INTEGER");
            sql("INSERT INTO FLOW.WIDER VALUES (3, 'c', 7)", "UPDATE FLOW.WIDER SET W = 8 WHERE ID = 3");
            assertThat(task.until(4).stream().map(Db2TestBase::told).skip(2))
                    .containsExactly(
                            "c ods.FLOW.WIDER [ID=3] null -> [ID=3, V=c, W=7]",
                            "u ods.FLOW.WIDER [ID=3] [ID=3, V=c, W=7] -> [ID=3, V=c, W=8]");
        }
    }

    @Test
    void aColumnThatIsWidenedOrDroppedIsFollowed() throws Exception {
        sql("CREATE TABLE FLOW.SHAPE (ID INTEGER NOT NULL PRIMARY KEY, V VARCHAR(3), N INTEGER)");
        DB2.capture().register("FLOW", "SHAPE");
        try (RunningTask task = stream("SHAPE")) {
            sql("INSERT INTO FLOW.SHAPE VALUES (1, 'abc', 1)");
            task.until(1);
            DB2.capture().alter("FLOW", "SHAPE", "ALTER COLUMN V SET DATA TYPE VARCHAR(30)");
            sql("INSERT INTO FLOW.SHAPE VALUES (2, 'abcdefghijklm', 2)");
            assertThat(told(task.until(2).get(1)))
                    .isEqualTo("c ods.FLOW.SHAPE [ID=2] null -> [ID=2, V=abcdefghijklm, N=2]");
            DB2.capture().alter("FLOW", "SHAPE", "DROP COLUMN N");
            sql("UPDATE FLOW.SHAPE SET V = 'x' WHERE ID = 2");
            assertThat(told(task.until(3).get(2)))
                    .isEqualTo("u ods.FLOW.SHAPE [ID=2] [ID=2, V=abcdefghijklm] -> [ID=2, V=x]");
        }
    }

    @Test
    void aTableThatIsTakenOffAndRegisteredAgainWithOtherColumnsGoesOnAnew() throws Exception {
        table("ANEW");
        table("BESIDE");
        CaptureControl capture = DB2.capture();
        capture.register("FLOW", "ANEW");
        capture.register("FLOW", "BESIDE");
        try (RunningTask task = stream("(ANEW|BESIDE)")) {
            sql("INSERT INTO FLOW.ANEW VALUES (1, 'a')");
            task.until(1);
            capture.unregister("FLOW", "ANEW");
            sql("INSERT INTO FLOW.BESIDE VALUES (1, 'a')");
            task.until(2);
            sql("ALTER TABLE FLOW.ANEW ADD COLUMN W INTEGER", "UPDATE FLOW.ANEW SET W = 1");
            capture.register(Registration.of("FLOW", "ANEW").changeTable("SECOND"));
            sql("UPDATE FLOW.ANEW SET W = 2", "INSERT INTO FLOW.BESIDE VALUES (2, 'a')");
            assertThat(task.until(4).stream().map(Db2TestBase::told).skip(2))
                    .containsExactly(
                            "u ods.FLOW.ANEW [ID=1] [ID=1, V=a, W=1] -> [ID=1, V=a, W=2]",
                            "c ods.FLOW.BESIDE [ID=2] null -> [ID=2, V=a]");
        }
    }

    @Test
    void aTableThatIsRegisteredAgainBetweenTwoLooksGoesOnAnewToo() throws Exception {
        table("QUICK");
        CaptureControl capture = DB2.capture();
        capture.register("FLOW", "QUICK");
        try (RunningTask task = stream("QUICK")) {
            sql("INSERT INTO FLOW.QUICK VALUES (1, 'a')");
            task.until(1);
            capture.unregister("FLOW", "QUICK");
            capture.register("FLOW", "QUICK");
            sql("INSERT INTO FLOW.QUICK VALUES (2, 'b')");
            assertThat(told(task.until(2).get(1))).isEqualTo("c ods.FLOW.QUICK [ID=2] null -> [ID=2, V=b]");
        }
    }

    @Test
    void aTableThatCaptureStoppedIsReadAgainOnceItIsActive() throws Exception {
        table("STOPPED");
        table("GOING");
        CaptureControl capture = DB2.capture();
        capture.register("FLOW", "STOPPED");
        capture.register("FLOW", "GOING");
        StoredOffsets offsets = new StoredOffsets();
        try (RunningTask task = stream("(STOPPED|GOING)", offsets)) {
            sql("INSERT INTO FLOW.STOPPED VALUES (1, 'a')");
            task.until(1);
            capture.deactivate("FLOW", "STOPPED", "S");
            sql("INSERT INTO FLOW.STOPPED VALUES (2, 'lost')", "INSERT INTO FLOW.GOING VALUES (1, 'a')");
            offsets.commit(task.until(2));
            assertThat(offset(offsets).get("tables")).isEqualTo("FLOW.GOING");
            capture.activate("FLOW", "STOPPED");
            sql("INSERT INTO FLOW.STOPPED VALUES (3, 'c')");
            assertThat(told(task.until(3).get(2))).isEqualTo("c ods.FLOW.STOPPED [ID=3] null -> [ID=3, V=c]");
            offsets.commit(task.until(3));
            assertThat(offset(offsets).get("tables")).isEqualTo("FLOW.GOING,FLOW.STOPPED");
        }
    }

    private static Map<String, Object> offset(StoredOffsets offsets) {
        Map<String, Object> offset = offsets.offset(Map.of("server", "ods"));
        assertThat(offset).isNotNull();
        return offset;
    }

    private static void table(String name) throws Exception {
        sql("CREATE TABLE FLOW." + name + " (ID INTEGER NOT NULL PRIMARY KEY, V VARCHAR(10))");
    }

    private static RunningTask stream(String table) throws Exception {
        return stream(table, new StoredOffsets());
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
