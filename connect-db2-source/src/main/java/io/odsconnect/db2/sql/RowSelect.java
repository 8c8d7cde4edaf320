package io.odsconnect.db2.sql;

import io.odsconnect.db2.table.TableId;
import java.util.List;

/**
 * Which rows of a table a load reads.
 *
 * @param table the table
 * @param columns its columns
 * @param key the columns of its key, in whose order it is read; empty where it has none and is read in any order
 * @param filter an SQL condition that the rows meet; empty for all rows
 * @param rows how many rows a statement gives at most, where there is a key
 * @param isolation Db2's two letters for the isolation
 */
public record RowSelect(
        TableId table, List<String> columns, List<String> key, String filter, int rows, String isolation) {

    /** Copies the lists. */
    public RowSelect {
        columns = List.copyOf(columns);
        key = List.copyOf(key);
    }

    /** Tells no filter, which may hold values. */
    @Override
    public String toString() {
        return "rows of " + table;
    }
}
