package io.odsconnect.common.event;

import java.util.Map;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/**
 * Reads a field by its name from a struct or a map, which is how records with and without a schema come. Anything else
 * has no fields.
 */
public final class Fields {

    private Fields() {}

    /** Returns the field's value as the converter gave it; null when it is null or {@code record} has no such field. */
    public static @Nullable Object get(@Nullable Object record, String name) {
        if (record instanceof Struct struct) {
            Field field = struct.schema().field(name);
            return field == null ? null : struct.get(field);
        }
        return record instanceof Map<?, ?> map ? map.get(name) : null;
    }

    /** Returns the field's value where it is a text; null where it is anything else or there is none. */
    public static @Nullable String text(@Nullable Object record, String name) {
        return get(record, name) instanceof String text ? text : null;
    }

    /** Returns the field's value where it is an INT32 or INT64; null where it is anything else or there is none. */
    public static @Nullable Long number(@Nullable Object record, String name) {
        Object value = get(record, name);
        return value instanceof Long || value instanceof Integer ? (Long) ((Number) value).longValue() : null;
    }

    /** Says whether {@code value} is a struct or map. */
    static boolean isRecord(@Nullable Object value) {
        return value instanceof Struct || value instanceof Map;
    }
}
