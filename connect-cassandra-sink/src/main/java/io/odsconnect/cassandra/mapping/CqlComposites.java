package io.odsconnect.cassandra.mapping;

import com.datastax.oss.driver.api.core.CqlIdentifier;
import com.datastax.oss.driver.api.core.DefaultProtocolVersion;
import com.datastax.oss.driver.api.core.data.TupleValue;
import com.datastax.oss.driver.api.core.data.UdtValue;
import com.datastax.oss.driver.api.core.type.DataType;
import com.datastax.oss.driver.api.core.type.TupleType;
import com.datastax.oss.driver.api.core.type.UserDefinedType;
import com.datastax.oss.driver.api.core.type.codec.TypeCodec;
import com.datastax.oss.driver.api.core.type.codec.registry.CodecRegistry;
import io.odsconnect.cassandra.mapping.CqlValues.Conversion;
import io.odsconnect.common.value.Row;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Turns structs, maps and arrays into values of user-defined types, whose fields are found by name as columns are, and of
 * tuples, whose components come in their order. A part may be null, and a field that is not given is.
 */
final class CqlComposites {

    private CqlComposites() {}

    /** Encodes values of one part's type. */
    private record Part(Conversion conversion, TypeCodec<Object> codec) {

        @Nullable
        ByteBuffer encode(@Nullable Object value) {
            return value == null ? null : codec.encode(conversion.convert(value), DefaultProtocolVersion.V4);
        }
    }

    /** Returns the conversion to a user-defined type; empty if there is none to one of its fields. */
    static Optional<Conversion> to(UserDefinedType type) {
        return parts(type.getFieldTypes()).map(parts -> value -> udt(type, parts, value));
    }

    /** Returns the conversion to a tuple; empty if there is none to one of its components. */
    static Optional<Conversion> to(TupleType type) {
        return parts(type.getComponentTypes()).map(parts -> value -> tuple(type, parts, value));
    }

    private static Optional<List<Part>> parts(List<DataType> types) {
        List<Part> parts = new ArrayList<>(types.size());
        for (DataType type : types) {
            CqlValues.conversionTo(type)
                    .ifPresent(conversion -> parts.add(new Part(conversion, CodecRegistry.DEFAULT.codecFor(type))));
        }
        return parts.size() == types.size() ? Optional.of(parts) : Optional.empty();
    }

    private static UdtValue udt(UserDefinedType type, List<Part> parts, Object value) {
        UdtValue udt = type.newValue();
        Set<Integer> filled = new HashSet<>();
        if (value instanceof Row row) {
            for (int i = 0; i < row.size(); i++) {
                udt = put(udt, field(type, row.name(i), filled), parts, row.value(i));
            }
        } else if (value instanceof Map<?, ?> map) {
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                udt = put(udt, field(type, String.valueOf(entry.getKey()), filled), parts, entry.getValue());
            }
        } else {
            throw new IllegalArgumentException("neither a struct nor a map");
        }
        return udt;
    }

    private static UdtValue put(UdtValue udt, int field, List<Part> parts, @Nullable Object value) {
        return udt.setBytesUnsafe(field, parts.get(field).encode(value));
    }

    private static int field(UserDefinedType type, String name, Set<Integer> filled) {
        int exact = type.firstIndexOf(CqlIdentifier.fromInternal(name));
        int field = exact >= 0 ? exact : type.firstIndexOf(CqlIdentifier.fromInternal(name.toLowerCase(Locale.ROOT)));
        if (field < 0 || !filled.add(field)) {
            throw new IllegalArgumentException("no field of its own in the type");
        }
        return field;
    }

    private static TupleValue tuple(TupleType type, List<Part> parts, Object value) {
        int size = value instanceof Row row ? row.size() : value instanceof List<?> list ? list.size() : -1;
        if (size != parts.size()) {
            throw new IllegalArgumentException("not as many as the tuple has");
        }
        TupleValue tuple = type.newValue();
        for (int i = 0; i < size; i++) {
            Object part = value instanceof Row row ? row.value(i) : ((List<?>) value).get(i);
            tuple = tuple.setBytesUnsafe(i, parts.get(i).encode(part));
        }
        return tuple;
    }
}
