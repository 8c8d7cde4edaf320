package io.odsconnect.db2.type;

import io.odsconnect.db2.table.Column;
import org.apache.kafka.connect.data.Schema;

/**
 * A column and what becomes of it.
 *
 * @param column the column
 * @param field the name of its field in events
 * @param schema the schema of its values in keys
 * @param rowSchema the same in rows, where a column that cannot be null has its default
 * @param reader how they are read
 * @param keyForm how they are kept and bound where the column is part of a key
 * @param exact whether the value in events is already what {@code keyForm} keeps
 */
public record ColumnMapping(
        Column column,
        String field,
        Schema schema,
        Schema rowSchema,
        ColumnReader reader,
        KeyForm keyForm,
        boolean exact) {}
