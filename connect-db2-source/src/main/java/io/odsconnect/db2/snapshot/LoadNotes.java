package io.odsconnect.db2.snapshot;

import io.odsconnect.db2.table.TableId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What the change stream's offsets remember of loads: orders that came with the changes, so that none is forgotten over a
 * restart, and tables that were empty, so that no row's offset says that they are loaded.
 */
public final class LoadNotes {

    /** Orders that are not done yet. */
    public static final String LOADS = "snapshot_loads";
    /** Tables that were empty when they were loaded. */
    public static final String EMPTY = "snapshot_empty";

    private final Set<LoadOrder> orders = new LinkedHashSet<>();
    private final Set<String> empty = new TreeSet<>();
    private @Nullable Map<String, Object> offset;

    /** Remembers nothing. */
    public LoadNotes() {}

    /** Takes over what the offset of a change stream remembers. */
    public void add(Map<String, ?> stored) {
        if (stored.get(LOADS) instanceof String text) {
            TextRows.split(text).forEach(texts -> orders.add(LoadOrder.of(texts)));
        }
        if (stored.get(EMPTY) instanceof String text) {
            // The first version wrote names with commas between them.
            List<List<String>> rows = text.endsWith(";")
                    ? TextRows.split(text)
                    : List.of(text.split(",", -1)).stream().map(List::of).toList();
            rows.forEach(row -> empty.add(row.get(0) + "\n" + (row.size() > 1 ? row.get(1) : "")));
        }
        offset = null;
    }

    /** Returns the orders that are not done, in the order in which they came. */
    public Collection<LoadOrder> orders() {
        return List.copyOf(orders);
    }

    /** Says whether the table was empty when the load with this id came to it. */
    public boolean wasEmpty(TableId table, String load) {
        return empty.contains(table + "\n" + load);
    }

    void remember(LoadOrder order) {
        orders.add(order);
        offset = null;
    }

    void forget(LoadOrder order) {
        if (orders.remove(order)) {
            offset = null;
        }
    }

    void empty(LoadOrder order) {
        if (!order.cause().isSignalled()) {
            empty.add(order.table() + "\n" + order.id());
            offset = null;
        }
    }

    /** Returns the fields for the offsets of changes; the same map as long as they are the same. */
    public Map<String, Object> toOffset() {
        Map<String, Object> fields = offset;
        if (fields == null) {
            fields = new HashMap<>();
            if (!orders.isEmpty()) {
                fields.put(
                        LOADS,
                        TextRows.join(orders.stream().map(LoadOrder::texts).toList()));
            }
            if (!empty.isEmpty()) {
                List<List<String>> rows = new ArrayList<>();
                empty.forEach(entry -> {
                    int end = entry.indexOf('\n');
                    rows.add(List.of(entry.substring(0, end), entry.substring(end + 1)));
                });
                fields.put(EMPTY, TextRows.join(rows));
            }
            fields = Map.copyOf(fields);
            offset = fields;
        }
        return fields;
    }
}
