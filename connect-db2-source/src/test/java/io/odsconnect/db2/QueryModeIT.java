package io.odsconnect.db2;

import static org.assertj.core.api.Assertions.assertThat;

import io.odsconnect.db2.capture.TaskShare;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class QueryModeIT extends Db2TestBase {

    @Test
    void rowsThatAreThereAreLoadedAndChangesFollowOnce() throws Exception {
        sql(
                "CREATE TABLE Q.STAMPED (ID INTEGER NOT NULL PRIMARY KEY, V INTEGER, CHANGED TIMESTAMP)",
                "INSERT INTO Q.STAMPED VALUES (1, 0, CURRENT TIMESTAMP), (2, 0, CURRENT TIMESTAMP), (3, 0, NULL)");
        StoredOffsets offsets = new StoredOffsets();
        Map<String, String> config = query("Q.STAMPED", "timestamp.column.name", "CHANGED");
        try (RunningTask task = new RunningTask(config, offsets)) {
            List<SourceRecord> loaded = new ArrayList<>(task.until(3));
            assertThat(loaded).extracting(Db2TestBase::op).containsOnly("r");
            assertThat(loaded).extracting(SourceRecord::topic).containsOnly("ods.Q.STAMPED.bulk");
            assertThat(task.more(10)).as("what is there is sent once").hasSize(3);

            sql("UPDATE Q.STAMPED SET V = 1, CHANGED = CURRENT TIMESTAMP WHERE ID = 2");
            SourceRecord update = task.until(4).get(3);
            assertThat(op(update)).isEqualTo("u");
            assertThat(update.topic()).isEqualTo("ods.Q.STAMPED");
            assertThat(value(update).getStruct("before")).isNull();
            assertThat(value(update).getStruct("after").get("V")).isEqualTo(1);
            assertThat(source(update).getString("commit_lsn")).isNull();
            assertThat(position(update)).isGreaterThan(position(loaded.get(0)));
            source(update).validate();

            sql("INSERT INTO Q.STAMPED VALUES (4, 0, CURRENT TIMESTAMP)");
            assertThat(((Struct) task.until(5).get(4).key()).get("ID")).isEqualTo(4);
            assertThat(task.more(20)).as("and nothing again").hasSize(5);
        }
    }

    @Test
    void aLateCommitIsFoundAndNothingElseSentAgain() throws Exception {
        sql(
                "CREATE TABLE Q.LATE (ID INTEGER NOT NULL PRIMARY KEY, V INTEGER, CHANGED TIMESTAMP NOT NULL)",
                "INSERT INTO Q.LATE VALUES (1, 0, CURRENT TIMESTAMP)");
        Map<String, String> config = query("Q.LATE", "timestamp.column.name", "CHANGED", "query.lookback.ms", "600000");
        try (RunningTask task = new RunningTask(config, new StoredOffsets())) {
            task.until(1);
            // The timestamp that a transaction gives its row now, which it commits after another's later row was sent.
            String early = now();
            sql("INSERT INTO Q.LATE VALUES (3, 0, CURRENT TIMESTAMP)");
            task.until(2);
            sql("INSERT INTO Q.LATE VALUES (2, 0, '" + early + "')");
            List<SourceRecord> all = task.until(3);
            assertThat(all).extracting(row -> ((Struct) row.key()).get("ID")).containsExactly(1, 3, 2);
            assertThat(position(all.get(2))).isGreaterThan(position(all.get(1)));
            assertThat(task.more(20)).hasSize(3);
        }
    }

    @Test
    void aRowWithTheSameTimestampButOtherContentIsSentAgain() throws Exception {
        sql("CREATE TABLE Q.SAME (ID INTEGER NOT NULL PRIMARY KEY, V INTEGER, CHANGED TIMESTAMP NOT NULL)");
        Map<String, String> config = query("Q.SAME", "timestamp.column.name", "changed");
        try (RunningTask task = new RunningTask(config, new StoredOffsets())) {
            task.more(2);
            sql("INSERT INTO Q.SAME VALUES (1, 0, '2026-01-01 00:00:00')");
            task.until(1);
            sql("UPDATE Q.SAME SET V = 1");
            assertThat(value(task.until(2).get(1)).getStruct("after").get("V")).isEqualTo(1);
            assertThat(task.more(10)).hasSize(2);
        }
    }

    @Test
    void theFirstTimestampThatIsNotNullCounts() throws Exception {
        sql(
                "CREATE TABLE Q.TWOSTAMPS (ID INTEGER NOT NULL PRIMARY KEY, MODIFIED TIMESTAMP, CREATED TIMESTAMP)",
                "INSERT INTO Q.TWOSTAMPS VALUES (1, NULL, CURRENT TIMESTAMP)");
        Map<String, String> config = query("Q.TWOSTAMPS", "timestamp.column.name", "MODIFIED,CREATED");
        try (RunningTask task = new RunningTask(config, new StoredOffsets())) {
            task.until(1);
            sql("INSERT INTO Q.TWOSTAMPS VALUES (2, NULL, CURRENT TIMESTAMP)");
            assertThat(((Struct) task.until(2).get(1).key()).get("ID")).isEqualTo(2);
            sql("UPDATE Q.TWOSTAMPS SET MODIFIED = CURRENT TIMESTAMP WHERE ID = 1");
            assertThat(((Struct) task.until(3).get(2).key()).get("ID")).isEqualTo(1);
            assertThat(task.more(10)).hasSize(3);
        }
    }

    @Test
    void aViewIsReadByTheKeyThatTheUserNames() throws Exception {
        sql(
                "CREATE TABLE Q.BASE (ID INTEGER NOT NULL PRIMARY KEY, V INTEGER, CHANGED TIMESTAMP NOT NULL)",
                "CREATE VIEW Q.SEEN AS SELECT ID, CHANGED FROM Q.BASE WHERE V > 0",
                "INSERT INTO Q.BASE VALUES (1, 0, CURRENT TIMESTAMP), (2, 5, CURRENT TIMESTAMP)");
        Map<String, String> config =
                query("Q.SEEN", "timestamp.column.name", "CHANGED", "message.key.columns", "Q.SEEN:ID");
        assertThat(ValidationIT.errors(config)).isEmpty();
        try (RunningTask task = new RunningTask(config, new StoredOffsets())) {
            task.until(1);
            sql("INSERT INTO Q.BASE VALUES (3, 0, CURRENT TIMESTAMP), (4, 1, CURRENT TIMESTAMP)");
            assertThat(task.until(2))
                    .extracting(row -> ((Struct) row.key()).get("ID"))
                    .containsExactly(2, 4);
        }
        assertThat(ValidationIT.errors(query("Q.SEEN", "timestamp.column.name", "CHANGED")))
                .singleElement()
                .asString()
                .contains("Q.SEEN", "message.key.columns");
    }

    @Test
    void aNumberMayHaveMoreDigitsThan64Bits() throws Exception {
        sql(
                "CREATE TABLE Q.WIDE (ID DECIMAL(31,0) NOT NULL PRIMARY KEY, V INTEGER)",
                "INSERT INTO Q.WIDE VALUES (20261121131415123456, 1), (20261121131415123999, 2)");
        StoredOffsets offsets = new StoredOffsets();
        Map<String, String> config = query("Q.WIDE", "incrementing.column.name", "ID");
        try (RunningTask task = new RunningTask(config, offsets)) {
            task.until(2);
            sql("INSERT INTO Q.WIDE VALUES (20261121131416000000, 3)");
            offsets.commit(task.until(3));
        }
        sql("INSERT INTO Q.WIDE VALUES (20261121131417000000, 4)");
        try (RunningTask task = new RunningTask(config, offsets)) {
            List<SourceRecord> after = task.until(rows -> rows.stream()
                    .anyMatch(row -> value(row).getStruct("after").get("V").equals(4)));
            assertThat(after).noneMatch(row -> op(row).equals("r"));
        }
    }

    @Test
    void aNumberAloneFindsNewRowsAndTellsThemAsAdded() throws Exception {
        sql(
                "CREATE TABLE Q.NUMBERED (ID BIGINT NOT NULL PRIMARY KEY, V VARCHAR(5))",
                "INSERT INTO Q.NUMBERED VALUES (1, 'a'), (2, 'b')");
        StoredOffsets offsets = new StoredOffsets();
        Map<String, String> config = query("Q.NUMBERED", "incrementing.column.name", "ID");
        try (RunningTask task = new RunningTask(config, offsets)) {
            offsets.commit(task.until(2));
            sql("INSERT INTO Q.NUMBERED VALUES (4, 'd')");
            task.until(3);
            sql("INSERT INTO Q.NUMBERED VALUES (3, 'late')");
            List<SourceRecord> all = task.until(4);
            assertThat(all).extracting(Db2TestBase::op).containsExactly("r", "r", "c", "c");
            assertThat(task.more(10)).hasSize(4);
            offsets.commit(all);
        }
        sql("INSERT INTO Q.NUMBERED VALUES (5, 'e')");
        try (RunningTask task = new RunningTask(config, offsets)) {
            List<SourceRecord> after = task.until(rows ->
                    rows.stream().anyMatch(row -> Long.valueOf(5).equals(((Struct) row.key()).get("ID"))));
            assertThat(after)
                    .as("the look-back may be told again, the load is not")
                    .noneMatch(row -> op(row).equals("r"));
        }
    }

    @Test
    void aTimestampWithANumberTellsNewRowsFromChangedOnes() throws Exception {
        sql("CREATE TABLE Q.TWOWAYS (ID INTEGER NOT NULL PRIMARY KEY, V INTEGER, CHANGED TIMESTAMP NOT NULL)");
        sql("INSERT INTO Q.TWOWAYS VALUES (1, 0, CURRENT TIMESTAMP)");
        Map<String, String> config = query(
                "Q.TWOWAYS",
                "timestamp.column.name",
                "Q\\.TWOWAYS:CHANGED",
                "incrementing.column.name",
                "Q\\.OTHER:X,ID");
        try (RunningTask task = new RunningTask(config, new StoredOffsets())) {
            task.until(1);
            sql("INSERT INTO Q.TWOWAYS VALUES (2, 0, CURRENT TIMESTAMP)");
            task.until(2);
            sql("UPDATE Q.TWOWAYS SET V = 1, CHANGED = CURRENT TIMESTAMP WHERE ID = 1");
            assertThat(task.until(3)).extracting(Db2TestBase::op).containsExactly("r", "c", "u");
        }
    }

    @Test
    void aRowThatIsMarkedAsDeletedIsADeleteWithItsTombstone() throws Exception {
        sql(
                "CREATE TABLE Q.SOFT (ID INTEGER NOT NULL PRIMARY KEY, V INTEGER, GONE CHAR(1), CHANGED TIMESTAMP NOT NULL)",
                "INSERT INTO Q.SOFT VALUES (1, 0, 'N', CURRENT TIMESTAMP), (2, 0, 'Y', CURRENT TIMESTAMP)");
        Map<String, String> config =
                query("Q.SOFT", "timestamp.column.name", "CHANGED", "soft.delete.column.name", "GONE");
        try (RunningTask task = new RunningTask(config, new StoredOffsets())) {
            assertThat(task.until(1))
                    .as("a row that was deleted before is not loaded")
                    .hasSize(1);
            task.more(5);
            sql("UPDATE Q.SOFT SET GONE = 'Y', CHANGED = CURRENT TIMESTAMP WHERE ID = 1");
            List<SourceRecord> all = task.until(3);
            assertThat(op(all.get(1))).isEqualTo("d");
            assertThat(value(all.get(1)).getStruct("before").get("ID")).isEqualTo(1);
            assertThat(value(all.get(1)).getStruct("after")).isNull();
            assertThat(all.get(2).value()).isNull();
            assertThat(position(all.get(2))).isEqualTo(position(all.get(1)));
            assertThat(task.more(10)).hasSize(3);
        }
    }

    @Test
    void withNoDataOnlyWhatComesIsSent() throws Exception {
        sql(
                "CREATE TABLE Q.ONLYNEW (ID INTEGER NOT NULL PRIMARY KEY, CHANGED TIMESTAMP NOT NULL)",
                "INSERT INTO Q.ONLYNEW VALUES (1, '2020-01-01 00:00:00')");
        try (RunningTask task = new RunningTask(
                query("Q.ONLYNEW", "timestamp.column.name", "CHANGED", "snapshot.mode", "no_data"),
                new StoredOffsets())) {
            assertThat(task.more(5)).isEmpty();
            sql("INSERT INTO Q.ONLYNEW VALUES (2, CURRENT TIMESTAMP)");
            assertThat(((Struct) task.until(1).get(0).key()).get("ID")).isEqualTo(2);
        }
    }

    @Test
    void aTimestampInTheFarFutureDoesNotHideThePresent() throws Exception {
        sql(
                "CREATE TABLE Q.FUTURE (ID INTEGER NOT NULL PRIMARY KEY, CHANGED TIMESTAMP NOT NULL)",
                "INSERT INTO Q.FUTURE VALUES (1, '9999-12-31 23:59:59.999999')");
        try (RunningTask task = new RunningTask(
                query("Q.FUTURE", "timestamp.column.name", "CHANGED", "query.lookback.ms", "0"), new StoredOffsets())) {
            task.until(1);
            task.more(5);
            sql("INSERT INTO Q.FUTURE VALUES (2, CURRENT TIMESTAMP)");
            assertThat(((Struct) task.until(2).get(1).key()).get("ID")).isEqualTo(2);
            assertThat(task.more(10)).hasSize(2);
        }
    }

    @Test
    void aRandomHistoryEndsInTheTablesRowsThroughRestartsAndLostConnections() throws Exception {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        sql(
                "CREATE TABLE Q.HISTORY (ID INTEGER NOT NULL PRIMARY KEY, V INTEGER, GONE SMALLINT NOT NULL, CHANGED TIMESTAMP NOT NULL)");
        IntStream.range(0, 30).forEach(id -> write(random, id));
        Map<String, String> config = query(
                "Q.HISTORY",
                "timestamp.column.name",
                "CHANGED",
                "soft.delete.column.name",
                "GONE",
                "max.batch.size",
                "7",
                "query.lookback.ms",
                "2000");
        StoredOffsets offsets = new StoredOffsets();
        Map<Integer, Integer> store = new TreeMap<>();
        Map<Integer, Long> positions = new HashMap<>();
        for (int run = 0; run < 5; run++) {
            try (RunningTask task = new RunningTask(config, offsets)) {
                for (int i = 0; i < 20; i++) {
                    int id = random.nextInt(40);
                    write(random, id);
                    task.more(random.nextInt(3));
                }
                List<SourceRecord> records = task.more(0);
                int committed = records.isEmpty() ? 0 : random.nextInt(records.size() + 1);
                offsets.commit(records.subList(0, committed));
                apply(records, store, positions);
            }
        }
        try (RunningTask task = new RunningTask(config, offsets)) {
            Map<Integer, Integer> wanted = rows();
            task.until(records -> {
                apply(records, store, positions);
                return store.equals(wanted);
            });
        }
    }

    private static String now() throws Exception {
        try (Connection connection = DB2.connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT CURRENT TIMESTAMP FROM SYSIBM.SYSDUMMY1")) {
            row.next();
            return row.getString(1);
        }
    }

    /** Applies what a store would, by the position rule. */
    private static void apply(List<SourceRecord> records, Map<Integer, Integer> store, Map<Integer, Long> positions) {
        for (SourceRecord record : records) {
            Integer id = (Integer) ((Struct) record.key()).get("ID");
            long position = position(record);
            if (positions.getOrDefault(id, Long.MIN_VALUE) > position) {
                continue;
            }
            positions.put(id, position);
            @Nullable
            Struct after = record.value() == null ? null : value(record).getStruct("after");
            if (after == null) {
                store.remove(id);
            } else {
                store.put(id, after.getInt32("V"));
            }
        }
    }

    private static void write(Random random, int id) {
        try {
            boolean gone = random.nextInt(4) == 0;
            sql(
                    "DELETE FROM Q.HISTORY WHERE ID = " + id,
                    "INSERT INTO Q.HISTORY VALUES (" + id + ", " + random.nextInt() + ", " + (gone ? 1 : 0)
                            + ", CURRENT TIMESTAMP)");
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static Map<Integer, Integer> rows() throws Exception {
        Map<Integer, Integer> rows = new TreeMap<>();
        try (Connection connection = DB2.connect();
                Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery("SELECT ID, V FROM Q.HISTORY WHERE GONE = 0")) {
            while (found.next()) {
                rows.put(found.getInt(1), found.getInt(2));
            }
        }
        return rows;
    }

    @Test
    void tablesAreSpreadOverTasksEachReadByOne() throws Exception {
        List<String> tables = List.of("SPREAD1", "SPREAD2", "SPREAD3", "SPREAD4");
        for (String table : tables) {
            sql(
                    "CREATE TABLE Q." + table + " (ID INTEGER NOT NULL PRIMARY KEY)",
                    "INSERT INTO Q." + table + " VALUES (1)");
        }
        Map<String, String> config = query("Q.SPREAD[1-4]", "incrementing.column.name", "ID");
        StoredOffsets offsets = new StoredOffsets();
        List<String> read = new ArrayList<>();
        for (int index = 0; index < 3; index++) {
            Map<String, String> ofTask = new TaskShare(index, 3).in(config);
            try (RunningTask task = new RunningTask(ofTask, offsets)) {
                List<SourceRecord> records = task.more(20);
                offsets.commit(records);
                records.forEach(record -> read.add(source(record).getString("table")));
            }
        }
        assertThat(read).containsExactlyInAnyOrderElementsOf(tables);
    }

    private static Map<String, String> query(String table, String... options) {
        Map<String, String> config = config(table.replace(".", "\\."), options);
        config.put("capture.mode", "query");
        return config;
    }
}
