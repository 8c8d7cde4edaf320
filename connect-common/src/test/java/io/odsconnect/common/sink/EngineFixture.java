package io.odsconnect.common.sink;

import io.odsconnect.common.audit.AuditLog;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/** An engine on a {@link MemoryStore} and a {@link ManualClock}, all on the test's own thread. */
final class EngineFixture {

    final MemoryStore store = new MemoryStore();
    final ManualClock clock = new ManualClock();
    final List<DeadLetter> deadLetters = new ArrayList<>();
    final SinkOptions options;
    final SinkEngine<MemoryStore.Put> engine;
    private final Set<TopicPartition> assigned = new HashSet<>();

    /** A record that was sent to the dead-letter queue. */
    record DeadLetter(SinkRecord record, Throwable error, CompletableFuture<Void> written) {}

    EngineFixture(String... optionsAndValues) {
        this(true, null, 0, optionsAndValues);
    }

    EngineFixture(boolean toleratesBadRecords, String... optionsAndValues) {
        this(toleratesBadRecords, null, 0, optionsAndValues);
    }

    EngineFixture(AuditLog audit, String... optionsAndValues) {
        this(true, audit, 0, optionsAndValues);
    }

    /** An engine that waits so long for what is under way when partitions go. */
    EngineFixture(AuditLog audit, Duration closeWait) {
        this(true, audit, closeWait.toNanos());
    }

    EngineFixture(SinkMetrics metrics, String... optionsAndValues) {
        this(true, null, 0, metrics, optionsAndValues);
    }

    private EngineFixture(
            boolean toleratesBadRecords, @Nullable AuditLog audit, long closeWaitNanos, String... optionsAndValues) {
        this(toleratesBadRecords, audit, closeWaitNanos, SinkMetrics.NONE, optionsAndValues);
    }

    private EngineFixture(
            boolean toleratesBadRecords,
            @Nullable AuditLog audit,
            long closeWaitNanos,
            SinkMetrics metrics,
            String... optionsAndValues) {
        Map<String, String> props = new HashMap<>();
        for (int i = 0; i < optionsAndValues.length; i += 2) {
            props.put(optionsAndValues[i], optionsAndValues[i + 1]);
        }
        options = SinkOptions.of(SinkOptions.define(new ConfigDef()), props);
        engine = new SinkEngine<>(
                "cards",
                store,
                options,
                new DeadLetters("cards", toleratesBadRecords ? this::report : null, clock::nanos),
                new AuditTrail(audit, options.audit().digestHeader(), () -> 0),
                metrics,
                new EngineTiming(
                        clock,
                        new Backoff(options.retryBackoffMillis(), options.retryBackoffMaxMillis(), () -> 0),
                        closeWaitNanos));
    }

    private CompletableFuture<Void> report(SinkRecord record, Throwable error) {
        DeadLetter letter = new DeadLetter(record, error, new CompletableFuture<>());
        deadLetters.add(letter);
        return letter.written();
    }

    void put(SinkRecord... records) {
        put(List.of(records));
    }

    /** Gives records to the engine; a partition that it does not have yet is assigned to it first. */
    void put(List<SinkRecord> records) {
        for (SinkRecord record : records) {
            TopicPartition partition = new TopicPartition(record.originalTopic(), record.originalKafkaPartition());
            if (!assigned.contains(partition)) {
                open(List.of(partition));
            }
        }
        engine.put(records);
    }

    void open(Collection<TopicPartition> partitions) {
        assigned.addAll(partitions);
        engine.open(partitions);
    }

    void close(Collection<TopicPartition> partitions) {
        assigned.removeAll(partitions);
        engine.close(partitions);
    }

    /** Has all dead letters arrive, those that follow as well. */
    void buryAll() {
        engine.put(List.of());
        deadLetters.forEach(letter -> letter.written().complete(null));
        engine.put(List.of());
    }

    /** Answers all batches, those that follow as well, as if nothing ever went wrong. */
    void succeedAll() {
        while (!store.calls.isEmpty()) {
            store.calls.get(0).succeed();
        }
    }

    /** Returns what is to be committed of a partition when {@code consumed} records were delivered; null for nothing. */
    @Nullable
    Long committable(String topic, int partition, long consumed) {
        TopicPartition asked = new TopicPartition(topic, partition);
        OffsetAndMetadata offset = engine.committable(Map.of(asked, new OffsetAndMetadata(consumed)))
                .get(asked);
        return offset == null ? null : offset.offset();
    }

    /** Returns the name that is stored for a row; null where there is no row. */
    @Nullable
    Object name(String id) {
        MemoryStore.Cell cell = store.cell(id);
        return cell == null || cell.row() == null
                ? null
                : Objects.requireNonNull(cell.row()).get("NAME");
    }
}
