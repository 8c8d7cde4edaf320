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
 * <p>Where their keys differ, it is an update of the key. A real delete followed by a real insert looks the same. Both
 * mean that the old key has no row any more, unless another row came to it before in the same unit of work: that is for
 * {@link TakenKeys} to say.
 */
final class Pairing implements Cursor<RowChange> {

    private final Cursor<ChangeRow> rows;
    private final UnaryOperator<Struct> keyOf;
    private final boolean updatesAsPairs;
    private final TakenKeys taken;
    private @Nullable ChangeRow ahead;

    /**
     * Pairs {@code rows}, which come in (COMMITSEQ, INTENTSEQ) order, from the beginning of a unit of work on.
     *
     * @param rows the rows
     * @param keyOf gives the key of a row; an empty one where rows have none
     * @param updatesAsPairs whether a delete and an insert with different keys are one update
     */
    Pairing(Cursor<ChangeRow> rows, UnaryOperator<Struct> keyOf, boolean updatesAsPairs) {
        this(rows, keyOf, updatesAsPairs, new TakenKeys());
    }

    /** The same with what remembers the keys that rows came to. */
    Pairing(Cursor<ChangeRow> rows, UnaryOperator<Struct> keyOf, boolean updatesAsPairs, TakenKeys taken) {
        this.rows = rows;
        this.keyOf = keyOf;
        this.updatesAsPairs = updatesAsPairs;
        this.taken = taken;
    }

    @Override
    public @Nullable RowChange next() throws SQLException {
        @Nullable ChangeRow row = take();
        while (row != null && isLeftOut(row)) {
            taken.in(row.commit());
            taken.doubt();
            row = take();
        }
        if (row == null) {
            return null;
        }
        taken.in(row.commit());
        return switch (row.operation()) {
            case 'I' -> added(row);
            case 'U' -> update(row);
            case 'D' -> deleteOrPair(row);
            default ->
                throw new ConnectException("A change table has IBMSNAP_OPERATION '" + row.operation()
                        + "' at COMMITSEQ " + row.commit() + ", INTENTSEQ " + row.intent()
                        + ". Only I, U and D are known; check what writes to it.");
        };
    }

    /**
     * Says whether a row cannot be read, or is a delete that is half of an update of which the other half cannot be read:
     * alone it would say too much.
     */
    private boolean isLeftOut(ChangeRow row) throws SQLException {
        if (Character.isLowerCase(row.operation())) {
            return true;
        }
        if (!updatesAsPairs || row.operation() != 'D') {
            return false;
        }
        @Nullable ChangeRow next = take();
        if (next != null && next.operation() == 'i' && next.commit().equals(row.commit())) {
            return true;
        }
        ahead = next;
        return false;
    }

    private RowChange added(ChangeRow row) {
        Struct key = keyOf.apply(row.image());
        if (hasFields(key)) {
            taken.came(key, row.image(), false);
        }
        return new RowChange.Added(row.commit(), row.intent(), row.image(), row.exact());
    }

    private RowChange update(ChangeRow row) {
        @Nullable Struct before = row.before();
        @Nullable Struct oldKey = before == null ? row.oldKey() : keyOf.apply(before);
        Struct key = keyOf.apply(row.image());
        if (oldKey == null || oldKey.equals(key)) {
            return replaced(row, before, key);
        }
        RowChange.OldRow oldRow = taken.left(oldKey, before);
        taken.came(key, row.image(), true);
        return new RowChange.Moved(
                row.commit(), row.intent(), before, oldKey, row.oldExact(), row.image(), row.exact(), oldRow, null);
    }

    private RowChange replaced(ChangeRow row, @Nullable Struct before, Struct key) {
        if (hasFields(key)) {
            taken.replaced(key, row.image());
        }
        return new RowChange.Replaced(row.commit(), row.intent(), before, row.image(), row.exact());
    }

    private RowChange deleteOrPair(ChangeRow delete) throws SQLException {
        @Nullable ChangeRow next = take();
        Struct oldKey = keyOf.apply(delete.image());
        if (next != null && next.operation() == 'I' && next.commit().equals(delete.commit())) {
            Struct key = keyOf.apply(next.image());
            if (oldKey.equals(key)) {
                return replaced(next, delete.image(), key);
            }
            if (updatesAsPairs) {
                RowChange.OldRow oldRow = taken.left(oldKey, delete.image());
                taken.came(key, next.image(), true);
                return new RowChange.Moved(
                        next.commit(),
                        next.intent(),
                        delete.image(),
                        oldKey,
                        delete.exact(),
                        next.image(),
                        next.exact(),
                        oldRow,
                        null);
            }
        }
        ahead = next;
        RowChange.OldRow oldRow = hasFields(oldKey) ? taken.left(oldKey, delete.image()) : RowChange.OldRow.GONE;
        return new RowChange.Removed(delete.commit(), delete.intent(), delete.image(), delete.exact(), oldRow, null);
    }

    /** Says whether rows have a key at all: without one, an event is about a row and not about what a key has. */
    private static boolean hasFields(Struct key) {
        return !key.schema().fields().isEmpty();
    }

    private @Nullable ChangeRow take() throws SQLException {
        @Nullable ChangeRow row = ahead;
        ahead = null;
        return row == null ? rows.next() : row;
    }
}
