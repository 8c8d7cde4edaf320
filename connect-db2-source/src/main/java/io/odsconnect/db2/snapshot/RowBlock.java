package io.odsconnect.db2.snapshot;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/** Rows that were read one after the other under one position. A reading thread fills it, then nobody changes it. */
final class RowBlock {

    private final long position;
    private final Struct source;
    private final List<Struct> rows;
    private final List<Object[]> keys;
    private long bytes;

    /** Begins a block of about {@code capacity} rows with this position and source block. */
    RowBlock(long position, Struct source, int capacity) {
        this.position = position;
        this.source = source;
        this.rows = new ArrayList<>(capacity);
        this.keys = new ArrayList<>(0);
    }

    void add(Struct row, Object @Nullable [] keyBeside, long size) {
        rows.add(row);
        if (keyBeside != null) {
            keys.add(keyBeside);
        }
        bytes += size;
    }

    long position() {
        return position;
    }

    Struct source() {
        return source;
    }

    int size() {
        return rows.size();
    }

    /** Returns about how much memory the rows take. */
    long bytes() {
        return bytes;
    }

    Struct row(int index) {
        return rows.get(index);
    }

    /** Returns the key of a row, where it had to be read beside the row. */
    Object @Nullable [] keyBeside(int index) {
        return keys.isEmpty() ? null : keys.get(index);
    }
}
