package io.odsconnect.db2;

import static org.assertj.core.api.Assertions.assertThat;

import io.odsconnect.testbed.db2.CaptureControl;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.Test;

/** Loads that are asked for while changes flow, and loads in ranges. */
class LoadsOnDemandIT extends Db2TestBase {

    private static void table(String name, int rows) throws Exception {
        sql("CREATE TABLE DEMAND." + name + " (A INTEGER NOT NULL, B INTEGER NOT NULL, V INTEGER, PRIMARY KEY (A, B))");
        List<String> inserts = new ArrayList<>();
        IntStream.range(0, rows)
                .mapToObj(i -> "INSERT INTO DEMAND." + name + " VALUES (" + (i / 40 * 1000) + ", " + i + ", " + i + ")")
                .forEach(inserts::add);
        transaction(inserts.toArray(String[]::new));
    }

    private static List<Integer> rows(List<SourceRecord> records) {
        return records.stream()
                .filter(record -> record.topic().endsWith(".bulk"))
                .map(record -> value(record).getStruct("after").getInt32("V"))
                .toList();
    }

    private static List<Map<?, ?>> notifications(List<SourceRecord> records, String type) {
        List<Map<?, ?>> found = new ArrayList<>();
        for (SourceRecord record : records) {
            if (record.topic().equals("told")
                    && ((Struct) record.value()).getString("type").equals(type)) {
                found.add(((Struct) record.value()).getMap("additional_data"));
            }
        }
        return found;
    }

    @Test
    void aTableIsReadByManyThreadsInItsOrderAndGoesOnAfterTheLastRowThatWasStored() throws Exception {
        table("PARALLEL", 100);
        Map<String, String> config = config(
                "DEMAND\\.PARALLEL",
                "snapshot.mode",
                "initial_only",
                "snapshot.max.threads",
                "4",
                "snapshot.chunk.size",
                "7",
                "max.batch.size",
                "5",
                "notification.sink.topic.name",
                "told");
        List<Integer> all = IntStream.range(0, 100).boxed().toList();
        StoredOffsets offsets = new StoredOffsets();
        List<Integer> before;
        try (RunningTask task = new RunningTask(config, offsets)) {
            List<SourceRecord> records = List.copyOf(task.until(30));
            offsets.commit(records);
            before = rows(records);
        }
        try (RunningTask task = new RunningTask(config, offsets)) {
            List<SourceRecord> rest =
                    task.until(records -> !notifications(records, "COMPLETED").isEmpty());
            List<Integer> together = new ArrayList<>(before);
            together.addAll(rows(rest));
            assertThat(together).as("each row once, in the order of the key").isEqualTo(all);
            assertThat(notifications(rest, "COMPLETED").get(0).get("rows")).isEqualTo("100");
            offsets.commit(rest);
        }
        try (RunningTask task = new RunningTask(config, offsets)) {
            assertThat(rows(task.more(5))).isEmpty();
        }
    }

    @Test
    void aTableThatVersion01HadSplitIsNotLoadedAgainWhereAllItsRangesWereDoneAndElseFromTheStart() throws Exception {
        table("SPLIT", 10);
        Map<String, String> config = config("DEMAND\\.SPLIT", "snapshot.mode", "initial_only");
        StoredOffsets offsets = new StoredOffsets();
        offsets.store(range("0"), Map.of("snapshot", "done", "plan", "1700000000000000", "bounds", "4,;", "rows", 5L));
        offsets.store(
                range("1"),
                Map.of("snapshot", "running", "plan", "1700000000000000", "bounds", "4,;", "rows", 2L, "key.ID", "6"));
        try (RunningTask task = new RunningTask(config, offsets)) {
            assertThat(rows(task.until(10)))
                    .isEqualTo(IntStream.range(0, 10).boxed().toList());
        }
        offsets.store(
                range("1"),
                Map.of("snapshot", "done", "plan", "1700000000000000", "bounds", "4,;", "rows", 5L, "key.ID", "9"));
        try (RunningTask task = new RunningTask(config, offsets)) {
            assertThat(rows(task.more(5))).isEmpty();
        }
    }

    private static Map<String, String> range(String number) {
        return new HashMap<>(Map.of("server", "ods", "table", "DEMAND.SPLIT", "range", number));
    }

    @Test
    void anotherLoadIdLoadsTheTablesOnceMoreWhileChangesFlow() throws Exception {
        table("AGAIN", 20);
        DB2.capture().register("DEMAND", "AGAIN");
        StoredOffsets offsets = new StoredOffsets();
        try (RunningTask task = new RunningTask(config("DEMAND\\.AGAIN"), offsets)) {
            task.until(20);
            sql("UPDATE DEMAND.AGAIN SET V = 500 WHERE B = 1");
            offsets.commit(task.until(
                    records -> records.stream().anyMatch(record -> op(record).equals("u"))));
        }
        Map<String, String> config = config(
                "DEMAND\\.AGAIN",
                "bulk.load.id",
                "monday",
                "bulk.load.filter.DEMAND.AGAIN",
                "B < 10",
                "max.batch.size",
                "2");
        try (RunningTask task = new RunningTask(config, offsets)) {
            List<SourceRecord> some = List.copyOf(task.until(4));
            offsets.commit(some.subList(0, 4));
        }
        sql("UPDATE DEMAND.AGAIN SET V = 501 WHERE B = 2");
        try (RunningTask task = new RunningTask(config, offsets)) {
            List<SourceRecord> rest = task.until(records -> rows(records).size() >= 6
                    && records.stream().anyMatch(record -> op(record).equals("u")));
            assertThat(rows(rest)).containsExactly(4, 5, 6, 7, 8, 9);
            offsets.commit(rest);
        }
        try (RunningTask task = new RunningTask(config, offsets)) {
            assertThat(task.more(5)).as("a load id that is done").isEmpty();
        }
    }

    @Test
    void aRowInTheSignalTableLoadsATableThoughTheTaskIsRestartedInBetween() throws Exception {
        table("SIGNALLED", 12);
        sql("CREATE TABLE DEMAND.SIGNAL (ID VARCHAR(42) NOT NULL PRIMARY KEY, TYPE VARCHAR(32) NOT NULL,"
                + " DATA VARCHAR(2048))");
        DB2.capture().register("DEMAND", "SIGNALLED");
        DB2.capture().register("DEMAND", "SIGNAL");
        Map<String, String> config = config(
                "DEMAND\\.SIGNALLED",
                "snapshot.mode",
                "no_data",
                "signal.data.collection",
                "DEMAND.SIGNAL",
                "notification.sink.topic.name",
                "told",
                "max.batch.size",
                "1",
                "heartbeat.interval.ms",
                "50");
        StoredOffsets offsets = new StoredOffsets();
        try (RunningTask task = new RunningTask(config, offsets)) {
            task.more(5);
            sql(
                    "INSERT INTO DEMAND.SIGNAL VALUES ('bad', 'execute-snapshot', '{\"data-collections\": 5}')",
                    "INSERT INTO DEMAND.SIGNAL VALUES ('sql', 'execute-snapshot', '{\"data-collections\":"
                            + " [\"DEMAND.SIGNALLED\"], \"additional-conditions\": [{\"data-collection\":"
                            + " \"DEMAND.SIGNALLED\", \"filter\": \"NO SUCH = 1\"}]}')",
                    "INSERT INTO DEMAND.SIGNAL VALUES ('s1', 'execute-snapshot', '{\"data-collections\":"
                            + " [\"DEMAND.SIGNALLED\"], \"additional-conditions\": [{\"data-collection\":"
                            + " \"DEMAND.SIGNALLED\", \"filter\": \"B >= 4\"}]}')");
            List<SourceRecord> records = List.copyOf(task.until(all -> rows(all).size() == 2));
            assertThat(notifications(records, "REFUSED").get(0).get("signal_id"))
                    .isEqualTo("bad");
            assertThat(notifications(records, "FAILED").get(0).get("load_id")).isEqualTo("sql");
            assertThat(records)
                    .noneMatch(record ->
                            record.topic().contains("SIGNAL") && !record.topic().contains("SIGNALLED"));
            offsets.commit(records);
        }
        try (RunningTask task = new RunningTask(config, offsets)) {
            List<SourceRecord> rest =
                    task.until(records -> !notifications(records, "COMPLETED").isEmpty());
            assertThat(rows(rest)).containsExactly(6, 7, 8, 9, 10, 11);
        }
    }

    @Test
    void aTableOfWhichChangesWereLostIsLoadedAgainWhenNeededThoughTheTaskIsRestartedInBetween() throws Exception {
        table("GAP", 10);
        CaptureControl capture = DB2.capture();
        capture.register("DEMAND", "GAP");
        Map<String, String> config = config("DEMAND\\.GAP", "snapshot.mode", "when_needed", "max.batch.size", "2");
        StoredOffsets offsets = new StoredOffsets();
        try (RunningTask task = new RunningTask(config, offsets)) {
            task.until(10);
            sql("UPDATE DEMAND.GAP SET V = 100 WHERE B = 0");
            offsets.commit(task.until(11));
        }
        sql("UPDATE DEMAND.GAP SET V = 101 WHERE B = 1");
        try (RunningTask other =
                new RunningTask(config("DEMAND\\.GAP", "snapshot.mode", "no_data"), new StoredOffsets())) {
            other.more(3);
            sql("UPDATE DEMAND.GAP SET V = 102 WHERE B = 2");
            other.until(1);
        }
        capture.pruning(false, 300, 0);
        try {
            capture.prune();
        } finally {
            capture.pruning(false, 300, 10080);
        }
        try (RunningTask task = new RunningTask(config, offsets)) {
            task.until(2);
            sql("UPDATE DEMAND.GAP SET V = 109 WHERE B = 9");
            List<SourceRecord> records = task.until(all -> all.stream()
                    .filter(record -> !record.topic().endsWith(".bulk"))
                    .anyMatch(record -> value(record).getStruct("after").getInt32("V") == 109));
            assertThat(rows(records)).startsWith(100, 101);
            // Of the load nothing is stored, only that a change has come: that must remember the load.
            offsets.commit(records.stream()
                    .filter(record -> !record.topic().endsWith(".bulk"))
                    .toList());
        }
        try (RunningTask task = new RunningTask(config, offsets)) {
            assertThat(rows(task.until(all -> rows(all).size() == 10)))
                    .containsExactly(100, 101, 102, 3, 4, 5, 6, 7, 8, 109);
        }
    }

    @Test
    void aTableWithoutAPrimaryKeyIsLoadedByAUniqueIndexOrAsAWhole() throws Exception {
        sql(
                "CREATE TABLE DEMAND.INDEXED (N VARCHAR(5) NOT NULL, V INTEGER NOT NULL)",
                "CREATE UNIQUE INDEX DEMAND.INDEXED_N ON DEMAND.INDEXED (N)",
                "CREATE TABLE DEMAND.HEAP (N VARCHAR(5), V INTEGER NOT NULL)");
        for (int i = 0; i < 9; i++) {
            sql(
                    "INSERT INTO DEMAND.INDEXED VALUES ('n" + i + "', " + i + ")",
                    "INSERT INTO DEMAND.HEAP VALUES ('same', " + i + ")");
        }
        Map<String, String> config = config(
                "DEMAND\\.(INDEXED|HEAP)",
                "snapshot.mode",
                "initial_only",
                "message.key.columns",
                "demand\\.indexed:V",
                "missing.key.handling.mode",
                "null",
                "snapshot.max.threads",
                "1",
                "snapshot.chunk.size",
                "2",
                "max.batch.size",
                "1");
        StoredOffsets offsets = new StoredOffsets();
        try (RunningTask task = new RunningTask(config, offsets)) {
            List<SourceRecord> some = List.copyOf(task.until(4).subList(0, 4));
            assertThat(rows(some)).containsExactly(0, 1, 2, 3);
            assertThat(some).extracting(SourceRecord::key).containsOnlyNulls();
            offsets.commit(some);
        }
        try (RunningTask task = new RunningTask(config, offsets)) {
            List<SourceRecord> some = List.copyOf(task.until(12).subList(0, 12));
            assertThat(rows(some))
                    .as("the heap from its first row on")
                    .containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 0, 1, 2);
            assertThat(((Struct) some.get(10).key()).getInt32("V")).isEqualTo(1);
            offsets.commit(some);
        }
        try (RunningTask task = new RunningTask(config, offsets)) {
            assertThat(rows(task.until(6))).containsExactly(3, 4, 5, 6, 7, 8);
        }
    }

    @Test
    void aTableThatWasLeftOutForAWhileIsLoadedAgain() throws Exception {
        table("KEPT", 3);
        table("AWAY", 3);
        DB2.capture().register("DEMAND", "KEPT");
        DB2.capture().register("DEMAND", "AWAY");
        StoredOffsets offsets = new StoredOffsets();
        try (RunningTask task = new RunningTask(config("DEMAND\\.(KEPT|AWAY)"), offsets)) {
            task.until(6);
            sql("UPDATE DEMAND.KEPT SET V = 10 WHERE B = 0");
            offsets.commit(task.until(7));
        }
        try (RunningTask task = new RunningTask(config("DEMAND\\.KEPT"), offsets)) {
            sql("UPDATE DEMAND.AWAY SET V = 11 WHERE B = 0", "UPDATE DEMAND.KEPT SET V = 12 WHERE B = 0");
            offsets.commit(task.until(1));
        }
        try (RunningTask task = new RunningTask(config("DEMAND\\.(KEPT|AWAY)"), offsets)) {
            assertThat(rows(task.until(3))).containsExactly(11, 1, 2);
        }
    }
}
