package io.odsconnect.db2.capture;

import io.odsconnect.db2.table.TableId;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
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
            LOG.warn(
                    "Capture could not be told up to where it may prune (SQLCODE {}, SQLSTATE {}): the login needs UPDATE on"
                            + " {}.IBMSNAP_PRUNE_SET and SELECT on {}.IBMSNAP_PRUNCNTL",
                    e.getErrorCode(),
                    e.getSQLState(),
                    control.schema(),
                    control.schema());
        }
    }

    private void tell() throws SQLException {
        List<Registration> tables = control.registrations().stream()
                .filter(registration -> wanted.test(registration.table()))
                .toList();
        @Nullable
        Lsn upTo = stored.apply(tables.stream().map(Registration::table).toList());
        if (upTo == null || upTo.equals(written)) {
            return;
        }
        warnOnceOfWhatIsMissing(tables);
        if (control.raisePruneSet(set, upTo)) {
            LOG.debug("Capture may prune up to {}", upTo);
        }
        written = upTo;
    }

    private void warnOnceOfWhatIsMissing(List<Registration> tables) throws SQLException {
        if (warned) {
            return;
        }
        warned = true;
        if (!control.hasPruneSet(set)) {
            LOG.warn(
                    "{}.IBMSNAP_PRUNE_SET has no row {}, so Capture cannot be told up to where it may prune. Insert it"
                            + " with a SYNCHPOINT of zeros.",
                    control.schema(),
                    set);
        }
        Set<TableId> missing = new TreeSet<>();
        Set<TableId> subscribed = control.subscribed(set);
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
