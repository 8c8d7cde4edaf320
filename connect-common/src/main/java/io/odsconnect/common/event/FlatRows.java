package io.odsconnect.common.event;

import io.odsconnect.common.value.Columns;
import io.odsconnect.common.value.Row;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Takes the {@link FlatFields} out of flat rows. Not safe for use by several threads. */
final class FlatRows {

    private static final int CAPACITY = 1000;

    private final IdentityHashMap<Columns, Kept> byColumns = new IdentityHashMap<>();

    private final Set<String> others;

    private record Kept(Columns columns, List<Integer> indexes) {}

    /** Takes out {@code others} as well. */
    FlatRows(Set<String> others) {
        this.others = others;
    }

    /** Returns the row's own columns; the row itself where it has no others. */
    Row columnsOnly(Row row) {
        Kept kept = byColumns.get(row.columns());
        if (kept == null) {
            if (byColumns.size() >= CAPACITY) {
                byColumns.clear();
            }
            kept = keep(row.columns());
            byColumns.put(row.columns(), kept);
        }
        if (kept.columns.size() == row.size()) {
            return row;
        }
        @Nullable Object[] values = new @Nullable Object[kept.columns.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = row.value(kept.indexes.get(i));
        }
        return Row.of(kept.columns, values);
    }

    private Kept keep(Columns columns) {
        List<String> names = new ArrayList<>(columns.names());
        names.removeAll(FlatFields.ALL);
        names.removeAll(others);
        return new Kept(
                columns.only(names), names.stream().map(columns::indexOf).toList());
    }
}
