package io.odsconnect.common.event;

import io.odsconnect.common.value.Row;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * The deletes read last, by which a tombstone is known for the repeat of one. A producer sends both one after the other,
 * so a delete is remembered until its tombstone, the next event of its key, {@link #REACH} further records, or a gap in
 * the partition, which may have hidden an event of the key: what was compacted away, or read by another task meanwhile.
 * Where that forgets too much, a tombstone is written that need not be.
 *
 * <p>Not safe for use by several threads.
 */
final class DeletesRead {

    /** How many offsets after its delete a tombstone may stand: other producers' records may come between. */
    private static final long REACH = 100;

    /** The offsets that the end of a transaction takes, and one of another producer beside it. */
    private static final long MARKERS = 2;

    private final Map<TopicPartition, Partition> partitions = new HashMap<>();
    /** The partitions of which nothing was read since they were assigned. */
    private final Set<TopicPartition> fresh = new HashSet<>();

    private static final class Partition {

        /** The offset of each delete by its key, the oldest first. */
        final Map<Row, Long> deletes = new LinkedHashMap<>();

        long last;

        Partition(long last) {
            this.last = last;
        }
    }

    /** Notes that partitions are read from where another task, or this one before a rewind, has stopped. */
    void assigned(Collection<TopicPartition> assigned) {
        fresh.addAll(assigned);
        partitions.keySet().removeAll(assigned);
    }

    /** Says whether this is the first record of its partition since that was assigned, and forgets it. */
    boolean isFirst(Origin at) {
        return !fresh.isEmpty() && fresh.remove(new TopicPartition(at.topic(), at.partition()));
    }

    /** Notes an event that is no tombstone. Needs to see every record that is read, in their order. */
    void read(Origin at, @Nullable Row key, boolean delete) {
        boolean remembered = delete && key != null;
        if (!remembered && partitions.isEmpty()) {
            return;
        }
        Partition partition = reached(at, remembered);
        if (partition == null) {
            return;
        }
        if (key != null) {
            partition.deletes.remove(key);
        }
        if (remembered) {
            partition.deletes.put(key, at.offset());
        } else {
            dropIfEmpty(at, partition);
        }
    }

    /** Notes a record that is about no row. */
    void skipped(Origin at) {
        read(at, null, false);
    }

    /**
     * Notes a tombstone and says whether it repeats a delete. It does so as well where it stands right behind a delete
     * whose key has other columns: a transform has made that key from the row, and a tombstone has none.
     */
    boolean isRepeated(Origin at, Row key) {
        if (partitions.isEmpty()) {
            return false;
        }
        Partition partition = reached(at, false);
        if (partition == null) {
            return false;
        }
        boolean repeated = partition.deletes.remove(key) != null;
        Iterator<Map.Entry<Row, Long>> deletes = partition.deletes.entrySet().iterator();
        while (!repeated && deletes.hasNext()) {
            Map.Entry<Row, Long> delete = deletes.next();
            if (delete.getValue() == at.offset() - 1
                    && !delete.getKey().columns().equals(key.columns())) {
                deletes.remove();
                repeated = true;
            }
        }
        dropIfEmpty(at, partition);
        return repeated;
    }

    /** Returns what is still remembered of a partition that was read up to a record; null for nothing. */
    private @Nullable Partition reached(Origin at, boolean make) {
        TopicPartition name = new TopicPartition(at.topic(), at.partition());
        Partition partition = partitions.get(name);
        if (partition == null) {
            if (!make) {
                return null;
            }
            partition = new Partition(at.offset());
            partitions.put(name, partition);
            return partition;
        }
        if (at.offset() <= partition.last || at.offset() > partition.last + 1 + MARKERS) {
            partition.deletes.clear();
        }
        partition.last = at.offset();
        Iterator<Long> oldest = partition.deletes.values().iterator();
        while (oldest.hasNext() && oldest.next() < at.offset() - REACH) {
            oldest.remove();
        }
        return partition;
    }

    private void dropIfEmpty(Origin at, Partition partition) {
        if (partition.deletes.isEmpty()) {
            partitions.remove(new TopicPartition(at.topic(), at.partition()));
        }
    }
}
