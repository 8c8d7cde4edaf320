package io.odsconnect.redis.store;

import com.google.gson.JsonPrimitive;
import io.odsconnect.common.value.Columns;
import io.odsconnect.common.value.Row;
import io.odsconnect.redis.encoding.ValueType;
import io.odsconnect.redis.mapping.RedisWrite;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How rows of one type are read back. Safe for use by several threads. */
interface StoredForm {

    /** Returns the step that reads a row whole. */
    ReadStep read(byte[] key);

    /** Returns the step that reads only what {@link #positionOf} needs. */
    ReadStep readPosition(byte[] key);

    /** Returns the position of a row from what {@link #readPosition} gave; null where it has none. */
    @Nullable
    Long positionOf(ReadStep position);

    /** Returns the row; null where there is none. Only of a key that holds nothing of another type. */
    @Nullable
    Stored stored(ReadStep row);

    /** Returns the names of what differs between a row and what would be written. */
    List<String> differences(Stored stored, RedisWrite write);

    /**
     * A row that was read.
     *
     * @param position its position; null where it has none that can be read
     * @param index the key of the index that it says it is in; null for none
     * @param fields its fields, without these two, in the form of its type; null if they cannot be read
     */
    record Stored(
            @Nullable Long position,
            @Nullable String index,
            @Nullable Map<String, ?> fields) {

        /** Returns the fields as texts. */
        Row columns() {
            Map<String, ?> all = fields == null ? Map.of() : fields;
            return Row.of(
                    Columns.of(List.copyOf(all.keySet())),
                    all.values().stream().map(Stored::text).toArray());
        }

        private static String text(Object value) {
            if (value instanceof byte[] bytes) {
                return new String(bytes, StandardCharsets.UTF_8);
            }
            return value instanceof JsonPrimitive primitive ? primitive.getAsString() : value.toString();
        }
    }

    /** Returns the form for rows that are written by these rules. */
    static StoredForm of(WriteRules rules) {
        return rules.valueType() == ValueType.HASH ? new StoredHash(rules) : new StoredJson(rules);
    }

    /** Reads a position; null where it is none. */
    static @Nullable Long position(@Nullable String text) {
        try {
            return text == null ? null : Long.valueOf(text);
        } catch (NumberFormatException e) {
            return null;
        }
    }

    /** Returns the bytes of a word of the protocol. */
    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
