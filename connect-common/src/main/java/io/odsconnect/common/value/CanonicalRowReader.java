package io.odsconnect.common.value;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/**
 * Reads rows of {@linkplain CanonicalValues canonical values} from structs and from maps. The reader of a schema is
 * compiled once. Not safe for use by several threads.
 */
public final class CanonicalRowReader {

    private final SchemaCache<StructReader> readers = new SchemaCache<>(StructReader::of);
    private @Nullable Columns lastColumns;

    /**
     * Returns the struct's fields as a row.
     *
     * @throws DataException if a field has no canonical value; names the field
     */
    public Row read(Struct struct) {
        return readers.get(struct.schema()).read(struct);
    }

    /**
     * Returns the map's entries, which have no schema, as a row.
     *
     * @throws DataException if a key is no string or an entry has no canonical value; names the entry
     */
    public Row read(Map<?, ?> map) {
        List<String> names = new ArrayList<>(map.size());
        @Nullable Object[] values = new @Nullable Object[map.size()];
        int index = 0;
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            if (!(entry.getKey() instanceof String name)) {
                throw new DataException("The record is a map with a key that is no string");
            }
            names.add(name);
            values[index++] = entry.getValue() == null ? null : read(name, entry.getValue());
        }
        return Row.of(columns(names), values);
    }

    private static Object read(String name, Object value) {
        try {
            return CanonicalValues.schemaless(value);
        } catch (DataException e) {
            throw new DataException("Field " + name + " " + e.getMessage());
        }
    }

    /** Rows without a schema mostly have the columns of the row before. */
    private Columns columns(List<String> names) {
        Columns columns = lastColumns;
        if (columns == null || !columns.names().equals(names)) {
            names.forEach(CanonicalRowReader::checkName);
            columns = Columns.of(names);
            lastColumns = columns;
        }
        return columns;
    }

    /** Refuses a name that no store could write; the message cannot contain it either. */
    static void checkName(String name) {
        if (!Utf8.isText(name)) {
            throw new DataException("has a field whose name " + Utf8.HALF);
        }
    }
}
