package io.odsconnect.db2.plan;

import io.odsconnect.db2.capture.ControlTables;
import io.odsconnect.db2.capture.ServerClock;
import io.odsconnect.db2.config.ConnectionOptions;
import io.odsconnect.db2.config.Db2SourceConfig;
import io.odsconnect.db2.connection.Db2Address;
import io.odsconnect.db2.connection.Db2Session;
import io.odsconnect.db2.connection.SqlFailure;
import io.odsconnect.db2.event.TableEvents;
import io.odsconnect.db2.sql.Catalog;
import io.odsconnect.db2.table.TableId;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.connect.errors.ConnectException;

/** What can be told before the connector starts: options that contradict each other, and what the database says. */
public final class Preflight {

    private static final String VALIDATION_SECONDS = "40";

    private final Db2SourceConfig config;

    /** Looks at {@code config}, whose options are right one by one. */
    public Preflight(Db2SourceConfig config) {
        this.config = config;
    }

    /** Returns all that is wrong; connects to the database unless the options alone are wrong already. */
    public List<Problem> problems() {
        List<Problem> problems = new ArrayList<>(Contradictions.in(config));
        problems.addAll(OptionNames.in(config));
        return problems.isEmpty() ? databaseProblems() : problems;
    }

    private List<Problem> databaseProblems() {
        // The request for the validation ends after 90 s; the sentence has to come before.
        Db2Address address = config.address().orProperty("blockingReadConnectionTimeout", VALIDATION_SECONDS);
        try (Db2Session session = new Db2Session(address)) {
            try {
                session.connection();
                ControlTables control =
                        new ControlTables(session, config.captureSchema(), new ServerClock(config.timeZone()));
                Plan plan = new Planner(config, session, control).plan();
                List<Problem> problems = new ArrayList<>(plan.problems());
                List<TableId> tables =
                        plan.tables().stream().map(TableEvents::table).toList();
                if (problems.isEmpty()) {
                    // A table that is in trouble itself would be missing here.
                    problems.addAll(ListCheck.problems(config, tables, new Catalog(session.connection())));
                }
                problems.addAll(StatementCheck.problems(config, session, tables));
                if (plan.problems().isEmpty() && config.snapshotMode().streams()) {
                    problems.addAll(PruneCheck.problems(config, session, control));
                }
                return problems;
            } catch (SQLException e) {
                SqlFailure failure = SqlFailure.of(e, config.address());
                return List.of(new Problem(option(failure.place()), failure.text() + "."));
            } catch (ConnectException e) {
                return List.of(new Problem(ConnectionOptions.HOSTNAME, String.valueOf(e.getMessage())));
            }
        }
    }

    private static String option(SqlFailure.Place place) {
        return switch (place) {
            case LOGIN -> ConnectionOptions.USER;
            case DATABASE -> ConnectionOptions.DBNAME;
            case PORT -> ConnectionOptions.PORT;
            case HOST, ELSEWHERE -> ConnectionOptions.HOSTNAME;
        };
    }
}
