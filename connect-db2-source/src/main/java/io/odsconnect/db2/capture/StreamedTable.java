package io.odsconnect.db2.capture;

import org.jspecify.annotations.Nullable;

/** A table of a stream, as it is at the moment. */
final class StreamedTable {

    private ChangeTable changeTable;
    private @Nullable StreamPosition ahead;
    private boolean covered = true;

    /** Takes the change table, and up to where later changes than the stream's position were handed over. */
    StreamedTable(ChangeTable changeTable, @Nullable StreamPosition ahead) {
        this.changeTable = changeTable;
        this.ahead = ahead;
    }

    ChangeTable changeTable() {
        return changeTable;
    }

    void changeTable(ChangeTable other) {
        changeTable = other;
    }

    /** Returns up to where its changes do not count any more though the stream is not there yet; null where it is. */
    @Nullable
    StreamPosition ahead() {
        return ahead;
    }

    void ahead(@Nullable StreamPosition position) {
        ahead = position;
    }

    /** Returns from where on its changes count, in a stream at {@code position}. */
    StreamPosition from(StreamPosition position) {
        StreamPosition known = ahead;
        return known != null && known.orderTo(position) > 0 ? known : position;
    }

    /** Says whether no change of it is missing so far. */
    boolean covered() {
        return covered;
    }

    void covered(boolean complete) {
        covered = complete;
    }
}
