package io.odsconnect.db2;

import io.odsconnect.db2.config.TableOptions;
import io.odsconnect.db2.connection.Db2Session;
import io.odsconnect.db2.connection.SqlFailure;
import java.sql.SQLException;
import java.sql.Statement;
import org.apache.kafka.connect.errors.ConnectException;

/** What a user wants to be done in the database with each heartbeat, such as a change in a table of its own. */
final class HeartbeatAction {

    private final Db2Session session;
    private final String sql;

    /** Runs {@code sql} over {@code session}; nothing where it is blank. */
    HeartbeatAction(Db2Session session, String sql) {
        this.session = session;
        this.sql = sql;
    }

    /**
     * Runs it.
     *
     * @throws SQLException if the database is away, so that trying again helps
     * @throws ConnectException if the statement is wrong or not allowed
     */
    void run() throws SQLException {
        if (sql.isBlank()) {
            return;
        }
        try (Statement statement = session.connection().createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            SqlFailure failure = SqlFailure.of(e, session.address());
            if (failure.kind() == SqlFailure.Kind.PASSING) {
                throw e;
            }
            throw new ConnectException(TableOptions.HEARTBEAT_ACTION_QUERY + " failed: " + failure.text() + ".");
        }
    }
}
