package io.odsconnect.db2.capture;

import io.odsconnect.db2.event.Lsn;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/** What happened to a row, after delete and insert were paired. */
sealed interface RowChange {

    /** What became of a key that a row has left. */
    enum OldRow {
        /** There is no row any more. */
        GONE,
        /** Another row had come there before in the same unit of work, and stays. */
        DISPLACED,
        /** One or the other: only the table can tell. */
        UNDECIDED
    }

    /** Returns the unit of work. */
    Lsn commit();

    /** Returns its place in that: the INTENTSEQ of its last row in the change table. */
    Lsn intent();

    /**
     * Says whether the same records are made of it each time it is read. Where another row took the old key or the table was
     * asked, other records may have gone out before a restart.
     */
    default boolean isAlwaysToldAlike() {
        return true;
    }

    /**
     * A row was added.
     *
     * @param exact its key, where that has to be asked for
     */
    record Added(
            Lsn commit, Lsn intent, Struct after, @Nullable ExactKey exact) implements RowChange {

        Added(Lsn commit, Lsn intent, Struct after) {
            this(commit, intent, after, null);
        }
    }

    /**
     * A row was replaced by one with the same key.
     *
     * @param exact its key, where that has to be asked for
     */
    record Replaced(
            Lsn commit,
            Lsn intent,
            @Nullable Struct before,
            Struct after,
            @Nullable ExactKey exact) implements RowChange {

        Replaced(Lsn commit, Lsn intent, @Nullable Struct before, Struct after) {
            this(commit, intent, before, after, null);
        }
    }

    /**
     * A row was deleted.
     *
     * @param exact its key, where that has to be asked for
     * @param oldRow what became of its key
     * @param found the row that has its key at present, where that was asked for and there is one
     */
    record Removed(
            Lsn commit,
            Lsn intent,
            Struct before,
            @Nullable ExactKey exact,
            OldRow oldRow,
            @Nullable Struct found) implements RowChange {

        Removed(Lsn commit, Lsn intent, Struct before) {
            this(commit, intent, before, null, OldRow.GONE, null);
        }

        @Override
        public boolean isAlwaysToldAlike() {
            return oldRow == OldRow.GONE;
        }

        Removed decided(OldRow decision, @Nullable Struct present) {
            return new Removed(commit, intent, before, exact, decision, present);
        }
    }

    /**
     * A row was replaced by one with another key.
     *
     * @param oldExact its old key, where that has to be asked for
     * @param exact its new key, in the same way
     * @param oldRow what became of the old key
     * @param found the row that has the old key at present, where that was asked for and there is one
     */
    record Moved(
            Lsn commit,
            Lsn intent,
            @Nullable Struct before,
            Struct oldKey,
            @Nullable ExactKey oldExact,
            Struct after,
            @Nullable ExactKey exact,
            OldRow oldRow,
            @Nullable Struct found)
            implements RowChange {

        Moved(Lsn commit, Lsn intent, @Nullable Struct before, Struct oldKey, Struct after) {
            this(commit, intent, before, oldKey, null, after, null, OldRow.GONE, null);
        }

        @Override
        public boolean isAlwaysToldAlike() {
            return oldRow == OldRow.GONE;
        }

        Moved decided(OldRow decision, @Nullable Struct present) {
            return new Moved(commit, intent, before, oldKey, oldExact, after, exact, decision, present);
        }

        Moved after(Struct row) {
            return new Moved(commit, intent, before, oldKey, oldExact, row, exact, oldRow, found);
        }
    }
}
