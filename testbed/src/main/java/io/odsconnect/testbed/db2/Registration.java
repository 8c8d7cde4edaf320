package io.odsconnect.testbed.db2;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a table is registered with Capture.
 *
 * @param schema the schema, as the catalog has it: upper case unless it was quoted
 * @param table the table, as the catalog has it
 * @param updates how an update is stored ({@code CHG_UPD_TO_DEL_INS})
 * @param beforeImagePrefix what before-image columns are named by ({@code BEFORE_IMG_PREFIX}); null for none of them
 * @param columns the columns to capture, in this order; all where it is empty
 * @param changeTable the change data table in the capture schema; {@code CDC_<schema>_<table>} where it is null
 */
public record Registration(
        String schema,
        String table,
        Updates updates,
        @Nullable String beforeImagePrefix,
        List<String> columns,
        @Nullable String changeTable) {

    /** How an update is stored in the change data table. */
    public enum Updates {
        /** As a row {@code D} with the old values, then a row {@code I} with the new ones. */
        DELETE_INSERT,
        /** As one row {@code U} with the new values. */
        UPDATE
    }

    /** Copies the columns. */
    public Registration {
        columns = List.copyOf(columns);
    }

    /** Returns the registration that {@code ASNCDC.ADDTABLE} makes: all columns, updates as delete and insert. */
    public static Registration of(String schema, String table) {
        return new Registration(schema, table, Updates.DELETE_INSERT, null, List.of(), null);
    }

    /** Returns the same with updates stored so. */
    public Registration updates(Updates form) {
        return new Registration(schema, table, form, beforeImagePrefix, columns, changeTable);
    }

    /** Returns the same with before-image columns whose names begin with {@code prefix}; IBM's tools take {@code X}. */
    public Registration beforeImages(String prefix) {
        return new Registration(schema, table, updates, prefix, columns, changeTable);
    }

    /** Returns the same with these columns only. */
    public Registration columns(String... names) {
        return new Registration(schema, table, updates, beforeImagePrefix, List.of(names), changeTable);
    }

    /** Returns the same with a change data table of this name. */
    public Registration changeTable(String name) {
        return new Registration(schema, table, updates, beforeImagePrefix, columns, name);
    }

    /** Returns the name of the change data table. */
    public String changeTableName() {
        return changeTable == null ? "CDC_" + schema + "_" + table : changeTable;
    }
}
