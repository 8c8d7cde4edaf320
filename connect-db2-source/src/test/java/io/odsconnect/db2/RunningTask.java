package io.odsconnect.db2;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
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

    RunningTask(Map<String, String> config, StoredOffsets offsets) {
        task.initialize(new SourceTaskContext() {
            @Override
            public Map<String, String> configs() {
                return config;
            }

            @Override
            public OffsetStorageReader offsetStorageReader() {
                return offsets;
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
            records.addAll(batch);
            batches.add(batch.size());
        }
    }

    @Override
    public void close() {
        task.stop();
    }
}
