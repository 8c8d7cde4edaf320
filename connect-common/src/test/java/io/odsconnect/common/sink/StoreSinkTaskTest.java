package io.odsconnect.common.sink;

import static io.odsconnect.common.sink.Records.TOPIC;
import static io.odsconnect.common.sink.Records.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.management.ObjectName;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;

class StoreSinkTaskTest {

    private static final TopicPartition PARTITION_0 = new TopicPartition(TOPIC, 0);
    private static final TopicPartition PARTITION_1 = new TopicPartition(TOPIC, 1);

    private final FakeContext context = new FakeContext();

    /** The task as a sink writes it. */
    private static final class MemorySinkTask extends StoreSinkTask {
        MemorySinkTask(Store<?> store) {
            super(SinkOptions.define(new ConfigDef()), props -> store);
        }
    }

    @Test
    void partitionsArePausedWhileTheStoreDoesNotMoveAndResumedWhenItDoes() {
        MemoryStore store = new MemoryStore();
        StoreSinkTask task = started(store, "buffer.max.records", "2", "batch.size", "1");
        assign(task, PARTITION_0);
        task.put(List.of(put(0, 0, "1", "a", 1), put(0, 1, "2", "b", 2), put(0, 2, "3", "c", 3)));
        assertThat(context.paused()).containsExactly(PARTITION_0);
        assertThat(context.timeout).isPositive();
        assign(task, PARTITION_1);
        assertThat(context.paused()).containsExactlyInAnyOrder(PARTITION_0, PARTITION_1);

        while (!store.calls.isEmpty()) {
            store.calls.get(0).succeed();
        }
        task.put(List.of());
        assertThat(context.paused()).isEmpty();
        task.stop();
    }

    @Test
    void whatWasPausedAndComesBackWhenThereIsRoomAgainIsResumed() {
        for (boolean all : new boolean[] {true, false}) {
            MemoryStore store = new MemoryStore();
            StoreSinkTask task = started(store, "buffer.max.records", "2", "batch.size", "1");
            assign(task, PARTITION_0);
            assign(task, PARTITION_1);
            task.put(List.of(put(0, 0, "1", "a", 1), put(1, 0, "2", "b", 2), put(1, 1, "3", "c", 3)));
            assertThat(context.paused()).containsExactlyInAnyOrder(PARTITION_0, PARTITION_1);
            store.calls.get(0).succeed();
            while (!store.calls.isEmpty()) {
                store.calls.get(0).succeed();
            }
            revoke(task, PARTITION_1);
            if (all) {
                revoke(task, PARTITION_0);
            }
            // The worker polls while the group is still about to share the partitions out.
            task.put(List.of());
            if (all) {
                assign(task, PARTITION_0);
            }
            assign(task, PARTITION_1);
            assertThat(context.paused()).as("all were away: %s", all).isEmpty();
            task.stop();
            context.revoke(List.of(PARTITION_0, PARTITION_1));
        }
    }

    @Test
    void partitionsArePausedUntilTheStoreIsReady() {
        MemoryStore store = new MemoryStore();
        store.ready = false;
        StoreSinkTask task = started(store);
        assign(task, PARTITION_0);
        assertThat(context.paused()).containsExactly(PARTITION_0);
        task.put(List.of());
        assertThat(context.timeout).isPositive();
        // A worker that polled before the pause keeps what it has, and gives it again.
        List<SinkRecord> early = List.of(put(0, 0, "1", "a", 1));
        assertThatThrownBy(() -> task.put(early)).isInstanceOf(RetriableException.class);
        assertThat(task.preCommit(Map.of(PARTITION_0, new OffsetAndMetadata(0))))
                .isEmpty();
        assign(task, PARTITION_1);
        assertThat(context.paused()).containsExactlyInAnyOrder(PARTITION_0, PARTITION_1);

        store.ready = true;
        task.put(early);
        assertThat(context.paused()).isEmpty();
        store.calls.get(0).succeed();
        assertThat(task.preCommit(Map.of(PARTITION_0, new OffsetAndMetadata(1))))
                .containsExactly(Map.entry(PARTITION_0, new OffsetAndMetadata(1)));
        task.stop();
    }

    @Test
    void theWorkerIsCalledBackSoonWhileAnythingIsUnderWay() {
        MemoryStore store = new MemoryStore();
        StoreSinkTask task = started(store);
        assign(task, PARTITION_0);
        task.put(List.of());
        assertThat(context.timeout).isEqualTo(-1);
        task.put(List.of(put(0, 0, "1", "a", 1)));
        assertThat(context.timeout).isPositive();
        task.stop();
    }

    @Test
    void aFailureComesWithTheNextPutAndWhatIsAcknowledgedIsStillCommitted() {
        MemoryStore store = new MemoryStore();
        StoreSinkTask task = started(store, "batch.size", "1");
        assign(task, PARTITION_0);
        task.put(List.of(put(0, 0, "1", "a", 1), put(0, 1, "2", "b", 2)));
        store.calls.get(0).succeed();
        store.calls.get(0).answer(write -> new Outcome.Rejected("too large", null));
        assertThat(task.preCommit(Map.of(PARTITION_0, new OffsetAndMetadata(2))))
                .containsExactly(Map.entry(PARTITION_0, new OffsetAndMetadata(1)));
        assertThatThrownBy(() -> task.put(List.of())).hasMessageContaining("offset 1: too large");
        task.stop();
        assertThat(store.isClosed()).isTrue();
    }

    @Test
    void metricsAreInJmxAsLongAsTheTaskRuns() throws Exception {
        MemoryStore store = new MemoryStore();
        StoreSinkTask task = started(store, "name", "cards:\"1\"", "odsconnect.task.id", "3");
        assign(task, PARTITION_0);
        ObjectName name =
                new ObjectName("odsconnect:type=sink,connector=" + ObjectName.quote("cards:\"1\"") + ",task=3");
        task.put(List.of(put(0, 0, "1", "a", 1), put(0, 1, "1", "b", 2)));
        assertThat(attribute(name, "batches-in-flight")).isEqualTo(1L);
        assertThat(attribute(name, "open-writes")).isEqualTo(2L);
        store.calls.get(0).succeed();
        assertThat(attribute(name, "applied-create-total")).isEqualTo(1L);
        assertThat(attribute(name, "superseded-total")).isEqualTo(1L);
        assertThat(attribute(name, "batches-total")).isEqualTo(1L);
        assertThat(attribute(name, "open-writes")).isEqualTo(0L);
        task.stop();
        assertThat(ManagementFactory.getPlatformMBeanServer().isRegistered(name))
                .isFalse();
    }

    private static Object attribute(ObjectName name, String attribute) throws Exception {
        return ManagementFactory.getPlatformMBeanServer().getAttribute(name, attribute);
    }

    @Test
    void aTaskWhoseStoreCannotBeOpenedFailsAndCanBeStopped() {
        StoreSinkTask task = new StoreSinkTask(SinkOptions.define(new ConfigDef()), props -> {
            throw new IllegalStateException("no route to host");
        }) {};
        task.initialize(context);
        assertThatThrownBy(() -> task.start(Map.of())).hasMessageContaining("no route to host");
        task.stop();
    }

    @Test
    void manyThreadsAnsweringInAnyOrderLoseNothing() {
        long seed = System.nanoTime();
        System.out.println("StoreSinkTaskTest seed " + seed);
        Random random = new Random(seed);
        ThreadedStore store = new ThreadedStore(seed);
        StoreSinkTask task = started(store, "batch.size", "7", "buffer.max.records", "300", "retry.backoff.ms", "1");
        assign(task, PARTITION_0);
        assign(task, PARTITION_1);
        Map<Object, Object> expected = new TreeMap<>();
        long[] offsets = new long[2];
        for (int poll = 0; poll < 300; poll++) {
            List<SinkRecord> records = new ArrayList<>();
            for (int i = random.nextInt(100); i >= 0; i--) {
                String id = "row" + random.nextInt(150);
                int partition = id.hashCode() & 1;
                String name = "v" + poll + "-" + i;
                records.add(put(partition, offsets[partition]++, id, name, offsets[0] + offsets[1]));
                expected.put(id, name);
            }
            task.put(records);
        }
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            task.put(List.of());
            Map<TopicPartition, OffsetAndMetadata> end = Map.of(
                    PARTITION_0, new OffsetAndMetadata(offsets[0]), PARTITION_1, new OffsetAndMetadata(offsets[1]));
            assertThat(task.preCommit(end)).isEqualTo(end);
        });
        task.stop();
        assertThat(store.names()).isEqualTo(expected);
    }

    /** Answers on its own threads, late and not always well. */
    private static final class ThreadedStore implements Store<MemoryStore.Put> {

        private final MemoryStore rows = new MemoryStore();
        private final ExecutorService threads = Executors.newFixedThreadPool(3);
        private final Random random;

        ThreadedStore(long seed) {
            random = new Random(seed);
        }

        @Override
        public List<MemoryStore.Put> map(io.odsconnect.common.event.ChangeEvent event) {
            return rows.map(event);
        }

        @Override
        public CompletionStage<List<Outcome>> write(List<MemoryStore.Put> batch) {
            CompletionStage<List<Outcome>> answer;
            MemoryStore.Call call;
            int luck;
            synchronized (rows) {
                answer = rows.write(batch);
                call = rows.calls.get(rows.calls.size() - 1);
                luck = random.nextInt(30);
            }
            CompletableFuture<List<Outcome>> future = new CompletableFuture<>();
            threads.execute(() -> {
                // The batch ends in the store before the engine hears of it, as it is with a real one.
                synchronized (rows) {
                    switch (luck) {
                        case 0 -> call.fail();
                        case 1 -> call.succeedUnheard();
                        case 2 -> call.answer(write -> new Outcome.Retry("busy", null));
                        default -> call.succeed();
                    }
                }
                answer.whenComplete((outcomes, error) -> {
                    if (error == null) {
                        future.complete(outcomes);
                    } else {
                        future.completeExceptionally(error);
                    }
                });
            });
            return future;
        }

        Map<Object, Object> names() {
            Map<Object, Object> names = new TreeMap<>();
            synchronized (rows) {
                rows.rows().forEach((id, row) -> names.put(id, String.valueOf(row.get("NAME"))));
            }
            return names;
        }

        @Override
        public void close() {
            threads.shutdownNow();
        }
    }

    private StoreSinkTask started(Store<?> store, String... optionsAndValues) {
        Map<String, String> props = new TreeMap<>();
        for (int i = 0; i < optionsAndValues.length; i += 2) {
            props.put(optionsAndValues[i], optionsAndValues[i + 1]);
        }
        MemorySinkTask task = new MemorySinkTask(store);
        task.initialize(context);
        task.start(props);
        return task;
    }

    private void assign(StoreSinkTask task, TopicPartition partition) {
        context.assign(List.of(partition));
        task.open(List.of(partition));
    }

    private void revoke(StoreSinkTask task, TopicPartition partition) {
        task.close(List.of(partition));
        context.revoke(List.of(partition));
    }
}
