package io.odsconnect.db2.capture;

import java.sql.SQLException;
import java.util.function.UnaryOperator;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;

/**
 * Makes changes of a change table's rows: an insert right after a delete in the same unit of work is an update, since
 * that is how Capture writes updates where the registration says CHG_UPD_TO_DEL_INS.
 *
 * <p>Where their keys differ, it is an update of the key. A real delete followed by a real insert looks the same; they
 * mean the same, too.
 */
final class Pairing implements Cursor<RowChange> {

    private final Cursor<ChangeRow> rows;
    private final UnaryOperator<Struct> keyOf;
    private final boolean updatesAsPairs;
    private @Nullable ChangeRow ahead;

    /**
     * Pairs {@code rows}, which come in (COMMITSEQ, INTENTSEQ) order.
     *
     * @param rows the rows
     * @param keyOf gives the key of a row
     * @param updatesAsPairs whether a delete and an insert with different keys are one update
     */
    Pairing(Cursor<ChangeRow> rows, UnaryOperator<Struct> keyOf, boolean updatesAsPairs) {
        this.rows = rows;
        this.keyOf = keyOf;
        this.updatesAsPairs = updatesAsPairs;
    }

    @Override
    public @Nullable RowChange next() throws SQLException {
        @Nullable ChangeRow row = take();
        while (row != null && Character.isLowerCase(row.operation())) {
            row = take();
        }
        if (row == null) {
            return null;
        }
        if (updatesAsPairs && row.operation() == 'D' && isBeforeUnreadableInsert(row)) {
            return next();
        }
        return switch (row.operation()) {
            case 'I' -> new RowChange.Added(row.commit(), row.intent(), row.image());
            case 'U' -> update(row);
            case 'D' -> deleteOrPair(row);
            default ->
                throw new ConnectException("A change table has IBMSNAP_OPERATION '" + row.operation()
                        + "' at COMMITSEQ " + row.commit() + ", INTENTSEQ " + row.intent()
                        + ". Only I, U and D are known; check what writes to it.");
        };
    }

    /** Says whether a delete is half of an update of which the other half cannot be read: alone it would say too much. */
    private boolean isBeforeUnreadableInsert(ChangeRow delete) throws SQLException {
        @Nullable ChangeRow next = take();
        if (next != null && next.operation() == 'i' && next.commit().equals(delete.commit())) {
            return true;
        }
        ahead = next;
        return false;
    }

    private RowChange update(ChangeRow row) {
        @Nullable Struct before = row.before();
        @Nullable Struct oldKey = before == null ? row.oldKey() : keyOf.apply(before);
        return oldKey == null || oldKey.equals(keyOf.apply(row.image()))
                ? new RowChange.Replaced(row.commit(), row.intent(), before, row.image())
                : new RowChange.Moved(row.commit(), row.intent(), before, oldKey, row.image());
    }

    private RowChange deleteOrPair(ChangeRow delete) throws SQLException {
        @Nullable ChangeRow next = take();
        if (next != null && next.operation() == 'I' && next.commit().equals(delete.commit())) {
            Struct oldKey = keyOf.apply(delete.image());
            if (oldKey.equals(keyOf.apply(next.image()))) {
                return new RowChange.Replaced(next.commit(), next.intent(), delete.image(), next.image());
            }
            if (updatesAsPairs) {
                return new RowChange.Moved(next.commit(), next.intent(), delete.image(), oldKey, next.image());
            }
        }
        ahead = next;
        return new RowChange.Removed(delete.commit(), delete.intent(), delete.image());
    }

    private @Nullable ChangeRow take() throws SQLException {
        @Nullable ChangeRow row = ahead;
        ahead = null;
        return row == null ? rows.next() : row;
    }
}
