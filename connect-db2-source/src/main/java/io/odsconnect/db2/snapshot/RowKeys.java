package io.odsconnect.db2.snapshot;

import io.odsconnect.db2.event.TableEvents;
import io.odsconnect.db2.type.ColumnMapping;
import io.odsconnect.db2.type.KeyForm;
import io.odsconnect.db2.type.RowReader;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/**
 * The keys by which a table's load goes on. Most are in the row as the event has it, and cost nothing before they are
 * asked for; where the event's form is not exact they are read beside it.
 */
final class RowKeys {

    private final List<String> names;
    private final KeyForm[] forms;
    private final int[] positions;
    private final Field[] fields;
    private final boolean inRow;

    /** Takes the table whose key it is; with no key column, all keys are empty. */
    RowKeys(TableEvents events) {
        this(events.loadKey(), events.mappings(), events.rowSchema());
    }

    /**
     * Takes the key's columns.
     *
     * @param names their names
     * @param columns the columns of the rows
     * @param rows the schema of the rows, a field for each of those columns in their order
     */
    RowKeys(List<String> names, List<ColumnMapping> columns, Schema rows) {
        this.names = names;
        positions = new int[names.size()];
        forms = new KeyForm[positions.length];
        fields = new Field[positions.length];
        boolean exact = true;
        // A field may have another name than its column.
        List<String> columnNames =
                columns.stream().map(mapping -> mapping.column().name()).toList();
        for (int i = 0; i < positions.length; i++) {
            int position = columnNames.indexOf(names.get(i));
            ColumnMapping mapping = columns.get(position);
            positions[i] = position;
            forms[i] = mapping.keyForm();
            fields[i] = rows.fields().get(position);
            exact &= mapping.exact();
        }
        inRow = exact;
    }

    /** Returns the names of the key's columns. */
    List<String> names() {
        return names;
    }

    /** Returns how the columns are bound. */
    KeyForm form(int column) {
        return forms[column];
    }

    /** Reads the key beside the row; null where the row has it. */
    Object @Nullable [] beside(RowReader reader, ResultSet rows, Struct row) throws SQLException {
        if (inRow) {
            return null;
        }
        Object[] key = new Object[positions.length];
        for (int i = 0; i < key.length; i++) {
            key[i] = reader.key(rows, row, positions[i]);
        }
        return key;
    }

    /** Reads the key of a row of which another value cannot be read. */
    Object[] alone(RowReader reader, ResultSet rows) throws SQLException {
        Object[] key = new Object[positions.length];
        for (int i = 0; i < key.length; i++) {
            key[i] = reader.key(rows, positions[i]);
        }
        return key;
    }

    /** Returns the key as text, a text for each column. */
    List<String> text(Struct row, Object @Nullable [] beside) {
        List<String> text = new ArrayList<>(forms.length);
        for (int i = 0; i < forms.length; i++) {
            text.add(forms[i].text(beside == null ? row.get(fields[i]) : beside[i]));
        }
        return text;
    }
}
