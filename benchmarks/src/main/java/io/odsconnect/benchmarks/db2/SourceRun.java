package io.odsconnect.benchmarks.db2;

import io.odsconnect.db2.Db2SourceConnector;
import io.odsconnect.db2.Db2SourceTask;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.connect.source.SourceConnectorContext;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTaskContext;
import org.apache.kafka.connect.storage.OffsetStorageReader;
import org.jspecify.annotations.Nullable;

/** The connector in the hands of a worker that throws away what it gets: what is measured is the source. */
final class SourceRun {

    private final Map<String, String> config;
    private final MemoryOffsets offsets;
    private final int maxTasks;

    /** Prepares a run that goes on from {@code offsets} with {@code maxTasks} tasks at most. */
    SourceRun(Map<String, String> config, MemoryOffsets offsets, int maxTasks) {
        this.config = config;
        this.offsets = offsets;
        this.maxTasks = maxTasks;
    }

    /** Runs the tasks until they have handed over {@code records} records together; returns the seconds it took. */
    double seconds(long records) throws InterruptedException, ExecutionException {
        long begin = System.nanoTime();
        run(new AtomicLong(records));
        return (System.nanoTime() - begin) / 1e9;
    }

    /** Returns the seconds from the start of one task to the end of its first poll, which must find nothing. */
    double startUp() throws InterruptedException {
        long begin = System.nanoTime();
        Db2SourceTask task = start(config);
        try {
            poll(task, 1);
            return (System.nanoTime() - begin) / 1e9;
        } finally {
            task.stop();
        }
    }

    /**
     * Polls one task {@code polls} times, each of them a look at the database and a wait until the next is due; returns the
     * seconds of CPU that took, of this process and of the servers it has started. Fails if a record comes.
     */
    double idle(int polls) throws InterruptedException {
        Db2SourceTask task = start(config);
        try {
            // The first polls connect, find out that nothing is new, and warm up.
            poll(task, polls);
            double begin = cpuSeconds();
            poll(task, polls);
            return cpuSeconds() - begin;
        } finally {
            task.stop();
        }
    }

    private static double cpuSeconds() {
        return Stream.concat(
                        Stream.of(ProcessHandle.current()),
                        ProcessHandle.current().descendants())
                .map(process -> process.info().totalCpuDuration().orElse(Duration.ZERO))
                .mapToDouble(time -> time.toNanos() / 1e9)
                .sum();
    }

    private static void poll(Db2SourceTask task, int times) throws InterruptedException {
        for (int i = 0; i < times; i++) {
            List<SourceRecord> batch = task.poll();
            if (batch != null && rows(batch) > 0) {
                throw new IllegalStateException("Something has changed in an idle table");
            }
        }
    }

    /** Returns how many records are of tables; others tell where streams begin. */
    private static long rows(List<SourceRecord> batch) {
        return batch.stream()
                .filter(sent -> !sent.topic().startsWith("__debezium-heartbeat"))
                .count();
    }

    private void run(AtomicLong left) throws InterruptedException, ExecutionException {
        Db2SourceConnector connector = new Db2SourceConnector();
        connector.initialize(new ConnectorContext());
        connector.start(config);
        List<Map<String, String>> taskConfigs = connector.taskConfigs(maxTasks);
        ExecutorService threads = Executors.newFixedThreadPool(taskConfigs.size());
        try {
            List<Future<?>> ends = new ArrayList<>();
            for (Map<String, String> taskConfig : taskConfigs) {
                ends.add(threads.submit(() -> {
                    work(taskConfig, left);
                    return null;
                }));
            }
            for (Future<?> end : ends) {
                end.get();
            }
        } finally {
            threads.shutdownNow();
            connector.stop();
        }
    }

    private void work(Map<String, String> taskConfig, AtomicLong left) throws InterruptedException {
        Db2SourceTask task = start(taskConfig);
        try {
            while (left.get() > 0) {
                List<SourceRecord> batch = task.poll();
                if (batch != null) {
                    offsets.commit(batch);
                    left.addAndGet(-rows(batch));
                }
            }
        } finally {
            task.stop();
        }
    }

    private Db2SourceTask start(Map<String, String> taskConfig) {
        Db2SourceTask task = new Db2SourceTask();
        task.initialize(new TaskContext(taskConfig));
        task.start(taskConfig);
        return task;
    }

    private final class TaskContext implements SourceTaskContext {
        private final Map<String, String> configs;

        TaskContext(Map<String, String> configs) {
            this.configs = configs;
        }

        @Override
        public Map<String, String> configs() {
            return configs;
        }

        @Override
        public OffsetStorageReader offsetStorageReader() {
            return offsets;
        }

        @Override
        public @Nullable PluginMetrics pluginMetrics() {
            return null;
        }
    }

    private final class ConnectorContext implements SourceConnectorContext {
        @Override
        public void requestTaskReconfiguration() {
            // Offsets are stored with every batch here, so that nobody has to ask for it.
        }

        @Override
        public void raiseError(Exception e) {
            throw new IllegalStateException("The connector failed", e);
        }

        @Override
        public OffsetStorageReader offsetStorageReader() {
            return offsets;
        }

        @Override
        public @Nullable PluginMetrics pluginMetrics() {
            return null;
        }
    }
}
