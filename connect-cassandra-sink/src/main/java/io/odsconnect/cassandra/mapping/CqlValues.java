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
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Converts canonical values (see {@link io.odsconnect.common.value.CanonicalValues}) to the driver's Java type of a CQL
 * type. A number is converted only if its value stays the same. Any value can become text, in its {@linkplain TextForm text
 * form}. A text is parsed for other types, since JSON without a schema has no other form for them. {@link CqlTimes} converts
 * dates and times.
 */
final class CqlValues {

    /** Without an exponent: a short text could ask for more digits than there is memory. */
    private static final Pattern NUMBER = Pattern.compile("[+-]?\\d{1,1000}(?:\\.\\d{1,1000})?");

    /** The texts of values that no decimal can hold, as Db2's DECFLOAT, Debezium and Java write them. */
    private static final Map<String, Double> NOT_FINITE = Map.of(
            "NAN", Double.NaN,
            "INFINITY", Double.POSITIVE_INFINITY,
            "-INFINITY", Double.NEGATIVE_INFINITY);

    private static final Set<String> TRUE = Set.of("true", "t", "yes", "y", "1");
    private static final Set<String> FALSE = Set.of("false", "f", "no", "n", "0");

    private static final Pattern UUID_TEXT = Pattern.compile(
            "(\\p{XDigit}{8})-?(\\p{XDigit}{4})-?(\\p{XDigit}{4})-?(\\p{XDigit}{4})-?(\\p{XDigit}{12})");

    private static final int UUID_BYTES = 16;

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
            Map.entry(DataTypes.BOOLEAN, CqlValues::bool),
            Map.entry(DataTypes.BLOB, value -> ByteBuffer.wrap(as(byte[].class, value))),
            Map.entry(DataTypes.DATE, CqlTimes::date),
            Map.entry(DataTypes.TIME, CqlTimes::time),
            Map.entry(DataTypes.TIMESTAMP, CqlTimes::instant),
            Map.entry(DataTypes.UUID, CqlValues::uuid),
            Map.entry(DataTypes.TIMEUUID, CqlValues::uuid),
            Map.entry(DataTypes.INET, value -> address(as(String.class, value).strip())),
            Map.entry(
                    DataTypes.DURATION,
                    value -> CqlDuration.from(as(String.class, value).strip())));

    private static <T> T as(Class<T> type, Object value) {
        if (!type.isInstance(value)) {
            throw new IllegalArgumentException("not a " + type.getSimpleName());
        }
        return type.cast(value);
    }

    /** The driver would write a question mark for a character that is not ASCII. */
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
        if (value instanceof String text && NUMBER.matcher(text.strip()).matches()) {
            return new BigDecimal(text.strip());
        }
        throw new IllegalArgumentException("not a number");
    }

    private static @Nullable Double notFinite(Object value) {
        return value instanceof String text ? NOT_FINITE.get(text.strip().toUpperCase(Locale.ROOT)) : null;
    }

    private static Double toDouble(Object value) {
        if (value instanceof Double || value instanceof Float) {
            return ((Number) value).doubleValue();
        }
        Double special = notFinite(value);
        if (special != null) {
            return special;
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
        Double special = notFinite(value);
        if (special != null) {
            return special.floatValue();
        }
        BigDecimal decimal = decimal(value);
        float nearest = decimal.floatValue();
        if (Float.isInfinite(nearest) || ShortestDecimal.of(nearest).compareTo(decimal) != 0) {
            throw new ArithmeticException("not exactly a float");
        }
        return nearest;
    }

    private static Boolean bool(Object value) {
        if (value instanceof Boolean known) {
            return known;
        }
        String text = value instanceof String given
                ? given.strip().toLowerCase(Locale.ROOT)
                : value instanceof Number ? decimal(value).toBigIntegerExact().toString() : "";
        if (TRUE.contains(text) || FALSE.contains(text)) {
            return TRUE.contains(text);
        }
        throw new IllegalArgumentException("neither true nor false");
    }

    /** From text, with hyphens or without; from 16 bytes; or from these in Base64, as JSON without a schema has them. */
    private static UUID uuid(Object value) {
        if (value instanceof byte[] bytes) {
            return uuidOf(bytes);
        }
        String text = as(String.class, value).strip();
        Matcher parts = UUID_TEXT.matcher(text);
        if (parts.matches()) {
            return UUID.fromString(parts.replaceFirst("$1-$2-$3-$4-$5"));
        }
        return uuidOf(Base64.getDecoder().decode(text));
    }

    private static UUID uuidOf(byte[] bytes) {
        if (bytes.length != UUID_BYTES) {
            throw new IllegalArgumentException("not 16 bytes");
        }
        ByteBuffer halves = ByteBuffer.wrap(bytes);
        return new UUID(halves.getLong(), halves.getLong());
    }

    /** Accepts only literals, because a name would be looked up by DNS. */
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
