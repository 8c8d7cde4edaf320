package io.odsconnect.common.sink;

import io.odsconnect.common.compare.DeletesSeen;
import io.odsconnect.common.compare.TableRun;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/**
 * The runs on one compare topic: the one that is under way, what waits for it to end, and from where the topic has to be
 * read again should the task end first. Guarded by the engine's lock.
 */
final class TopicRuns<W extends StoreWrite> {

    final String compareTopic;
    final DeletesSeen deletes;
    private final Map<TopicPartition, ArrayDeque<SinkRecord>> waiting = new HashMap<>();
    private final Map<TopicPartition, Long> firstOffsets = new HashMap<>();
    private final Set<String> ended = new HashSet<>();
    private @Nullable TableRun<W> active;

    TopicRuns(String compareTopic, DeletesSeen deletes) {
        this.compareTopic = compareTopic;
        this.deletes = deletes;
    }

    /** Returns the run that is under way; null for none. */
    @Nullable
    TableRun<W> active() {
        return active;
    }

    void begin(TableRun<W> run) {
        active = run;
    }

    /** Notes a record of the run that is under way. */
    void took(TopicPartition partition, long offset) {
        firstOffsets.merge(partition, offset, Math::min);
    }

    /** Says whether a run has ended: the worker has gone back, or the source has sent rows of it again. */
    boolean isOver(String run) {
        return ended.contains(run);
    }

    /** Has a record wait until the run before it has ended; of one that comes again those behind it do as well. */
    void await(TopicPartition partition, SinkRecord record) {
        ArrayDeque<SinkRecord> queue = waiting.computeIfAbsent(partition, any -> new ArrayDeque<>());
        while (!queue.isEmpty() && queue.getLast().originalKafkaOffset() >= record.originalKafkaOffset()) {
            queue.removeLast();
        }
        queue.addLast(record);
    }

    /** Returns what waits, by partition. */
    Map<TopicPartition, ArrayDeque<SinkRecord>> waiting() {
        return waiting;
    }

    boolean isHeld(TopicPartition partition) {
        ArrayDeque<SinkRecord> queue = waiting.get(partition);
        return queue != null && !queue.isEmpty();
    }

    /** Ends the run under way where its report is safe. */
    void forgetIfDone() {
        TableRun<W> run = active;
        if (run != null && run.isDone()) {
            ended.add(run.id());
            active = null;
            firstOffsets.clear();
        }
    }

    /** Gives up the run, and what waits: all comes again. Returns from where each partition has to be read again. */
    Map<TopicPartition, Long> abandon() {
        Map<TopicPartition, Long> from = new HashMap<>();
        waiting.forEach((partition, queue) -> {
            if (!queue.isEmpty()) {
                from.put(partition, queue.element().originalKafkaOffset());
            }
        });
        from.putAll(firstOffsets);
        TableRun<W> run = active;
        if (run != null) {
            run.abandon();
        }
        active = null;
        waiting.clear();
        firstOffsets.clear();
        return from;
    }

    /** Returns up to where a partition may be committed, where the worker has consumed it up to there. */
    long committable(TopicPartition partition, long consumed) {
        ArrayDeque<SinkRecord> queue = waiting.get(partition);
        long end = queue == null || queue.isEmpty()
                ? consumed
                : Math.min(consumed, queue.element().originalKafkaOffset());
        return Math.min(end, firstOffsets.getOrDefault(partition, Long.MAX_VALUE));
    }
}
