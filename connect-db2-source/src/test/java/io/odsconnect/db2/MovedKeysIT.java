package io.odsconnect.db2;

import static org.assertj.core.api.Assertions.assertThat;

import io.odsconnect.testbed.db2.Registration;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Statements that move rows to keys which other rows have until the statement ends: whoever applies the events in their order
 * ends with the rows of the table.
 */
class MovedKeysIT extends Db2TestBase {

    private static final String[] OPTIONS = {
        "snapshot.mode", "no_data", "query.fetch.size", "100", "max.batch.size", "5", "heartbeat.interval.ms", "1"
    };

    /** How a table is registered. */
    private enum Kind {
        PAIRS,
        BEFORE_IMAGES
    }

    @ParameterizedTest
    @EnumSource
    void aShiftASwapAndACycle(Kind kind) throws Exception {
        String name = "SHIFT_" + kind;
        register(kind, name, "ID INTEGER NOT NULL PRIMARY KEY, V VARCHAR(10)");
        try (RunningTask task = stream(name)) {
            sql("INSERT INTO FLOW." + name + " VALUES (1, 'a'), (2, 'b'), (3, 'c')");
            sql("UPDATE FLOW." + name + " SET ID = ID + 1");
            sql("UPDATE FLOW." + name + " SET ID = CASE ID WHEN 2 THEN 3 ELSE 2 END WHERE ID IN (2, 3)");
            sql("UPDATE FLOW." + name + " SET ID = CASE ID WHEN 2 THEN 3 WHEN 3 THEN 4 ELSE 2 END");
            sql("UPDATE FLOW." + name + " SET ID = ID - 1");
            assertSameAsTable(task, name);
        }
    }

    @ParameterizedTest
    @EnumSource
    void rowsThatAreAllAlike(Kind kind) throws Exception {
        String name = "ALIKE_" + kind;
        register(kind, name, "ID INTEGER NOT NULL PRIMARY KEY, V VARCHAR(10)");
        try (RunningTask task = stream(name)) {
            sql("INSERT INTO FLOW." + name + " VALUES (1, 'a'), (2, 'a'), (3, 'a'), (10, 'a')");
            sql("UPDATE FLOW." + name + " SET ID = ID + 1 WHERE ID < 10");
            transaction(
                    "UPDATE FLOW." + name + " SET ID = 11 WHERE ID = 10",
                    "UPDATE FLOW." + name + " SET ID = 12 WHERE ID = 11",
                    "UPDATE FLOW." + name + " SET ID = 13 WHERE ID = 12",
                    "DELETE FROM FLOW." + name + " WHERE ID = 4",
                    "INSERT INTO FLOW." + name + " VALUES (20, 'a')");
            assertSameAsTable(task, name);
        }
    }

    @Test
    void keysThatEventsHaveInAnotherForm() throws Exception {
        String name = "FORMS";
        register(
                Kind.PAIRS,
                name,
                "C CHAR(4) NOT NULL, N DECIMAL(20, 3) NOT NULL, B CHAR(2) FOR BIT DATA NOT NULL, D DATE NOT NULL,"
                        + " T TIMESTAMP NOT NULL, V VARCHAR(10), PRIMARY KEY (C, N, B, D, T)");
        String[] modes = {
            "char.trim",
            "true",
            "decimal.handling.mode",
            "double",
            "binary.handling.mode",
            "hex",
            "time.precision.mode",
            "isostring"
        };
        try (RunningTask task = stream(name, modes)) {
            String rest = ", X'00FF', '2026-01-31', '2026-01-31-12.13.14.123456', 'a')";
            sql("INSERT INTO FLOW.FORMS VALUES ('a', 123456789012345.001" + rest + ", ('a', 123456789012346.001" + rest
                    + ", ('a', 123456789012347.001" + rest);
            sql("UPDATE FLOW.FORMS SET N = N + 1");
            List<SourceRecord> records = untilTheEnd(task, name, "'z', 0" + rest);
            assertThat(records.stream()
                            .filter(record ->
                                    record.value() != null && op(record).equals("u")))
                    .as("rows that the table was asked for")
                    .hasSize(2);
        }
    }

    @ParameterizedTest
    @EnumSource
    void whateverIsMovedAndWhereverTheTaskIsStartedAgain(Kind kind) throws Exception {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        String name = "ANY_" + kind;
        register(kind, name, "A INTEGER NOT NULL, B INTEGER NOT NULL, V INTEGER, PRIMARY KEY (A, B)");
        StoredOffsets start = new StoredOffsets();
        try (RunningTask task = new RunningTask(config("FLOW\\." + name, OPTIONS), start)) {
            start.commit(task.until(1).subList(0, 1));
        }
        for (int a = 0; a < 2; a++) {
            for (int b = 1; b <= 5; b++) {
                sql("INSERT INTO FLOW." + name + " VALUES (" + a + ", " + 2 * b + ", " + random.nextInt(2) + ")");
            }
        }
        for (int unit = 0; unit < 12; unit++) {
            List<String> statements = new ArrayList<>();
            for (int i = 0; i <= random.nextInt(4); i++) {
                statements.add(anything(random, "FLOW." + name));
            }
            tryTransaction(statements);
        }
        List<SourceRecord> all;
        try (RunningTask task = new RunningTask(config("FLOW\\." + name, OPTIONS), start)) {
            all = List.copyOf(untilTheEnd(task, name, "-1, -1, 0)"));
        }
        assertThat(all.stream().map(Db2TestBase::position).toList()).isSorted();
        assertThat(rows(all)).as("seed %d", seed).isEqualTo(rows(name));
        for (int i = 0; i < 10; i++) {
            int delivered = 1 + random.nextInt(all.size() - 1);
            StoredOffsets offsets = new StoredOffsets().commit(all.subList(0, delivered));
            List<SourceRecord> records = new ArrayList<>(all.subList(0, delivered));
            try (RunningTask task = new RunningTask(config("FLOW\\." + name, OPTIONS), offsets)) {
                records.addAll(changes(task.until(MovedKeysIT::hasEnd)));
            }
            assertThat(rows(records))
                    .as("seed %d, started again after %d of %d records", seed, delivered, all.size())
                    .isEqualTo(rows(name));
            assertThat(records.stream().map(Db2TestBase::position).toList()).isSorted();
        }
    }

    @ParameterizedTest
    @EnumSource
    void keysThatTheUserNames(Kind kind) throws Exception {
        String name = "NAMED_" + kind;
        register(kind, name, "A INTEGER NOT NULL, B INTEGER NOT NULL, V INTEGER, ID INTEGER NOT NULL PRIMARY KEY");
        try (RunningTask task = stream(name, "message.key.columns", "FLOW\\." + name + ":A,B")) {
            sql("INSERT INTO FLOW." + name + " VALUES (1, 1, 1, 10), (1, 2, 2, 20), (1, 3, 3, 30), (2, 1, 4, 40)");
            sql("UPDATE FLOW." + name + " SET B = B + 1");
            sql("UPDATE FLOW." + name + " SET A = 3 - A");
            sql("UPDATE FLOW." + name + " SET ID = ID + 10");
            sql("UPDATE FLOW." + name + " SET B = CASE B WHEN 2 THEN 3 WHEN 3 THEN 2 ELSE B END, ID = -ID");
            assertThat(rows(untilTheEnd(task, name, "-1, -1, 0, 0)"))).isEqualTo(rows(name));
        }
    }

    @Test
    void rowsWithoutAKeyAreToldOneByOne() throws Exception {
        register(Kind.PAIRS, "KEYLESS", "ID INTEGER, V VARCHAR(10)");
        try (RunningTask task = stream("KEYLESS", "missing.key.handling.mode", "null")) {
            sql("INSERT INTO FLOW.KEYLESS VALUES (1, 'a'), (1, 'a'), (2, 'b')");
            sql("UPDATE FLOW.KEYLESS SET ID = ID + 1");
            sql("DELETE FROM FLOW.KEYLESS WHERE ID = 3");
            List<SourceRecord> all = task.until(records -> changes(records).size() == 7);
            assertThat(changes(all).stream().map(Db2TestBase::told))
                    .containsExactlyInAnyOrder(
                            "c ods.FLOW.KEYLESS null null -> [ID=1, V=a]",
                            "c ods.FLOW.KEYLESS null null -> [ID=1, V=a]",
                            "c ods.FLOW.KEYLESS null null -> [ID=2, V=b]",
                            "u ods.FLOW.KEYLESS null [ID=1, V=a] -> [ID=2, V=a]",
                            "u ods.FLOW.KEYLESS null [ID=1, V=a] -> [ID=2, V=a]",
                            "u ods.FLOW.KEYLESS null [ID=2, V=b] -> [ID=3, V=b]",
                            "d ods.FLOW.KEYLESS null [ID=3, V=b] -> null");
        }
    }

    @Test
    void updatesWithoutBeforeImagesAreWarnedOf() throws Exception {
        sql("CREATE TABLE FLOW.BLIND (ID INTEGER NOT NULL PRIMARY KEY, V VARCHAR(10))");
        DB2.capture().register(Registration.of("FLOW", "BLIND").updates(Registration.Updates.UPDATE));
        PrintStream before = System.err;
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
        try (RunningTask task = stream("BLIND")) {
            sql("INSERT INTO FLOW.BLIND VALUES (1, 'a')", "UPDATE FLOW.BLIND SET V = 'b'");
            task.until(records -> changes(records).size() == 2);
        } finally {
            System.setErr(before);
        }
        assertThat(log.toString(StandardCharsets.UTF_8).lines().filter(line -> line.contains("WARN")))
                .as("once, with the table and what to register")
                .filteredOn(line -> line.contains("FLOW.BLIND"))
                .singleElement()
                .asString()
                .contains("[ID]", "UPDATE AS DELETE INSERT ON", "before-images");
    }

    /** Runs statements in one transaction, which is rolled back where one would give a row the key of another that stays. */
    private static void tryTransaction(List<String> statements) throws SQLException {
        try (Connection connection = DB2.connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            try {
                for (String text : statements) {
                    statement.execute(text);
                }
                connection.commit();
            } catch (SQLException e) {
                connection.rollback();
                assertThat(e.getSQLState()).startsWith("23");
            }
        }
    }

    private static String anything(Random random, String table) {
        int a = random.nextInt(2);
        int b = 1 + random.nextInt(12);
        return switch (random.nextInt(8)) {
            case 0 -> "UPDATE " + table + " SET B = B + 1";
            case 1 -> "UPDATE " + table + " SET B = B - 1 WHERE A = " + a;
            case 2 -> "UPDATE " + table + " SET A = 1 - A";
            case 3 -> "UPDATE " + table + " SET B = B + 2, V = V + 1 WHERE A = " + a + " AND B >= " + b;
            case 4 ->
                "UPDATE " + table + " SET B = CASE B WHEN " + b + " THEN " + (b + 2) + " WHEN " + (b + 2) + " THEN "
                        + (b + 4) + " WHEN " + (b + 4) + " THEN " + b + " ELSE B END";
            case 5 -> "DELETE FROM " + table + " WHERE A = " + a + " AND B = " + b;
            case 6 -> "INSERT INTO " + table + " SELECT A, MAX(B) + 1, 0 FROM " + table + " GROUP BY A";
            default -> "UPDATE " + table + " SET V = V + 1 WHERE B = " + b;
        };
    }

    /** A unit of work is one page after the other; what was moved is remembered from one to the next. */
    @Test
    void aShiftOfManyPages() throws Exception {
        register(Kind.PAIRS, "PAGES", "ID INTEGER NOT NULL PRIMARY KEY, V VARCHAR(10)");
        try (RunningTask task = stream("PAGES")) {
            List<String> inserts = new ArrayList<>();
            for (int i = 1; i <= 700; i++) {
                inserts.add("INSERT INTO FLOW.PAGES VALUES (" + i + ", '" + i + "')");
            }
            transaction(inserts.toArray(String[]::new));
            sql("UPDATE FLOW.PAGES SET ID = ID + 300");
            assertSameAsTable(task, "PAGES");
        }
    }

    private static void register(Kind kind, String name, String columns) throws Exception {
        sql("CREATE TABLE FLOW." + name + " (" + columns + ")");
        Registration registration = Registration.of("FLOW", name);
        DB2.capture()
                .register(
                        kind == Kind.PAIRS
                                ? registration
                                : registration
                                        .updates(Registration.Updates.UPDATE)
                                        .beforeImages("X"));
    }

    private static RunningTask stream(String name, String... more) throws Exception {
        Map<String, String> config = config("FLOW\\." + name, OPTIONS);
        for (int i = 0; i < more.length; i += 2) {
            config.put(more[i], more[i + 1]);
        }
        RunningTask task = new RunningTask(config, new StoredOffsets());
        task.until(1);
        return task;
    }

    private static void assertSameAsTable(RunningTask task, String name) throws Exception {
        assertThat(rows(untilTheEnd(task, name, "-1, 'z')"))).isEqualTo(rows(name));
    }

    /** Adds a last row and returns all changes up to it. */
    private static List<SourceRecord> untilTheEnd(RunningTask task, String name, String values) throws Exception {
        sql("INSERT INTO FLOW." + name + " VALUES (" + values);
        return changes(task.until(MovedKeysIT::hasEnd));
    }

    private static boolean hasEnd(List<SourceRecord> records) {
        return changes(records).stream().anyMatch(record -> {
            Object first =
                    ((Struct) record.key()).get(record.keySchema().fields().get(0));
            return first.equals(-1) || first.equals("z");
        });
    }

    private static List<SourceRecord> changes(List<SourceRecord> records) {
        return records.stream()
                .filter(record -> record.topic().startsWith("ods."))
                .toList();
    }

    /** Returns what who applies the events in their order has in the end. */
    private static Map<String, String> rows(List<SourceRecord> records) {
        Map<String, String> rows = new TreeMap<>();
        for (SourceRecord record : records) {
            @Nullable
            Struct after = record.value() == null ? null : value(record).getStruct("after");
            if (after == null) {
                rows.remove(record.key().toString());
            } else {
                rows.put(record.key().toString(), String.valueOf(after.get("V")));
            }
        }
        return new HashMap<>(rows);
    }

    private static Map<String, String> rows(String name) throws Exception {
        Map<String, String> rows = new HashMap<>();
        try (Connection connection = DB2.connect();
                Statement statement = connection.createStatement();
                ResultSet all = statement.executeQuery("SELECT * FROM FLOW." + name)) {
            boolean composite = all.getMetaData().getColumnCount() > 2;
            while (all.next()) {
                rows.put(
                        composite
                                ? "Struct{A=" + all.getInt(1) + ",B=" + all.getInt(2) + "}"
                                : "Struct{ID=" + all.getInt(1) + "}",
                        String.valueOf(all.getObject("V")));
            }
        }
        return rows;
    }
}
