package io.odsconnect.cassandra.mapping;

import io.odsconnect.common.expiry.Expiry;
import io.odsconnect.common.sink.BadRecordException;
import io.odsconnect.common.sink.StoreWrite;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A row to be written or deleted, as bytes ready for the wire.
 *
 * @param table the table as it was when the values were encoded
 * @param identity the table and the primary key
 * @param position the position of the event, or none
 * @param kind what is done with the row
 * @param values the encoded values: for a delete of the columns of the primary key, else of all columns, each in the
 *     table's order; null is null
 * @param expiry when the row expires; null if the table decides
 * @param sizeInBytes about how many bytes they are
 */
public record CassandraWrite(
        CqlTable table,
        RowId identity,
        long position,
        Kind kind,
        List<@Nullable ByteBuffer> values,
        @Nullable Expiry expiry,
        int sizeInBytes)
        implements StoreWrite {

    /** About what the protocol adds to a value: its length. */
    private static final int VALUE_OVERHEAD = 4;

    /** What is done with a row. */
    public enum Kind {
        /** It goes. */
        DELETE,
        /** All columns are written; what is null becomes a tombstone. */
        INSERT,
        /** One tombstone deletes all older columns of the row, and the columns that are not null are written. */
        REPLACE,
        /** What is not null is written, and the other columns are left as they are. */
        MERGE
    }

    /**
     * Which row.
     *
     * @param table the table
     * @param key the encoded values of the primary key
     */
    public record RowId(TableName table, List<ByteBuffer> key) {

        /** Takes the first values of a row, which are those of the primary key. */
        static RowId of(CqlTable table, @Nullable ByteBuffer[] values) {
            ByteBuffer[] key = new ByteBuffer[table.keySize()];
            for (int i = 0; i < key.length; i++) {
                key[i] = Objects.requireNonNull(values[i]);
            }
            return new RowId(table.name(), List.of(key));
        }
    }

    /**
     * Makes a write.
     *
     * @param values as for {@link #values()}; the array is the write's own from here on
     */
    public static CassandraWrite of(
            CqlTable table, long position, Kind kind, @Nullable ByteBuffer[] values, @Nullable Expiry expiry) {
        int size = 0;
        for (ByteBuffer value : values) {
            size += VALUE_OVERHEAD + (value == null ? 0 : value.remaining());
        }
        return new CassandraWrite(
                table,
                RowId.of(table, values),
                position,
                kind,
                Collections.unmodifiableList(Arrays.asList(values)),
                expiry,
                size);
    }

    /**
     * Returns the same write for the table as it is now: a column that was dropped is left out, one that was added is null.
     *
     * @throws BadRecordException if a column that the write fills is no longer there, or of another type
     */
    public CassandraWrite in(CqlTable now) {
        if (now == table) {
            return this;
        }
        List<CqlColumn> before = isDelete() ? table.key() : table.columns();
        @Nullable ByteBuffer[] moved = new @Nullable ByteBuffer[(isDelete() ? now.key() : now.columns()).size()];
        for (int i = 0; i < before.size(); i++) {
            ByteBuffer value = values.get(i);
            int to = now.indexOf(before.get(i).name());
            if (value == null) {
                continue;
            }
            if (to < 0
                    || to >= moved.length
                    || !now.columns().get(to).type().equals(before.get(i).type())) {
                throw new BadRecordException("Table " + table + " no longer has a column " + before.get(i)
                        + " of the type that it had when the record came: bring the table and the records together");
            }
            moved[to] = value;
        }
        return of(now, position, kind, moved, expiry);
    }

    /** Returns the encoded values of the partition key. */
    public List<ByteBuffer> partitionKey() {
        return identity.key().subList(0, table.partitionKey().size());
    }

    /**
     * Returns what a {@link Kind#REPLACE} does, as two writes: the delete of what is below its position, and what is then
     * written.
     */
    public List<CassandraWrite> parts() {
        return List.of(
                new CassandraWrite(
                        table, identity, position - 1, Kind.DELETE, List.copyOf(identity.key()), null, sizeInBytes),
                new CassandraWrite(table, identity, position, Kind.MERGE, values, expiry, sizeInBytes));
    }

    @Override
    public boolean isDelete() {
        return kind == Kind.DELETE;
    }

    /** Says what the write does, never to which key or with which values. */
    @Override
    public String toString() {
        return (isDelete() ? "delete from " : "put into ") + table + " at position " + position;
    }
}
