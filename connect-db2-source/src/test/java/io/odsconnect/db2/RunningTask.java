package io.odsconnect.db2;

import io.odsconnect.db2.capture.StreamOffset;
import io.odsconnect.db2.capture.StreamPosition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTaskContext;
import org.apache.kafka.connect.storage.OffsetStorageReader;
import org.jspecify.annotations.Nullable;

/** A task, driven by a test in the worker's place. */
final class RunningTask implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final Db2SourceTask task = new Db2SourceTask();
    private final List<SourceRecord> records = new ArrayList<>();
    private final List<Integer> batches = new ArrayList<>();
    private final StoredOffsets ofTheFirst = new StoredOffsets();
    private final List<SourceRecord> beginnings = new ArrayList<>();
    private final boolean storesTheFirst;
    private final boolean beats;
    private @Nullable Predicate<SourceRecord> dropped;
    private boolean begun;

    /** What was stored before, and as soon as it was handed over the first record's offset, for which a load waits. */
    private final class FirstRowStored implements OffsetStorageReader {

        private final StoredOffsets before;

        FirstRowStored(StoredOffsets before) {
            this.before = before;
        }

        @Override
        public <T> @Nullable Map<String, Object> offset(Map<String, T> partition) {
            Map<String, Object> first = ofTheFirst.offset(partition);
            Map<String, Object> other = before.offset(partition);
            if (first == null || other == null) {
                return first == null ? other : first;
            }
            // Of a load the first row counts, whatever was stored of an earlier one; of a stream what was stored since.
            return partition.containsKey("table") || !isLater(other, first) ? first : other;
        }

        private boolean isLater(Map<String, Object> one, Map<String, Object> other) {
            int byRestores = Integer.compare(StreamOffset.restored(one), StreamOffset.restored(other));
            int order = StreamPosition.ofOffset(one).orderTo(StreamPosition.ofOffset(other));
            return byRestores > 0 || (byRestores == 0 && order > 0);
        }

        @Override
        public <T> Map<Map<String, T>, Map<String, Object>> offsets(Collection<Map<String, T>> partitions) {
            Map<Map<String, T>, Map<String, Object>> found = new HashMap<>();
            for (Map<String, T> partition : partitions) {
                Map<String, Object> offset = offset(partition);
                if (offset != null) {
                    found.put(partition, offset);
                }
            }
            return found;
        }
    }

    RunningTask(Map<String, String> config, StoredOffsets offsets) {
        this(config, offsets, true);
    }

    /** A task whose worker has not stored an offset yet when it ends, however long it runs. */
    static RunningTask beforeAnythingIsStored(Map<String, String> config, StoredOffsets offsets) {
        return new RunningTask(config, offsets, false);
    }

    /** A task whose worker acknowledges each record as soon as it has it. */
    static RunningTask acknowledged(Map<String, String> config, StoredOffsets offsets) {
        return acknowledged(config, offsets, record -> false);
    }

    /** The same, whose transforms drop some records. */
    static RunningTask acknowledged(
            Map<String, String> config, StoredOffsets offsets, Predicate<SourceRecord> dropped) {
        RunningTask running = new RunningTask(config, offsets);
        running.dropped = dropped;
        return running;
    }

    private RunningTask(Map<String, String> config, StoredOffsets offsets, boolean storesTheFirst) {
        this.storesTheFirst = storesTheFirst;
        this.beats = config.containsKey("heartbeat.interval.ms");
        task.initialize(new SourceTaskContext() {
            @Override
            public Map<String, String> configs() {
                return config;
            }

            @Override
            public OffsetStorageReader offsetStorageReader() {
                return storesTheFirst ? new FirstRowStored(offsets) : offsets;
            }

            @Override
            public PluginMetrics pluginMetrics() {
                throw new UnsupportedOperationException();
            }
        });
        task.start(config);
    }

    /** Polls until there are {@code count} records at least, and returns all there are. */
    List<SourceRecord> until(int count) throws InterruptedException {
        return until(all -> all.size() >= count);
    }

    /** Polls until {@code enough} says so, and returns all records. */
    List<SourceRecord> until(Predicate<List<SourceRecord>> enough) throws InterruptedException {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (!enough.test(records)) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("Not enough after " + LIMIT + ": " + records.size() + " records");
            }
            poll();
        }
        return records;
    }

    /** Returns how many records each poll gave that gave any. */
    List<Integer> batches() {
        return batches;
    }

    /** Polls {@code times} times more and returns all records. */
    List<SourceRecord> more(int times) throws InterruptedException {
        for (int i = 0; i < times; i++) {
            poll();
        }
        return records;
    }

    private void poll() throws InterruptedException {
        @Nullable List<SourceRecord> batch = task.poll();
        if (batch != null) {
            // Where streams begin: the worker stores it, and tests count what comes then.
            List<SourceRecord> told =
                    batch.stream().filter(RunningTask::isBeginning).toList();
            if (storesTheFirst) {
                ofTheFirst.commit(told);
            }
            if (!begun || !beats) {
                beginnings.addAll(told);
                batch = batch.stream().filter(sent -> !isBeginning(sent)).toList();
            }
            begun = true;
        }
        if (batch != null && !batch.isEmpty()) {
            if (records.isEmpty() && batch.get(0).sourceOffset().containsKey("stream_from")) {
                ofTheFirst.commit(batch.subList(0, 1));
            }
            records.addAll(batch);
            batches.add(batch.size());
            batch.forEach(this::acknowledge);
        }
    }

    private void acknowledge(SourceRecord record) {
        if (dropped != null) {
            RecordMetadata written = new RecordMetadata(new TopicPartition(record.topic(), 0), 0, 0, 0, 0, 0);
            task.commitRecord(record, dropped.test(record) ? null : written);
        }
    }

    private static boolean isBeginning(SourceRecord sent) {
        return sent.topic().startsWith("__debezium-heartbeat.")
                && sent.sourceOffset().containsKey("commit_lsn");
    }

    /** Polls until there are {@code count} records that told where streams begin. */
    void untilBeginnings(int count) throws InterruptedException {
        until(all -> beginnings.size() >= count);
    }

    /** Returns the records that told where streams begin, which are not among the others. */
    List<SourceRecord> beginnings() {
        return beginnings;
    }

    @Override
    public void close() {
        task.stop();
    }
}
