package io.odsconnect.smt.canonical;

import io.odsconnect.common.value.Columns;
import java.util.Arrays;
import java.util.SortedMap;
import java.util.TreeMap;

/** The columns that count in their canonical order, with their names as encoded; one a schema, so sorted once. */
final class ColumnOrder {

    private final int[] indexes;
    private final byte[][] names;

    private ColumnOrder(SortedMap<byte[], Integer> indexesByName) {
        indexes = indexesByName.values().stream().mapToInt(Integer::intValue).toArray();
        names = indexesByName.keySet().toArray(byte[][]::new);
    }

    static ColumnOrder of(Columns columns, ColumnSelection selection) {
        SortedMap<byte[], Integer> indexesByName = new TreeMap<>(Arrays::compareUnsigned);
        for (int i = 0; i < columns.size(); i++) {
            String name = columns.names().get(i);
            if (selection.has(name)) {
                ByteSink sink = new ByteSink();
                CanonicalEncoder.writeText(sink, name);
                indexesByName.put(sink.copyFrom(0), i);
            }
        }
        return new ColumnOrder(indexesByName);
    }

    int size() {
        return indexes.length;
    }

    /** Returns where in the row the column of this place in the order stands. */
    int index(int place) {
        return indexes[place];
    }

    /** Returns the name of the column of this place in the order, as encoded. */
    byte[] name(int place) {
        return names[place];
    }
}
