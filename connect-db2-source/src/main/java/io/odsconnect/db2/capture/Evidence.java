package io.odsconnect.db2.capture;

import io.odsconnect.db2.event.Lsn;
import io.odsconnect.db2.table.TableId;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Finds out whether changes of a table are gone where CD_OLD_SYNCHPOINT does not tell it: from what is there, from how old
 * the position is, and from how long Capture keeps changes.
 */
final class Evidence {

    private final ControlTables control;
    private final CaptureVitals vitals;

    /**
     * What is known of a table's changes.
     *
     * @param changeTable its change table
     * @param from up to where its changes were read
     * @param present whether that was the present a moment ago, so that nothing after it is old enough to be pruned
     * @param asOfMicros when that was committed, in microseconds since the epoch; the least number where unknown
     * @param vanished whether changes after {@code from} were there, and are gone
     * @param lastRead the last unit of work of which its changes were read; null where that is unknown
     * @param lastChangeMicros when the last change of whatever table was committed that was read; the least number where
     *     none was
     */
    record Known(
            TableId changeTable,
            Lsn from,
            boolean present,
            long asOfMicros,
            boolean vanished,
            StreamedTable.@Nullable Unit lastRead,
            long lastChangeMicros) {}

    Evidence(ControlTables control, CaptureVitals vitals) {
        this.control = control;
        this.vitals = vitals;
    }

    /** Returns with which unit of work the changes after {@code from} begin; null where there are none up to {@code to}. */
    @Nullable
    Lsn next(TableId changeTable, StreamPosition from, Lsn to) throws SQLException {
        @Nullable Lsn next = control.nextChange(changeTable, from);
        return next == null || next.compareTo(to) > 0 ? null : next;
    }

    /** Returns up to where changes of the table may be gone, and what tells it; null where none are. */
    @Nullable
    Found of(Known known, Pulse pulse) throws SQLException {
        @Nullable Lsn there = control.oldestChange(known.changeTable());
        if (!known.vanished() && there != null && there.compareTo(known.from()) <= 0) {
            // Pruning takes the oldest first, so nothing after this one is gone.
            return null;
        }
        @Nullable String why = why(known, pulse.nowMicros());
        if (why == null) {
            return null;
        }
        Lsn end = there == null ? pulse.horizon().synchpoint() : there.before();
        Lsn upTo = end.compareTo(known.from()) > 0 ? end : known.from();
        return new Found(
                upTo, "change table " + known.changeTable() + " holds nothing up to " + upTo + " any more, and " + why);
    }

    /**
     * What was found.
     *
     * @param upTo up to where changes may be gone
     * @param evidence what tells it, a clause of a sentence
     */
    record Found(Lsn upTo, String evidence) {}

    private @Nullable String why(Known known, long nowMicros) throws SQLException {
        if (known.vanished()) {
            return "changes after that which were there when the register was looked at are gone";
        }
        Duration retention = vitals.parameters().retention();
        long keptMicros = TimeUnit.SECONDS.toMicros(retention.toSeconds());
        boolean old = known.asOfMicros() != Long.MIN_VALUE && nowMicros - known.asOfMicros() > keptMicros;
        if (old && !known.present()) {
            return "Capture keeps changes for " + retention.toMinutes()
                    + " minutes only (RETENTION_LIMIT in IBMSNAP_CAPPARMS), which is less than the position is old";
        }
        @Nullable Lsn applied = control.applied(known.changeTable());
        if (applied != null && applied.compareTo(known.from()) > 0 && !known.present()) {
            return "all subscription sets of the change table have applied more (SYNCHPOINT in IBMSNAP_PRUNE_SET)";
        }
        StreamedTable.Unit last = known.lastRead();
        if (last != null) {
            boolean expired = nowMicros - last.micros() > keptMicros;
            boolean released = applied != null && applied.compareTo(last.commit()) >= 0;
            return expired || released ? null : "what was read of it last is gone before its time";
        }
        boolean young =
                known.lastChangeMicros() != Long.MIN_VALUE && nowMicros - known.lastChangeMicros() <= keptMicros;
        return young && unitsAreGone(known, applied)
                ? "IBMSNAP_UOW holds nothing up to there, either, though that is not old enough to be pruned"
                : null;
    }

    private boolean unitsAreGone(Known known, @Nullable Lsn applied) throws SQLException {
        if (applied != null && !applied.isZero()) {
            return false;
        }
        @Nullable Lsn unit = control.oldestUnit();
        return unit == null || unit.compareTo(known.from()) > 0;
    }
}
