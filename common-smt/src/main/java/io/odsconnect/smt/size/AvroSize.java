package io.odsconnect.smt.size;

import io.odsconnect.common.value.Utf8;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;
import org.jspecify.annotations.Nullable;

/**
 * Bytes of values in Avro's binary form, with the types that Avro converters choose: what may be null is a union of
 * null and its type, INT8 and INT16 are ints, a Decimal is the bytes of its unscaled number, maps have texts for keys.
 */
@SuppressWarnings("JavaUtilDate") // Connect's own logical types are java.util.Date.
final class AvroSize {

    private static final int FLOAT = 4;
    private static final int DOUBLE = 8;
    private static final int UNION = 1;
    private static final int BITS_IN_GROUP = 7;

    private AvroSize() {}

    static long of(Schema schema, @Nullable Object value) {
        long union = schema.isOptional() ? UNION : 0;
        return value == null ? union : union + present(schema, value);
    }

    private static long present(Schema schema, Object value) {
        return switch (schema.type()) {
            case INT8, INT16, INT32, INT64 -> varint(number(schema, value));
            case FLOAT32 -> FLOAT;
            case FLOAT64 -> DOUBLE;
            case BOOLEAN -> 1;
            case STRING -> {
                long length = Utf8.length((String) value);
                yield varint(length) + length;
            }
            case BYTES -> {
                int length = bytes(value);
                yield varint(length) + length;
            }
            case ARRAY -> list(schema, (List<?>) value);
            case MAP -> map(schema, (Map<?, ?>) value);
            case STRUCT -> struct((Struct) value);
        };
    }

    /** Returns the bytes of a decimal's unscaled number as two's complement. */
    static int unscaledBytes(BigDecimal decimal) {
        return decimal.unscaledValue().bitLength() / Byte.SIZE + 1;
    }

    private static int bytes(Object value) {
        if (value instanceof BigDecimal decimal) {
            return unscaledBytes(decimal);
        }
        return value instanceof ByteBuffer buffer ? buffer.remaining() : ((byte[]) value).length;
    }

    private static long number(Schema schema, Object value) {
        if (value instanceof Date date) {
            return switch (schema.name()) {
                case org.apache.kafka.connect.data.Date.LOGICAL_NAME ->
                    org.apache.kafka.connect.data.Date.fromLogical(schema, date);
                case Time.LOGICAL_NAME -> Time.fromLogical(schema, date);
                default -> Timestamp.fromLogical(schema, date);
            };
        }
        return ((Number) value).longValue();
    }

    private static long struct(Struct struct) {
        long size = 0;
        for (Field field : struct.schema().fields()) {
            size += of(field.schema(), struct.get(field));
        }
        return size;
    }

    /** One block with its count, and the empty one that ends it. */
    private static long list(Schema schema, List<?> list) {
        long size = list.isEmpty() ? 1 : varint(list.size()) + 1;
        for (Object each : list) {
            size += of(schema.valueSchema(), each);
        }
        return size;
    }

    private static long map(Schema schema, Map<?, ?> map) {
        long size = map.isEmpty() ? 1 : varint(map.size()) + 1;
        for (Map.Entry<?, ?> each : map.entrySet()) {
            long name = Utf8.length(String.valueOf(each.getKey()));
            size += varint(name) + name + of(schema.valueSchema(), each.getValue());
        }
        return size;
    }

    /** Seven bits a byte, zigzag: small numbers of either sign are short. */
    private static int varint(long number) {
        int size = 1;
        for (long rest = (number << 1) ^ (number >> 63); rest >>> BITS_IN_GROUP != 0; rest >>>= BITS_IN_GROUP) {
            size++;
        }
        return size;
    }
}
