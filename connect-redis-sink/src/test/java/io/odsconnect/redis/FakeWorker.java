package io.odsconnect.redis;

import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.connect.sink.ErrantRecordReporter;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTask;
import org.apache.kafka.connect.sink.SinkTaskContext;
import org.jspecify.annotations.Nullable;

/**
 * Runs a task as the worker does, one thread and no Kafka: delivers partitions in polls, commits, rebalances. What it
 * does not do: fail over to another worker, transforms, converters.
 */
final class FakeWorker implements SinkTaskContext, AutoCloseable {

    private final SinkTask task;
    private final Map<String, String> config;
    private final Map<TopicPartition, List<SinkRecord>> partitions = new LinkedHashMap<>();
    private final Map<TopicPartition, Integer> delivered = new HashMap<>();
    private final Map<TopicPartition, Long> committed = new HashMap<>();
    private final Set<TopicPartition> paused = new HashSet<>();
    private final Set<TopicPartition> heldBack = new HashSet<>();
    private final List<SinkRecord> deadLetters = new ArrayList<>();

    FakeWorker(SinkTask task, Map<String, String> config) {
        this.task = task;
        this.config = config;
        task.initialize(this);
        task.start(config);
    }

    /** Adds a record at the end of its partition; its offset has to be the next one. */
    void add(SinkRecord record) {
        TopicPartition partition = new TopicPartition(record.topic(), record.kafkaPartition());
        List<SinkRecord> log = partitions.get(partition);
        if (log == null) {
            log = new ArrayList<>();
            partitions.put(partition, log);
            delivered.put(partition, 0);
            task.open(List.of(partition));
        }
        if (record.kafkaOffset() != log.size()) {
            throw new IllegalArgumentException("Offset " + record.kafkaOffset() + " in place " + log.size());
        }
        log.add(record);
    }

    /** Delivers nothing of a partition until all others are done. */
    void holdBack(TopicPartition partition) {
        heldBack.add(partition);
    }

    /** Delivers one poll of at most {@code max} records from random partitions. */
    void poll(Random random, int max) {
        List<SinkRecord> records = new ArrayList<>();
        partitions.forEach((partition, log) -> {
            if (!paused.contains(partition) && !heldBack.contains(partition)) {
                int from = delivered.getOrDefault(partition, 0);
                int count = Math.min(log.size() - from, random.nextInt(max / partitions.size() + 1));
                records.addAll(log.subList(from, from + count));
                delivered.put(partition, from + count);
            }
        });
        task.put(records);
    }

    /** Commits what the task says may be. */
    void commit() {
        Map<TopicPartition, OffsetAndMetadata> consumed = new HashMap<>();
        delivered.forEach((partition, end) -> consumed.put(partition, new OffsetAndMetadata(end)));
        task.preCommit(consumed).forEach((partition, offset) -> committed.put(partition, offset.offset()));
    }

    /** Takes a partition away and gives it back: delivery goes on from what was committed. */
    void rebalance(TopicPartition partition) {
        commit();
        task.close(List.of(partition));
        paused.remove(partition);
        delivered.put(partition, committed.getOrDefault(partition, 0L).intValue());
        task.open(List.of(partition));
    }

    /** Sets a partition back by some records, as an operator does who resets offsets. */
    void rewind(TopicPartition partition, int records) {
        committed.merge(partition, 0L, (end, zero) -> Math.max(0, end - records));
        task.close(List.of(partition));
        delivered.put(partition, committed.getOrDefault(partition, 0L).intValue());
        task.open(List.of(partition));
    }

    /** Says whether all records are delivered and committed. */
    boolean isDone() {
        return partitions.keySet().stream().allMatch(this::isDone);
    }

    private boolean isDone(TopicPartition partition) {
        return committed.getOrDefault(partition, 0L)
                == partitions.getOrDefault(partition, List.of()).size();
    }

    /** Delivers what is left, what was held back last, and returns when all is committed. */
    void finish() {
        Random whole = new Random(0);
        await().pollInSameThread().until(() -> {
            poll(whole, 2000);
            commit();
            if (partitions.keySet().stream().allMatch(each -> heldBack.contains(each) || isDone(each))) {
                heldBack.clear();
            }
            return isDone();
        });
    }

    List<TopicPartition> partitions() {
        return List.copyOf(partitions.keySet());
    }

    List<SinkRecord> deadLetters() {
        return deadLetters;
    }

    @Override
    public void close() {
        task.stop();
    }

    @Override
    public Map<String, String> configs() {
        return config;
    }

    @Override
    public void offset(Map<TopicPartition, Long> offsets) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void offset(TopicPartition partition, long offset) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void timeout(long timeoutMs) {
        // Polls come at once.
    }

    @Override
    public Set<TopicPartition> assignment() {
        return partitions.keySet();
    }

    @Override
    public void pause(TopicPartition... which) {
        paused.addAll(List.of(which));
    }

    @Override
    public void resume(TopicPartition... which) {
        paused.removeAll(Set.of(which));
    }

    @Override
    public void requestCommit() {
        // Commits come at once.
    }

    @Override
    public PluginMetrics pluginMetrics() {
        throw new UnsupportedOperationException();
    }

    @Override
    public @Nullable ErrantRecordReporter errantRecordReporter() {
        return (record, error) -> {
            deadLetters.add(record);
            return CompletableFuture.completedFuture(null);
        };
    }
}
