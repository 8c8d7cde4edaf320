package io.odsconnect.common.sink;

import static io.odsconnect.common.sink.Records.TOPIC;
import static io.odsconnect.common.sink.Records.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Threads of a store that answer whenever they like, while partitions go and come and the worker goes back. */
class MovedPartitionsTest {

    private static final int PARTITIONS = 4;

    private final long seed = Long.getLong("seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final FakeContext context = new FakeContext();
    private final ThreadedStore store = new ThreadedStore(seed);
    private final List<List<SinkRecord>> records = new ArrayList<>();
    private final int[] consumed = new int[PARTITIONS];
    private final int[] committed = new int[PARTITIONS];
    private final StoreSinkTask task = new StoreSinkTask(SinkOptions.define(new ConfigDef()), props -> store) {};

    @Test
    void whateverIsCommittedIsInTheStoreAndInTheEndAllIs() {
        System.out.println("MovedPartitionsTest: repeat with -Dseed=" + seed);
        Map<Object, Object> expected = makeRecords(4000);
        task.initialize(context);
        task.start(Map.of("batch.size", "7", "buffer.max.records", "200", "retry.backoff.ms", "1"));
        for (int partition = 0; partition < PARTITIONS; partition++) {
            assign(partition);
        }
        for (int step = 0; step < 400; step++) {
            switch (random.nextInt(12)) {
                case 0 -> rebalance();
                case 1 -> consumedGoesBack(random.nextInt(PARTITIONS));
                case 2, 3, 4 -> commit();
                default -> poll(40);
            }
        }
        await().atMost(Duration.ofSeconds(60)).pollInSameThread().untilAsserted(() -> {
            poll(1000);
            commit();
            for (int partition = 0; partition < PARTITIONS; partition++) {
                assertThat(committed[partition])
                        .isEqualTo(records.get(partition).size());
            }
        });
        task.stop();
        assertThat(store.names()).isEqualTo(expected);
    }

    private Map<Object, Object> makeRecords(int count) {
        Map<Object, Object> expected = new TreeMap<>();
        for (int partition = 0; partition < PARTITIONS; partition++) {
            records.add(new ArrayList<>());
        }
        for (int change = 0; change < count; change++) {
            String id = "row" + random.nextInt(150);
            int partition = Math.floorMod(id.hashCode(), PARTITIONS);
            List<SinkRecord> to = records.get(partition);
            to.add(put(partition, to.size(), id, "v" + change, change + 1));
            expected.put(id, "v" + change);
        }
        return expected;
    }

    private void poll(int most) {
        List<SinkRecord> poll = new ArrayList<>();
        for (int partition = 0; partition < PARTITIONS; partition++) {
            if (!context.paused().contains(of(partition))) {
                int to = Math.min(records.get(partition).size(), consumed[partition] + random.nextInt(most));
                poll.addAll(records.get(partition).subList(consumed[partition], to));
                consumed[partition] = to;
            }
        }
        task.put(poll);
    }

    private void commit() {
        Map<TopicPartition, OffsetAndMetadata> positions = new HashMap<>();
        for (int partition = 0; partition < PARTITIONS; partition++) {
            positions.put(of(partition), new OffsetAndMetadata(consumed[partition]));
        }
        task.preCommit(positions).forEach((partition, offset) -> {
            int end = (int) offset.offset();
            assertThat(end).isLessThanOrEqualTo(consumed[partition.partition()]);
            committed[partition.partition()] = end;
            for (int at = 0; at < end; at++) {
                // What is committed does not come again, so it has to be there, or something newer.
                assertThat(store.position(id(partition.partition(), at)))
                        .as("offset %s of %s, seed %s", at, partition, seed)
                        .isGreaterThanOrEqualTo(position(partition.partition(), at));
            }
        });
    }

    private void rebalance() {
        commit();
        List<Integer> moved = new ArrayList<>();
        for (int partition = 0; partition < PARTITIONS; partition++) {
            if (random.nextBoolean()) {
                moved.add(partition);
            }
        }
        List<TopicPartition> partitions =
                moved.stream().map(MovedPartitionsTest::of).toList();
        task.close(partitions);
        context.revoke(partitions);
        if (random.nextBoolean()) {
            task.put(List.of());
        }
        moved.forEach(this::assign);
    }

    private void assign(int partition) {
        consumedGoesBack(partition);
        context.assign(List.of(of(partition)));
        task.open(List.of(of(partition)));
    }

    /** As after a commit that failed, where the assignment stays. */
    private void consumedGoesBack(int partition) {
        consumed[partition] = committed[partition];
    }

    private static TopicPartition of(int partition) {
        return new TopicPartition(TOPIC, partition);
    }

    private Object id(int partition, int offset) {
        return field(records.get(partition).get(offset).key(), "ID");
    }

    private long position(int partition, int offset) {
        return (Long) field(field(records.get(partition).get(offset).value(), "source"), "position");
    }

    private static Object field(@Nullable Object map, String name) {
        return Objects.requireNonNull(((Map<?, ?>) Objects.requireNonNull(map)).get(name));
    }
}
