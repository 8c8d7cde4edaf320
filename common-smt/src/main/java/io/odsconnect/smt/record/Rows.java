package io.odsconnect.smt.record;

import io.odsconnect.common.value.CanonicalRowReader;
import io.odsconnect.common.value.CanonicalValues;
import java.util.Map;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/** Reads keys, values and the rows in them into canonical form. Not safe for use by several threads. */
public final class Rows {

    private final CanonicalRowReader reader = new CanonicalRowReader();

    /**
     * Returns a {@link io.odsconnect.common.value.Row} for a struct or a map without schema, else a canonical value.
     *
     * @param schema the schema of {@code value}; null without one
     * @throws org.apache.kafka.connect.errors.DataException if a value has no canonical form; names the field
     */
    public @Nullable Object read(@Nullable Schema schema, @Nullable Object value) {
        if (value instanceof Struct struct) {
            return reader.read(struct);
        }
        if (schema == null && value instanceof Map<?, ?> map) {
            return reader.read(map);
        }
        return CanonicalValues.of(schema, value);
    }

    /** Returns the value of a field, without the default that the schema may have for it. */
    public static @Nullable Object value(Struct row, Field field) {
        // Faster by the field than by its name, but then a null hides behind the field's default.
        return field.schema().defaultValue() == null ? row.get(field) : row.getWithoutDefault(field.name());
    }
}
