package io.odsconnect.db2.capture;

import io.odsconnect.db2.connection.Db2Session;
import io.odsconnect.db2.connection.SqlFailure;
import io.odsconnect.db2.sql.Db2Sql;
import io.odsconnect.db2.type.ZonelessTimes;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What Capture tells of itself besides the register: its parameters, and that it runs. Both tables may be missing, empty or
 * closed to the login; then what is usual counts.
 */
final class CaptureVitals {

    private static final Logger LOG = LoggerFactory.getLogger(CaptureVitals.class);
    private static final long KNOWN_FOR_NANOS = Duration.ofMinutes(1).toNanos();

    private final Db2Session session;
    private final String schema;
    private final ServerClock clock;
    private final ZonelessTimes times = new ZonelessTimes();
    private @Nullable CaptureParameters parameters;
    private long readNanos;
    private boolean monitored = true;

    CaptureVitals(Db2Session session, String schema, ServerClock clock) {
        this.session = session;
        this.schema = schema;
        this.clock = clock;
    }

    /** Returns how Capture is set, as of a minute ago at most. */
    CaptureParameters parameters() throws SQLException {
        CaptureParameters known = parameters;
        if (known == null || System.nanoTime() - readNanos > KNOWN_FOR_NANOS) {
            known = read();
            parameters = known;
            readNanos = System.nanoTime();
        }
        return known;
    }

    private CaptureParameters read() throws SQLException {
        try (PreparedStatement statement = session.connection().prepareStatement(Db2Sql.captureParameters(schema));
                ResultSet rows = statement.executeQuery()) {
            if (!rows.next()) {
                return CaptureParameters.USUAL;
            }
            CaptureParameters usual = CaptureParameters.USUAL;
            return new CaptureParameters(
                    Duration.ofMinutes(number(rows, 1, usual.retention().toMinutes())),
                    Duration.ofSeconds(number(rows, 2, usual.commitInterval().toSeconds())),
                    Duration.ofSeconds(number(rows, 3, usual.monitorInterval().toSeconds())));
        } catch (SQLException e) {
            requireUnreadable(e, "IBMSNAP_CAPPARMS", "it is taken for granted that Capture keeps changes for 7 days");
            return CaptureParameters.USUAL;
        }
    }

    private static long number(ResultSet rows, int index, long usual) throws SQLException {
        long number = rows.getLong(index);
        return rows.wasNull() ? usual : number;
    }

    /** Returns when Capture wrote to its monitor last, in microseconds since the epoch; empty where it does not. */
    OptionalLong lastSign() throws SQLException {
        if (!monitored) {
            return OptionalLong.empty();
        }
        try (PreparedStatement statement = session.connection().prepareStatement(Db2Sql.monitorTime(schema));
                ResultSet rows = statement.executeQuery()) {
            @Nullable Long local = rows.next() ? times.micros(rows, 1) : null;
            return local == null ? OptionalLong.empty() : OptionalLong.of(clock.earliest(local));
        } catch (SQLException e) {
            requireUnreadable(
                    e, "IBMSNAP_CAPMON", "a SYNCHTIME that stands still is taken for a Capture that has stopped");
            monitored = false;
            return OptionalLong.empty();
        }
    }

    private void requireUnreadable(SQLException e, String table, String therefore) throws SQLException {
        if (SqlFailure.of(e, session.address()).kind() == SqlFailure.Kind.PASSING) {
            throw e;
        }
        if (monitored) {
            LOG.info(
                    "{}.{} cannot be read (SQLCODE {}, SQLSTATE {}), so {}. To change that: GRANT SELECT ON {}.{} TO USER {}",
                    schema,
                    table,
                    e.getErrorCode(),
                    e.getSQLState(),
                    therefore,
                    schema,
                    table,
                    session.address().user());
        }
    }
}
