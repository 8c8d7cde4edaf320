package io.odsconnect.cassandra.mapping;

import com.datastax.oss.driver.api.core.CqlIdentifier;
import com.datastax.oss.driver.api.core.metadata.schema.ColumnMetadata;
import com.datastax.oss.driver.api.core.metadata.schema.TableMetadata;
import com.datastax.oss.driver.api.core.type.DataTypes;
import io.odsconnect.common.sink.BadRecordException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A table's columns, those of the primary key first, and how values get into them. One for each state of its schema. */
public final class CqlTable {

    private final TableName name;
    private final TableMetadata metadata;
    private final List<CqlColumn> columns;
    private final int keySize;

    private CqlTable(TableName name, TableMetadata metadata, List<CqlColumn> columns, int keySize) {
        this.name = name;
        this.metadata = metadata;
        this.columns = columns;
        this.keySize = keySize;
    }

    /**
     * Reads the columns from the driver's metadata.
     *
     * @throws BadRecordException if rows cannot be written to such a table
     */
    static CqlTable of(TableName name, TableMetadata metadata) {
        List<CqlColumn> columns = new ArrayList<>();
        List<ColumnMetadata> key = metadata.getPrimaryKey();
        for (ColumnMetadata column : key) {
            columns.add(CqlColumn.of(name, column));
        }
        for (ColumnMetadata column : metadata.getColumns().values()) {
            if (column.isStatic() || column.getType().equals(DataTypes.COUNTER)) {
                throw new BadRecordException("Table " + name + " has the "
                        + (column.isStatic() ? "static column " : "counter ")
                        + column.getName().asCql(true)
                        + ", and a row with such a column cannot be replaced: choose another table");
            }
            if (!key.contains(column)) {
                columns.add(CqlColumn.of(name, column));
            }
        }
        return new CqlTable(name, metadata, List.copyOf(columns), key.size());
    }

    /** Returns the name. */
    public TableName name() {
        return name;
    }

    /** Says whether this was read from exactly this metadata; the driver makes new metadata when the schema changes. */
    boolean isOf(TableMetadata other) {
        return metadata == other;
    }

    /** Returns all columns, those of the primary key first. */
    public List<CqlColumn> columns() {
        return columns;
    }

    /** Returns the columns of the primary key. */
    public List<CqlColumn> key() {
        return columns.subList(0, keySize);
    }

    /** Returns where the column stands that a field fills: by exactly this name, else in lower case; -1 if there is none. */
    int indexOf(String field) {
        int exact = indexOf(CqlIdentifier.fromInternal(field));
        return exact >= 0 ? exact : indexOf(CqlIdentifier.fromInternal(field.toLowerCase(Locale.ROOT)));
    }

    private int indexOf(CqlIdentifier column) {
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).name().equals(column)) {
                return i;
            }
        }
        return -1;
    }

    @Override
    public String toString() {
        return name.toString();
    }
}
