package io.odsconnect.cassandra.mapping;

import com.datastax.oss.driver.api.core.CqlIdentifier;
import com.datastax.oss.driver.api.core.metadata.schema.ColumnMetadata;
import com.datastax.oss.driver.api.core.metadata.schema.TableMetadata;
import com.datastax.oss.driver.api.core.type.DataTypes;
import com.datastax.oss.driver.api.core.type.ListType;
import io.odsconnect.common.sink.BadRecordException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A table's columns, those of the primary key first, and how values get into them. One for each state of its schema;
 * none is equal to another.
 */
public final class CqlTable {

    private final TableName name;
    private final List<CqlColumn> columns;
    private final int partitionKeySize;
    private final int keySize;
    private final boolean planned;

    private CqlTable(TableName name, List<CqlColumn> columns, int partitionKeySize, int keySize, boolean planned) {
        this.planned = planned;
        this.name = name;
        this.columns = columns;
        this.partitionKeySize = partitionKeySize;
        this.keySize = keySize;
    }

    /**
     * Reads the columns from the driver's metadata.
     *
     * @throws BadRecordException if rows cannot be replaced in such a table
     */
    static CqlTable of(TableName name, TableMetadata metadata) {
        List<CqlColumn> columns = new ArrayList<>();
        List<ColumnMetadata> key = metadata.getPrimaryKey();
        for (ColumnMetadata column : key) {
            columns.add(CqlColumn.of(name, column));
        }
        for (ColumnMetadata column : metadata.getColumns().values()) {
            obstacle(column).ifPresent(what -> {
                throw new BadRecordException("Column " + column.getName().asCql(true) + " of table " + name + " is "
                        + what + ": change the table, or choose another");
            });
            if (!key.contains(column)) {
                columns.add(CqlColumn.of(name, column));
            }
        }
        return new CqlTable(
                name, List.copyOf(columns), metadata.getPartitionKey().size(), key.size(), false);
    }

    /** Returns a table that has yet to be made. */
    static CqlTable planned(TableName name, List<CqlColumn> columns, int partitionKeySize, int keySize) {
        return new CqlTable(name, List.copyOf(columns), partitionKeySize, keySize, true);
    }

    /** Returns why a row with this column cannot be replaced, by one write that may come twice; empty if it can. */
    private static Optional<String> obstacle(ColumnMetadata column) {
        if (column.isStatic()) {
            return Optional.of("static, so it belongs to many rows and goes with none");
        }
        if (column.getType().equals(DataTypes.COUNTER)) {
            return Optional.of("a counter, which can be counted up but not set");
        }
        if (column.getType() instanceof ListType list && !list.isFrozen()) {
            // Each write gives each element an identity of its own, and one with an equal timestamp deletes none.
            return Optional.of(
                    "a list that is not frozen, to which a write that comes twice would add its elements twice");
        }
        return Optional.empty();
    }

    /** Returns the name. */
    public TableName name() {
        return name;
    }

    /** Returns all columns, those of the primary key first. */
    public List<CqlColumn> columns() {
        return columns;
    }

    /** Returns the columns of the primary key. */
    public List<CqlColumn> key() {
        return columns.subList(0, keySize);
    }

    /** Returns the columns of the partition key. */
    public List<CqlColumn> partitionKey() {
        return columns.subList(0, partitionKeySize);
    }

    /** Returns the columns of the primary key that are not of the partition key. */
    public List<CqlColumn> clustering() {
        return columns.subList(partitionKeySize, keySize);
    }

    /** Says whether the table has yet to be made. */
    public boolean isPlanned() {
        return planned;
    }

    /** Returns how many columns the primary key has. */
    int keySize() {
        return keySize;
    }

    /** Says whether a column is of the primary key, and not of the partition key. */
    boolean isClustering(int column) {
        return column >= partitionKeySize && column < keySize;
    }

    /** Returns where the column stands that a field fills: by exactly this name, else in lower case; -1 if there is none. */
    int indexOf(String field) {
        int exact = indexOf(CqlIdentifier.fromInternal(field));
        return exact >= 0 ? exact : indexOf(CqlIdentifier.fromInternal(field.toLowerCase(Locale.ROOT)));
    }

    /** Returns where the column of this name stands; -1 if there is none. */
    int indexOf(CqlIdentifier column) {
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
