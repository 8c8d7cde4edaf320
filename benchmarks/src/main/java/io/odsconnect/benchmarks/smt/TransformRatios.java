package io.odsconnect.benchmarks.smt;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;

/**
 * The methods of {@link TransformBenchmark} in turns, a few thousand calls of each at a time, by the processor time of the
 * thread: medians that can be compared with each other on a machine that does other work too, where JMH's, which go by the
 * clock, cannot.
 */
public final class TransformRatios {

    private static final int CALLS = 4_000;
    private static final int WARM_UP_ROUNDS = 25;
    private static final int ROUNDS = 25;

    private TransformRatios() {}

    /** Prints nanoseconds of processor time a call, of all methods or of those that are named. */
    public static void main(String[] arguments) throws Exception {
        TransformBenchmark benchmark = new TransformBenchmark();
        benchmark.configure();
        Map<String, Callable<?>> methods = new LinkedHashMap<>();
        methods.put("bareCopy", benchmark::bareCopy);
        methods.put("rawEncodingAndSha256", benchmark::rawEncodingAndSha256);
        methods.put("recordDigest", benchmark::recordDigest);
        methods.put("verifyDigest", benchmark::verifyDigest);
        methods.put("insertMetadata", benchmark::insertMetadata);
        methods.put("insertStableId", benchmark::insertStableId);
        methods.put("keyTemplate", benchmark::keyTemplate);
        methods.put("rawAesGcmOfTwoFields", benchmark::rawAesGcmOfTwoFields);
        methods.put("encryptTwoFieldsAesGcm", benchmark::encryptTwoFieldsAesGcm);
        methods.put("encryptTwoFieldsAesSiv", benchmark::encryptTwoFieldsAesSiv);
        methods.put("encryptCardFf1", benchmark::encryptCardFf1);
        methods.put("encryptCardFf1Luhn", benchmark::encryptCardFf1Luhn);
        methods.put("maskOneField", benchmark::maskOneField);
        methods.put("recordSize", benchmark::recordSize);
        if (arguments.length > 0) {
            methods.keySet().retainAll(List.of(arguments));
        }
        Map<String, List<Double>> times = new LinkedHashMap<>();
        methods.keySet().forEach(name -> times.put(name, new ArrayList<>()));
        for (int round = 0; round < WARM_UP_ROUNDS + ROUNDS; round++) {
            for (Map.Entry<String, Callable<?>> method : methods.entrySet()) {
                double time = time(method.getValue());
                if (round >= WARM_UP_ROUNDS) {
                    times.getOrDefault(method.getKey(), new ArrayList<>()).add(time);
                }
            }
        }
        times.forEach((name, all) -> {
            Collections.sort(all);
            System.out.printf(Locale.ROOT, "%-26s %9.0f ns%n", name, all.get(all.size() / 2));
        });
        ratio(times, "recordDigest", "rawEncodingAndSha256");
        ratio(times, "encryptTwoFieldsAesGcm", "rawAesGcmOfTwoFields");
    }

    private static double time(Callable<?> method) throws Exception {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long begin = threads.getCurrentThreadCpuTime();
        int results = 0;
        for (int i = 0; i < CALLS; i++) {
            results += method.call() == null ? 0 : 1;
        }
        long time = threads.getCurrentThreadCpuTime() - begin;
        if (results != CALLS) {
            throw new IllegalStateException("A method gave no result");
        }
        return time / (double) CALLS;
    }

    /** Prints how the medians compare. */
    private static void ratio(Map<String, List<Double>> sorted, String ours, String raw) {
        List<Double> above = sorted.getOrDefault(ours, List.of());
        List<Double> below = sorted.getOrDefault(raw, List.of());
        if (!above.isEmpty() && !below.isEmpty()) {
            double ratio = above.get(above.size() / 2) / below.get(below.size() / 2);
            System.out.printf(Locale.ROOT, "%s / %s = %.2f%n", ours, raw, ratio);
        }
    }
}
