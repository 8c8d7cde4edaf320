package io.odsconnect.aerospike.mapping;

import com.aerospike.client.Value;
import com.aerospike.client.command.ParticleType;
import io.odsconnect.common.sink.BadRecordException;
import io.odsconnect.common.value.Row;
import io.odsconnect.common.value.TextForm;
import io.odsconnect.common.value.Utf8;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The one form that each canonical value has in a bin.
 *
 * <table>
 * <caption>Values in bins</caption>
 * <tr><th>value</th><th>Aerospike type</th></tr>
 * <tr><td>Boolean</td><td>boolean</td></tr>
 * <tr><td>Byte, Short, Integer, Long</td><td>integer</td></tr>
 * <tr><td>Float, Double</td><td>double</td></tr>
 * <tr><td>BigDecimal, LocalDate, LocalTime, LocalDateTime, Instant</td><td>string, in their {@link TextForm}: Aerospike
 *     has neither decimals nor times, and a double would round</td></tr>
 * <tr><td>String</td><td>string</td></tr>
 * <tr><td>byte[]</td><td>blob</td></tr>
 * <tr><td>List</td><td>list</td></tr>
 * <tr><td>Map, Row</td><td>map</td></tr>
 * </table>
 */
final class BinValues {

    private BinValues() {}

    /**
     * Returns the value as a bin takes it.
     *
     * @throws BadRecordException if it is a map with a key that no Aerospike map can have, or has a text with half a
     *     surrogate pair
     */
    static Value of(Object value) {
        Object plain = plain(value);
        // The client would go over a text three times: here for its size, for its size again, and to write it.
        return plain instanceof String text ? Value.get(Utf8.bytes(text), ParticleType.STRING) : Value.get(plain);
    }

    /**
     * Returns a text as a user key takes it.
     *
     * @throws BadRecordException if it has half a surrogate pair
     */
    static Value text(String text) {
        return Value.get(wellFormed(text));
    }

    /**
     * Returns the value as a user key takes it: an integer, a string or a blob; null for any other type.
     *
     * @throws BadRecordException if it is a text with half a surrogate pair
     */
    static @Nullable Value ofKey(Object value) {
        Object plain = plain(value);
        if (plain instanceof Long || plain instanceof String || plain instanceof byte[]) {
            return Value.get(plain);
        }
        return null;
    }

    private static Object plain(Object value) {
        if (value instanceof Long) {
            return value;
        }
        if (value instanceof Integer || value instanceof Short || value instanceof Byte) {
            return ((Number) value).longValue();
        }
        if (value instanceof Double || value instanceof Float) {
            return ((Number) value).doubleValue();
        }
        if (value instanceof String text) {
            return wellFormed(text);
        }
        if (value instanceof Boolean || value instanceof byte[]) {
            return value;
        }
        if (value instanceof List<?> list) {
            List<@Nullable Object> plain = new ArrayList<>(list.size());
            for (Object element : list) {
                plain.add(element == null ? null : plain(element));
            }
            return plain;
        }
        if (value instanceof Map<?, ?> map) {
            Map<Object, @Nullable Object> plain = new LinkedHashMap<>(map.size() * 2);
            map.forEach((key, element) -> plain.put(mapKey(key), element == null ? null : plain(element)));
            return plain;
        }
        if (value instanceof Row row) {
            Map<Object, @Nullable Object> plain = new LinkedHashMap<>(row.size() * 2);
            for (int i = 0; i < row.size(); i++) {
                Object element = row.value(i);
                plain.put(wellFormed(row.name(i)), element == null ? null : plain(element));
            }
            return plain;
        }
        return TextForm.of(value);
    }

    private static String wellFormed(String text) {
        if (!Utf8.isText(text)) {
            throw new BadRecordException(
                    "It has a text that is not valid Unicode, with half a surrogate pair in it: mend it"
                            + " at the source, or with a transform");
        }
        return text;
    }

    private static Object mapKey(@Nullable Object key) {
        Object plain = key == null ? null : plain(key);
        if (plain instanceof Long || plain instanceof String || plain instanceof byte[]) {
            return plain;
        }
        throw new BadRecordException("A map has a key that is "
                + (key == null ? "null" : "a " + key.getClass().getSimpleName())
                + "; a map in Aerospike has integers, strings or blobs as keys");
    }
}
