package io.odsconnect.common.sink;

import io.odsconnect.common.compare.RunContext;
import io.odsconnect.common.compare.RunMarker;
import io.odsconnect.common.compare.TableRun;
import io.odsconnect.common.event.CompareRunHeader;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives records to the compare runs that they belong to: a row to its run, which begins with its first record; a record of a
 * later run waits; a delete on a change topic is remembered. Used by the worker's thread only; what it shares with
 * others is guarded by the engine's lock.
 *
 * @param <W> the store's own form of a write
 */
final class CompareRecords<W extends StoreWrite> {

    private static final Logger LOG = LoggerFactory.getLogger(CompareRecords.class);

    private final String connector;
    private final ReentrantLock lock;
    private final Map<String, TopicRuns<W>> topics;
    private final Set<TopicPartition> assigned;
    private final RunContext<W> runs;
    private final CompareIntake<W> intake;
    private final EngineClock clock;
    private final Consumer<TableRun<W>> reportAcknowledged;
    private final Set<String> topicsWithoutRun = new HashSet<>();

    /**
     * Makes the one for an engine.
     *
     * @param topics the runs by compare topic; added to here
     * @param assigned the partitions that the task has
     * @param reportAcknowledged is called when the report of a run is safe
     */
    CompareRecords(
            String connector,
            ReentrantLock lock,
            Map<String, TopicRuns<W>> topics,
            Set<TopicPartition> assigned,
            RunContext<W> runs,
            CompareIntake<W> intake,
            EngineClock clock,
            Consumer<TableRun<W>> reportAcknowledged) {
        this.connector = connector;
        this.lock = lock;
        this.topics = topics;
        this.assigned = assigned;
        this.runs = runs;
        this.intake = intake;
        this.clock = clock;
        this.reportAcknowledged = reportAcknowledged;
    }

    /** Has each run know whether its change topic is read as well. Called under the lock when partitions have come. */
    void assigned() {
        topics.values().forEach(this::noteFollowed);
    }

    /** Takes the records that waited, then these. */
    void take(Collection<SinkRecord> records) {
        takeWaiting();
        records.forEach(this::take);
    }

    /** Takes what waited for a run to end. */
    private void takeWaiting() {
        for (TopicRuns<W> topic : List.copyOf(topics.values())) {
            for (ArrayDeque<SinkRecord> queue : List.copyOf(topic.waiting().values())) {
                while (!queue.isEmpty() && takeOfRun(queue.element(), topic)) {
                    queue.remove();
                }
            }
        }
    }

    private void take(SinkRecord record) {
        String name = record.originalTopic();
        if (!intake.isCompareTopic(name)) {
            takeChange(record);
            return;
        }
        TopicRuns<W> topic = topic(name);
        TopicPartition partition = partition(record);
        if (topic.isHeld(partition) || !takeOfRun(record, topic)) {
            topic.await(partition, record);
        }
    }

    private TopicRuns<W> topic(String compareTopic) {
        lock.lock();
        try {
            return topics.computeIfAbsent(compareTopic, name -> new TopicRuns<>(name, runs.newDeletes()));
        } finally {
            lock.unlock();
        }
    }

    private void takeChange(SinkRecord record) {
        List<W> deleted = intake.deletes(record);
        TopicRuns<W> topic = topics.values().stream()
                .filter(each -> intake.changeTopic(each.compareTopic).equals(record.originalTopic()))
                .findFirst()
                .orElse(null);
        if (topic == null) {
            topic = assigned.stream()
                    .map(TopicPartition::topic)
                    .filter(each -> intake.isCompareTopic(each)
                            && intake.changeTopic(each).equals(record.originalTopic()))
                    .findFirst()
                    .map(this::topic)
                    .orElse(null);
        }
        if (topic != null) {
            lock.lock();
            try {
                intake.note(record, deleted, topic.deletes);
            } finally {
                lock.unlock();
            }
        }
    }

    /** Takes a record of a run; returns false if it has to wait for the run before it. */
    private boolean takeOfRun(SinkRecord record, TopicRuns<W> topic) {
        String id = CompareRunHeader.of(record.headers());
        if (id == null) {
            if (topicsWithoutRun.add(topic.compareTopic)) {
                LOG.warn(
                        "Connector {}: the record at {} belongs to no compare run, because it has no header {}. It and others"
                                + " like it on this topic are skipped",
                        connector,
                        CompareIntake.origin(record),
                        CompareRunHeader.NAME);
            }
            return true;
        }
        TopicPartition partition = partition(record);
        if (!isOf(record, topic, partition, id)) {
            return false;
        }
        CompareIntake.RunUpdate<W> update = update(record);
        lock.lock();
        try {
            TableRun<W> run = topic.active();
            if (run != null && run.id().equals(id)) {
                topic.took(partition, record.originalKafkaOffset());
                update.to(run, clock.nanos());
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    private CompareIntake.RunUpdate<W> update(SinkRecord record) {
        if (!RunMarker.isMarker(record)) {
            return intake.row(record);
        }
        try {
            RunMarker marker = RunMarker.of(record.headers());
            return (run, now) -> {
                if (marker != null) {
                    run.marker(marker, now);
                }
            };
        } catch (DataException e) {
            return (run, now) -> run.end(String.valueOf(e.getMessage()));
        }
    }

    /** Says whether a record's run is under way, which begins it where none is; else it has to wait. */
    private boolean isOf(SinkRecord record, TopicRuns<W> topic, TopicPartition partition, String id) {
        long now = clock.nanos();
        lock.lock();
        try {
            topic.forgetIfDone();
            TableRun<W> run = topic.active();
            if (topic.isOver(id)) {
                return true;
            }
            if (run == null) {
                run = new TableRun<>(runs, id, intake.mappedTopic(record), topic.deletes, reportAcknowledged, now);
                topic.begin(run);
                noteFollowed(topic);
                run.begin(now);
            } else if (!run.id().equals(id)) {
                if (partition.partition() == 0 && !run.hasMarker()) {
                    run.end("Run " + id + " has begun before this one had come to the end of the table.");
                }
                return false;
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    private void noteFollowed(TopicRuns<W> topic) {
        TableRun<W> run = topic.active();
        if (run != null) {
            String changes = intake.changeTopic(topic.compareTopic);
            run.followsChanges((int) assigned.stream()
                    .filter(each -> each.topic().equals(changes))
                    .count());
        }
    }

    private static TopicPartition partition(SinkRecord record) {
        return new TopicPartition(record.originalTopic(), record.originalKafkaPartition());
    }
}
