package io.odsconnect.db2.table;

import java.util.List;

/**
 * What a table looks like.
 *
 * @param id its name
 * @param columns its columns in their order, without those that the user left out
 * @param key the names of its primary key's columns in the key's order; empty where it has none
 */
public record TableShape(TableId id, List<Column> columns, List<String> key) {

    /** Copies the lists. */
    public TableShape {
        columns = List.copyOf(columns);
        key = List.copyOf(key);
    }
}
