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

/** Writes a row to IBMSNAP_CAPMON every MONITOR_INTERVAL seconds, as long as Capture runs and has that habit. */
final class Monitor implements Runnable {

    private static final Duration CHECK = Duration.ofMillis(250);

    private final Database database;
    private final CaptureProgram program;
    private final String asn;
    private final Instant started = Instant.now();

    Monitor(Database database, CaptureProgram program) {
        this.database = database;
        this.program = program;
        this.asn = quoted(program.schema()) + ".IBMSNAP_";
    }

    @Override
    public void run() {
        Instant last = Instant.EPOCH;
        while (!Thread.currentThread().isInterrupted()) {
            try {
                TimeUnit.MILLISECONDS.sleep(CHECK.toMillis());
                boolean tells = program.has(CaptureHabit.MONITOR) && !program.isPaused();
                if (tells && Instant.now().isAfter(last.plus(interval()))) {
                    last = Instant.now();
                    write(last);
                }
            } catch (SQLException e) {
                System.err.println("Monitoring " + program.schema() + " tries again after " + e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private Duration interval() throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT MONITOR_INTERVAL FROM " + asn + "CAPPARMS")) {
            Duration interval = Duration.ofSeconds(rows.next() ? rows.getInt(1) : Integer.MAX_VALUE);
            connection.commit();
            return interval;
        }
    }

    private void write(Instant now) throws SQLException {
        try (Connection connection = database.connect();
                PreparedStatement insert = connection.prepareStatement("""
                        INSERT INTO %1$sCAPMON
                        SELECT CAST(? AS TIMESTAMP), CAST(? AS TIMESTAMP), 1, 0, 0, 0, 0, 0, 0, 0, 0,
                               CAST(NULL AS CHAR(10)), CAST(NULL AS CHAR(10)), 0, 0, SYNCHTIME
                        FROM %1$sREGISTER WHERE GLOBAL_RECORD = 'Y'
                        """.formatted(asn))) {
            insert.setTimestamp(1, Timestamp.from(now));
            insert.setTimestamp(2, Timestamp.from(started));
            insert.executeUpdate();
            connection.commit();
        }
    }
}
