package io.odsconnect.common.sink;

import io.odsconnect.common.event.ChangeEvent;
import io.odsconnect.common.event.Origin;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;

/**
 * The partitions that are the task's, by the names under which they are consumed and committed. Used by the worker's
 * thread only, and under the engine's lock where it touches a partition's progress.
 */
final class Assignment {

    private final AuditTrail audit;
    private final Map<TopicPartition, PartitionProgress> partitions = new HashMap<>();
    private @Nullable TopicPartition lastPartition;
    private @Nullable PartitionProgress lastProgress;

    Assignment(AuditTrail audit) {
        this.audit = audit;
    }

    /** Takes partitions, each with a clean slate. */
    void open(Collection<TopicPartition> opened) {
        for (TopicPartition partition : opened) {
            PartitionProgress before = partitions.put(partition, begin(partition));
            if (before != null) {
                before.close();
            }
        }
        forgetLast();
    }

    /** Gives partitions up, and returns their progress, closed. */
    List<PartitionProgress> close(Collection<TopicPartition> closed) {
        List<PartitionProgress> closing = new ArrayList<>(closed.size());
        for (TopicPartition partition : closed) {
            PartitionProgress gone = partitions.remove(partition);
            if (gone != null) {
                gone.close();
                closing.add(gone);
            }
        }
        forgetLast();
        return closing;
    }

    /** Gives all partitions up. */
    void closeAll() {
        partitions.values().forEach(PartitionProgress::close);
        partitions.clear();
        forgetLast();
    }

    /**
     * Returns the progress of the partition that a record comes from. Mostly it is that of the record before.
     *
     * @throws ConnectException if the partition is not the task's: then nothing would wait for the record before the
     *     offsets of the partition that it does come from are committed
     */
    PartitionProgress of(Origin origin) {
        TopicPartition partition = lastPartition;
        PartitionProgress found = lastProgress;
        if (partition == null
                || found == null
                || partition.partition() != origin.partition()
                || !partition.topic().equals(origin.topic())) {
            partition = new TopicPartition(origin.topic(), origin.partition());
            found = partitions.get(partition);
            if (found == null) {
                throw new ConnectException("The record at " + origin + " is of a partition that is not assigned to the"
                        + " task, so its offset could not be committed when it is written. A transform has made a new"
                        + " record instead of changing the one it was given: it has to make it with the record's"
                        + " newRecord(), which keeps the original topic, partition and offset (where only the name of"
                        + " the topic is to change, take RegexRouter)");
            }
            lastPartition = partition;
            lastProgress = found;
        }
        return found;
    }

    /**
     * Returns what may be committed, of partitions where there is something.
     *
     * @param holdNanos how long something has to be acknowledged before it is
     */
    Map<TopicPartition, OffsetAndMetadata> committable(
            Map<TopicPartition, OffsetAndMetadata> consumed, long nowNanos, long holdNanos) {
        Map<TopicPartition, OffsetAndMetadata> committable = new HashMap<>();
        consumed.forEach((partition, position) -> {
            PartitionProgress known = partitions.get(partition);
            long end = known == null ? -1 : known.committable(position.offset(), nowNanos, holdNanos);
            if (end >= 0) {
                committable.put(partition, new OffsetAndMetadata(end));
            }
        });
        return committable;
    }

    /** Notes how far each partition is acknowledged now. */
    void noteAcknowledged(long nowNanos, long holdNanos) {
        partitions.values().forEach(each -> each.noteAcknowledged(nowNanos, holdNanos));
    }

    /** Returns the first offset of each partition that was not acknowledged so long ago, of those that had records. */
    Map<TopicPartition, Long> heldFrom(long nowNanos, long holdNanos) {
        Map<TopicPartition, Long> from = new HashMap<>();
        partitions.forEach((partition, each) -> {
            long offset = each.heldFrom(nowNanos, holdNanos);
            if (offset >= 0) {
                from.put(partition, offset);
            }
        });
        return from;
    }

    /** Says whether any record is not acknowledged. */
    boolean hasOpen() {
        return partitions.values().stream().anyMatch(each -> each.unacknowledged() > 0);
    }

    /** Returns the earliest commit time of the records that are not acknowledged; NO_TIME where none has one. */
    long oldestOpenCommit() {
        long oldest = Long.MAX_VALUE;
        for (PartitionProgress each : partitions.values()) {
            long commit = each.oldestOpenCommit();
            if (commit != ChangeEvent.NO_TIME) {
                oldest = Math.min(oldest, commit);
            }
        }
        return oldest == Long.MAX_VALUE ? ChangeEvent.NO_TIME : oldest;
    }

    private PartitionProgress begin(TopicPartition partition) {
        return new PartitionProgress(audit.of(partition));
    }

    private void forgetLast() {
        lastPartition = null;
        lastProgress = null;
    }
}
