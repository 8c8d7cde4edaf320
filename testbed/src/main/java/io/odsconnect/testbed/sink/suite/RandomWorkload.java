package io.odsconnect.testbed.sink.suite;

import io.odsconnect.testbed.sink.SinkTaskDriver;
import io.odsconnect.testbed.sink.SourceTable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;

/**
 * What happens to some tables, made up at random: adds, updates, deletes, changes of keys, and bulk rows of what is
 * there. They are delivered at random, too. The seed is printed; {@code -Dseed=…} runs it again.
 */
public final class RandomWorkload {

    private static final int KEYS = 100;

    private final long seed = Long.getLong("seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final Map<SourceTable, RandomTable> tables = new LinkedHashMap<>();
    private final Map<TopicPartition, List<SinkRecord>> topics = new LinkedHashMap<>();
    private long position = 1_795_000_000_000_000L;

    /**
     * Makes up what happens.
     *
     * @param sources the tables
     * @param changes how many times one of them changes
     * @param bareEvents whether there may be events with only the key of the row before
     */
    public RandomWorkload(List<SourceTable> sources, int changes, boolean bareEvents) {
        System.out.println("Random workload: repeat with -Dseed=" + seed);
        sources.forEach(source -> tables.put(source, new RandomTable(source, KEYS, bareEvents, random)));
        for (int change = 0; change < changes; change++) {
            position += 1 + random.nextInt(3);
            any().change(position).forEach(this::append);
            if (random.nextInt(3) == 0) {
                // A bulk load knows of a time before it read.
                any().bulkRow(position - random.nextInt(50)).ifPresent(this::append);
            }
        }
    }

    /**
     * Gives all records to tasks, of which two share the partitions, and a third has lost its own and does not know it.
     * Returns when the tasks have acknowledged all.
     *
     * @param task starts a task
     * @param mischief what may befall the store at any time
     */
    public void deliver(Supplier<SinkTaskDriver> task, List<Runnable> mischief) {
        new RandomDelivery(random, topics, List.of(task.get(), task.get()), task.get(), mischief).run();
    }

    /** Returns the rows that a table has in the end. */
    public Collection<Struct> rows(SourceTable source) {
        return Optional.ofNullable(tables.get(source)).orElseThrow().rows();
    }

    /** Returns a number below a bound, for choices that belong to this workload. */
    public int choose(int bound) {
        return random.nextInt(bound);
    }

    /** Returns the seed, for the message of a failed comparison. */
    @Override
    public String toString() {
        return "-Dseed=" + seed;
    }

    private RandomTable any() {
        List<RandomTable> all = List.copyOf(tables.values());
        return all.get(random.nextInt(all.size()));
    }

    private void append(SinkRecord record) {
        topics.computeIfAbsent(
                        new TopicPartition(record.topic(), record.kafkaPartition()), partition -> new ArrayList<>())
                .add(record);
    }
}
