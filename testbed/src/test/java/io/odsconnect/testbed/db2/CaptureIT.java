package io.odsconnect.testbed.db2;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Timestamp;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What Capture promises to those who read the ASN tables. */
class CaptureIT extends Db2Fixture {

    @Test
    void changesComeInTheOrderOfTheCommitsNotOfTheStatements() throws SQLException {
        String table = capturedTable();
        try (Connection first = transaction();
                Connection second = transaction()) {
            run(first, "INSERT INTO " + table + " VALUES (1, 'first')");
            run(second, "INSERT INTO " + table + " VALUES (2, 'second')");
            run(first, "INSERT INTO " + table + " VALUES (3, 'first')");
            second.commit();
            first.commit();
        }
        assertThat(brief(table)).containsExactly("I:2=second", "I:1=first", "I:3=first");
        List<Map<String, @Nullable Object>> changes = changes(table);
        assertThat(changes.get(1).get("IBMSNAP_COMMITSEQ"))
                .isEqualTo(changes.get(2).get("IBMSNAP_COMMITSEQ"));
    }

    @Test
    void anOpenTransactionHoldsUpNobodyAndIsNotSeen() throws SQLException {
        String table = capturedTable();
        try (Connection open = transaction()) {
            run(open, "INSERT INTO " + table + " VALUES (1, 'open')");
            run("INSERT INTO " + table + " VALUES (2, 'done')");
            try (Connection another = transaction()) {
                run(another, "INSERT INTO " + table + " VALUES (3, 'open')");
                run("INSERT INTO " + table + " VALUES (4, 'done')");
                assertThat(brief(table)).containsExactly("I:2=done", "I:4=done");
                another.rollback();
            }
            open.commit();
        }
        assertThat(brief(table)).containsExactly("I:2=done", "I:4=done", "I:1=open");
    }

    @Test
    void rolledBackWorkNeverAppears() throws SQLException {
        String table = capturedTable();
        try (Connection connection = transaction()) {
            run(connection, "INSERT INTO " + table + " VALUES (1, 'gone')");
            connection.rollback();
            run(connection, "INSERT INTO " + table + " VALUES (2, 'kept')");
            Savepoint savepoint = connection.setSavepoint("S");
            run(connection, "INSERT INTO " + table + " VALUES (3, 'gone')", "DELETE FROM " + table);
            connection.rollback(savepoint);
            run(connection, "UPDATE " + table + " SET V = 'new'");
            connection.commit();
        }
        assertThat(brief(table)).containsExactly("I:2=kept", "D:2=kept", "I:2=new");
    }

    @Test
    void aTransactionWithNothingLeftOfItIsNoUnitOfWork() throws SQLException {
        String table = capturedTable();
        DB2.capture().catchUp(LIMIT);
        int before = query("SELECT 1 FROM ASNCDC.IBMSNAP_UOW").size();
        try (Connection connection = transaction()) {
            Savepoint savepoint = connection.setSavepoint("S");
            run(connection, "INSERT INTO " + table + " VALUES (1, 'gone')");
            connection.rollback(savepoint);
            connection.commit();
        }
        assertThat(brief(table)).isEmpty();
        assertThat(query("SELECT 1 FROM ASNCDC.IBMSNAP_UOW")).hasSize(before);
    }

    @Test
    void aFailedStatementLeavesNothing() throws SQLException {
        String table = capturedTable();
        try (Connection connection = transaction()) {
            run(connection, "INSERT INTO " + table + " VALUES (3, 'kept')");
            assertThatThrownBy(() -> run(connection, "INSERT INTO " + table + " VALUES (1, 'a'), (2, 'b'), (3, 'c')"))
                    .isInstanceOf(SQLException.class);
            connection.commit();
        }
        assertThat(brief(table)).containsExactly("I:3=kept");
    }

    @Test
    void anAbandonedConnectionLeavesNothing() throws SQLException {
        String table = capturedTable();
        Connection connection = transaction();
        run(connection, "INSERT INTO " + table + " VALUES (1, 'gone')");
        connection.abort(Runnable::run);
        await().atMost(LIMIT)
                .untilAsserted(() ->
                        assertThat(query("SELECT * FROM " + table + " WITH UR")).isEmpty());
        run("INSERT INTO " + table + " VALUES (2, 'kept')");
        assertThat(brief(table)).containsExactly("I:2=kept");
    }

    @Test
    void aChangedKeyIsADeleteOfTheOldAndAnInsertOfTheNew() throws SQLException {
        String table = capturedTable();
        run("INSERT INTO " + table + " VALUES (1, 'a'), (2, 'b')", "UPDATE " + table + " SET ID = ID + 10");
        assertThat(brief(table)).containsExactly("I:1=a", "I:2=b", "D:1=a", "I:11=a", "D:2=b", "I:12=b");
    }

    @Test
    void aUnitOfWorkSpansTables() throws SQLException {
        String one = capturedTable();
        String two = capturedTable();
        try (Connection connection = transaction()) {
            run(connection, "INSERT INTO " + one + " VALUES (1, 'a')", "INSERT INTO " + two + " VALUES (1, 'a')");
            run(connection, "INSERT INTO " + one + " VALUES (2, 'b')");
            connection.commit();
        }
        List<Map<String, @Nullable Object>> first = changes(one);
        List<Map<String, @Nullable Object>> second = changes(two);
        Object commit = first.get(0).get("IBMSNAP_COMMITSEQ");
        assertThat(second.get(0)).containsEntry("IBMSNAP_COMMITSEQ", commit);
        assertThat(List.of(intent(first.get(0)), intent(second.get(0)), intent(first.get(1))))
                .isSorted()
                .doesNotHaveDuplicates();
        assertThat(query("SELECT * FROM ASNCDC.IBMSNAP_UOW WHERE IBMSNAP_COMMITSEQ = X'" + commit + "'"))
                .singleElement()
                .satisfies(unit -> assertThat(unit).containsEntry("IBMSNAP_AUTHID", DB2.schema()));
    }

    @Test
    void theRegisterTellsHowFarATableAndAllOfThemAre() throws SQLException {
        String table = capturedTable();
        assertThat(register(table)).containsEntry("STATE", "A").containsEntry("CHG_UPD_TO_DEL_INS", "Y");
        run("INSERT INTO " + table + " VALUES (1, 'a')", "INSERT INTO " + table + " VALUES (2, 'b')");
        Map<String, @Nullable Object> last = changes(table).get(1);
        assertThat(register(table)).containsEntry("CD_NEW_SYNCHPOINT", last.get("IBMSNAP_COMMITSEQ"));
        assertThat(text(global().get("SYNCHPOINT"))).isGreaterThanOrEqualTo(text(last.get("IBMSNAP_COMMITSEQ")));
    }

    @Test
    void theGlobalRowAdvancesAlsoWhenNothingHappens() throws SQLException {
        Map<String, @Nullable Object> before = global();
        await().atMost(LIMIT).untilAsserted(() -> {
            assertThat((Timestamp) global().get("SYNCHTIME")).isAfter((Timestamp) before.get("SYNCHTIME"));
            assertThat(text(global().get("SYNCHPOINT"))).isGreaterThan(text(before.get("SYNCHPOINT")));
        });
    }

    @Test
    void aCommitIsLaterThanEverySynchtimeThatDoesNotIncludeIt() throws SQLException {
        String table = capturedTable();
        for (int i = 0; i < 20; i++) {
            Map<String, @Nullable Object> before = global();
            run("INSERT INTO " + table + " VALUES (" + i + ", 'a')");
            Map<String, @Nullable Object> change = changes(table).get(i);
            Map<String, @Nullable Object> unit = query("SELECT * FROM ASNCDC.IBMSNAP_UOW WHERE IBMSNAP_COMMITSEQ = X'"
                            + change.get("IBMSNAP_COMMITSEQ") + "'")
                    .get(0);
            assertThat((Timestamp) unit.get("IBMSNAP_LOGMARKER")).isAfter((Timestamp) before.get("SYNCHTIME"));
            assertThat(text(change.get("IBMSNAP_COMMITSEQ"))).isGreaterThan(text(before.get("SYNCHPOINT")));
        }
    }

    @Test
    void upToTheSynchpointOfTheRegisterThereAreWholeUnitsOfWorkOnly() throws Exception {
        String table = capturedTable();
        ExecutorService threads = Executors.newSingleThreadExecutor();
        try {
            Future<?> writing = threads.submit(() -> {
                for (int unit = 0; unit < 60; unit++) {
                    insertInOneUnit(table, unit * 100, 100);
                }
                return null;
            });
            boolean done;
            do {
                done = writing.isDone();
                // Beyond it a scan may pass the place where rows of a unit are just being inserted, here as in Db2.
                Map<String, @Nullable Object> seen =
                        query("""
                        SELECT COUNT(*) AS N, COUNT(DISTINCT IBMSNAP_COMMITSEQ) AS U FROM ASNCDC.CDC_%s_%s
                         WHERE IBMSNAP_COMMITSEQ <=
                           (SELECT SYNCHPOINT FROM ASNCDC.IBMSNAP_REGISTER WHERE GLOBAL_RECORD = 'Y')
                        """.formatted(DB2.schema(), table)).get(0);
                assertThat(number(seen.get("N"))).isEqualTo(100 * number(seen.get("U")));
            } while (!done);
            writing.get();
            assertThat(changes(table)).hasSize(6_000);
        } finally {
            threads.shutdownNow();
            assertThat(threads.awaitTermination(60, SECONDS)).isTrue();
        }
    }

    @Test
    void aLargeTransactionIsOneUnitOfWork() throws SQLException {
        String table = capturedTable();
        insertInOneUnit(table, 0, 12_000);
        List<Map<String, @Nullable Object>> changes = changes(table);
        assertThat(changes).hasSize(12_000).extracting(row -> row.get("ID")).doesNotHaveDuplicates();
        assertThat(changes)
                .extracting(row -> row.get("IBMSNAP_COMMITSEQ"))
                .containsOnly(changes.get(0).get("IBMSNAP_COMMITSEQ"));
    }

    @Test
    void nothingArrivesWhileCaptureIsPausedAndAllAfterwards() throws SQLException {
        String table = capturedTable();
        run("INSERT INTO " + table + " VALUES (1, 'a')");
        assertThat(brief(table)).hasSize(1);
        DB2.capture().pause();
        try {
            Map<String, @Nullable Object> before = global();
            run("INSERT INTO " + table + " VALUES (2, 'b')");
            await().during(300, MILLISECONDS)
                    .atMost(LIMIT)
                    .untilAsserted(() -> assertThat(global()).isEqualTo(before));
            assertThat(query("SELECT * FROM ASNCDC.CDC_" + DB2.schema() + "_" + table))
                    .hasSize(1);
        } finally {
            DB2.capture().resume();
        }
        assertThat(brief(table)).containsExactly("I:1=a", "I:2=b");
    }

    private static void insertInOneUnit(String table, int from, int count) throws SQLException {
        try (Connection connection = transaction();
                PreparedStatement insert = connection.prepareStatement("INSERT INTO " + table + " VALUES (?, 'x')")) {
            for (int i = 0; i < count; i++) {
                insert.setInt(1, from + i);
                insert.addBatch();
            }
            insert.executeBatch();
            connection.commit();
        }
    }

    private static String intent(Map<String, @Nullable Object> change) {
        return text(change.get("IBMSNAP_INTENTSEQ"));
    }

    private static String text(@Nullable Object value) {
        return String.valueOf(value);
    }

    private static int number(@Nullable Object value) {
        return Integer.parseInt(text(value));
    }
}
