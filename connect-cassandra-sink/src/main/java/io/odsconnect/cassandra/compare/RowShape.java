package io.odsconnect.cassandra.compare;

import com.datastax.oss.driver.api.core.cql.Row;
import io.odsconnect.cassandra.mapping.CassandraWrite;
import io.odsconnect.cassandra.mapping.CassandraWrite.Kind;
import io.odsconnect.cassandra.mapping.CqlColumn;
import io.odsconnect.cassandra.mapping.CqlTable;
import io.odsconnect.cassandra.mapping.EventColumns;
import io.odsconnect.cassandra.mapping.WriteMode;
import io.odsconnect.common.compare.RowHash;
import io.odsconnect.common.event.ChangeEvent;
import io.odsconnect.common.event.Operation;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What is read of a table's rows, and what tells one from another. In a history the rows of one key are the versions of
 * one row: its columns of the change itself tell no row from another, and are not compared.
 */
final class RowShape {

    private final CqlTable table;
    private final @Nullable EventColumns history;
    /** Columns whose write time and time to live Cassandra tells; of keys and of collections it does not. */
    private final List<Integer> timed;

    private RowShape(CqlTable table, @Nullable EventColumns history) {
        this.table = table;
        this.history = history;
        int keySize = table.key().size();
        this.timed = IntStream.range(keySize, table.columns().size())
                .filter(column -> table.columns().get(column).hasTimes())
                .boxed()
                .toList();
    }

    static RowShape of(CqlTable table, WriteMode mode) {
        return new RowShape(
                table, mode instanceof WriteMode.History versions ? EventColumns.of(table, versions.columns()) : null);
    }

    CqlTable table() {
        return table;
    }

    boolean isHistory() {
        return history != null;
    }

    /** Returns whether a column is about the change and not about the row. */
    boolean isOfTheChange(int column) {
        return history != null && history.fills(column);
    }

    /** Returns the statement that reads a row by its key, of a history its newest version. */
    String readOne() {
        String by = keyColumns().stream()
                .map(column -> table.columns().get(column) + " = ?")
                .collect(Collectors.joining(" AND "));
        return "SELECT " + columns() + " FROM " + table.name() + " WHERE " + by
                + (history == null ? "" : " ORDER BY " + table.columns().get(history.position()) + " DESC LIMIT 1");
    }

    /** Returns the statement that reads all rows, or those of a range of tokens, its first one not among them. */
    String readRange(boolean isPart) {
        String token = "token("
                + table.partitionKey().stream().map(CqlColumn::toString).collect(Collectors.joining(", ")) + ")";
        return "SELECT " + columns() + " FROM " + table.name()
                + (isPart ? " WHERE " + token + " > ? AND " + token + " <= ?" : "");
    }

    private String columns() {
        List<String> names = new ArrayList<>();
        table.columns().forEach(column -> names.add(column.toString()));
        for (int column : timed) {
            names.add("WRITETIME(" + table.columns().get(column) + ")");
            names.add("TTL(" + table.columns().get(column) + ")");
        }
        return String.join(", ", names);
    }

    /** Returns the columns of the primary key that identify a row. */
    private List<Integer> keyColumns() {
        return IntStream.range(0, table.key().size())
                .filter(column -> !isOfTheChange(column))
                .boxed()
                .toList();
    }

    /** Returns the values of {@link #readOne}, in their order. */
    List<ByteBuffer> key(List<? extends @Nullable ByteBuffer> values) {
        List<ByteBuffer> key = new ArrayList<>();
        for (int column : keyColumns()) {
            key.add(Objects.requireNonNull(values.get(column)));
        }
        return key;
    }

    /** Returns the hash of the columns that identify a row. */
    RowHash identity(List<? extends @Nullable ByteBuffer> values) {
        List<ByteBuffer> parts = new ArrayList<>();
        parts.add(ByteBuffer.wrap(table.name().toString().getBytes(StandardCharsets.UTF_8)));
        parts.addAll(key(values));
        return RowHash.of(parts);
    }

    /** Returns the key as it stands in the condition of a query. */
    String keyText(List<? extends @Nullable ByteBuffer> values) {
        return keyColumns().stream()
                .map(column -> table.columns().get(column) + " = "
                        + table.columns().get(column).literal(Objects.requireNonNull(values.get(column))))
                .collect(Collectors.joining(" AND "));
    }

    /** Says whether a write says that there is no row. */
    boolean isDelete(CassandraWrite write) {
        return write.isDelete() || (history != null && isDeleted(write.values()));
    }

    private boolean isDeleted(List<? extends @Nullable ByteBuffer> values) {
        ByteBuffer operation = history == null || history.operation() < 0 ? null : values.get(history.operation());
        return operation != null
                && StandardCharsets.UTF_8
                        .decode(operation.duplicate())
                        .toString()
                        .equals(Operation.DELETE.code());
    }

    /** Returns a write that deletes a row that was read: of a history a version that says so. */
    CassandraWrite deletion(List<? extends @Nullable ByteBuffer> values, long position) {
        if (history == null) {
            return CassandraWrite.of(table, position, Kind.DELETE, key(values).toArray(ByteBuffer[]::new), null);
        }
        @Nullable ByteBuffer[] version = values.toArray(new @Nullable ByteBuffer[0]);
        for (int column = 0; column < version.length; column++) {
            if (column == history.position()) {
                version[column] = table.columns().get(column).encode(position);
            } else if (column == history.operation()) {
                version[column] = table.columns().get(column).encode(Operation.DELETE.code());
            } else if (column == history.commitTime()) {
                version[column] = null;
            }
        }
        return CassandraWrite.of(table, position, Kind.MERGE, version, null);
    }

    /** Takes a row that was read. */
    Stored read(Row row) {
        int columns = table.columns().size();
        List<@Nullable ByteBuffer> values = new ArrayList<>(columns);
        for (int i = 0; i < columns; i++) {
            values.add(row.getBytesUnsafe(i));
        }
        long newest = ChangeEvent.NO_POSITION;
        List<@Nullable Integer> lifetimes = new ArrayList<>(Collections.nCopies(columns, null));
        int next = columns;
        for (int column : timed) {
            if (values.get(column) != null) {
                newest = Math.max(newest, row.getLong(next));
                lifetimes.set(column, row.isNull(next + 1) ? null : (Integer) row.getInt(next + 1));
            }
            next += 2;
        }
        if (history != null) {
            newest = row.getLong(history.position());
        }
        return new Stored(values, newest, lifetimes, isDeleted(values));
    }

    /** Says whether the lifetime of a column can be read. */
    boolean isTimed(int column) {
        return timed.contains(column);
    }

    /**
     * A row that was read.
     *
     * @param values of all columns, as bytes
     * @param position the newest write time of its columns, of a history its version's position; NO_POSITION where no
     *     column tells
     * @param lifetimes how many seconds each column has left; null where it has no end or is null, or none can be told
     * @param isDeleted whether it is the version of a history that says the row is gone
     */
    record Stored(
            List<@Nullable ByteBuffer> values, long position, List<@Nullable Integer> lifetimes, boolean isDeleted) {}
}
