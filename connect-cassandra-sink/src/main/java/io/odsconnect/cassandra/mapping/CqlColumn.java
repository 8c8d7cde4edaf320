package io.odsconnect.cassandra.mapping;

import com.datastax.oss.driver.api.core.CqlIdentifier;
import com.datastax.oss.driver.api.core.DefaultProtocolVersion;
import com.datastax.oss.driver.api.core.metadata.schema.ColumnMetadata;
import com.datastax.oss.driver.api.core.type.DataType;
import com.datastax.oss.driver.api.core.type.VectorType;
import com.datastax.oss.driver.api.core.type.codec.TypeCodec;
import com.datastax.oss.driver.api.core.type.codec.registry.CodecRegistry;
import io.odsconnect.common.sink.BadRecordException;
import java.nio.ByteBuffer;
import java.time.DateTimeException;
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
    ByteBuffer encode(@Nullable Object value) {
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
