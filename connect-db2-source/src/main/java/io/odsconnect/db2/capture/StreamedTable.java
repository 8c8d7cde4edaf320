package io.odsconnect.db2.capture;

import io.odsconnect.db2.event.Lsn;
import org.jspecify.annotations.Nullable;

/** A table of a stream, as it is at the moment. */
final class StreamedTable {

    /**
     * A unit of work with changes of a table.
     *
     * @param commit its COMMITSEQ
     * @param micros when it was committed, in microseconds since the epoch
     */
    record Unit(Lsn commit, long micros) {}

    private ChangeTable changeTable;
    private @Nullable StreamPosition ahead;
    private boolean covered = true;
    private boolean reached;
    private boolean begins;
    private boolean suspect;
    private boolean vanished;
    private @Nullable Lsn expected;
    private long sinceMicros = Long.MIN_VALUE;
    private @Nullable Unit lastRead;

    /**
     * Takes the change table, and up to where later changes than the stream's position were handed over.
     *
     * @param begins whether its changes begin now, so that none that came before is needed
     */
    StreamedTable(ChangeTable changeTable, @Nullable StreamPosition ahead, boolean begins) {
        this.changeTable = changeTable;
        this.ahead = ahead;
        this.reached = ahead != null && !begins;
        this.begins = begins;
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
        reached = false;
    }

    /** Says whether {@link #ahead()} is stored, so that changes up to there were handed over, or begin there. */
    boolean reached() {
        return reached;
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

    /** Has its changes begin anew: what is gone now does not matter. */
    void begin() {
        begins = true;
        suspect = false;
        vanished = false;
        expected = null;
        lastRead = null;
    }

    /** Says whether its changes begin now, and takes note that they did at {@code micros} since the epoch. */
    boolean takeBeginning(long micros) {
        boolean now = begins;
        if (now) {
            sinceMicros = micros;
            begins = false;
        }
        return now;
    }

    /** Returns when its changes began, in microseconds since the epoch; the least number where they did before the start. */
    long sinceMicros() {
        return sinceMicros;
    }

    /** Says whether there are signs that changes of it are gone. */
    boolean suspect() {
        return suspect;
    }

    void suspect(boolean suspicious) {
        suspect = suspicious;
    }

    /** Says with which unit of work the next window has to begin; null where that is not known. */
    void expect(@Nullable Lsn first) {
        expected = first;
    }

    /** Takes note of the unit of work that a window begins with, null where it has none; says whether it is the expected one. */
    boolean beginsAsExpected(@Nullable Lsn first) {
        Lsn wanted = expected;
        expected = null;
        // Where it begins earlier, a read of uncommitted rows has missed some of which the pruning was rolled back.
        vanished |= wanted != null && (first == null || first.compareTo(wanted) > 0);
        return !vanished;
    }

    /** Says whether changes of it were there that are gone now, and that were not read. */
    boolean vanished() {
        return vanished;
    }

    /** Returns the last unit of work of which changes of it were read since the task began; null where there is none. */
    @Nullable
    Unit lastRead() {
        return lastRead;
    }

    void read(Lsn commit, long micros) {
        Unit known = lastRead;
        if (known == null || !known.commit().equals(commit)) {
            lastRead = new Unit(commit, micros);
        }
    }
}
