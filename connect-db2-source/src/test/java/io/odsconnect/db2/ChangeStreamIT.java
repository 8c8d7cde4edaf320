package io.odsconnect.db2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.odsconnect.db2.capture.GapException;
import io.odsconnect.testbed.db2.CaptureControl;
import io.odsconnect.testbed.db2.Registration;
import io.odsconnect.testbed.db2.SequenceFormat;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.Test;

class ChangeStreamIT extends Db2TestBase {

    @Test
    void addUpdateAndDeleteArriveWithTheRowBeforeAndAfter() throws Exception {
        table("PLAIN");
        DB2.capture().register("FLOW", "PLAIN");
        Instant start = Instant.now();
        try (RunningTask task = stream("PLAIN")) {
            sql("INSERT INTO FLOW.PLAIN VALUES (1, 'a')", "UPDATE FLOW.PLAIN SET V = 'b'", "DELETE FROM FLOW.PLAIN");
            List<SourceRecord> records = task.until(4);
            String key = " ods.FLOW.PLAIN [ID=1] ";
            assertThat(records.stream().map(Db2TestBase::told))
                    .containsExactly(
                            "c" + key + "null -> [ID=1, V=a]",
                            "u" + key + "[ID=1, V=a] -> [ID=1, V=b]",
                            "d" + key + "[ID=1, V=b] -> null",
                            "tombstone" + key.stripTrailing());
            assertThat(position(records.get(3))).isEqualTo(position(records.get(2)));
            Struct source = source(records.get(0));
            source.validate();
            assertThat(source.get("snapshot")).isEqualTo("false");
            assertThat(source.getString("commit_lsn")).hasSize(34);
            assertThat(source.getInt64("ts_us"))
                    .as("the time of the commit, though this JVM is in another zone than the server")
                    .isBetween(
                            start.minusSeconds(60).toEpochMilli() * 1000,
                            Instant.now().plusSeconds(1).toEpochMilli() * 1000);
        }
    }

    @Test
    void withoutTombstonesADeleteIsOneRecord() throws Exception {
        table("STONE");
        DB2.capture().register("FLOW", "STONE");
        try (RunningTask task = stream("STONE", "tombstones.on.delete", "false")) {
            sql(
                    "INSERT INTO FLOW.STONE VALUES (1, 'a')",
                    "DELETE FROM FLOW.STONE",
                    "INSERT INTO FLOW.STONE VALUES (2, 'a')");
            assertThat(task.until(3)).extracting(Db2TestBase::op).containsExactly("c", "d", "c");
        }
    }

    @Test
    void aChangedKeyIsADeleteAndAnAddThatKnowOfEachOther() throws Exception {
        table("MOVE");
        DB2.capture().register("FLOW", "MOVE");
        table("MOVEU");
        DB2.capture()
                .register(Registration.of("FLOW", "MOVEU")
                        .updates(Registration.Updates.UPDATE)
                        .beforeImages("X"));
        for (String table : List.of("MOVE", "MOVEU")) {
            try (RunningTask task = stream(table)) {
                sql("INSERT INTO FLOW." + table + " VALUES (1, 'a')", "UPDATE FLOW." + table + " SET ID = 2");
                List<SourceRecord> records = task.until(4);
                assertThat(records.stream().map(Db2TestBase::told))
                        .containsExactly(
                                "c ods.FLOW." + table + " [ID=1] null -> [ID=1, V=a]",
                                "d ods.FLOW." + table + " [ID=1] [ID=1, V=a] -> null",
                                "tombstone ods.FLOW." + table + " [ID=1]",
                                "c ods.FLOW." + table + " [ID=2] null -> [ID=2, V=a]");
                assertThat(header(records.get(1), "__debezium.newkey")).hasToString("Struct{ID=2}");
                assertThat(header(records.get(3), "__debezium.oldkey")).hasToString("Struct{ID=1}");
                assertThat(position(records.get(3))).isGreaterThan(position(records.get(1)));
            }
        }
    }

    @Test
    void theRecordsOfAChangedKeyCarryNoOtherKeyWhereThatIsNotWanted() throws Exception {
        table("MOVEH");
        DB2.capture().register("FLOW", "MOVEH");
        try (RunningTask task = stream("MOVEH", "key.change.headers", "false")) {
            sql("INSERT INTO FLOW.MOVEH VALUES (1, 'a')", "UPDATE FLOW.MOVEH SET ID = 2");
            List<SourceRecord> records = task.until(4);
            assertThat(records.stream().map(record -> record.value() == null ? "tombstone" : op(record)))
                    .containsExactly("c", "d", "tombstone", "c");
            assertThat(records)
                    .allSatisfy(record -> assertThat(record.headers())
                            .noneMatch(header -> header.key().startsWith("__debezium.")));
        }
    }

    @Test
    void anUpdateRowComesWithTheRowBeforeWhereItIsCaptured() throws Exception {
        table("UWITH");
        table("UWITHOUT");
        DB2.capture()
                .register(Registration.of("FLOW", "UWITH")
                        .updates(Registration.Updates.UPDATE)
                        .beforeImages("X"));
        DB2.capture().register(Registration.of("FLOW", "UWITHOUT").updates(Registration.Updates.UPDATE));
        try (RunningTask task = stream("UWITH(OUT)?")) {
            sql(
                    "INSERT INTO FLOW.UWITH VALUES (1, 'a')",
                    "UPDATE FLOW.UWITH SET V = NULL",
                    "INSERT INTO FLOW.UWITHOUT VALUES (1, 'a')",
                    "UPDATE FLOW.UWITHOUT SET V = 'b'");
            List<SourceRecord> records = task.until(4);
            assertThat(told(records.get(1))).isEqualTo("u ods.FLOW.UWITH [ID=1] [ID=1, V=a] -> [ID=1, V=null]");
            assertThat(told(records.get(3))).isEqualTo("u ods.FLOW.UWITHOUT [ID=1] null -> [ID=1, V=b]");
        }
    }

    @Test
    void changesOfAllTablesArriveInTheOrderTheyWereMadeInTheirUnitOfWork() throws Exception {
        table("L1");
        table("L2");
        DB2.capture().register("FLOW", "L1");
        DB2.capture().register("FLOW", "L2");
        try (RunningTask task = stream("L[12]")) {
            transaction(
                    "INSERT INTO FLOW.L1 VALUES (1, 'a')",
                    "INSERT INTO FLOW.L2 VALUES (1, 'b')",
                    "UPDATE FLOW.L1 SET V = 'c'",
                    "INSERT INTO FLOW.L2 VALUES (2, 'd')",
                    "DELETE FROM FLOW.L1");
            List<SourceRecord> records = task.until(6);
            assertThat(records.stream().map(SourceRecord::topic))
                    .containsExactly(
                            "ods.FLOW.L1", "ods.FLOW.L2", "ods.FLOW.L1", "ods.FLOW.L2", "ods.FLOW.L1", "ods.FLOW.L1");
            assertThat(records.stream().filter(record -> record.value() != null))
                    .extracting(record -> source(record).get("commit_lsn"))
                    .containsOnly(source(records.get(0)).get("commit_lsn"));
            assertThat(records.stream().map(Db2TestBase::position).toList()).isSorted();
        }
    }

    @Test
    void aRestartAfterAnyRecordGivesTheRestWithTheSamePositions() throws Exception {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        table("AGAIN1");
        table("AGAIN2");
        DB2.capture().register("FLOW", "AGAIN1");
        DB2.capture()
                .register(Registration.of("FLOW", "AGAIN2")
                        .updates(Registration.Updates.UPDATE)
                        .beforeImages("X"));
        Map<String, String> config = config(
                "FLOW\\.AGAIN[12]",
                "snapshot.mode",
                "no_data",
                "query.fetch.size",
                "100",
                "max.batch.size",
                "7",
                "heartbeat.interval.ms",
                "1");
        StoredOffsets start = new StoredOffsets();
        try (RunningTask task = new RunningTask(config, start)) {
            start.commit(task.until(1).subList(0, 1));
        }
        for (int commit = 0; commit < 12; commit++) {
            List<String> statements = new ArrayList<>();
            for (int i = 0; i <= random.nextInt(6); i++) {
                String table = "FLOW.AGAIN" + (1 + random.nextInt(2));
                int id = 1000 * commit + i;
                statements.add("INSERT INTO " + table + " VALUES (" + id + ", 'a')");
                switch (random.nextInt(5)) {
                    case 4 -> {
                        int one = id + i + 100;
                        int other = one + 1;
                        statements.add("INSERT INTO " + table + " VALUES (" + one + ", 'p'), (" + other + ", 'q')");
                        statements.add("UPDATE " + table + " SET ID = " + (one + other) + " - ID WHERE ID IN (" + one
                                + ", " + other + ")");
                    }
                    case 0 -> statements.add("UPDATE " + table + " SET V = 'b' WHERE ID = " + id);
                    case 1 -> statements.add("UPDATE " + table + " SET ID = ID + 500 WHERE ID = " + id);
                    case 2 -> statements.add("DELETE FROM " + table + " WHERE ID = " + id);
                    default -> statements.add("UPDATE " + table + " SET V = 'c' WHERE ID < " + id);
                }
            }
            transaction(statements.toArray(String[]::new));
        }
        sql("INSERT INTO FLOW.AGAIN1 VALUES (-1, 'end')");
        List<SourceRecord> all = changes(config, start);
        assertThat(all.stream().map(Db2TestBase::position).toList()).isSorted();
        for (int delivered = 1; delivered < all.size(); delivered++) {
            StoredOffsets offsets = new StoredOffsets().commit(all.subList(0, delivered));
            // A change for which the table had to be asked is sent again whole: the answer may be another one now.
            int change = beginningOfChange(all, delivered);
            assertThat(numbered(changes(config, offsets)))
                    .as("after %d of %d records", delivered, all.size())
                    .isIn(numbered(all.subList(delivered, all.size())), numbered(all.subList(change, all.size())));
        }
    }

    /** Returns the first of the records of the change to which the last of {@code delivered} records belongs. */
    private static int beginningOfChange(List<SourceRecord> all, int delivered) {
        int first = delivered - 1;
        while (first > 0 && change(all.get(first - 1)).equals(change(all.get(delivered - 1)))) {
            first--;
        }
        return first;
    }

    private static List<Object> change(SourceRecord record) {
        return List.of(
                record.topic(),
                record.sourceOffset().get("commit_lsn"),
                String.valueOf(record.sourceOffset().get("change_lsn")));
    }

    private static List<String> numbered(List<SourceRecord> records) {
        return records.stream()
                .map(record -> position(record) + " " + told(record))
                .toList();
    }

    /** Reads up to the row with the key -1. */
    private static List<SourceRecord> changes(Map<String, String> config, StoredOffsets offsets) throws Exception {
        try (RunningTask task = new RunningTask(config, offsets)) {
            List<SourceRecord> records = task.until(all -> all.stream().anyMatch(ChangeStreamIT::isEnd));
            return records.stream()
                    .filter(record -> record.topic().startsWith("ods."))
                    .toList();
        }
    }

    private static boolean isEnd(SourceRecord record) {
        return record.topic().startsWith("ods.") && Integer.valueOf(-1).equals(((Struct) record.key()).get("ID"));
    }

    @Test
    void aUnitOfWorkOfManyPagesComesWholeAndOnce() throws Exception {
        table("BIG");
        DB2.capture().register("FLOW", "BIG");
        List<String> inserts = IntStream.range(0, 3000)
                .mapToObj(i -> "INSERT INTO FLOW.BIG VALUES (" + i + ", 'a')")
                .toList();
        try (RunningTask task = stream("BIG", "query.fetch.size", "100", "max.batch.size", "64")) {
            transaction(inserts.toArray(String[]::new));
            transaction("UPDATE FLOW.BIG SET V = 'b'");
            List<SourceRecord> records = task.until(6000);
            assertThat(records.subList(0, 3000)).extracting(Db2TestBase::op).containsOnly("c");
            assertThat(records.subList(0, 3000))
                    .extracting(record -> ((Struct) record.key()).get("ID"))
                    .isEqualTo(IntStream.range(0, 3000).boxed().toList());
            assertThat(records.subList(3000, 6000)).extracting(Db2TestBase::op).containsOnly("u");
            assertThat(records.subList(3000, 6000))
                    .extracting(SourceRecord::key)
                    .doesNotHaveDuplicates();
        }
    }

    @Test
    void changesThatWerePrunedBeforeTheyWereReadAreAnErrorThatNamesTableAndPositions() throws Exception {
        table("GAP");
        CaptureControl capture = DB2.capture();
        capture.register("FLOW", "GAP");
        StoredOffsets offsets = new StoredOffsets();
        String read;
        try (RunningTask task = stream("GAP", offsets)) {
            sql("INSERT INTO FLOW.GAP VALUES (1, 'a')");
            List<SourceRecord> records = task.until(1);
            read = source(records.get(0)).getString("commit_lsn");
            offsets.commit(records);
        }
        sql("INSERT INTO FLOW.GAP VALUES (2, 'a')");
        try (RunningTask task = stream("GAP", new StoredOffsets())) {
            sql("INSERT INTO FLOW.GAP VALUES (3, 'a')");
            task.until(1);
        }
        capture.pruning(false, 300, 0);
        try {
            capture.prune();
        } finally {
            capture.pruning(false, 300, 10080);
        }
        try (RunningTask task = stream("GAP", offsets)) {
            assertThatThrownBy(() -> task.until(1))
                    .isInstanceOf(GapException.class)
                    .hasMessageContaining("FLOW.GAP")
                    .hasMessageContaining(read)
                    .hasMessageContaining("CD_OLD_SYNCHPOINT");
        }
    }

    @Test
    void sequencesOfTenBytesServeAsWell() throws Exception {
        table("TEN");
        CaptureControl capture = DB2.capture("ASNTEN", SequenceFormat.CHAR_10);
        capture.register(Registration.of("FLOW", "TEN"));
        StoredOffsets offsets = new StoredOffsets();
        try (RunningTask task = stream("TEN", offsets, "capture.schema", "ASNTEN")) {
            sql("INSERT INTO FLOW.TEN VALUES (1, 'a')", "UPDATE FLOW.TEN SET V = 'b'");
            List<SourceRecord> records = task.until(2);
            assertThat(source(records.get(0)).getString("commit_lsn")).hasSize(22);
            offsets.commit(records.subList(0, 1));
        }
        try (RunningTask task = stream("TEN", offsets, "capture.schema", "ASNTEN")) {
            assertThat(task.until(1)).extracting(Db2TestBase::op).containsExactly("u");
        }
    }

    @Test
    void aSubsetOfColumnsIsFoundByName() throws Exception {
        sql(
                "CREATE TABLE FLOW.SUB (A INTEGER, ID INTEGER NOT NULL PRIMARY KEY, B INTEGER, C INTEGER)",
                "INSERT INTO FLOW.SUB VALUES (1, 2, 3, 4)");
        DB2.capture().register(Registration.of("FLOW", "SUB").columns("C", "ID", "A"));
        try (RunningTask task = new RunningTask(config("FLOW\\.SUB"), new StoredOffsets())) {
            task.until(1);
            sql("UPDATE FLOW.SUB SET C = 5");
            List<SourceRecord> records = task.until(2);
            assertThat(value(records.get(0)).getStruct("after")).hasToString("Struct{A=1,ID=2,C=4}");
            assertThat(value(records.get(1)).getStruct("after")).hasToString("Struct{A=1,ID=2,C=5}");
        }
    }

    @Test
    void namesInMixedCaseWithQuotesAndInSeveralSchemasAreReadInCommitOrder() throws Exception {
        sql(
                "CREATE SCHEMA \"Flow x\"",
                "CREATE TABLE \"Flow x\".\"My \"\"Table\" (\"Id a\" INTEGER NOT NULL PRIMARY KEY, \"v\" INTEGER)");
        table("MIXED");
        DB2.capture().register("Flow x", "My \"Table");
        DB2.capture().register("FLOW", "MIXED");
        Map<String, String> config = config("FLOW\\.MIXED,Flow x\\.My \"Table");
        config.put("snapshot.mode", "no_data");
        StoredOffsets offsets = new StoredOffsets();
        try (RunningTask task = new RunningTask(config, offsets)) {
            task.more(1);
            transaction(
                    "INSERT INTO \"Flow x\".\"My \"\"Table\" VALUES (1, 2)",
                    "INSERT INTO FLOW.MIXED VALUES (1, 'a')",
                    "UPDATE \"Flow x\".\"My \"\"Table\" SET \"v\" = 3");
            List<SourceRecord> records = task.until(3);
            assertThat(records.stream().map(Db2TestBase::told))
                    .containsExactly(
                            "c ods.Flow_x.My__Table [Id a=1] null -> [Id a=1, v=2]",
                            "c ods.FLOW.MIXED [ID=1] null -> [ID=1, V=a]",
                            "u ods.Flow_x.My__Table [Id a=1] [Id a=1, v=2] -> [Id a=1, v=3]");
            assertThat(source(records.get(0)).getString("schema")).isEqualTo("Flow x");
            assertThat(source(records.get(0)).getString("table")).isEqualTo("My \"Table");
            offsets.commit(records.subList(0, 1));
        }
        try (RunningTask task = new RunningTask(config, offsets)) {
            assertThat(task.until(2)).extracting(Db2TestBase::op).containsExactly("c", "u");
        }
    }

    @Test
    void theStreamOutlivesARestartOfTheDatabase() throws Exception {
        table("CUT");
        DB2.capture().register("FLOW", "CUT");
        try (RunningTask task = stream("CUT")) {
            sql("INSERT INTO FLOW.CUT VALUES (1, 'a')");
            task.until(1);
            DB2.restart();
            sql("INSERT INTO FLOW.CUT VALUES (2, 'a')");
            assertThat(task.until(2))
                    .extracting(record -> ((Struct) record.key()).get("ID"))
                    .containsExactly(1, 2);
        }
    }

    @Test
    void whatHappenedWhileTheTaskWasDownIsReadWhenItIsBack() throws Exception {
        table("DOWN");
        DB2.capture().register("FLOW", "DOWN");
        StoredOffsets offsets = new StoredOffsets();
        try (RunningTask task = stream("DOWN", offsets, "heartbeat.interval.ms", "1")) {
            offsets.commit(task.until(1));
        }
        sql("INSERT INTO FLOW.DOWN VALUES (1, 'a')");
        try (RunningTask task = stream("DOWN", offsets)) {
            assertThat(task.until(1)).extracting(Db2TestBase::op).containsExactly("c");
        }
    }

    private static void table(String name) throws Exception {
        sql("CREATE TABLE FLOW." + name + " (ID INTEGER NOT NULL PRIMARY KEY, V VARCHAR(10))");
    }

    private static RunningTask stream(String table, String... options) throws Exception {
        return stream(table, new StoredOffsets(), options);
    }

    /** Starts a task that reads changes only; they count from when this returns. */
    private static RunningTask stream(String table, StoredOffsets offsets, String... options) throws Exception {
        Map<String, String> config = config("FLOW\\." + table, options);
        config.put("snapshot.mode", "no_data");
        RunningTask task = new RunningTask(config, offsets);
        if (!config.containsKey("heartbeat.interval.ms") && offsets.offset(Map.of("server", "ods")) == null) {
            task.more(1);
        }
        return task;
    }

    private static Object header(SourceRecord record, String name) {
        return record.headers().lastWithName(name).value();
    }
}
