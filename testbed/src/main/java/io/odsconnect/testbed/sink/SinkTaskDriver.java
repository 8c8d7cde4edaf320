package io.odsconnect.testbed.sink;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTask;

/**
 * A sink task and what a worker keeps for it: the records it was given, the offsets it has committed, its dead letters.
 * Not safe for use by several threads.
 */
public final class SinkTaskDriver implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final Supplier<? extends SinkTask> tasks;
    private final Map<TopicPartition, Given> given = new LinkedHashMap<>();
    private final List<SinkRecord> refused = new ArrayList<>();
    private final DriverContext context;
    private SinkTask task;

    /** What the task was given of a partition, and up to where that is committed. */
    private static final class Given {

        private final TreeMap<Long, SinkRecord> records = new TreeMap<>();
        private long committed;

        long end() {
            return records.lastKey() + 1;
        }
    }

    /**
     * Starts a task whose bad records are set aside.
     *
     * @param tasks makes tasks
     * @param props their configuration
     */
    public SinkTaskDriver(Supplier<? extends SinkTask> tasks, Map<String, String> props) {
        this(tasks, DriverContext.tolerant(Map.copyOf(props)));
    }

    private SinkTaskDriver(Supplier<? extends SinkTask> tasks, DriverContext context) {
        this.tasks = tasks;
        this.context = context;
        this.task = startTask();
    }

    /**
     * Starts a task that a bad record fails.
     *
     * @param tasks makes tasks
     * @param props their configuration
     */
    public static SinkTaskDriver strict(Supplier<? extends SinkTask> tasks, Map<String, String> props) {
        return new SinkTaskDriver(tasks, DriverContext.strict(Map.copyOf(props)));
    }

    /** Gives records to the task, as one poll does. */
    public void put(SinkRecord... records) {
        put(List.of(records));
    }

    /** Gives records to the task, as one poll does. */
    public void put(Collection<SinkRecord> records) {
        Set<TopicPartition> fresh = new LinkedHashSet<>();
        for (SinkRecord record : records) {
            TopicPartition partition = new TopicPartition(record.topic(), record.kafkaPartition());
            Given known = given.get(partition);
            if (known == null) {
                known = new Given();
                known.committed = record.kafkaOffset();
                given.put(partition, known);
                fresh.add(partition);
            }
            known.records.put(record.kafkaOffset(), record);
        }
        if (!fresh.isEmpty()) {
            context.assign(fresh);
            task.open(fresh);
        }
        give(records);
    }

    /** Gives records behind those that the task was not ready for, which it gets again, as from a worker. */
    private void give(Collection<SinkRecord> records) {
        List<SinkRecord> poll = new ArrayList<>(refused);
        poll.addAll(records);
        refused.clear();
        try {
            task.put(List.copyOf(poll));
        } catch (RetriableException e) {
            // They come again with the next poll.
            refused.addAll(poll);
        }
        giveAgain();
    }

    /** Gives again what the task wants to have again, as a worker does before its next poll. */
    private void giveAgain() {
        List<SinkRecord> again = new ArrayList<>();
        context.takeSought().forEach((partition, offset) -> {
            known(partition).committed = Math.min(known(partition).committed, offset);
            again.addAll(known(partition).records.tailMap(offset).values());
        });
        if (!again.isEmpty()) {
            give(again);
        }
    }

    /** Polls and finds nothing. */
    public void poll() {
        give(List.of());
    }

    /** Says whether the task has paused its partitions. It takes what it is given all the same. */
    public boolean isPaused() {
        return context.isPaused();
    }

    /** Returns up to where a partition is committed; where nothing is, the first offset that the task was given of it. */
    public long committed(TopicPartition partition) {
        return known(partition).committed;
    }

    /**
     * Takes a partition away from the task, as a rebalance does.
     *
     * @return what is committed of it, from where its next owner goes on
     */
    public long revoke(TopicPartition partition) {
        commit();
        long committed = committed(partition);
        task.close(List.of(partition));
        context.unassign(Set.of(partition));
        refused.removeIf(record -> partition.equals(new TopicPartition(record.topic(), record.kafkaPartition())));
        given.remove(partition);
        return committed;
    }

    private Given known(TopicPartition partition) {
        Given known = given.get(partition);
        if (known == null) {
            throw new IllegalArgumentException("The task has no partition " + partition);
        }
        return known;
    }

    /** Polls and commits until the task has acknowledged all it was given. */
    public void flush() {
        long end = System.nanoTime() + LIMIT.toNanos();
        commit();
        while (!isAllCommitted()) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException("After " + LIMIT + " the task has not acknowledged all it was given");
            }
            LockSupport.parkNanos(Duration.ofMillis(2).toNanos());
            poll();
            commit();
        }
    }

    /** Commits what the task says may be, once. */
    public void commit() {
        Map<TopicPartition, OffsetAndMetadata> consumed = new HashMap<>();
        given.forEach((partition, known) -> consumed.put(partition, new OffsetAndMetadata(known.end())));
        for (SinkRecord record : refused) {
            // To a worker, what the task did not take is not consumed.
            consumed.merge(
                    new TopicPartition(record.topic(), record.kafkaPartition()),
                    new OffsetAndMetadata(record.kafkaOffset()),
                    (one, other) -> one.offset() <= other.offset() ? one : other);
        }
        Map<TopicPartition, OffsetAndMetadata> committable = task.preCommit(consumed);
        given.forEach((partition, known) -> {
            OffsetAndMetadata offset = committable.get(partition);
            if (offset != null) {
                known.committed = offset.offset();
            }
        });
    }

    /** Ends the task as it is and starts another, which is given all that was not committed, in polls of this size. */
    public void crashAndRestart(int pollSize) {
        task.stop();
        refused.clear();
        context.restart();
        task = startTask();
        task.open(given.keySet());
        List<SinkRecord> again = new ArrayList<>();
        for (Given known : given.values()) {
            again.addAll(known.records.tailMap(known.committed).values());
        }
        for (int from = 0; from < again.size(); from += pollSize) {
            give(again.subList(from, Math.min(again.size(), from + pollSize)));
        }
    }

    /** Gives the task all it was ever given once more, from the first record of each partition, as after a rewind. */
    public void rewind() {
        for (Given known : given.values()) {
            known.committed = known.records.firstKey();
        }
        crashAndRestart(500);
    }

    /** Returns the records that were set aside as bad, in order. */
    public List<SinkRecord> deadLetters() {
        return context.deadLetters().stream()
                .map(DriverContext.DeadLetter::record)
                .toList();
    }

    /** Returns why the records were set aside, in order. */
    public List<String> deadLetterReasons() {
        return context.deadLetters().stream()
                .map(letter -> String.valueOf(letter.error().getMessage()))
                .toList();
    }

    @Override
    public void close() {
        task.stop();
    }

    private SinkTask startTask() {
        SinkTask started = tasks.get();
        started.initialize(context);
        started.start(context.configs());
        return started;
    }

    private boolean isAllCommitted() {
        return given.values().stream().allMatch(known -> known.committed == known.end());
    }
}
