package io.odsconnect.smt.size;

import io.odsconnect.common.value.Utf8;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.Date;
import java.util.Map;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;
import org.jspecify.annotations.Nullable;

/** Bytes of values as JSON in UTF-8 without spaces: Kafka's {@code JsonConverter} with its defaults, but no schema. */
@SuppressWarnings("JavaUtilDate") // Connect's own logical types are java.util.Date.
final class JsonSize {

    private static final int NULL = 4;
    /** An escape, a backslash with u and four digits, beyond its first byte. */
    private static final int MORE_OF_ESCAPE = 5;

    private JsonSize() {}

    static long of(@Nullable Schema schema, @Nullable Object value) {
        if (value == null) {
            return NULL;
        }
        if (value instanceof String text) {
            return text(text);
        }
        if (value instanceof Long || value instanceof Integer || value instanceof Short || value instanceof Byte) {
            return digits(((Number) value).longValue());
        }
        if (value instanceof Struct struct) {
            return struct(struct);
        }
        if (value instanceof Map<?, ?> map) {
            return map(schema, map);
        }
        if (value instanceof Iterable<?> list) {
            return list(schema, list);
        }
        if (value instanceof byte[] bytes) {
            return base64(bytes.length);
        }
        if (value instanceof ByteBuffer bytes) {
            return base64(bytes.remaining());
        }
        if (value instanceof BigDecimal decimal) {
            // The converter's default is the unscaled number in Base64; without a schema it is a number.
            return schema == null ? decimal.toString().length() : base64(AvroSize.unscaledBytes(decimal));
        }
        if (value instanceof Date date) {
            return digits(number(schema, date));
        }
        return value.toString().length();
    }

    private static long struct(Struct struct) {
        long size = 2;
        for (Field field : struct.schema().fields()) {
            size += text(field.name()) + 1 + of(field.schema(), struct.get(field)) + 1;
        }
        return struct.schema().fields().isEmpty() ? size : size - 1;
    }

    private static long map(@Nullable Schema schema, Map<?, ?> map) {
        long size = 2;
        Schema entry = schema == null ? null : schema.valueSchema();
        for (Map.Entry<?, ?> each : map.entrySet()) {
            size += text(String.valueOf(each.getKey())) + 1 + of(entry, each.getValue()) + 1;
        }
        return map.isEmpty() ? size : size - 1;
    }

    private static long list(@Nullable Schema schema, Iterable<?> list) {
        long size = 2;
        Schema element = schema == null ? null : schema.valueSchema();
        boolean first = true;
        for (Object each : list) {
            size += of(element, each) + (first ? 0 : 1);
            first = false;
        }
        return size;
    }

    /** Counts the quotation marks too, and what has to be escaped as Jackson escapes it. */
    private static long text(String text) {
        int chars = text.length();
        long length = chars + 2L;
        for (int i = 0; i < chars; i++) {
            char c = text.charAt(i);
            if (Character.isSurrogate(c)) {
                // Jackson writes each half of a pair as an escape of six bytes.
                length += MORE_OF_ESCAPE;
            } else if (c >= 0x80) {
                length += Utf8.more(c);
            } else if (c == '"' || c == '\\') {
                length++;
            } else if (c < ' ') {
                length += c == '\n' || c == '\r' || c == '\t' || c == '\b' || c == '\f' ? 1 : MORE_OF_ESCAPE;
            }
        }
        return length;
    }

    private static long number(@Nullable Schema schema, Date date) {
        String name = schema == null ? null : schema.name();
        if (org.apache.kafka.connect.data.Date.LOGICAL_NAME.equals(name)) {
            return org.apache.kafka.connect.data.Date.fromLogical(schema, date);
        }
        if (Time.LOGICAL_NAME.equals(name)) {
            return Time.fromLogical(schema, date);
        }
        return Timestamp.LOGICAL_NAME.equals(name) ? Timestamp.fromLogical(schema, date) : date.getTime();
    }

    private static int digits(long number) {
        if (number == Long.MIN_VALUE) {
            return 20;
        }
        int digits = number < 0 ? 2 : 1;
        for (long rest = Math.abs(number); rest >= 10; rest /= 10) {
            digits++;
        }
        return digits;
    }

    private static long base64(int bytes) {
        return 2 + (bytes + 2L) / 3 * 4;
    }
}
