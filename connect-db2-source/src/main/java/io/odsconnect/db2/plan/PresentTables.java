package io.odsconnect.db2.plan;

import io.odsconnect.db2.capture.CapturedTables;
import io.odsconnect.db2.capture.ChangeTable;
import io.odsconnect.db2.capture.ControlTables;
import io.odsconnect.db2.capture.Registration;
import io.odsconnect.db2.capture.TaskShare;
import io.odsconnect.db2.capture.UnusableTableException;
import io.odsconnect.db2.config.Db2SourceConfig;
import io.odsconnect.db2.connection.Db2Session;
import io.odsconnect.db2.event.TopicNames;
import io.odsconnect.db2.table.TableFilter;
import io.odsconnect.db2.table.TableId;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** The tables of a task as they are now, by the same rules by which the plan was made at the start. */
public final class PresentTables implements CapturedTables {

    private final Db2SourceConfig config;
    private final Db2Session session;
    private final ControlTables control;
    private final TaskShare share;
    private final TableFilter filter;
    private final TopicNames topics;
    private final Set<TableId> known;

    /**
     * Looks tables up over {@code session}; only those of {@code share} are wanted.
     *
     * @param known the tables that were wanted at the start, of all tasks
     */
    public PresentTables(
            Db2SourceConfig config,
            Db2Session session,
            ControlTables control,
            TaskShare share,
            Collection<TableId> known) {
        this.topics = config.topics();
        this.known = new HashSet<>(known);
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
        requireTopic(registration.table());
        Plan plan = new Planner(config, session, control).plan(registration);
        if (!plan.problems().isEmpty()) {
            throw new UnusableTableException(
                    plan.problems().stream().map(Problem::text).collect(Collectors.joining(" ")));
        }
        return Objects.requireNonNull(plan.changeTables().get(registration.table()));
    }

    /**
     * A table that is registered while others are read does not get the topic of one of them. Of two that come at once the
     * first gets it where this is the only task; where there are others, none does, since each may belong to another task.
     */
    private void requireTopic(TableId table) throws SQLException {
        if (known.contains(table)) {
            return;
        }
        TopicOwners owners = new TopicOwners(topics);
        owners.add(table);
        for (Registration other : control.registrations()) {
            TableId id = other.table();
            boolean reads = known.contains(id) || !share.equals(TaskShare.ALL);
            if (!id.equals(table) && filter.wants(id) && reads) {
                owners.conflict(id).ifPresent(text -> {
                    throw new UnusableTableException(text);
                });
            }
        }
        known.removeIf(gone -> owners.conflict(gone).isPresent());
        known.add(table);
    }
}
