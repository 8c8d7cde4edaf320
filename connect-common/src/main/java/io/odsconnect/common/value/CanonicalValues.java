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
 * <tr><td>array, map, struct</td><td>List, Map, {@link io.odsconnect.common.event.Row}, of canonical values</td></tr>
 * <tr><td>any other named type ({@code io.debezium.data.Uuid}, {@code Json}, {@code Xml}, {@code Enum}, {@code Year},
 *     {@code ZonedTime}, {@code MicroDuration}…)</td><td>that of the type it is built on</td></tr>
 * </table>
 *
 * <p>Values without a schema keep their Java type, but for BigInteger (a BigDecimal), java.util.Date (a LocalDateTime,
 * read as UTC) and ByteBuffer (a byte[]).
 */
public final class CanonicalValues {

    private static final String VARIABLE_SCALE_DECIMAL = "io.debezium.data.VariableScaleDecimal";

    private CanonicalValues() {}

    /**
     * Compiles the reader of a schema. {@link ValueReader#AS_IS} says that there is nothing to do. The lists and maps that
     * Connect's own header converter makes of JSON have a schema whose elements have none.
     */
    static ValueReader reader(@Nullable Schema schema) {
        if (schema == null) {
            return CanonicalValues::schemaless;
        }
        return switch (schema.type()) {
            case BOOLEAN, FLOAT32, FLOAT64 -> ValueReader.AS_IS;
            case INT8, INT16, INT32, INT64, STRING -> TemporalReaders.of(schema);
            case BYTES -> Decimal.LOGICAL_NAME.equals(schema.name()) ? ValueReader.AS_IS : CanonicalValues::bytes;
            case ARRAY -> arrayReader(schema.valueSchema());
            case MAP -> mapReader(schema.keySchema(), schema.valueSchema());
            case STRUCT -> structReader(schema);
        };
    }

    /**
     * Returns the canonical form of a value with its schema, or without one. For single values such as headers;
     * rows are read by {@link RowReader}, which compiles their schema once.
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
        if (value instanceof String || value instanceof Boolean) {
            return value;
        }
        if (value instanceof Number number) {
            return number instanceof BigInteger big ? new BigDecimal(big) : number;
        }
        if (value instanceof Map<?, ?> map) {
            Map<@Nullable Object, @Nullable Object> read = new LinkedHashMap<>(map.size() * 2);
            map.forEach((key, entry) ->
                    read.put(key == null ? null : schemaless(key), entry == null ? null : schemaless(entry)));
            return Collections.unmodifiableMap(read);
        }
        if (value instanceof List<?> list) {
            List<@Nullable Object> read = new ArrayList<>(list.size());
            for (Object element : list) {
                read.add(element == null ? null : schemaless(element));
            }
            return Collections.unmodifiableList(read);
        }
        if (value instanceof Struct struct) {
            return StructReader.of(struct.schema()).read(struct);
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

    private static Object bytes(Object value) {
        if (value instanceof ByteBuffer buffer) {
            byte[] copy = new byte[buffer.remaining()];
            buffer.duplicate().get(copy);
            return copy;
        }
        return value;
    }

    private static ValueReader arrayReader(@Nullable Schema elementSchema) {
        ValueReader element = reader(elementSchema);
        if (element == ValueReader.AS_IS) {
            return ValueReader.AS_IS;
        }
        return value -> {
            List<?> list = (List<?>) value;
            List<@Nullable Object> read = new ArrayList<>(list.size());
            for (Object each : list) {
                read.add(each == null ? null : element.read(each));
            }
            return Collections.unmodifiableList(read);
        };
    }

    private static ValueReader mapReader(@Nullable Schema keySchema, @Nullable Schema valueSchema) {
        ValueReader key = reader(keySchema);
        ValueReader entry = reader(valueSchema);
        if (key == ValueReader.AS_IS && entry == ValueReader.AS_IS) {
            return ValueReader.AS_IS;
        }
        return value -> {
            Map<?, ?> map = (Map<?, ?>) value;
            Map<@Nullable Object, @Nullable Object> read = new LinkedHashMap<>(map.size() * 2);
            map.forEach((k, v) -> read.put(k == null ? null : key.read(k), v == null ? null : entry.read(v)));
            return Collections.unmodifiableMap(read);
        };
    }

    private static ValueReader structReader(Schema schema) {
        if (VARIABLE_SCALE_DECIMAL.equals(schema.name())) {
            return value -> variableScaleDecimal((Struct) value);
        }
        StructReader reader = StructReader.of(schema);
        return value -> reader.read((Struct) value);
    }

    /** Reads Debezium's decimal of any scale: {@code scale} and the two's complement {@code value}. */
    private static BigDecimal variableScaleDecimal(Struct struct) {
        byte[] unscaled = struct.getBytes("value");
        Integer scale = struct.getInt32("scale");
        if (unscaled == null || scale == null) {
            throw new DataException("is a " + VARIABLE_SCALE_DECIMAL + " without a value or scale");
        }
        return new BigDecimal(new BigInteger(unscaled), scale);
    }
}
