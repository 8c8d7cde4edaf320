package io.odsconnect.db2.snapshot;

import java.util.AbstractMap;
import java.util.Set;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/** The source offset of a bulk row, written out only when the worker commits it. */
final class RowOffset extends AbstractMap<String, Object> {

    private final LoadPart part;
    private final RowKeys keys;
    private final Struct row;
    private final Object @Nullable [] keyBeside;
    private final long rows;
    private final boolean done;

    /** Takes the row, how many rows were handed over with it, and whether it is the range's last. */
    RowOffset(LoadPart part, RowKeys keys, Struct row, Object @Nullable [] keyBeside, long rows, boolean done) {
        this.part = part;
        this.keys = keys;
        this.row = row;
        this.keyBeside = keyBeside;
        this.rows = rows;
        this.done = done;
    }

    /** Returns what was loaded, where the row is its last one; else null. */
    @Nullable
    LoadPart finished() {
        return done ? part : null;
    }

    @Override
    public Set<Entry<String, Object>> entrySet() {
        return new RangeProgress(part.progress().mark(), done, rows, keys.text(row, keyBeside))
                .toOffset(keys.names())
                .entrySet();
    }

    /** Returns the names only: the values are a row's key, and records end up in logs. */
    @Override
    public String toString() {
        return "offset" + keySet();
    }

    /** Two offsets are equal only where they are the same: who compares them does not want to read all columns. */
    @Override
    public boolean equals(@Nullable Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }
}
