package io.odsconnect.common.sink;

import static org.assertj.core.api.Assertions.assertThat;

import io.odsconnect.common.event.ChangeEvent;
import io.odsconnect.common.sink.MemoryStore.Call;
import io.odsconnect.common.sink.MemoryStore.Cell;
import io.odsconnect.common.sink.MemoryStore.Put;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntUnaryOperator;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkRecord;

/**
 * Plays a worker and a store around the engine that do what workers and stores do at their worst, as chosen: polls cut
 * anywhere, rebalances back to what was committed, rewinds, batches that end in any order, fail, fail in part, or are
 * written and not heard of, and an audit topic that is late.
 */
final class Delivery {

    private final History history;
    private final EngineFixture sink;
    private final FakeAuditLog audit;
    private final IntUnaryOperator choose;
    private final List<TopicPartition> partitions;
    private final Map<TopicPartition, Integer> consumed = new HashMap<>();
    private final Map<TopicPartition, Integer> committed = new HashMap<>();

    Delivery(History history, EngineFixture sink, FakeAuditLog audit, IntUnaryOperator choose) {
        this.history = history;
        this.sink = sink;
        this.audit = audit;
        this.choose = choose;
        this.partitions = List.copyOf(history.topics.keySet());
        partitions.forEach(partition -> {
            consumed.put(partition, 0);
            committed.put(partition, 0);
        });
        sink.engine.open(partitions);
    }

    /** Does one thing. */
    void step() {
        switch (choose.applyAsInt(11)) {
            case 0, 1, 2 -> poll();
            case 3, 4 -> endBatch();
            case 5 -> sink.clock.advanceMillis(50);
            case 6 -> commit();
            case 7 -> rebalance();
            case 8 -> audit.acknowledge();
            case 9 -> sink.buryAll();
            default -> rewind();
        }
    }

    /** Lets all that is left arrive, without further trouble. */
    void finish() {
        for (TopicPartition partition : partitions) {
            poll(partition, Integer.MAX_VALUE);
        }
        while (!sink.store.calls.isEmpty() || sink.clock.hasAlarms()) {
            sink.succeedAll();
            sink.clock.advanceMillis(60_000);
        }
        sink.buryAll();
        while (audit.hasPending()) {
            audit.acknowledge();
        }
        commit();
        history.topics.forEach((partition, records) -> {
            if (!records.isEmpty()) {
                assertThat(committed.get(partition))
                        .as("committed of %s", partition)
                        .isEqualTo(records.size());
            }
        });
    }

    private void poll() {
        List<SinkRecord> polled = new ArrayList<>();
        for (int i = choose.applyAsInt(3); i >= 0; i--) {
            polled.addAll(next(partitions.get(choose.applyAsInt(partitions.size())), 1 + choose.applyAsInt(6)));
        }
        sink.engine.put(polled);
    }

    private void poll(TopicPartition partition, int most) {
        sink.engine.put(next(partition, most));
    }

    private List<SinkRecord> next(TopicPartition partition, int most) {
        List<SinkRecord> records = history.records(partition);
        int from = offset(consumed, partition);
        int to = (int) Math.min(records.size(), (long) from + most);
        consumed.put(partition, to);
        return records.subList(from, to);
    }

    private void endBatch() {
        if (sink.store.calls.isEmpty()) {
            return;
        }
        Call call = sink.store.calls.get(choose.applyAsInt(sink.store.calls.size()));
        if (call.isPoisoned()) {
            call.spoil();
            return;
        }
        switch (choose.applyAsInt(6)) {
            case 0 -> call.fail();
            case 1 -> call.succeedUnheard();
            case 2 -> call.answer(this::perhaps);
            default -> call.succeed();
        }
    }

    private Outcome perhaps(Put write) {
        return switch (choose.applyAsInt(3)) {
            case 0 -> new Outcome.Retry("overloaded", null);
            case 1 -> {
                sink.store.apply(write);
                yield new Outcome.Retry("timeout", null);
            }
            default -> sink.store.apply(write);
        };
    }

    private void commit() {
        Map<TopicPartition, OffsetAndMetadata> positions = new HashMap<>();
        consumed.forEach((partition, offset) -> positions.put(partition, new OffsetAndMetadata(offset)));
        sink.engine.committable(positions).forEach((partition, offset) -> {
            assertThat(offset.offset()).isPositive().isLessThanOrEqualTo(offset(consumed, partition));
            committed.put(partition, (int) offset.offset());
            checkWritten(partition);
            checkAudited(partition);
        });
    }

    /** What is committed will not come again, so the store has to hold it, or something newer. */
    private void checkWritten(TopicPartition partition) {
        for (SinkRecord record : history.records(partition).subList(0, offset(committed, partition))) {
            for (Put write : sink.store.map(decode(record))) {
                if (write.identity().equals(History.POISON)) {
                    continue;
                }
                Cell cell = sink.store.cell(write.identity());
                assertThat(cell)
                        .as("%s of %s", write.identity(), record.kafkaOffset())
                        .isNotNull();
                assertThat(cell.position()).isGreaterThanOrEqualTo(write.position());
            }
        }
    }

    /** What is committed has to stand in the audit, up to a cut. */
    private void checkAudited(TopicPartition partition) {
        assertThat(audit.rangesOf(partition).stream().map(range -> range.lastOffset() + 1))
                .as("ends of audited ranges of %s", partition)
                .contains((long) offset(committed, partition));
    }

    private static int offset(Map<TopicPartition, Integer> offsets, TopicPartition partition) {
        return Objects.requireNonNull(offsets.get(partition));
    }

    private ChangeEvent decode(SinkRecord record) {
        return Objects.requireNonNull(sink.options.decoder().decode(record));
    }

    private void rebalance() {
        if (choose.applyAsInt(2) == 0) {
            commit();
        }
        List<TopicPartition> moved =
                partitions.stream().filter(each -> choose.applyAsInt(2) == 0).toList();
        sink.engine.close(moved);
        sink.engine.open(moved);
        moved.forEach(partition -> consumed.put(partition, committed.get(partition)));
    }

    /** As the worker does when a commit fails: back to what was committed, the assignment stays. */
    private void rewind() {
        TopicPartition partition = partitions.get(choose.applyAsInt(partitions.size()));
        consumed.put(partition, committed.get(partition));
    }
}
