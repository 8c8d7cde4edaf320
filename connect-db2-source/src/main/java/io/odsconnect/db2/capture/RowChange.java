package io.odsconnect.db2.capture;

import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/** What happened to a row, after delete and insert were paired. */
sealed interface RowChange {

    /** Returns the unit of work. */
    Lsn commit();

    /** Returns its place in that: the INTENTSEQ of its last row in the change table. */
    Lsn intent();

    /** A row was added. */
    record Added(Lsn commit, Lsn intent, Struct after) implements RowChange {}

    /** A row was replaced by one with the same key. */
    record Replaced(Lsn commit, Lsn intent, @Nullable Struct before, Struct after) implements RowChange {}

    /** A row was deleted. */
    record Removed(Lsn commit, Lsn intent, Struct before) implements RowChange {}

    /** A row was replaced by one with another key. */
    record Moved(Lsn commit, Lsn intent, @Nullable Struct before, Struct oldKey, Struct after) implements RowChange {}
}
