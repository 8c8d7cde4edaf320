package io.odsconnect.db2.plan;

import io.odsconnect.db2.capture.CapturedTables;
import io.odsconnect.db2.capture.ChangeTable;
import io.odsconnect.db2.capture.ControlTables;
import io.odsconnect.db2.capture.Registration;
import io.odsconnect.db2.capture.TaskShare;
import io.odsconnect.db2.capture.UnusableTableException;
import io.odsconnect.db2.config.Db2SourceConfig;
import io.odsconnect.db2.connection.Db2Session;
import io.odsconnect.db2.table.TableFilter;
import io.odsconnect.db2.table.TableId;
import java.sql.SQLException;
import java.util.Objects;
import java.util.stream.Collectors;

/** The tables of a task as they are now, by the same rules by which the plan was made at the start. */
public final class PresentTables implements CapturedTables {

    private final Db2SourceConfig config;
    private final Db2Session session;
    private final ControlTables control;
    private final TaskShare share;
    private final TableFilter filter;

    /** Looks tables up over {@code session}; only those of {@code share} are wanted. */
    public PresentTables(Db2SourceConfig config, Db2Session session, ControlTables control, TaskShare share) {
        this.config = config;
        this.session = session;
        this.control = control;
        this.share = share;
        this.filter = config.filter();
    }

    @Override
    public boolean wants(TableId table) {
        return filter.wants(table) && share.owns(table);
    }

    @Override
    public ChangeTable lookUp(Registration registration) throws SQLException {
        Plan plan = new Planner(config, session, control).plan(registration);
        if (!plan.problems().isEmpty()) {
            throw new UnusableTableException(
                    plan.problems().stream().map(Problem::text).collect(Collectors.joining(" ")));
        }
        return Objects.requireNonNull(plan.changeTables().get(registration.table()));
    }
}
