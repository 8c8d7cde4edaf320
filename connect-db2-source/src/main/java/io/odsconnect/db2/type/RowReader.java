package io.odsconnect.db2.type;

import io.odsconnect.db2.table.TableId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.util.List;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/** Reads the columns of a table from the current row of a result, where they stand side by side and in their order. */
public final class RowReader {

    private final TableId table;
    private final Schema schema;
    private final int start;
    private final ColumnMapping[] mappings;
    private final ColumnReader[] readers;
    private final Field[] fields;

    /**
     * Prepares for rows of a table.
     *
     * @param table the table, for messages
     * @param schema the schema of its rows, a field of the same name for every column
     * @param columns the columns as the result has them
     * @param start where the first of them stands in the result, counted from 1
     */
    public RowReader(TableId table, Schema schema, List<ColumnMapping> columns, int start) {
        this.table = table;
        this.schema = schema;
        this.start = start;
        this.mappings = columns.toArray(ColumnMapping[]::new);
        this.readers = columns.stream().map(ColumnMapping::reader).toArray(ColumnReader[]::new);
        this.fields = columns.stream()
                .map(mapping -> schema.field(mapping.column().name()))
                .toArray(Field[]::new);
    }

    /**
     * Reads the row that {@code rows} stands on.
     *
     * @throws SQLException if the database or the way to it failed
     * @throws ConnectException if a value cannot be read; the message names table and column, not the value
     */
    public Struct read(ResultSet rows) throws SQLException {
        Struct row = new Struct(schema);
        int i = 0;
        try {
            for (; i < readers.length; i++) {
                row.put(fields[i], readers[i].read(rows, start + i));
            }
            return row;
        } catch (UnreadableValueException e) {
            throw new ConnectException(unreadable(i) + ": " + e.getMessage() + ".", e);
        } catch (DataException | IllegalArgumentException | ArithmeticException | DateTimeException e) {
            throw new ConnectException(unreadable(i) + " (" + e.getClass().getSimpleName() + "). "
                    + "Leave it out with column.exclude.list, or change how its type is handled.");
        }
    }

    /** Reads like {@link #read}, but gives null where a column that must have a value has none. */
    public @Nullable Struct readIfComplete(ResultSet rows) throws SQLException {
        for (int i = 0; i < mappings.length; i++) {
            if (!mappings[i].column().nullable() && rows.getObject(start + i) == null) {
                return null;
            }
        }
        return read(rows);
    }

    /** Returns the exact value, for an offset, of the column at {@code position} (from 0) of this reader's columns. */
    public Object key(ResultSet rows, Struct row, int position) throws SQLException {
        ColumnMapping mapping = mappings[position];
        return mapping.exact() ? row.get(fields[position]) : mapping.keyForm().exact(rows, start + position);
    }

    private String unreadable(int i) {
        return "A value in column " + mappings[i].column().name() + " of table " + table + " cannot be read as "
                + fields[i].schema();
    }
}
