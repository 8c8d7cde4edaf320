package io.odsconnect.benchmarks.pipeline;

import io.odsconnect.testbed.connect.ConnectWorker;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Whole pipelines side by side: a table in Db2, a worker, Kafka, the worker again, Redis. Each pipeline has a worker of its
 * own, which loads the table some times to warm up and then some times that count. The figure to compare is the CPU time of
 * worker and broker for each row, as a ratio to the first pipeline: other programs on the machine change it least.
 */
public final class PipelineBenchmark {

    private static final int ROWS = Integer.getInteger("rows", 200_000);
    private static final int WARM_UP = Integer.getInteger("warmup", 2);
    private static final int ROUNDS = Integer.getInteger("rounds", 3);
    private static final int HEAP_MEGABYTES = Integer.getInteger("heap", 768);
    private static final int RATE = Integer.getInteger("rate", 0);
    private static final int SECONDS = Integer.getInteger("seconds", 30);
    private static final boolean RECORDED = Boolean.getBoolean("jfr");

    private PipelineBenchmark() {}

    /**
     * Runs pipelines.
     *
     * @param arguments the names of ours, or {@code NAME=FILE} for a peer's, whose JARs are below the folder that
     *     {@code -Dpeer.plugins} names; all of ours without Avro where none is given
     */
    public static void main(String[] arguments) throws Exception {
        List<Pipeline> pipelines = new ArrayList<>();
        for (String argument :
                arguments.length == 0 ? new String[] {"json", "plain", "flat", "transforms"} : arguments) {
            pipelines.add(pipeline(argument));
        }
        String folder = System.getProperty("peer.plugins");
        List<Path> peers = folder == null ? List.of() : List.of(Path.of(folder).toAbsolutePath());
        Map<String, Load> medians = new LinkedHashMap<>();
        try (Servers servers = Servers.start(ROWS)) {
            for (Pipeline pipeline : pipelines) {
                medians.put(pipeline.name(), run(servers, pipeline, peers));
            }
        }
        print(medians);
        System.exit(0);
    }

    private static Pipeline pipeline(String argument) {
        int equals = argument.indexOf('=');
        if (equals > 0) {
            return Pipeline.ofPeer(argument.substring(0, equals), Path.of(argument.substring(equals + 1)));
        }
        Pipeline found = Pipeline.ours().get(argument);
        if (found == null) {
            throw new IllegalArgumentException("There is no pipeline " + argument + ", only "
                    + Pipeline.ours().keySet() + " and NAME=FILE");
        }
        return found;
    }

    private static Load run(Servers servers, Pipeline pipeline, List<Path> peers) throws Exception {
        System.out.println("\n" + pipeline.name());
        try (ConnectWorker worker = servers.startWorker(pipeline, HEAP_MEGABYTES, peers);
                Loader loader = new Loader(servers, pipeline, worker.rest(), ROWS)) {
            for (int round = 0; round < WARM_UP; round++) {
                System.out.println("  (warm-up) " + loader.load());
            }
            WorkerShares shares = RECORDED ? WorkerShares.begin(servers.cpu().pid(Servers.WORKER)) : null;
            List<Load> loads = new ArrayList<>();
            for (int round = 0; round < ROUNDS; round++) {
                loads.add(loader.load());
                System.out.println("  " + loads.get(round));
            }
            if (shares != null) {
                System.out.println("  the worker's samples: " + shares.end());
            }
            if (RATE > 0 && pipeline.follows()) {
                System.out.println("  " + new Freshness(servers, RATE, ROWS).measure(SECONDS));
            }
            loads.sort((left, right) -> Double.compare(left.cpuMicrosPerRow(), right.cpuMicrosPerRow()));
            return loads.get(loads.size() / 2);
        }
    }

    private static void print(Map<String, Load> medians) {
        System.out.printf(
                Locale.ROOT,
                "%n%-16s %12s %14s %8s %14s%n",
                "pipeline",
                "rows/s",
                "CPU us a row",
                "ratio",
                "bytes/message");
        double first = medians.values().iterator().next().cpuMicrosPerRow();
        medians.forEach((name, load) -> System.out.printf(
                Locale.ROOT,
                "%-16s %,12.0f %14.1f %8.2f %14.0f%n",
                name,
                load.rowsPerSecond(),
                load.cpuMicrosPerRow(),
                load.cpuMicrosPerRow() / first,
                load.bytesPerMessage()));
    }
}
