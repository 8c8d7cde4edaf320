package io.odsconnect.cassandra.mapping;

import com.datastax.oss.driver.api.core.CqlIdentifier;
import com.datastax.oss.driver.api.core.DefaultProtocolVersion;
import com.datastax.oss.driver.api.core.metadata.schema.ColumnMetadata;
import com.datastax.oss.driver.api.core.type.DataType;
import com.datastax.oss.driver.api.core.type.ListType;
import com.datastax.oss.driver.api.core.type.MapType;
import com.datastax.oss.driver.api.core.type.SetType;
import com.datastax.oss.driver.api.core.type.UserDefinedType;
import com.datastax.oss.driver.api.core.type.VectorType;
import com.datastax.oss.driver.api.core.type.codec.TypeCodec;
import com.datastax.oss.driver.api.core.type.codec.registry.CodecRegistry;
import io.odsconnect.common.sink.BadRecordException;
import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One column, and how a canonical value becomes the bytes of its type. */
public final class CqlColumn {

    private final TableName table;
    private final CqlIdentifier name;
    private final DataType type;
    private final CqlValues.Conversion conversion;
    private final TypeCodec<Object> codec;

    private CqlColumn(TableName table, CqlIdentifier name, DataType type) {
        this.table = table;
        this.name = name;
        this.type = type;
        this.conversion = CqlValues.conversionTo(type)
                .orElseThrow(() -> new BadRecordException("Column " + name.asCql(true) + " of table " + table
                        + " is of type " + text(type) + ", which the sink does not write: change the table, or"
                        + " choose another"));
        this.codec = CodecRegistry.DEFAULT.codecFor(type);
    }

    static CqlColumn of(TableName table, ColumnMetadata column) {
        return of(table, column.getName(), column.getType());
    }

    /**
     * Makes a column.
     *
     * @throws BadRecordException if the sink does not write the type
     */
    static CqlColumn of(TableName table, CqlIdentifier name, DataType type) {
        return new CqlColumn(table, name, type);
    }

    /** Returns the name. */
    public CqlIdentifier name() {
        return name;
    }

    /** Returns the type. */
    public DataType type() {
        return type;
    }

    /**
     * Encodes a value.
     *
     * @throws BadRecordException if the type cannot hold it
     */
    @Nullable
    public ByteBuffer encode(@Nullable Object value) {
        if (value == null) {
            return null;
        }
        try {
            // Scalars and collections have had one encoding since protocol version 3; older ones Cassandra 5 refuses.
            return codec.encode(conversion.convert(value), DefaultProtocolVersion.V4);
        } catch (ArithmeticException | IllegalArgumentException | DateTimeException e) {
            // Not as the cause: its message may contain the value.
            throw new BadRecordException("Column " + name.asCql(true) + " of table " + table + " is of type "
                    + text(type) + " and cannot hold this value, a "
                    + value.getClass().getSimpleName());
        }
    }

    /**
     * Says whether Cassandra tells when a column was written and how long it stays: of one whose elements are written each
     * by itself it does not.
     */
    public boolean hasTimes() {
        return !isOfCells();
    }

    private boolean isOfCells() {
        return (type instanceof ListType list && !list.isFrozen())
                || (type instanceof SetType set && !set.isFrozen())
                || (type instanceof MapType map && !map.isFrozen())
                || (type instanceof UserDefinedType own && !own.isFrozen());
    }

    /** Says whether the bytes of two values, null for none, are of the same value: elements may be in another order. */
    public boolean holdsSame(@Nullable ByteBuffer one, @Nullable ByteBuffer other) {
        if (Objects.equals(one, other)) {
            return true;
        }
        Object left = decoded(one);
        Object right = decoded(other);
        if (isOfCells() && (isEmpty(left) || isEmpty(right))) {
            // A collection without elements cannot be distinguished from null.
            return isEmpty(left) && isEmpty(right);
        }
        return isCollection() && left != null && left.equals(right);
    }

    private boolean isCollection() {
        return type instanceof SetType || type instanceof MapType || type instanceof UserDefinedType || isOfCells();
    }

    private static boolean isEmpty(@Nullable Object value) {
        return value == null
                || (value instanceof Collection<?> elements && elements.isEmpty())
                || (value instanceof Map<?, ?> entries && entries.isEmpty());
    }

    private @Nullable Object decoded(@Nullable ByteBuffer bytes) {
        try {
            return bytes == null ? null : codec.decode(bytes.duplicate(), DefaultProtocolVersion.V4);
        } catch (RuntimeException e) {
            // Bytes that are none of this type are like no other value.
            return new Object();
        }
    }

    /** Returns a value as it stands in CQL. */
    public String literal(ByteBuffer bytes) {
        return codec.format(codec.decode(bytes.duplicate(), DefaultProtocolVersion.V4));
    }

    /** Returns the type as it stands in CQL; the driver knows a vector by the name of the server's class only. */
    private static String text(DataType type) {
        return type instanceof VectorType vector
                ? "vector<" + text(vector.getElementType()) + ", " + vector.getDimensions() + ">"
                : type.asCql(true, true);
    }

    /** Returns the name as it stands in CQL. */
    @Override
    public String toString() {
        return name.asCql(true);
    }
}
