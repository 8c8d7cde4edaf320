package io.odsconnect.smt.record;

import java.util.Map;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/** The fields of a struct or of a schemaless map alike. Anything else has none. */
public final class Fields {

    private Fields() {}

    /** Returns the value of the field of this name; null when it is null or there is none. */
    public static @Nullable Object get(@Nullable Object container, String name) {
        if (container instanceof Struct struct) {
            Field field = struct.schema().field(name);
            return field == null ? null : struct.get(field);
        }
        return container instanceof Map<?, ?> map ? map.get(name) : null;
    }

    /** Returns the value of the field of this name as text; null when it is no text. */
    static @Nullable String text(@Nullable Object container, String name) {
        return get(container, name) instanceof String text ? text : null;
    }

    /** Returns the value of the field of this name as a whole number; null when it is none. */
    static @Nullable Long number(@Nullable Object container, String name) {
        Object value = get(container, name);
        return value instanceof Long || value instanceof Integer ? (Long) ((Number) value).longValue() : null;
    }
}
