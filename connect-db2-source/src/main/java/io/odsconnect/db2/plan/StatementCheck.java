package io.odsconnect.db2.plan;

import io.odsconnect.db2.config.Db2SourceConfig;
import io.odsconnect.db2.config.LoadOptions;
import io.odsconnect.db2.config.TableOptions;
import io.odsconnect.db2.connection.Db2Session;
import io.odsconnect.db2.connection.SqlFailure;
import io.odsconnect.db2.sql.Db2Sql;
import io.odsconnect.db2.table.TableId;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Has the database look at the SQL that the user wrote, without a row read or written. */
final class StatementCheck {

    private final Db2Session session;
    private final List<Problem> problems = new ArrayList<>();

    private StatementCheck(Db2Session session) {
        this.session = session;
    }

    /** Returns what is wrong with the row filters of {@code tables} and with the statement of heartbeats. */
    static List<Problem> problems(Db2SourceConfig config, Db2Session session, Collection<TableId> tables)
            throws SQLException {
        StatementCheck check = new StatementCheck(session);
        for (TableId table : tables) {
            String filter = config.bulkLoadFilter(table.toString());
            if (!filter.isEmpty()) {
                check.prepare(
                        LoadOptions.BULK_LOAD_FILTER_PREFIX + table,
                        "It is no condition on the rows of table " + table,
                        Db2Sql.check(table, filter));
            }
        }
        if (!config.heartbeatAction().isBlank()) {
            check.prepare(
                    TableOptions.HEARTBEAT_ACTION_QUERY,
                    "The database does not take this statement",
                    config.heartbeatAction());
        }
        return check.problems;
    }

    private void prepare(String option, String text, String sql) throws SQLException {
        try (PreparedStatement statement = session.connection().prepareStatement(sql)) {
            // The driver sends a statement when it is run, or when it is asked what it is like.
            statement.getParameterMetaData();
        } catch (SQLException e) {
            SqlFailure failure = SqlFailure.of(e, session.address());
            if (failure.kind() == SqlFailure.Kind.PASSING) {
                throw e;
            }
            problems.add(new Problem(option, text + ": " + failure.cause() + "."));
        }
    }
}
