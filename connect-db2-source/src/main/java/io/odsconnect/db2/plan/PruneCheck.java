package io.odsconnect.db2.plan;

import io.odsconnect.db2.capture.ControlTables;
import io.odsconnect.db2.capture.PruneSet;
import io.odsconnect.db2.config.CaptureOptions;
import io.odsconnect.db2.config.Db2SourceConfig;
import io.odsconnect.db2.connection.Db2Session;
import io.odsconnect.db2.connection.SqlFailure;
import io.odsconnect.db2.table.TableId;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Checks that the subscription set by which Capture is to prune is there, and is nobody else's. */
final class PruneCheck {

    private static final Logger LOG = LoggerFactory.getLogger(PruneCheck.class);

    private PruneCheck() {}

    /** Returns what is wrong with the set; nothing where {@code capture.prune.control} is off. */
    static List<Problem> problems(Db2SourceConfig config, Db2Session session, ControlTables control) {
        @Nullable PruneSet set = config.pruneSet();
        if (set == null) {
            return List.of();
        }
        Set<TableId> tables;
        try {
            control.hasPruneSet(set);
            tables = new TreeSet<>(control.subscribed(set).keySet());
        } catch (SQLException e) {
            return unreadable(e, session, control.schema());
        }
        if (tables.isEmpty()) {
            return List.of(new Problem(
                    CaptureOptions.PRUNE_CONTROL,
                    control.schema() + ".IBMSNAP_PRUNCNTL has no row of the subscription set " + set
                            + ", so nothing is pruned by it. Check capture.prune.target.server,"
                            + " capture.prune.apply.qualifier and capture.prune.set.name, or insert a row for each"
                            + " table."));
        }
        tables.removeIf(config.filter()::wants);
        if (!tables.isEmpty()) {
            return List.of(new Problem(
                    CaptureOptions.PRUNE_CONTROL,
                    control.schema() + ".IBMSNAP_PRUNCNTL has tables in " + set + " that this connector does not read: "
                            + tables
                            + ". Another connector may not have read them yet, so nothing is pruned by it. Name a"
                            + " set of this connector's own in capture.prune.apply.qualifier and capture.prune.set.name,"
                            + " with rows for its tables in IBMSNAP_PRUNCNTL."));
        }
        return List.of();
    }

    /** A lock that somebody holds, or a server that is away, is no missing privilege: the task tries it later. */
    private static List<Problem> unreadable(SQLException e, Db2Session session, String schema) {
        SqlFailure failure = SqlFailure.of(e, session.address());
        if (failure.kind() == SqlFailure.Kind.PASSING) {
            LOG.warn("The subscription set of capture.prune.control is not checked: {}", failure.text());
            return List.of();
        }
        String text = SqlFailure.lacksTable(e)
                ? "There is no table " + schema + ".IBMSNAP_PRUNE_SET or " + schema + ".IBMSNAP_PRUNCNTL, or the login "
                        + session.address().user() + " cannot see them."
                : failure.text() + ". It takes SELECT and UPDATE on " + schema + ".IBMSNAP_PRUNE_SET and SELECT on "
                        + schema + ".IBMSNAP_PRUNCNTL.";
        return List.of(new Problem(CaptureOptions.PRUNE_CONTROL, text));
    }
}
