package io.odsconnect.db2.type;

import io.odsconnect.db2.table.TableId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/** Reads the columns of a table from the current row of a result, where they stand side by side and in their order. */
public final class RowReader {

    private static final String LEAVE_OUT =
            "Leave the column out with column.exclude.list, change how its type is handled, or skip such rows with"
                    + " errors.tolerance=all.";

    /** The driver's codes: characters that are none in the column's code page, a conversion that is not possible. */
    private static final Set<Integer> CONVERSION_CODES = Set.of(-4220, -4461);

    private final TableId table;
    private final Schema schema;
    private final int start;
    private final ColumnMapping[] mappings;
    private final ColumnReader[] readers;
    private final Field[] fields;
    private final boolean keys;

    /**
     * Prepares for rows of a table, which become {@link CheckedStruct}s.
     *
     * @param table the table, for messages
     * @param schema the schema of its rows, with the field of every column
     * @param columns the columns as the result has them
     * @param start where the first of them stands in the result, counted from 1
     */
    public RowReader(TableId table, Schema schema, List<ColumnMapping> columns, int start) {
        this(table, schema, columns, start, false);
    }

    /** Prepares, in the same way, for keys, which are compared. */
    public static RowReader ofKeys(TableId table, Schema schema, List<ColumnMapping> columns, int start) {
        return new RowReader(table, schema, columns, start, true);
    }

    private RowReader(TableId table, Schema schema, List<ColumnMapping> columns, int start, boolean keys) {
        this.keys = keys;
        this.table = table;
        this.schema = schema;
        this.start = start;
        this.mappings = columns.toArray(ColumnMapping[]::new);
        this.readers = columns.stream().map(ColumnMapping::reader).toArray(ColumnReader[]::new);
        this.fields =
                columns.stream().map(mapping -> schema.field(mapping.field())).toArray(Field[]::new);
    }

    /**
     * Reads the row that {@code rows} stands on.
     *
     * @return the row; a {@link CutRow} where a value was cut to the largest size allowed
     * @throws SQLException if the database or the way to it failed
     * @throws UnreadableRowException if a value cannot be read; the message names table and column, not the value
     */
    public Struct read(ResultSet rows) throws SQLException {
        return readInto(rows, keys ? new Struct(schema) : new CheckedStruct(schema));
    }

    /**
     * Reads like {@link #read}, into a row of which other columns were read before.
     *
     * @return that row, or one like it where a value was cut to the largest size allowed
     */
    public Struct readInto(ResultSet rows, Struct row) throws SQLException {
        @Nullable List<String> cut = null;
        int i = 0;
        try {
            for (; i < readers.length; i++) {
                @Nullable Object value = readers[i].read(rows, start + i);
                if (value instanceof CutValue part) {
                    cut = cut == null ? new ArrayList<>() : cut;
                    cut.add(fields[i].name());
                    value = part.value();
                }
                row.put(fields[i], value);
            }
            return cut == null ? row : cutRow(row, cut);
        } catch (UnreadableValueException e) {
            throw unreadable(i, ": " + e.getMessage() + ".", e);
        } catch (DataException | IllegalArgumentException | ArithmeticException | DateTimeException e) {
            throw unreadable(i, " (" + e.getClass().getSimpleName() + "). " + LEAVE_OUT, null);
        } catch (SQLException e) {
            if (isOfValue(e)) {
                throw unreadable(i, " (the driver's SQLCODE " + e.getErrorCode() + "). " + LEAVE_OUT, null);
            }
            throw e;
        }
    }

    private CutRow cutRow(Struct row, List<String> cut) {
        CutRow marked = new CutRow(schema, cut);
        for (Field field : schema.fields()) {
            marked.put(field, row.get(field));
        }
        return marked;
    }

    /** Says whether the driver has the value but cannot convert it, so that the connection is fine. */
    private static boolean isOfValue(SQLException e) {
        @Nullable String state = e.getSQLState();
        return CONVERSION_CODES.contains(e.getErrorCode()) || (state != null && state.startsWith("22"));
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
        return mappings[position].exact() ? row.get(fields[position]) : key(rows, position);
    }

    /** Returns the text by which a statement is bound to that value later; null where it is null. */
    public @Nullable String keyText(ResultSet rows, Struct row, int position) throws SQLException {
        return row.get(fields[position]) == null
                ? null
                : mappings[position].keyForm().text(key(rows, row, position));
    }

    /** Returns the same of a row of which another value cannot be read. */
    public Object key(ResultSet rows, int position) throws SQLException {
        return mappings[position].keyForm().exact(rows, start + position);
    }

    private UnreadableRowException unreadable(int i, String why, @Nullable Throwable cause) {
        String column = mappings[i].column().name();
        Schema type = fields[i].schema();
        return new UnreadableRowException(
                table,
                column,
                "A value in column " + column + " of table " + table + " cannot be read as "
                        + (type.name() == null ? type.type() : type.name()) + why,
                cause);
    }
}
