package io.odsconnect.db2.plan;

import io.odsconnect.common.audit.AuditOptions;
import io.odsconnect.db2.capture.ControlTables;
import io.odsconnect.db2.capture.ServerClock;
import io.odsconnect.db2.config.ConnectionOptions;
import io.odsconnect.db2.config.Db2SourceConfig;
import io.odsconnect.db2.connection.Db2Session;
import io.odsconnect.db2.connection.SqlFailure;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.kafka.connect.errors.ConnectException;

/** What can be told before the connector starts: options that contradict each other, and what the database says. */
public final class Preflight {

    private final Db2SourceConfig config;

    /** Looks at {@code config}, whose options are right one by one. */
    public Preflight(Db2SourceConfig config) {
        this.config = config;
    }

    /** Returns all that is wrong; connects to the database unless the options alone are wrong already. */
    public List<Problem> problems() {
        List<Problem> problems = contradictions();
        return problems.isEmpty() ? databaseProblems() : problems;
    }

    private List<Problem> contradictions() {
        List<Problem> problems = new ArrayList<>();
        AuditOptions.mistakes(config.originalsStrings())
                .forEach((option, text) -> problems.add(new Problem(option, text)));
        if (config.maxBackoff().compareTo(config.backoff()) < 0) {
            problems.add(
                    new Problem(ConnectionOptions.CONNECTION_BACKOFF_MAX_MS, "It is less than connection.backoff.ms."));
        }
        boolean hasUser = config.address().user() != null;
        boolean hasPassword = config.address().password() != null;
        boolean driverLogsIn = config.address().properties().containsKey("securityMechanism")
                || config.address().properties().containsKey("accessToken")
                || config.address().properties().containsKey("apiKey");
        if (!hasUser && !driverLogsIn) {
            problems.add(new Problem(
                    ConnectionOptions.USER,
                    "There is no login. Give one, or say with connection.property.securityMechanism how to log in."));
        } else if (hasUser && !hasPassword && !driverLogsIn) {
            problems.add(new Problem(ConnectionOptions.PASSWORD, "There is a login without a password."));
        }
        for (String property : config.address().properties().keySet()) {
            String name = property.toLowerCase(Locale.ROOT);
            if (name.equals("user") || name.equals("password")) {
                problems.add(new Problem(
                        name.equals("user") ? ConnectionOptions.USER : ConnectionOptions.PASSWORD,
                        "Give it as database." + name + ", not as connection.property." + property + "."));
            }
        }
        return problems;
    }

    private List<Problem> databaseProblems() {
        try (Db2Session session = new Db2Session(config.address())) {
            try {
                session.connection();
                ControlTables control =
                        new ControlTables(session, config.captureSchema(), new ServerClock(config.timeZone()));
                return new Planner(config, session, control).plan().problems();
            } catch (SQLException e) {
                SqlFailure failure = SqlFailure.of(e, config.address());
                String option =
                        failure.kind() == SqlFailure.Kind.REFUSED ? ConnectionOptions.USER : ConnectionOptions.HOSTNAME;
                return List.of(new Problem(option, failure.text() + "."));
            } catch (ConnectException e) {
                return List.of(new Problem(ConnectionOptions.HOSTNAME, String.valueOf(e.getMessage())));
            }
        }
    }
}
