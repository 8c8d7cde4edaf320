package io.odsconnect.cassandra.mapping;

import io.odsconnect.common.sink.BadRecordException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * How large a primary key may be, which no option of a server changes: it would refuse the row without naming a column.
 * Source: Cassandra's Validation, ClusteringPrefix and CompositeType.
 */
final class KeySize {

    /** The most bytes of a partition key, and of all clustering columns together. */
    private static final int MOST_BYTES = 65_535;

    /** What each column of a partition key of several adds to it: its length and an end. */
    private static final int COMPONENT_OVERHEAD = 3;

    private KeySize() {}

    /**
     * Checks the columns of a primary key.
     *
     * @param values their encoded values in the table's order; null for those that the change itself fills
     * @throws BadRecordException if Cassandra takes no such key; it names the column
     */
    static void check(CqlTable table, @Nullable ByteBuffer[] values) {
        int partition = table.partitionKey().size();
        ByteBuffer only = values[0];
        if (partition == 1 && only != null && !only.hasRemaining()) {
            throw new BadRecordException("Column " + table.columns().get(0) + ", the partition key of table " + table
                    + ", is empty, which Cassandra takes for no key");
        }
        check(table, values, 0, partition, partition == 1 ? 0 : COMPONENT_OVERHEAD, "partition key");
        check(table, values, partition, values.length, 0, "clustering columns");
    }

    private static void check(
            CqlTable table, @Nullable ByteBuffer[] values, int from, int to, int overhead, String part) {
        long bytes = 0;
        int largest = from;
        int most = -1;
        for (int i = from; i < to; i++) {
            ByteBuffer value = values[i];
            int size = value == null ? 0 : value.remaining();
            bytes += size + overhead;
            if (size > most) {
                most = size;
                largest = i;
            }
        }
        if (bytes > MOST_BYTES) {
            throw new BadRecordException("The " + part + " of table " + table + " would have " + bytes
                    + " bytes, and Cassandra takes " + MOST_BYTES + "; most of them are of column "
                    + table.columns().get(largest) + ", which has " + most);
        }
    }
}
