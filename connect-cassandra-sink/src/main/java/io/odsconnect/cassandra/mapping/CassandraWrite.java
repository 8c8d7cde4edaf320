package io.odsconnect.cassandra.mapping;

import io.odsconnect.common.sink.StoreWrite;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A row to be replaced or deleted, as bytes ready for the wire.
 *
 * @param table the table as it was when the values were encoded
 * @param identity the table and the primary key
 * @param position the position of the event, or none
 * @param isDelete whether the row goes
 * @param values the encoded values: for a put of all columns, for a delete of those of the primary key, each in the
 *     table's order; null is null
 * @param sizeInBytes about how many bytes they are
 */
public record CassandraWrite(
        CqlTable table,
        RowId identity,
        long position,
        boolean isDelete,
        List<@Nullable ByteBuffer> values,
        int sizeInBytes)
        implements StoreWrite {

    /**
     * Which row.
     *
     * @param table the table
     * @param key the encoded values of the primary key
     */
    public record RowId(TableName table, List<ByteBuffer> key) {}

    /** Says what the write does, never to which key or with which values. */
    @Override
    public String toString() {
        return (isDelete ? "delete from " : "put into ") + table + " at position " + position;
    }
}
