package io.odsconnect.testbed.db2.capture;

import static io.odsconnect.testbed.db2.capture.Database.quoted;

import io.odsconnect.testbed.db2.CaptureHabit;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Deletes what nobody needs any more: from a change data table, what all subscription sets that PRUNCNTL names for it
 * have applied (their SYNCHPOINT in PRUNE_SET) and what is older than RETENTION_LIMIT minutes; from the UOW table, what
 * no change data table has rows of. CD_OLD_SYNCHPOINT is raised to what has been deleted.
 */
final class Pruner implements Runnable {

    private static final int ROWS_PER_TRANSACTION = 2_000;
    private static final Duration CHECK = Duration.ofSeconds(1);

    private final Database database;
    private final CaptureProgram program;
    private final String asn;

    Pruner(Database database, CaptureProgram program) {
        this.database = database;
        this.program = program;
        this.asn = quoted(program.schema()) + ".IBMSNAP_";
    }

    /** Prunes every PRUNE_INTERVAL seconds where AUTOPRUNE says so, until the thread is interrupted. */
    @Override
    public void run() {
        Instant last = Instant.now();
        while (!Thread.currentThread().isInterrupted()) {
            try {
                TimeUnit.MILLISECONDS.sleep(CHECK.toMillis());
                Duration interval = interval();
                if (interval != null && Instant.now().isAfter(last.plus(interval))) {
                    prune();
                    last = Instant.now();
                }
            } catch (SQLException e) {
                System.err.println("Pruning " + program.schema() + " tries again after " + e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Prunes once. */
    void prune() throws SQLException {
        try (Connection connection = database.connect()) {
            long tooOld = tooOld(connection);
            long unneeded = Long.MAX_VALUE;
            for (CapturedTable table : program.tables()) {
                long limit = Math.max(tooOld, applied(connection, table));
                connection.commit();
                prune(connection, table, limit);
                unneeded = Math.min(unneeded, limit);
            }
            if (unneeded < Long.MAX_VALUE) {
                deleteInSteps(connection, asn + "UOW", unneeded, null);
            }
        }
    }

    private @Nullable Duration interval() throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT PRUNE_INTERVAL, AUTOPRUNE FROM " + asn + "CAPPARMS")) {
            Duration interval =
                    rows.next() && "Y".equals(rows.getString(2)) ? Duration.ofSeconds(rows.getInt(1)) : null;
            connection.commit();
            return interval;
        }
    }

    private long tooOld(Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("""
                SELECT IBMSNAP_COMMITSEQ FROM %1$sUOW
                WHERE IBMSNAP_LOGMARKER < ? ORDER BY IBMSNAP_COMMITSEQ DESC FETCH FIRST ROW ONLY
                """.formatted(asn))) {
            select.setTimestamp(1, Timestamp.from(Instant.now().minus(retention(connection))));
            try (ResultSet rows = select.executeQuery()) {
                return rows.next() ? program.format().decode(rows.getBytes(1)) : 0;
            }
        }
    }

    private Duration retention(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT RETENTION_LIMIT FROM " + asn + "CAPPARMS")) {
            rows.next();
            return Duration.ofMinutes(rows.getInt(1));
        }
    }

    private long applied(Connection connection, CapturedTable table) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("""
                SELECT S.SYNCHPOINT FROM %1$sPRUNCNTL P
                LEFT JOIN %1$sPRUNE_SET S
                  ON S.TARGET_SERVER = P.TARGET_SERVER AND S.APPLY_QUAL = P.APPLY_QUAL AND S.SET_NAME = P.SET_NAME
                WHERE P.PHYS_CHANGE_OWNER = ? AND P.PHYS_CHANGE_TABLE IN (?, ?)
                """.formatted(asn))) {
            select.setString(1, table.captureSchema());
            select.setString(2, table.changeTable());
            select.setString(3, quoted(table.changeTable()));
            try (ResultSet sets = select.executeQuery()) {
                long applied = Long.MAX_VALUE;
                boolean subscribed = false;
                while (sets.next()) {
                    byte[] synchpoint = sets.getBytes(1);
                    applied = Math.min(
                            applied, synchpoint == null ? 0 : program.format().decode(synchpoint));
                    subscribed = true;
                }
                return subscribed ? applied : 0;
            }
        }
    }

    private void prune(Connection connection, CapturedTable table, long limit) throws SQLException {
        try (PreparedStatement raise = connection.prepareStatement("""
                UPDATE %1$sREGISTER
                SET CD_OLD_SYNCHPOINT = ? WHERE SOURCE_OWNER = ? AND SOURCE_TABLE = ? AND SOURCE_VIEW_QUAL = 0
                """.formatted(asn))) {
            raise.setString(2, table.owner());
            raise.setString(3, table.table());
            boolean raises = !program.has(CaptureHabit.NO_OLD_SYNCHPOINT);
            deleteInSteps(connection, table.changeTableSql(), limit, raises ? raise : null);
        }
    }

    private void deleteInSteps(Connection connection, String table, long limit, @Nullable PreparedStatement raise)
            throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("""
                        SELECT IBMSNAP_COMMITSEQ FROM %s WHERE IBMSNAP_COMMITSEQ <= ?
                        ORDER BY IBMSNAP_COMMITSEQ OFFSET %d ROWS FETCH NEXT ROW ONLY
                        """.formatted(table, ROWS_PER_TRANSACTION));
                PreparedStatement delete =
                        connection.prepareStatement("DELETE FROM " + table + " WHERE IBMSNAP_COMMITSEQ <= ?")) {
            byte[] end = program.format().encode(limit);
            byte[] step;
            do {
                step = step(select, end);
                delete.setBytes(1, step == null ? end : step);
                if (delete.executeUpdate() > 0 && raise != null) {
                    raise.setBytes(1, step == null ? end : step);
                    raise.executeUpdate();
                }
                connection.commit();
            } while (step != null);
        }
    }

    private static byte @Nullable [] step(PreparedStatement select, byte[] end) throws SQLException {
        select.setBytes(1, end);
        try (ResultSet rows = select.executeQuery()) {
            return rows.next() ? rows.getBytes(1) : null;
        }
    }
}
