package io.odsconnect.common.event;

import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/**
 * Reads a field by its name as {@link Fields#get} does, and remembers where it stands in the schema of the record before:
 * to look it up for each record takes about as long as to read the whole row. Not safe for use by several threads.
 */
final class FieldReader {

    private final String name;
    private @Nullable Schema lastSchema;
    private @Nullable Field field;

    FieldReader(String name) {
        this.name = name;
    }

    /** Returns the field's value as the converter gave it; null when it is null or {@code record} has no such field. */
    @Nullable
    Object get(@Nullable Object record) {
        if (!(record instanceof Struct struct)) {
            return Fields.get(record, name);
        }
        Schema schema = struct.schema();
        if (schema != lastSchema) {
            field = schema.field(name);
            lastSchema = schema;
        }
        Field known = field;
        return known == null ? null : struct.get(known);
    }
}
