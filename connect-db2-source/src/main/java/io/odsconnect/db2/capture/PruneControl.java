package io.odsconnect.db2.capture;

import io.odsconnect.db2.connection.SqlFailure;
import io.odsconnect.db2.event.Lsn;
import io.odsconnect.db2.table.TableId;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells Capture up to where it may prune, as IBM's Apply program does: by the SYNCHPOINT of a subscription set in
 * IBMSNAP_PRUNE_SET. What counts is what is stored in Kafka, where the connector would go on after a crash, not what it
 * has read. The number is only ever raised, so a task that lingers on after another has taken its place does no harm.
 */
public final class PruneControl {

    private static final Logger LOG = LoggerFactory.getLogger(PruneControl.class);

    private final ControlTables control;
    private final PruneSet set;
    private final Predicate<TableId> wanted;
    private final Function<Collection<TableId>, @Nullable Lsn> stored;
    private final long intervalNanos;
    private long dueNanos;
    private @Nullable Lsn written;
    private boolean warned;
    private Set<TableId> refusedFor = Set.of();

    /**
     * Prepares to tell.
     *
     * @param control Capture's control tables
     * @param set the subscription set
     * @param wanted says whether a table is one of the connector's, whichever task reads it
     * @param stored returns up to where no change of these tables is needed any more; null where that is not known yet
     * @param interval how often to tell
     */
    public PruneControl(
            ControlTables control,
            PruneSet set,
            Predicate<TableId> wanted,
            Function<Collection<TableId>, @Nullable Lsn> stored,
            Duration interval) {
        this.control = control;
        this.set = set;
        this.wanted = wanted;
        this.stored = stored;
        this.intervalNanos = interval.toNanos();
        this.dueNanos = System.nanoTime();
    }

    /** Tells Capture, if it is time to. A failure is logged: that Capture keeps more than it must is no reason to stop. */
    public void tellIfDue() {
        if (System.nanoTime() - dueNanos < 0) {
            return;
        }
        dueNanos = System.nanoTime() + intervalNanos;
        try {
            tell();
        } catch (SQLException e) {
            complain(e);
        }
    }

    private void complain(SQLException e) {
        SqlFailure failure = SqlFailure.of(e, control.address());
        if (failure.kind() == SqlFailure.Kind.PASSING) {
            LOG.info(
                    "Up to where Capture may prune could not be written to IBMSNAP_PRUNE_SET; it is written later: {}",
                    failure.text());
        } else if (SqlFailure.lacksPrivilege(e)) {
            LOG.warn(
                    "Up to where Capture may prune could not be written to IBMSNAP_PRUNE_SET (SQLCODE {}, SQLSTATE {}): the login needs UPDATE, and"
                            + " INSERT where its row is missing, on {}.IBMSNAP_PRUNE_SET and SELECT on {}.IBMSNAP_PRUNCNTL",
                    e.getErrorCode(),
                    e.getSQLState(),
                    control.schema(),
                    control.schema());
        } else {
            LOG.warn("Up to where Capture may prune could not be written to IBMSNAP_PRUNE_SET: {}", failure.text());
        }
    }

    private void tell() throws SQLException {
        List<Registration> tables = control.registrations().stream()
                .filter(registration -> wanted.test(registration.table()) && registration.isCaptured())
                .toList();
        @Nullable
        Lsn upTo = stored.apply(tables.stream().map(Registration::table).toList());
        if (upTo == null || upTo.equals(written)) {
            return;
        }
        Map<TableId, TableId> subscribed = control.subscribed(set);
        if (holdsOthers(subscribed.keySet())) {
            return;
        }
        warnOnceOfWhatIsMissing(tables, Set.copyOf(subscribed.values()));
        if (!control.hasPruneSet(set)) {
            control.insertPruneSet(set, upTo);
            LOG.info("{}.IBMSNAP_PRUNE_SET had no row {}; it has now", control.schema(), set);
        } else if (control.raisePruneSet(set, upTo)) {
            LOG.debug("Capture may prune up to {}", upTo);
        }
        written = upTo;
    }

    /** What another connector has not read yet must not be pruned by what this one has. */
    private boolean holdsOthers(Set<TableId> subscribed) {
        Set<TableId> others = new TreeSet<>(subscribed);
        others.removeIf(wanted);
        if (!others.isEmpty() && !others.equals(refusedFor)) {
            LOG.error(
                    "capture.prune.control: {}.IBMSNAP_PRUNCNTL has tables in {} that this connector does not read: {}. Nothing"
                            + " is pruned by it, since another may not have read them yet. Give this connector a set of its"
                            + " own: other names in capture.prune.apply.qualifier and capture.prune.set.name, and rows for"
                            + " its tables in IBMSNAP_PRUNCNTL.",
                    control.schema(),
                    set,
                    others);
        }
        refusedFor = others;
        return !others.isEmpty();
    }

    private void warnOnceOfWhatIsMissing(List<Registration> tables, Set<TableId> subscribed) {
        if (warned) {
            return;
        }
        warned = true;
        Set<TableId> missing = new TreeSet<>();
        tables.stream()
                .map(Registration::changeTable)
                .filter(table -> !subscribed.contains(table))
                .forEach(missing::add);
        if (!missing.isEmpty()) {
            LOG.warn(
                    "{}.IBMSNAP_PRUNCNTL has no row of {} for change tables {}: Capture does not prune them by what this"
                            + " connector has read, and may even prune what it has not. Insert the rows.",
                    control.schema(),
                    set,
                    missing);
        }
    }
}
