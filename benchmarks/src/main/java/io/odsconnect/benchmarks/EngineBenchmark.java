package io.odsconnect.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import io.odsconnect.common.event.ChangeEvent;
import io.odsconnect.common.event.PositionSource;
import io.odsconnect.common.event.RecordDecoder;
import io.odsconnect.common.event.RecordFormat;
import io.odsconnect.common.sink.Outcome;
import io.odsconnect.common.sink.SinkOptions;
import io.odsconnect.common.sink.Store;
import io.odsconnect.common.sink.StoreSinkTask;
import io.odsconnect.common.sink.StoreWrite;
import io.odsconnect.testbed.sink.DriverContext;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.sink.SinkRecord;

/**
 * What the engine itself costs: the changes of {@link RedisBenchmark}, into a store that takes all and keeps nothing.
 * Prints medians, in records a second, and in microseconds of CPU a record over all threads.
 */
public final class EngineBenchmark {

    private static final int CHANGES = 200_000;
    private static final int ROWS = 50_000;
    private static final int DELETE_EVERY = 20;
    private static final int POLL = 500;
    private static final int WARM_UP = 5;
    private static final int ROUNDS = 9;

    private static final OperatingSystemMXBean PROCESS =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    private EngineBenchmark() {}

    /** One row for nobody. */
    private record Nothing(Object identity, long position, boolean isDelete, int sizeInBytes) implements StoreWrite {}

    /** Takes all, on threads of its own or at once. */
    private static final class NullStore implements Store<Nothing> {

        private final ExecutorService threads = Executors.newFixedThreadPool(1);
        private final boolean atOnce;

        NullStore(boolean atOnce) {
            this.atOnce = atOnce;
        }

        @Override
        public List<Nothing> map(ChangeEvent event) {
            Object id = Objects.requireNonNull(event.key()).value(0);
            return List.of(new Nothing(Objects.requireNonNull(id), event.position(), event.isDelete(), 250));
        }

        @Override
        public CompletionStage<List<Outcome>> write(List<Nothing> batch) {
            List<Outcome> applied = Collections.nCopies(batch.size(), Outcome.APPLIED);
            return atOnce
                    ? CompletableFuture.completedFuture(applied)
                    : CompletableFuture.supplyAsync(() -> applied, threads);
        }

        @Override
        public void close() {
            threads.shutdownNow();
        }
    }

    private static final class NullTask extends StoreSinkTask {
        NullTask(boolean atOnce) {
            super(SinkOptions.define(new ConfigDef()), props -> new NullStore(atOnce));
        }
    }

    /** Runs the benchmark; takes no arguments. */
    public static void main(String[] arguments) {
        List<SinkRecord> records = Workload.records(CHANGES, ROWS, DELETE_EVERY);
        Map<String, Runnable> contestants = new LinkedHashMap<>();
        contestants.put("decoding alone", () -> decode(records));
        contestants.put("engine, store answers at once", () -> engine(records, true));
        contestants.put("engine, store answers on its thread", () -> engine(records, false));
        System.out.printf(Locale.ROOT, "%-42s %12s %12s%n", "", "records/s", "CPU us each");
        contestants.forEach((name, contestant) -> {
            double[] rates = new double[ROUNDS];
            double[] micros = new double[ROUNDS];
            for (int round = -WARM_UP; round < ROUNDS; round++) {
                long begin = System.nanoTime();
                long cpu = PROCESS.getProcessCpuTime();
                contestant.run();
                if (round >= 0) {
                    rates[round] = CHANGES / ((System.nanoTime() - begin) / 1e9);
                    micros[round] = (PROCESS.getProcessCpuTime() - cpu) / 1e3 / CHANGES;
                }
            }
            System.out.printf(Locale.ROOT, "%-42s %,12.0f %12.2f%n", name, median(rates), median(micros));
        });
        System.exit(0);
    }

    private static double median(double[] figures) {
        double[] sorted = figures.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    private static void decode(List<SinkRecord> records) {
        RecordDecoder decoder = new RecordDecoder(RecordFormat.AUTO, PositionSource.parse("auto"));
        long positions = 0;
        for (SinkRecord record : records) {
            positions ^= Objects.requireNonNull(decoder.decode(record)).position();
        }
        if (positions == 1) {
            System.out.println("Never, but the compiler does not know");
        }
    }

    private static void engine(List<SinkRecord> records, boolean atOnce) {
        Map<String, String> props = Map.of("name", "benchmark");
        NullTask task = new NullTask(atOnce);
        task.initialize(DriverContext.strict(props));
        task.start(props);
        TopicPartition partition = new TopicPartition("ods.BANK.CARD", 0);
        task.open(List.of(partition));
        for (int from = 0; from < records.size(); from += POLL) {
            task.put(records.subList(from, Math.min(records.size(), from + POLL)));
        }
        long end = records.get(records.size() - 1).kafkaOffset() + 1;
        Map<TopicPartition, OffsetAndMetadata> consumed = Map.of(partition, new OffsetAndMetadata(end));
        while (!task.preCommit(consumed).equals(consumed)) {
            task.put(List.of());
            LockSupport.parkNanos(100_000);
        }
        task.close(List.of(partition));
        task.stop();
    }
}
