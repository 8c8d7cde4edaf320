package io.odsconnect.db2.table;

import java.util.List;

/**
 * What a table looks like.
 *
 * @param id its name
 * @param columns its columns in their order, without those that the user left out
 * @param key the names of the columns that make the key of its records, in order; empty where they have none
 * @param loadKey the names of the columns that tell rows apart, in whose order the table is loaded; empty where there
 *     are none
 */
public record TableShape(TableId id, List<Column> columns, List<String> key, List<String> loadKey) {

    /** Copies the lists. */
    public TableShape {
        columns = List.copyOf(columns);
        key = List.copyOf(key);
        loadKey = List.copyOf(loadKey);
    }
}
