package io.odsconnect.testbed.db2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.odsconnect.testbed.db2.Registration.Updates;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.assertj.core.groups.Tuple;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The forms of registration, and pruning. */
class CaptureOptionsIT extends Db2Fixture {

    @Test
    void anUpdateCanBeOneRowWithoutTheOldValues() throws SQLException {
        String table = table(Updates.UPDATE, null);
        run("INSERT INTO " + table + " VALUES (1, 'a')", "UPDATE " + table + " SET V = 'b'", "DELETE FROM " + table);
        assertThat(brief(table)).containsExactly("I:1=a", "U:1=b", "D:1=b");
        assertThat(register(table)).containsEntry("CHG_UPD_TO_DEL_INS", "N").containsEntry("BEFORE_IMG_PREFIX", null);
    }

    @Test
    void anUpdateCanBeOneRowWithTheOldValuesInColumnsOfTheirOwn() throws SQLException {
        String table = table(Updates.UPDATE, "X");
        run(
                "INSERT INTO " + table + " VALUES (1, 'a')",
                "UPDATE " + table + " SET ID = 2, V = NULL",
                "DELETE FROM " + table);
        assertThat(changes(table))
                .extracting(
                        row -> row.get("IBMSNAP_OPERATION"),
                        row -> row.get("XID"),
                        row -> row.get("XV"),
                        row -> row.get("ID"),
                        row -> row.get("V"))
                .containsExactly(
                        tuple("I", null, null, 1, "a"), tuple("U", 1, "a", 2, null), tuple("D", 2, null, 2, null));
        assertThat(register(table)).containsEntry("BEFORE_IMG_PREFIX", "X");
    }

    @Test
    void deleteAndInsertCanHaveTheOldValuesToo() throws SQLException {
        String table = table(Updates.DELETE_INSERT, "O_");
        run("INSERT INTO " + table + " VALUES (1, 'a')", "UPDATE " + table + " SET V = 'b'");
        assertThat(changes(table))
                .extracting(row -> row.get("IBMSNAP_OPERATION"), row -> row.get("O_V"), row -> row.get("V"))
                .containsExactly(tuple("I", null, "a"), tuple("D", "a", "a"), tuple("I", null, "b"));
    }

    @Test
    void rowsThatAreMovedToKeysOfOthersAreWrittenInTheOrderInWhichTheStatementComesToThem() throws SQLException {
        String pairs = table(Updates.DELETE_INSERT, null);
        String rows = table(Updates.UPDATE, "X");
        for (String table : List.of(pairs, rows)) {
            run(
                    "INSERT INTO " + table + " VALUES (1, 'a'), (2, 'b'), (3, 'c')",
                    "UPDATE " + table + " SET ID = ID + 1",
                    "UPDATE " + table + " SET ID = CASE ID WHEN 2 THEN 3 ELSE 2 END WHERE ID IN (2, 3)");
        }
        assertThat(brief(pairs).subList(3, 9)).containsExactly("D:1=a", "I:2=a", "D:2=b", "I:3=b", "D:3=c", "I:4=c");
        assertThat(brief(pairs).subList(9, 13)).containsExactly("D:2=a", "I:3=a", "D:3=b", "I:2=b");
        assertThat(brief(rows).subList(3, 8)).containsExactly("U:2=a", "U:3=b", "U:4=c", "U:3=a", "U:2=b");
        assertThat(changes(rows).subList(3, 8))
                .extracting(row -> row.get("XID"))
                .containsExactly(1, 2, 3, 2, 3);
    }

    @Test
    void ofALargeObjectThereIsALetterOnly() throws SQLException {
        String table = newTable();
        run("CREATE TABLE " + table + " (ID INT NOT NULL PRIMARY KEY, C CLOB(1M), B BLOB(1M))");
        DB2.capture().register(Registration.of(DB2.schema(), table).beforeImages("X"));
        run("INSERT INTO " + table + " VALUES (1, 'long', NULL)", "UPDATE " + table + " SET ID = 2");
        assertThat(changes(table))
                .extracting(
                        row -> row.get("IBMSNAP_OPERATION"),
                        row -> row.get("ID"),
                        row -> row.get("C"),
                        row -> row.get("B"),
                        row -> row.containsKey("XC"))
                .containsExactly(
                        tuple("I", 1, "U", "U", false),
                        tuple("D", 1, null, null, false),
                        tuple("I", 2, "U", "U", false));
        DB2.capture().alter(DB2.schema(), table, "ADD COLUMN D CLOB(1M)");
        run("UPDATE " + table + " SET D = 'x'");
        assertThat(changes(table).get(4)).containsEntry("D", "U");
    }

    @Test
    void onlyTheListedColumnsAreCaptured() throws SQLException {
        String table = newTable();
        run("CREATE TABLE " + table + " (ID INT NOT NULL PRIMARY KEY, SECRET CHAR(4), V VARCHAR(40))");
        DB2.capture()
                .register(
                        Registration.of(DB2.schema(), table).columns("V", "ID").changeTable("CD" + table));
        run("INSERT INTO " + table + " VALUES (1, 'x', 'a')");
        DB2.capture().catchUp(LIMIT);
        assertThat(query("SELECT * FROM ASNCDC.CD" + table))
                .singleElement()
                .satisfies(row -> assertThat(row.keySet())
                        .containsExactly("IBMSNAP_COMMITSEQ", "IBMSNAP_INTENTSEQ", "IBMSNAP_OPERATION", "V", "ID"));
        assertThat(register(table)).containsEntry("PHYS_CHANGE_TABLE", "CD" + table);
    }

    @Test
    void aCaptureSchemaCanHaveSequenceNumbersOfTenBytes() throws SQLException {
        CaptureControl ten = DB2.capture("ASN10", SequenceFormat.CHAR_10);
        String table = newTable();
        run("CREATE TABLE " + table + " (ID INT NOT NULL PRIMARY KEY, V VARCHAR(40))");
        ten.register(DB2.schema(), table);
        DB2.capture().register(DB2.schema(), table);
        run("INSERT INTO " + table + " VALUES (1, 'a')", "UPDATE " + table + " SET V = 'b'");
        assertThat(changes(ten, table)).hasSize(3).allSatisfy(row -> {
            assertThat(text(row.get("IBMSNAP_COMMITSEQ"))).hasSize(20);
            assertThat(text(row.get("IBMSNAP_INTENTSEQ"))).hasSize(20);
        });
        assertThat(changes(table))
                .hasSize(3)
                .allSatisfy(
                        row -> assertThat(text(row.get("IBMSNAP_COMMITSEQ"))).hasSize(32));
        assertThat(query("SELECT IBMSNAP_COMMITSEQ AS S FROM ASN10.IBMSNAP_UOW"))
                .hasSize(2)
                .allSatisfy(row -> assertThat(text(row.get("S"))).hasSize(20));
    }

    @Test
    void sequenceNumbersCompareAsBytes() throws SQLException {
        String table = capturedTable();
        run("INSERT INTO " + table + " VALUES (1, 'a')", "INSERT INTO " + table + " VALUES (2, 'b')");
        byte[] first = HexFormat.of().parseHex(text(changes(table).get(0).get("IBMSNAP_COMMITSEQ")));
        try (Connection connection = DB2.connect();
                PreparedStatement select = connection.prepareStatement("SELECT ID FROM ASNCDC.CDC_" + DB2.schema() + "_"
                        + table + " WHERE IBMSNAP_COMMITSEQ > ? ORDER BY IBMSNAP_COMMITSEQ FETCH FIRST 10 ROWS ONLY"
                        + " FOR READ ONLY WITH UR")) {
            select.setBytes(1, first);
            try (var rows = select.executeQuery()) {
                assertThat(rows.next()).isTrue();
                assertThat(rows.getInt(1)).isEqualTo(2);
                assertThat(rows.next()).isFalse();
            }
        }
    }

    @Test
    void quotedNamesKeepTheirCase() throws SQLException {
        run("CREATE TABLE \"My table\" (\"Id\" INT NOT NULL PRIMARY KEY, \"a\"\"b\" VARCHAR(9))");
        run("CALL ASNCDC.ADDTABLE('" + DB2.schema() + "', 'My table')");
        run("INSERT INTO \"My table\" VALUES (1, 'x')", "UPDATE \"My table\" SET \"Id\" = 2");
        assertThat(changes("My table"))
                .extracting(row -> row.get("IBMSNAP_OPERATION"), row -> row.get("Id"), row -> row.get("a\"b"))
                .containsExactly(tuple("I", 1, "x"), tuple("D", 1, "x"), tuple("I", 2, "x"));
    }

    @Test
    void aTableThatIsNotThereOrRegisteredTwiceIsRefused() throws SQLException {
        String table = capturedTable();
        assertThatThrownBy(() -> DB2.capture().register(DB2.schema(), table))
                .hasMessageContaining("registered already");
        assertThatThrownBy(() -> DB2.capture().register(DB2.schema(), table.toLowerCase(Locale.ROOT)))
                .hasMessageContaining("does not exist");
        assertThatThrownBy(() -> DB2.capture().unregister(DB2.schema(), "NONE")).hasMessageContaining("not registered");
    }

    @Test
    void anUnregisteredTableIsCapturedNoMoreAndCanComeBack() throws SQLException {
        String table = capturedTable();
        String other = capturedTable();
        run("INSERT INTO " + table + " VALUES (1, 'a')");
        DB2.capture().unregister(DB2.schema(), table);
        run("INSERT INTO " + table + " VALUES (2, 'b')", "INSERT INTO " + other + " VALUES (2, 'b')");
        assertThat(brief(other)).containsExactly("I:2=b");
        assertThat(query("SELECT * FROM ASNCDC.IBMSNAP_REGISTER WHERE SOURCE_TABLE = '" + table + "'"))
                .isEmpty();
        DB2.capture().register(DB2.schema(), table);
        run("INSERT INTO " + table + " VALUES (3, 'c')");
        assertThat(brief(table)).containsExactly("I:3=c");
    }

    @Test
    void aTableThatIsRegisteredWhileItIsWrittenMissesNothingFromThenOn() throws Exception {
        String table = newTable();
        run(
                "CREATE TABLE " + table + " (ID INT NOT NULL PRIMARY KEY, V INT)",
                "INSERT INTO " + table + " VALUES (1, 0)");
        AtomicBoolean stop = new AtomicBoolean();
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try {
            Future<?> writing = thread.submit(() -> {
                try (Connection connection = DB2.connect();
                        PreparedStatement update = connection.prepareStatement("UPDATE " + table + " SET V = V + 1")) {
                    while (!stop.get()) {
                        update.executeUpdate();
                    }
                }
                return null;
            });
            await().atMost(LIMIT).until(() -> value(table) > 20);
            DB2.capture().register(DB2.schema(), table);
            int registered = value(table);
            await().atMost(LIMIT).until(() -> value(table) > registered + 20 || failed(writing));
            stop.set(true);
            writing.get();
            List<Integer> captured = changes(table).stream()
                    .filter(row -> "I".equals(row.get("IBMSNAP_OPERATION")))
                    .map(row -> Integer.parseInt(text(row.get("V"))))
                    .filter(value -> value > registered)
                    .toList();
            assertThat(captured)
                    .hasSize(value(table) - registered)
                    .isSorted()
                    .doesNotHaveDuplicates()
                    .endsWith(value(table));
        } finally {
            stop.set(true);
            thread.shutdownNow();
        }
    }

    @Test
    void pruningDeletesWhatTheSetHasAppliedAndNothingElse() throws SQLException {
        String table = capturedTable();
        String other = capturedTable();
        run("INSERT INTO " + table + " VALUES (1, 'a')", "INSERT INTO " + table + " VALUES (2, 'b')");
        run("INSERT INTO " + other + " VALUES (2, 'b')", "INSERT INTO " + table + " VALUES (3, 'c')");
        List<Map<String, @Nullable Object>> changes = changes(table);
        DB2.capture().prune();
        assertThat(brief(table)).hasSize(3);
        Object applied = changes.get(1).get("IBMSNAP_COMMITSEQ");
        run("UPDATE ASNCDC.IBMSNAP_PRUNE_SET SET SYNCHPOINT = X'" + applied + "', SYNCHTIME = CURRENT TIMESTAMP"
                + " WHERE APPLY_QUAL = 'KAFKAQUAL' AND SET_NAME = 'SET001' AND TARGET_SERVER = 'KAFKA'");
        DB2.capture().prune();
        assertThat(brief(table)).containsExactly("I:3=c");
        assertThat(brief(other)).containsExactly("I:2=b");
        assertThat(register(table)).containsEntry("CD_OLD_SYNCHPOINT", applied);
        assertThat(query("SELECT * FROM ASNCDC.IBMSNAP_UOW WHERE IBMSNAP_COMMITSEQ <= X'" + applied + "'"))
                .isEmpty();
        assertThat(query("SELECT * FROM ASNCDC.IBMSNAP_UOW WHERE IBMSNAP_COMMITSEQ > X'" + applied + "'"))
                .hasSizeGreaterThanOrEqualTo(2);
    }

    @Test
    void pruningHeedsEverySetThatSubscribes() throws SQLException {
        CaptureControl capture = DB2.capture("ASNSETS", SequenceFormat.VARCHAR_16);
        String table = newTable();
        run("CREATE TABLE " + table + " (ID INT NOT NULL PRIMARY KEY, V VARCHAR(40))");
        capture.register(DB2.schema(), table);
        run("""
            INSERT INTO ASNSETS.IBMSNAP_PRUNCNTL (TARGET_SERVER, TARGET_OWNER, TARGET_TABLE, SOURCE_OWNER, SOURCE_TABLE,
              SOURCE_VIEW_QUAL, APPLY_QUAL, SET_NAME, CNTL_SERVER, TARGET_STRUCTURE, PHYS_CHANGE_OWNER,
              PHYS_CHANGE_TABLE, MAP_ID)
            SELECT TARGET_SERVER, TARGET_OWNER, TARGET_TABLE, SOURCE_OWNER, SOURCE_TABLE, SOURCE_VIEW_QUAL, 'OTHER',
              SET_NAME, CNTL_SERVER, TARGET_STRUCTURE, PHYS_CHANGE_OWNER, PHYS_CHANGE_TABLE, 'other'
            FROM ASNSETS.IBMSNAP_PRUNCNTL
            """);
        run("INSERT INTO " + table + " VALUES (1, 'a')");
        Object applied = changes(capture, table).get(0).get("IBMSNAP_COMMITSEQ");
        run("UPDATE ASNSETS.IBMSNAP_PRUNE_SET SET SYNCHPOINT = X'" + applied + "'");
        capture.prune();
        assertThat(changes(capture, table)).hasSize(1);
        run("INSERT INTO ASNSETS.IBMSNAP_PRUNE_SET VALUES ('KAFKA', 'OTHER', 'SET001', NULL, X'" + applied + "')");
        capture.prune();
        assertThat(changes(capture, table)).isEmpty();
    }

    @Test
    void whatIsOlderThanTheRetentionLimitIsDeletedEvenIfNobodyAppliedIt() throws SQLException {
        CaptureControl capture = DB2.capture("ASNOLD", SequenceFormat.VARCHAR_16);
        String table = newTable();
        run("CREATE TABLE " + table + " (ID INT NOT NULL PRIMARY KEY, V VARCHAR(40))");
        capture.register(DB2.schema(), table);
        run("INSERT INTO " + table + " VALUES (1, 'a')");
        Object commit = changes(capture, table).get(0).get("IBMSNAP_COMMITSEQ");
        capture.pruning(true, 0, 0);
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(changes(capture, table)).isEmpty());
        assertThat(query("SELECT * FROM ASNOLD.IBMSNAP_REGISTER WHERE GLOBAL_RECORD = 'N'"))
                .singleElement()
                .satisfies(row -> assertThat(row).containsEntry("CD_OLD_SYNCHPOINT", commit));
    }

    private static String table(Updates updates, @Nullable String prefix) throws SQLException {
        String table = newTable();
        run("CREATE TABLE " + table + " (ID INT NOT NULL PRIMARY KEY, V VARCHAR(40))");
        Registration registration = Registration.of(DB2.schema(), table).updates(updates);
        DB2.capture().register(prefix == null ? registration : registration.beforeImages(prefix));
        return table;
    }

    private static boolean failed(Future<?> task) throws ExecutionException, InterruptedException {
        if (task.isDone()) {
            task.get();
        }
        return task.isDone();
    }

    private static int value(String table) throws SQLException {
        return Integer.parseInt(text(query("SELECT V FROM " + table).get(0).get("V")));
    }

    private static Tuple tuple(@Nullable Object... values) {
        return Tuple.tuple(values);
    }

    private static String text(@Nullable Object value) {
        return String.valueOf(value);
    }
}
