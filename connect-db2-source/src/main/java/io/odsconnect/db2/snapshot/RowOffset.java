package io.odsconnect.db2.snapshot;

import java.util.AbstractMap;
import java.util.List;
import java.util.Set;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/** The source offset of a bulk row, written out only when the worker commits it. */
final class RowOffset extends AbstractMap<String, Object> {

    private final TableLoad load;
    private final LoadProgress begun;
    private final RowKeys keys;
    private final @Nullable Struct row;
    private final Object @Nullable [] keyBeside;
    private final long rows;
    private final boolean done;

    /**
     * Takes a row.
     *
     * @param load the load that it belongs to
     * @param begun progress of that load, at any row
     * @param keys the table's key
     * @param row the row; null for the end of a compare run, of which {@code begun} says all
     * @param keyBeside its key, where the row does not hold it in full
     * @param rows how many rows were handed over with it
     * @param done whether it is the table's last
     */
    RowOffset(
            TableLoad load,
            LoadProgress begun,
            RowKeys keys,
            @Nullable Struct row,
            Object @Nullable [] keyBeside,
            long rows,
            boolean done) {
        this.load = load;
        this.begun = begun;
        this.keys = keys;
        this.row = row;
        this.keyBeside = keyBeside;
        this.rows = rows;
        this.done = done;
    }

    /** Returns the load that the row belongs to. */
    TableLoad load() {
        return load;
    }

    /** Says whether it is no row's, but that of the end of a compare run. */
    boolean isOfEnd() {
        return row == null;
    }

    @Override
    public Set<Entry<String, Object>> entrySet() {
        List<String> key = row == null ? begun.key() : keys.text(row, keyBeside);
        return load.withRun(begun.after(key, rows, done)).toOffset(keys.names()).entrySet();
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
