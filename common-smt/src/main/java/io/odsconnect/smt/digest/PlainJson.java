package io.odsconnect.smt.digest;

import io.odsconnect.smt.record.Rows;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/**
 * What is left of a value behind Kafka's JsonConverter with {@code schemas.enable=false} and {@code decimal.format=BASE64}:
 * texts, booleans, numbers, lists and maps. Of a value that came out of that converter it is the value itself, so both ends
 * of a topic find the same.
 */
@SuppressWarnings("JavaUtilDate") // Connect's own logical types are java.util.Date.
final class PlainJson {

    private PlainJson() {}

    /**
     * Returns what is left.
     *
     * @param schema the schema of {@code value}; null without one
     * @throws DataException if the converter cannot write such a value; the message contains no value
     */
    static @Nullable Object of(@Nullable Schema schema, @Nullable Object value) {
        if (value instanceof BigDecimal number) {
            return Base64.getEncoder().encodeToString(number.unscaledValue().toByteArray());
        }
        if (value instanceof byte[] bytes) {
            return Base64.getEncoder().encodeToString(bytes);
        }
        if (value instanceof ByteBuffer buffer) {
            byte[] bytes = new byte[buffer.remaining()];
            buffer.duplicate().get(bytes);
            return Base64.getEncoder().encodeToString(bytes);
        }
        if (value instanceof Float || value instanceof Double) {
            return floating(value);
        }
        if (value instanceof Date date) {
            return number(schema, date);
        }
        if (value instanceof Struct struct) {
            return struct(struct);
        }
        if (value instanceof List<?> list) {
            return list(schema, list);
        }
        return value instanceof Map<?, ?> map ? map(schema, map) : value;
    }

    /** The text that stands in JSON is read as a FLOAT64; what is no number is a text there. */
    private static Object floating(Object value) {
        double number = ((Number) value).doubleValue();
        return Double.isFinite(number) ? (Object) Double.valueOf(value.toString()) : value.toString();
    }

    private static Object number(@Nullable Schema schema, Date date) {
        String name = schema == null ? null : schema.name();
        if (schema == null || name == null) {
            throw new DataException("A date without a schema cannot be written as JSON");
        }
        return switch (name) {
            case org.apache.kafka.connect.data.Date.LOGICAL_NAME ->
                (long) org.apache.kafka.connect.data.Date.fromLogical(schema, date);
            case Time.LOGICAL_NAME -> (long) Time.fromLogical(schema, date);
            case Timestamp.LOGICAL_NAME -> Timestamp.fromLogical(schema, date);
            default -> throw new DataException("A date of schema " + name + " cannot be written as JSON");
        };
    }

    private static Map<String, @Nullable Object> struct(Struct struct) {
        Map<String, @Nullable Object> left = new LinkedHashMap<>();
        for (Field field : struct.schema().fields()) {
            left.put(field.name(), of(field.schema(), Rows.value(struct, field)));
        }
        return left;
    }

    private static List<@Nullable Object> list(@Nullable Schema schema, List<?> list) {
        Schema element = schema == null ? null : schema.valueSchema();
        List<@Nullable Object> left = new ArrayList<>(list.size());
        for (Object each : list) {
            left.add(of(element, each));
        }
        return left;
    }

    /** A map whose keys are not all texts becomes an array of pairs. */
    private static Object map(@Nullable Schema schema, Map<?, ?> map) {
        Schema key = schema == null ? null : schema.keySchema();
        Schema entry = schema == null ? null : schema.valueSchema();
        boolean object = key == null
                ? map.keySet().stream().allMatch(String.class::isInstance)
                : key.type() == Schema.Type.STRING;
        if (object) {
            Map<String, @Nullable Object> left = new LinkedHashMap<>();
            map.forEach((name, value) -> left.put(String.valueOf(name), of(entry, value)));
            return left;
        }
        List<@Nullable Object> pairs = new ArrayList<>(map.size());
        map.forEach((name, value) -> pairs.add(Arrays.asList(of(key, name), of(entry, value))));
        return pairs;
    }
}
