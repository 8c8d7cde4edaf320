package io.odsconnect.cassandra.store;

import io.odsconnect.cassandra.mapping.CassandraWrite;
import io.odsconnect.cassandra.mapping.CqlTable;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Puts writes together that are of one partition, as far as the bytes allow. Cassandra applies such a batch as one mutation,
 * in one entry of its commit log, where each row by itself costs all of that once; a batch over several partitions would
 * cost more than its rows.
 */
final class PartitionBatches {

    private final int mostBytes;

    /** Sets how many bytes of rows go together at most. */
    PartitionBatches(int mostBytes) {
        this.mostBytes = mostBytes;
    }

    private record Partition(CqlTable table, List<ByteBuffer> key) {}

    /** Writes of one partition, so far. */
    private static final class Open {

        private final List<Integer> places = new ArrayList<>();
        private long bytes;
    }

    /** Says whether any two of these could be of one partition. */
    boolean mayJoin(List<CassandraWrite> batch) {
        return mostBytes > 0 && batch.size() > 1 && batch.stream().anyMatch(PartitionBatches::mayHaveNeighbours);
    }

    private static boolean mayHaveNeighbours(CassandraWrite write) {
        return !write.table().isPlanned() && !write.table().clustering().isEmpty();
    }

    /** Returns the places of the writes in the batch, those together that are to be sent together. */
    List<List<Integer>> of(List<CassandraWrite> batch) {
        List<List<Integer>> groups = new ArrayList<>();
        Map<Partition, Open> open = new HashMap<>();
        for (int i = 0; i < batch.size(); i++) {
            CassandraWrite write = batch.get(i);
            if (!mayHaveNeighbours(write)) {
                groups.add(List.of(i));
                continue;
            }
            Partition partition = new Partition(write.table(), write.partitionKey());
            Open group = open.get(partition);
            if (group == null || group.bytes + write.sizeInBytes() > mostBytes) {
                group = new Open();
                open.put(partition, group);
                groups.add(group.places);
            }
            group.places.add(i);
            group.bytes += write.sizeInBytes();
        }
        return groups;
    }
}
