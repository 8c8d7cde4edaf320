package io.odsconnect.common.sink;

import io.odsconnect.common.event.Origin;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
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

    /** Returns the progress of the partition that a record comes from. Mostly it is that of the record before. */
    PartitionProgress of(Origin origin) {
        TopicPartition partition = lastPartition;
        PartitionProgress found = lastProgress;
        if (partition == null
                || found == null
                || partition.partition() != origin.partition()
                || !partition.topic().equals(origin.topic())) {
            partition = new TopicPartition(origin.topic(), origin.partition());
            found = partitions.computeIfAbsent(partition, this::begin);
            lastPartition = partition;
            lastProgress = found;
        }
        return found;
    }

    /** Returns what may be committed, of partitions where there is something. */
    Map<TopicPartition, OffsetAndMetadata> committable(Map<TopicPartition, OffsetAndMetadata> consumed) {
        Map<TopicPartition, OffsetAndMetadata> committable = new HashMap<>();
        consumed.forEach((partition, position) -> {
            PartitionProgress known = partitions.get(partition);
            long end = known == null ? -1 : known.committable(position.offset());
            if (end >= 0) {
                committable.put(partition, new OffsetAndMetadata(end));
            }
        });
        return committable;
    }

    private PartitionProgress begin(TopicPartition partition) {
        return new PartitionProgress(audit.of(partition));
    }

    private void forgetLast() {
        lastPartition = null;
        lastProgress = null;
    }
}
