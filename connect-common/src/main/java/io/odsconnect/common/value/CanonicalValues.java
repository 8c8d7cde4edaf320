package io.odsconnect.common.value;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/**
 * One Java form of each logical value, whatever connector wrote it and whatever converter read it.
 *
 * <table>
 * <caption>Canonical values</caption>
 * <tr><th>Connect or Debezium type</th><th>canonical</th></tr>
 * <tr><td>boolean, int8 to int64, float32, float64, string</td><td>Boolean, Byte, Short, Integer, Long, Float, Double,
 *     String</td></tr>
 * <tr><td>bytes, {@code io.debezium.data.Bits}</td><td>byte[]</td></tr>
 * <tr><td>Decimal, {@code io.debezium.data.VariableScaleDecimal}</td><td>BigDecimal, with its scale</td></tr>
 * <tr><td>Date, {@code io.debezium.time.Date}, {@code IsoDate}</td><td>LocalDate</td></tr>
 * <tr><td>Time, {@code io.debezium.time.Time}, {@code MicroTime}, {@code NanoTime}, {@code IsoTime}</td>
 *     <td>LocalTime</td></tr>
 * <tr><td>Timestamp, {@code io.debezium.time.Timestamp}, {@code MicroTimestamp}, {@code NanoTimestamp},
 *     {@code IsoTimestamp}</td><td>LocalDateTime: a Db2 TIMESTAMP has no zone, and none is made up</td></tr>
 * <tr><td>{@code io.debezium.time.ZonedTimestamp}</td><td>Instant</td></tr>
 * <tr><td>array, map, struct</td><td>List, Map, {@link io.odsconnect.common.value.Row}, of canonical values</td></tr>
 * <tr><td>any other named type ({@code io.debezium.data.Uuid}, {@code Json}, {@code Xml}, {@code Enum}, {@code Year},
 *     {@code ZonedTime}, {@code MicroDuration}…)</td><td>that of the type it is built on</td></tr>
 * </table>
 *
 * <p>Values without a schema keep their Java type, but for BigInteger (a BigDecimal), java.util.Date (a LocalDateTime,
 * read as UTC) and ByteBuffer (a byte[]).
 */
public final class CanonicalValues {

    private static final String VARIABLE_SCALE_DECIMAL = "io.debezium.data.VariableScaleDecimal";

    /** As deep as converters go, too. Deeper values would end the task by a full stack here or behind. */
    private static final int DEEPEST = 1000;

    private CanonicalValues() {}

    /** Compiles the reader of a schema. {@link ValueReader#AS_IS} says that there is nothing to do. */
    static ValueReader reader(Schema schema) {
        return reader(schema, 0);
    }

    /**
     * Compiles the reader of a schema inside others.
     *
     * @param schema the schema; null if it is not known, as for the elements of an empty list
     * @param depth in how many it is
     */
    static ValueReader reader(@Nullable Schema schema, int depth) {
        if (depth > DEEPEST) {
            throw tooDeep();
        }
        if (schema == null) {
            return value -> schemaless(value, depth);
        }
        return switch (schema.type()) {
            case BOOLEAN, FLOAT32, FLOAT64 -> ValueReader.AS_IS;
            case INT8, INT16, INT32, INT64 -> TemporalReaders.of(schema, ValueReader.AS_IS);
            case STRING -> TemporalReaders.of(schema, CanonicalValues::text);
            case BYTES -> Decimal.LOGICAL_NAME.equals(schema.name()) ? ValueReader.AS_IS : CanonicalValues::bytes;
            case ARRAY -> arrayReader(reader(schema.valueSchema(), depth + 1));
            case MAP -> mapReader(reader(schema.keySchema(), depth + 1), reader(schema.valueSchema(), depth + 1));
            case STRUCT -> structReader(schema, depth);
        };
    }

    /**
     * Returns the canonical form of a value with its schema, or without one. For single values such as headers;
     * rows are read by {@link CanonicalRowReader}, which compiles their schema once.
     *
     * @throws DataException if the value has none; the message says why, but not the value
     */
    public static @Nullable Object of(@Nullable Schema schema, @Nullable Object value) {
        if (value == null) {
            return null;
        }
        return schema == null ? schemaless(value) : reader(schema).read(value);
    }

    /**
     * Returns the microseconds since the epoch that a canonical date and time stands for; empty for any other value.
     * A local date and time is taken as UTC.
     *
     * @throws DataException if that is no number of 64 bits, more than 292,000 years from 1970
     */
    public static OptionalLong epochMicros(@Nullable Object canonical) {
        if (canonical instanceof Instant instant) {
            return OptionalLong.of(TemporalReaders.micros(instant));
        }
        if (canonical instanceof LocalDateTime local) {
            return OptionalLong.of(TemporalReaders.micros(local.toInstant(ZoneOffset.UTC)));
        }
        return OptionalLong.empty();
    }

    static Object schemaless(Object value) {
        return schemaless(value, 0);
    }

    private static Object schemaless(Object value, int depth) {
        if (depth > DEEPEST) {
            throw tooDeep();
        }
        if (value instanceof String) {
            return text(value);
        }
        if (value instanceof Boolean) {
            return value;
        }
        if (value instanceof Number number) {
            return number instanceof BigInteger big ? new BigDecimal(big) : number;
        }
        if (value instanceof Map<?, ?> map) {
            Map<@Nullable Object, @Nullable Object> read = new LinkedHashMap<>(map.size() * 2);
            map.forEach((key, entry) -> read.put(
                    key == null ? null : schemaless(key, depth + 1),
                    entry == null ? null : schemaless(entry, depth + 1)));
            return Collections.unmodifiableMap(read);
        }
        if (value instanceof List<?> list) {
            List<@Nullable Object> read = new ArrayList<>(list.size());
            for (Object element : list) {
                read.add(element == null ? null : schemaless(element, depth + 1));
            }
            return Collections.unmodifiableList(read);
        }
        if (value instanceof Struct struct) {
            return StructReader.of(struct.schema(), depth).read(struct);
        }
        if (value instanceof byte[] || value instanceof ByteBuffer) {
            return bytes(value);
        }
        if (value instanceof Date) {
            return TemporalReaders.connectTimestamp(value);
        }
        if (value instanceof LocalDate
                || value instanceof LocalTime
                || value instanceof LocalDateTime
                || value instanceof Instant) {
            return value;
        }
        throw new DataException("is a " + value.getClass().getName() + ", which no Connect converter gives");
    }

    private static DataException tooDeep() {
        return new DataException("is nested more than " + DEEPEST + " deep");
    }

    private static Object text(Object value) {
        if (value instanceof String text && !Utf8.isText(text)) {
            throw new DataException(Utf8.HALF);
        }
        return value;
    }

    private static Object bytes(Object value) {
        if (value instanceof ByteBuffer buffer) {
            byte[] copy = new byte[buffer.remaining()];
            buffer.duplicate().get(copy);
            return copy;
        }
        return value;
    }

    private static ValueReader arrayReader(ValueReader element) {
        if (element == ValueReader.AS_IS) {
            return ValueReader.AS_IS;
        }
        return value -> {
            List<?> list = as(List.class, value);
            List<@Nullable Object> read = new ArrayList<>(list.size());
            for (Object each : list) {
                read.add(each == null ? null : element.read(each));
            }
            return Collections.unmodifiableList(read);
        };
    }

    private static ValueReader mapReader(ValueReader key, ValueReader entry) {
        if (key == ValueReader.AS_IS && entry == ValueReader.AS_IS) {
            return ValueReader.AS_IS;
        }
        return value -> {
            Map<?, ?> map = as(Map.class, value);
            Map<@Nullable Object, @Nullable Object> read = new LinkedHashMap<>(map.size() * 2);
            map.forEach((k, v) -> read.put(k == null ? null : key.read(k), v == null ? null : entry.read(v)));
            return Collections.unmodifiableMap(read);
        };
    }

    private static ValueReader structReader(Schema schema, int depth) {
        if (VARIABLE_SCALE_DECIMAL.equals(schema.name())) {
            return value -> variableScaleDecimal(as(Struct.class, value));
        }
        StructReader reader = StructReader.of(schema, depth);
        return value -> {
            Struct struct = as(Struct.class, value);
            // A header may have a schema that is not its struct's.
            return struct.schema() == schema || struct.schema().equals(schema)
                    ? reader.read(struct)
                    : schemaless(struct, depth);
        };
    }

    private static <T> T as(Class<T> type, Object value) {
        if (!type.isInstance(value)) {
            throw new DataException(
                    "is a " + value.getClass().getName() + " where a " + type.getSimpleName() + " is due");
        }
        return type.cast(value);
    }

    /** Reads Debezium's decimal of any scale: {@code scale} and the two's complement {@code value}. */
    private static BigDecimal variableScaleDecimal(Struct struct) {
        byte[] unscaled = struct.getBytes("value");
        Integer scale = struct.getInt32("scale");
        if (unscaled == null || unscaled.length == 0 || scale == null) {
            throw new DataException("is a " + VARIABLE_SCALE_DECIMAL + " without a value or scale");
        }
        return new BigDecimal(new BigInteger(unscaled), scale);
    }
}
