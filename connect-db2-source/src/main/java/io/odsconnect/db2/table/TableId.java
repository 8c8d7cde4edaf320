package io.odsconnect.db2.table;

/**
 * The name of a table, as the catalog spells it.
 *
 * @param schema its schema (z/OS: its creator)
 * @param table its name
 */
public record TableId(String schema, String table) implements Comparable<TableId> {

    @Override
    public int compareTo(TableId other) {
        int bySchema = schema.compareTo(other.schema);
        return bySchema != 0 ? bySchema : table.compareTo(other.table);
    }

    /** Returns {@code SCHEMA.TABLE}: what {@code table.include.list} is matched against and what messages say. */
    @Override
    public String toString() {
        return schema + "." + table;
    }
}
