package io.odsconnect.common.sink;

import static io.odsconnect.common.sink.Records.TOPIC;
import static io.odsconnect.common.sink.Records.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.odsconnect.common.config.TaskName;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
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
    void whatWasOpenedIsEndedWhenALaterStepOfTheStartFails() throws Exception {
        MemoryStore store = new MemoryStore();
        store.failsToClose = true;
        MemorySinkTask task = new MemorySinkTask(store);
        context.failsToReport = true;
        task.initialize(context);
        assertThatThrownBy(() -> task.start(Map.of("name", "leaky")))
                .hasMessage("no reporter")
                .satisfies(thrown -> assertThat(thrown.getSuppressed()).hasSize(1));
        task.stop();
        assertThat(store.isClosed()).isTrue();
        assertThat(beans("leaky")).isEmpty();
    }

    @Test
    void allIsEndedThoughTheStoreFailsToEnd() throws Exception {
        MemoryStore store = new MemoryStore();
        store.failsToClose = true;
        StoreSinkTask task = started(store, "name", "unended");
        assertThat(beans("unended")).isNotEmpty();
        // Has the clock start its thread.
        assign(task, PARTITION_0);
        task.put(List.of(put(0, 0, "1", "a", 1)));
        store.calls.get(0).fail();
        assertThat(threads("unended")).isNotEmpty();
        assertThatThrownBy(task::stop).hasMessage("still in use");
        assertThat(beans("unended")).isEmpty();
        await().atMost(Duration.ofSeconds(30)).until(() -> threads("unended").isEmpty());
        task.stop();
    }

    private static Set<ObjectName> beans(String connector) throws Exception {
        return ManagementFactory.getPlatformMBeanServer()
                .queryNames(new ObjectName("odsconnect:connector=" + connector + ",*"), null);
    }

    private static List<String> threads(String connector) {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.contains(connector))
                .toList();
    }

    @Test
    void deadLettersThatAreUnderWayHoldTheTaskBack() {
        MemoryStore store = new MemoryStore();
        store.refuseToMap("bad");
        List<CompletableFuture<Void>> letters = new ArrayList<>();
        context.tolerate((record, error) -> {
            letters.add(new CompletableFuture<>());
            return letters.get(letters.size() - 1);
        });
        StoreSinkTask task = started(store, "buffer.max.records", "2", "batch.size", "1");
        assign(task, PARTITION_0);
        task.put(List.of(put(0, 0, "bad", "a", 1), put(0, 1, "bad", "b", 2), put(0, 2, "bad", "c", 3)));
        assertThat(context.paused()).containsExactly(PARTITION_0);
        letters.forEach(letter -> letter.complete(null));
        task.put(List.of());
        assertThat(context.paused()).isEmpty();
        task.stop();
    }

    @Test
    void aTaskThatHasFailedWaitsForItsBatchesUnderWay() throws InterruptedException {
        MemoryStore store = new MemoryStore();
        StoreSinkTask task = started(store, "batch.size", "1", "linger.ms", "0");
        assign(task, PARTITION_0);
        task.put(List.of(put(0, 0, "1", "a", 1), put(0, 1, "2", "b", 2)));
        store.calls.get(1).outcomes(List.of(new Outcome.Fatal("user sink may not write", null)));
        assertThatThrownBy(() -> task.put(List.of())).hasMessageContaining("may not write");
        Thread closing = new Thread(() -> task.close(List.of(PARTITION_0)));
        closing.start();
        await().atMost(Duration.ofSeconds(30)).until(() -> closing.getState() == Thread.State.TIMED_WAITING);
        store.calls.get(0).succeed();
        closing.join();
        assertThat(store.rows()).containsOnlyKeys("1");
        task.stop();
    }

    /** A worker kills a task that takes longer than task.shutdown.graceful.timeout.ms, which is 5 s by default. */
    @Test
    void whatATaskWaitsForAtItsEndFitsIntoTheTimeThatAWorkerGivesIt() {
        SinkOptions options = SinkOptions.of(SinkOptions.define(new ConfigDef()), Map.of());
        EngineTiming timing = EngineTiming.of(TaskName.of(Map.of("name", "timed")), options);
        assertThat(Duration.ofNanos(timing.closeWaitNanos()).plusMillis(2 * 500))
                .isLessThan(Duration.ofSeconds(5));
        timing.clock().close();
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
