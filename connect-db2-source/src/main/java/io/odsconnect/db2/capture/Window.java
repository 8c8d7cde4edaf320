package io.odsconnect.db2.capture;

import io.odsconnect.db2.event.Lsn;
import io.odsconnect.db2.table.TableId;
import java.sql.SQLException;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/** The changes of a stream up to a synchpoint, with one known ahead: it tells whether a unit of work goes on. */
final class Window {

    private final Lsn to;
    private final long asOfMicros;
    private final Cursor<CommitOrder.Ordered<StreamedTable>> changes;
    private final CommitTimes times;
    private final BiPredicate<RowChange, TableId> known;
    private CommitOrder.@Nullable Ordered<StreamedTable> next;
    private boolean fetched;

    /**
     * Opens a window.
     *
     * @param to the last unit of work in it
     * @param asOfMicros when that was committed
     * @param changes what is in it
     * @param times when its units of work were committed
     * @param known says whether a change was handed over before
     */
    Window(
            Lsn to,
            long asOfMicros,
            Cursor<CommitOrder.Ordered<StreamedTable>> changes,
            CommitTimes times,
            BiPredicate<RowChange, TableId> known) {
        this.to = to;
        this.asOfMicros = asOfMicros;
        this.changes = changes;
        this.times = times;
        this.known = known;
    }

    Lsn to() {
        return to;
    }

    long asOfMicros() {
        return asOfMicros;
    }

    /** Returns the next change that was not handed over before, without taking it; null at the end. */
    CommitOrder.@Nullable Ordered<StreamedTable> peek() throws SQLException {
        while (!fetched) {
            CommitOrder.@Nullable Ordered<StreamedTable> found = changes.next();
            fetched = found == null || !known.test(found.change(), found.table());
            next = found;
        }
        return next;
    }

    /** Takes the next change; null at the end. */
    CommitOrder.@Nullable Ordered<StreamedTable> take() throws SQLException {
        CommitOrder.@Nullable Ordered<StreamedTable> taken = peek();
        fetched = taken == null;
        return taken;
    }

    /** Returns when a unit of work was committed; it must not lie before the one asked for last. */
    long commitMicros(Lsn commit) throws SQLException {
        return times.micros(commit);
    }
}
