package io.odsconnect.testbed.db2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Random work of several connections, with and without kill -9: the changes, replayed, must give the table. */
class CaptureRestartIT extends Db2Fixture {

    private static final int KEYS = 40;
    private static final int WRITERS = 3;

    @Test
    void whatWasCommittedAndNotCapturedBeforeAKillIsCapturedOnceAfterIt() throws SQLException {
        String table = capturedTable();
        run("INSERT INTO " + table + " VALUES (1, 'a')");
        assertThat(brief(table)).hasSize(1);
        String before = String.valueOf(global().get("SYNCHPOINT"));
        DB2.capture().pause();
        run("INSERT INTO " + table + " VALUES (2, 'b')", "UPDATE " + table + " SET V = 'c' WHERE ID = 2");
        Connection open = transaction();
        run(open, "INSERT INTO " + table + " VALUES (3, 'open')");
        DB2.kill();
        open.abort(Runnable::run);
        DB2.restart();
        assertThat(brief(table)).containsExactly("I:1=a", "I:2=b", "D:2=b", "I:2=c");
        assertThat(String.valueOf(changes(table).get(1).get("IBMSNAP_COMMITSEQ")))
                .isGreaterThan(before);
        run("DELETE FROM " + table + " WHERE ID = 1");
        assertThat(brief(table)).endsWith("I:2=c", "D:1=a");
    }

    @Test
    void replayingTheChangesOfRacingConnectionsGivesTheTable() throws Exception {
        String table = capturedTable();
        try (Writers writers = new Writers(table, seed())) {
            writers.awaitCommits(400);
        }
        assertThat(replayed(table)).isEqualTo(contents(table)).isNotEmpty();
    }

    @Test
    void killingTheServerInTheMiddleLosesNothingAndDoublesNothing() throws Exception {
        String table = capturedTable();
        long seed = seed();
        for (int kill = 0; kill < 3; kill++) {
            try (Writers writers = new Writers(table, seed + kill)) {
                writers.awaitCommits(100);
                writers.expectTheEnd();
                DB2.kill();
            }
            DB2.restart();
            assertThat(replayed(table)).isEqualTo(contents(table));
        }
        assertThat(changes(table))
                .extracting(row -> row.get("IBMSNAP_INTENTSEQ"))
                .doesNotHaveDuplicates();
    }

    private static long seed() {
        long seed = Long.getLong("test.seed", System.nanoTime());
        System.out.println("Random work with -Dtest.seed=" + seed);
        return seed;
    }

    private static Map<Integer, String> contents(String table) throws SQLException {
        Map<Integer, String> contents = new TreeMap<>();
        query("SELECT ID, V FROM " + table + " WITH RR")
                .forEach(row -> contents.put((Integer) row.get("ID"), String.valueOf(row.get("V"))));
        return contents;
    }

    /** Applies the changes strictly: each must fit what those before it have left. */
    private static Map<Integer, String> replayed(String table) throws SQLException {
        Map<Integer, String> replayed = new TreeMap<>();
        for (Map<String, @Nullable Object> change : changes(table)) {
            Integer id = (Integer) change.get("ID");
            String value = String.valueOf(change.get("V"));
            if ("I".equals(change.get("IBMSNAP_OPERATION"))) {
                assertThat(replayed.put(id, value)).as("row before an insert").isNull();
            } else {
                assertThat(replayed.remove(id)).as("row before a delete").isEqualTo(value);
            }
        }
        return replayed;
    }

    /** Connections that do random transactions until they are closed. */
    private static final class Writers implements AutoCloseable {

        private final String table;
        private final AtomicBoolean stop = new AtomicBoolean();
        private final AtomicBoolean endExpected = new AtomicBoolean();
        private final AtomicInteger commits = new AtomicInteger();
        private final ExecutorService threads = Executors.newFixedThreadPool(WRITERS);
        private final List<Future<?>> running = new ArrayList<>();

        Writers(String table, long seed) {
            this.table = table;
            for (int i = 0; i < WRITERS; i++) {
                Random random = new Random(seed + 1_000L * i);
                running.add(threads.submit(() -> {
                    work(random);
                    return null;
                }));
            }
        }

        private void work(Random random) throws SQLException {
            try (Connection connection = Db2Fixture.transaction()) {
                while (!stop.get()) {
                    transaction(connection, random);
                }
                connection.rollback();
            } catch (SQLException e) {
                if (!endExpected.get()) {
                    throw e;
                }
            }
        }

        private void transaction(Connection connection, Random random) throws SQLException {
            try {
                for (int i = random.nextInt(5); i >= 0; i--) {
                    boolean partly = random.nextInt(5) == 0;
                    var savepoint = partly ? connection.setSavepoint("S") : null;
                    change(connection, random);
                    if (savepoint != null) {
                        connection.rollback(savepoint);
                        connection.releaseSavepoint(savepoint);
                    }
                }
                if (random.nextInt(6) == 0) {
                    connection.rollback();
                } else {
                    connection.commit();
                    commits.incrementAndGet();
                }
            } catch (SQLException e) {
                // Writers deadlock and insert what is there; the transaction ends there, one way or the other.
                if (!isConflict(e)) {
                    throw e;
                }
                if (random.nextBoolean()) {
                    connection.commit();
                } else {
                    connection.rollback();
                }
            }
        }

        private static boolean isConflict(SQLException e) {
            return List.of("23505", "40001", "40XL1").contains(String.valueOf(e.getSQLState()));
        }

        private void change(Connection connection, Random random) throws SQLException {
            int key = random.nextInt(KEYS);
            String value = Integer.toString(random.nextInt(1_000_000));
            switch (random.nextInt(5)) {
                case 0, 1 -> update(connection, "INSERT INTO " + table + " (V, ID) VALUES (?, ?)", value, key);
                case 2 -> update(connection, "UPDATE " + table + " SET V = ? WHERE ID = ?", value, key);
                case 3 -> update(connection, "UPDATE " + table + " SET ID = ID + 1 WHERE V > ? AND ID = ?", "5", key);
                default -> update(connection, "DELETE FROM " + table + " WHERE V <> ? AND ID = ?", "", key);
            }
        }

        private static void update(Connection connection, String sql, String value, int key) throws SQLException {
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                statement.setString(1, value);
                statement.setInt(2, key);
                statement.executeUpdate();
            }
        }

        void awaitCommits(int count) {
            await().atMost(LIMIT).until(() -> {
                for (Future<?> writer : running) {
                    if (writer.isDone()) {
                        writer.get();
                    }
                }
                return commits.get() >= count;
            });
        }

        void expectTheEnd() {
            endExpected.set(true);
        }

        @Override
        public void close() {
            stop.set(true);
            for (Future<?> writer : running) {
                assertThat(writer).succeedsWithin(LIMIT);
            }
            threads.shutdown();
        }
    }
}
