package io.odsconnect.cassandra.mapping;

import com.datastax.oss.driver.api.core.data.CqlDuration;
import com.datastax.oss.driver.api.core.type.DataType;
import com.datastax.oss.driver.api.core.type.DataTypes;
import com.datastax.oss.driver.api.core.type.ListType;
import com.datastax.oss.driver.api.core.type.MapType;
import com.datastax.oss.driver.api.core.type.SetType;
import com.datastax.oss.driver.api.core.type.TupleType;
import com.datastax.oss.driver.api.core.type.UserDefinedType;
import io.odsconnect.common.value.ShortestDecimal;
import io.odsconnect.common.value.TextForm;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Turns canonical values (see {@link io.odsconnect.common.value.CanonicalValues}) into what the driver has for a CQL
 * type. A number is taken where it stays the same number. Anything becomes text, in its {@linkplain TextForm text form};
 * and a number, date or time that comes as text in that form is taken for what it is, since JSON without a schema has
 * no other. A time without a zone is one in UTC. Cassandra's {@code timestamp} counts milliseconds: what is finer is
 * cut off.
 */
final class CqlValues {

    /** Without an exponent: a short text could ask for more digits than there is memory. */
    private static final Pattern NUMBER = Pattern.compile("-?\\d{1,1000}(?:\\.\\d{1,1000})?");

    private static final Pattern IPV4 = Pattern.compile("(?:(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)(?:\\.(?!$)|$)){4}");
    private static final Pattern IPV6 = Pattern.compile("(?=.*:)[0-9a-fA-F:][0-9a-fA-F:.]*");

    private CqlValues() {}

    /** Converts a value that is not null. */
    @FunctionalInterface
    interface Conversion {
        /**
         * Converts a value.
         *
         * @throws IllegalArgumentException or {@link ArithmeticException} if the type cannot hold it
         */
        Object convert(Object value);
    }

    /** Returns the conversion to a type; empty if there is none. */
    static Optional<Conversion> conversionTo(DataType type) {
        if (type instanceof ListType list) {
            return conversionTo(list.getElementType()).map(each -> value -> listOf(value, each));
        }
        if (type instanceof SetType set) {
            return conversionTo(set.getElementType()).map(each -> value -> setOf(value, each));
        }
        if (type instanceof MapType map) {
            return conversionTo(map.getKeyType())
                    .flatMap(key -> conversionTo(map.getValueType()).map(each -> value -> mapOf(value, key, each)));
        }
        if (type instanceof UserDefinedType udt) {
            return CqlComposites.to(udt);
        }
        if (type instanceof TupleType tuple) {
            return CqlComposites.to(tuple);
        }
        return Optional.ofNullable(SCALARS.get(type));
    }

    private static final Map<DataType, Conversion> SCALARS = Map.ofEntries(
            Map.entry(DataTypes.TEXT, TextForm::of),
            Map.entry(DataTypes.ASCII, CqlValues::ascii),
            Map.entry(DataTypes.TINYINT, value -> decimal(value).byteValueExact()),
            Map.entry(DataTypes.SMALLINT, value -> decimal(value).shortValueExact()),
            Map.entry(DataTypes.INT, value -> decimal(value).intValueExact()),
            Map.entry(DataTypes.BIGINT, value -> decimal(value).longValueExact()),
            Map.entry(DataTypes.VARINT, value -> decimal(value).toBigIntegerExact()),
            Map.entry(DataTypes.DECIMAL, CqlValues::decimal),
            Map.entry(DataTypes.FLOAT, CqlValues::toFloat),
            Map.entry(DataTypes.DOUBLE, CqlValues::toDouble),
            Map.entry(DataTypes.BOOLEAN, value -> as(Boolean.class, value)),
            Map.entry(DataTypes.BLOB, value -> ByteBuffer.wrap(as(byte[].class, value))),
            Map.entry(DataTypes.DATE, CqlValues::date),
            Map.entry(
                    DataTypes.TIME,
                    value -> value instanceof String text ? LocalTime.parse(text) : as(LocalTime.class, value)),
            Map.entry(DataTypes.TIMESTAMP, CqlValues::instant),
            Map.entry(DataTypes.UUID, value -> UUID.fromString(as(String.class, value))),
            Map.entry(DataTypes.TIMEUUID, value -> UUID.fromString(as(String.class, value))),
            Map.entry(DataTypes.INET, value -> address(as(String.class, value))),
            Map.entry(DataTypes.DURATION, value -> CqlDuration.from(as(String.class, value))));

    private static <T> T as(Class<T> type, Object value) {
        if (!type.isInstance(value)) {
            throw new IllegalArgumentException("not a " + type.getSimpleName());
        }
        return type.cast(value);
    }

    /** The driver would write a question mark for what is no ASCII. */
    private static String ascii(Object value) {
        String text = TextForm.of(value);
        if (text.chars().anyMatch(character -> character > 0x7F)) {
            throw new IllegalArgumentException("not ASCII");
        }
        return text;
    }

    private static BigDecimal decimal(Object value) {
        if (value instanceof BigDecimal decimal) {
            return decimal;
        }
        if (value instanceof BigInteger integer) {
            return new BigDecimal(integer);
        }
        if (value instanceof Long || value instanceof Integer || value instanceof Short || value instanceof Byte) {
            return BigDecimal.valueOf(((Number) value).longValue());
        }
        // As it is written, not as it is stored: 0.1 is 0.1.
        if (value instanceof Double number && Double.isFinite(number)) {
            return ShortestDecimal.of(number);
        }
        if (value instanceof Float number && Float.isFinite(number)) {
            return ShortestDecimal.of(number);
        }
        if (value instanceof String text && NUMBER.matcher(text).matches()) {
            return new BigDecimal(text);
        }
        throw new IllegalArgumentException("not a number");
    }

    private static Double toDouble(Object value) {
        if (value instanceof Double || value instanceof Float) {
            return ((Number) value).doubleValue();
        }
        BigDecimal decimal = decimal(value);
        double nearest = decimal.doubleValue();
        if (Double.isInfinite(nearest) || ShortestDecimal.of(nearest).compareTo(decimal) != 0) {
            throw new ArithmeticException("not exactly a double");
        }
        return nearest;
    }

    private static Float toFloat(Object value) {
        if (value instanceof Float number) {
            return number;
        }
        if (value instanceof Double number && !Double.isFinite(number)) {
            return number.floatValue();
        }
        BigDecimal decimal = decimal(value);
        float nearest = decimal.floatValue();
        if (Float.isInfinite(nearest) || ShortestDecimal.of(nearest).compareTo(decimal) != 0) {
            throw new ArithmeticException("not exactly a float");
        }
        return nearest;
    }

    private static LocalDate date(Object value) {
        LocalDate date = value instanceof String text ? LocalDate.parse(text) : as(LocalDate.class, value);
        // The codec would cut the day's number to 32 bits.
        var unused = Math.toIntExact(date.toEpochDay());
        return date;
    }

    private static Instant instant(Object value) {
        if (value instanceof LocalDateTime local) {
            return local.toInstant(ZoneOffset.UTC);
        }
        if (value instanceof String text) {
            return text.endsWith("Z")
                    ? Instant.parse(text)
                    : LocalDateTime.parse(text).toInstant(ZoneOffset.UTC);
        }
        return as(Instant.class, value);
    }

    /** Anything but a literal would be asked of the name service. */
    private static InetAddress address(String literal) {
        if (!IPV4.matcher(literal).matches() && !IPV6.matcher(literal).matches()) {
            throw new IllegalArgumentException("not an address");
        }
        try {
            return InetAddress.getByName(literal);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("not an address", e);
        }
    }

    private static Object element(@Nullable Object value, Conversion each) {
        if (value == null) {
            throw new IllegalArgumentException("null in a collection");
        }
        return each.convert(value);
    }

    private static List<Object> listOf(Object value, Conversion each) {
        List<Object> list = new ArrayList<>();
        for (Object element : as(Collection.class, value)) {
            list.add(element(element, each));
        }
        return list;
    }

    private static Set<Object> setOf(Object value, Conversion each) {
        return new LinkedHashSet<>(listOf(value, each));
    }

    private static Map<Object, Object> mapOf(Object value, Conversion key, Conversion each) {
        Map<Object, Object> map = new LinkedHashMap<>();
        for (Object entry : as(Map.class, value).entrySet()) {
            Map.Entry<?, ?> pair = (Map.Entry<?, ?>) entry;
            map.put(element(pair.getKey(), key), element(pair.getValue(), each));
        }
        return map;
    }
}
