package io.odsconnect.common.event;

import java.util.Map;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/** Reads a field by its name from a struct or a map, which is how records with and without a schema come. */
final class Fields {

    private Fields() {}

    /** Returns the field's value as the converter gave it; null when {@code record} has no such field. */
    static @Nullable Object get(@Nullable Object record, String name) {
        if (record instanceof Struct struct) {
            Field field = struct.schema().field(name);
            return field == null ? null : struct.get(field);
        }
        return record instanceof Map<?, ?> map ? map.get(name) : null;
    }

    /** Says whether {@code value} is a struct or map. */
    static boolean isRecord(@Nullable Object value) {
        return value instanceof Struct || value instanceof Map;
    }
}
