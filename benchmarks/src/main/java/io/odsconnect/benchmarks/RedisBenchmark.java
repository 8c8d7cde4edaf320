package io.odsconnect.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import io.odsconnect.redis.RedisSinkTask;
import io.odsconnect.testbed.redis.RedisServer;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.apache.kafka.connect.sink.SinkRecord;
import redis.clients.jedis.Jedis;

/**
 * The Redis sink, driven through {@code put()} in polls of 500, beside the raw client on the same server: 200,000 changes
 * of 50,000 rows, one in twenty a delete. Prints medians: records a second, their ratio to the raw pipeline of HSET, 500
 * a batch, and the CPU seconds of client and server. Arguments: which contestants, by the start of their names; all
 * where there are none.
 */
public final class RedisBenchmark {

    private static final int CHANGES = 200_000;
    private static final int ROWS = 50_000;
    private static final int DELETE_EVERY = 20;
    private static final int POLL = 500;
    private static final int IN_FLIGHT = 5;
    private static final int WARM_UP = 2;
    private static final int ROUNDS = Integer.getInteger("rounds", 5);
    private static final String BASE = "raw pipeline: HSET, 500 a batch";

    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private final RedisServer server;
    private final List<SinkRecord> records;

    private RedisBenchmark(RedisServer server, List<SinkRecord> records) {
        this.server = server;
        this.records = records;
    }

    /** What a round took. */
    private record Round(double rate, double clientCpu, double serverCpu) {}

    /** Runs the benchmark. */
    public static void main(String[] arguments) {
        List<SinkRecord> records = Workload.records(CHANGES, ROWS, DELETE_EVERY);
        try (RedisServer server = RedisServer.embeddedOrGiven()) {
            server.start();
            new RedisBenchmark(server, records).run(List.of(arguments));
        }
        System.exit(0);
    }

    private void run(List<String> wanted) {
        Map<String, Runnable> contestants = contestants();
        contestants
                .keySet()
                .removeIf(name -> !wanted.isEmpty()
                        && !name.equals(BASE)
                        && wanted.stream().noneMatch(name::startsWith));
        Map<String, List<Round>> rounds = new HashMap<>();
        for (int round = -WARM_UP; round < ROUNDS; round++) {
            for (Map.Entry<String, Runnable> contestant : contestants.entrySet()) {
                Round measured = measure(contestant.getValue());
                if (round >= 0) {
                    rounds.computeIfAbsent(contestant.getKey(), name -> new ArrayList<>())
                            .add(measured);
                }
            }
        }
        print(contestants.keySet(), rounds);
    }

    private Map<String, Runnable> contestants() {
        RawRedis raw = new RawRedis(server, records);
        Map<String, Runnable> contestants = new LinkedHashMap<>();
        contestants.put("raw pipeline: HSET, 100 a batch", () -> raw.pipeline(100, false));
        contestants.put(BASE, () -> raw.pipeline(500, false));
        contestants.put("raw pipeline: DEL and HSET, 100 a batch", () -> raw.pipeline(100, true));
        contestants.put("raw pipeline: DEL and HSET, 500 a batch", () -> raw.pipeline(500, true));
        contestants.put("raw script, 100 a call, 5 in flight", () -> raw.script(100, IN_FLIGHT));
        contestants.put("raw script, 500 a call, 5 in flight", () -> raw.script(500, IN_FLIGHT));
        contestants.put("sink, guard, batches of 100", () -> sink("100", Map.of()));
        contestants.put("sink, guard, batches of 500", () -> sink("500", Map.of()));
        contestants.put("sink, no guard, batches of 100", () -> sink("100", Map.of("position.guard", "false")));
        contestants.put("sink, no guard, batches of 500", () -> sink("500", Map.of("position.guard", "false")));
        contestants.put("sink, guard, JSON strings", () -> sink("100", Map.of("value.type", "string")));
        contestants.put(
                "sink, guard, hashes and an index",
                () -> sink("100", Map.of("index.template", "client:{CLIENT_ID}:cards")));
        return contestants;
    }

    private void sink(String batchSize, Map<String, String> more) {
        Map<String, String> props = new HashMap<>(Map.of(
                "name", "benchmark",
                "topics", "ods.BANK.CARD",
                "redis.hosts", server.host() + ":" + server.port(),
                "key.template", "card:{CARD_NO}",
                "batch.size", batchSize));
        props.putAll(more);
        var unused = SinkRun.run(new RedisSinkTask(), props, records, POLL);
    }

    private Round measure(Runnable contestant) {
        try (Jedis redis = new Jedis(server.uri())) {
            redis.flushDB();
            double serverCpu = serverCpu(redis);
            long clientCpu = SYSTEM.getProcessCpuTime();
            long begin = System.nanoTime();
            contestant.run();
            double seconds = (System.nanoTime() - begin) / 1e9;
            return new Round(
                    CHANGES / seconds, (SYSTEM.getProcessCpuTime() - clientCpu) / 1e9, serverCpu(redis) - serverCpu);
        }
    }

    private static double serverCpu(Jedis redis) {
        return redis.info("cpu")
                .lines()
                .filter(line -> line.startsWith("used_cpu_sys:") || line.startsWith("used_cpu_user:"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.indexOf(':') + 1)))
                .sum();
    }

    private static void print(Iterable<String> names, Map<String, List<Round>> rounds) {
        double base = median(rounds.getOrDefault(BASE, List.of()), Round::rate);
        System.out.printf(
                Locale.ROOT, "%-42s %11s %7s %11s %11s%n", "", "records/s", "ratio", "client CPU", "server CPU");
        for (String name : names) {
            List<Round> measured = rounds.getOrDefault(name, List.of());
            double rate = median(measured, Round::rate);
            System.out.printf(
                    Locale.ROOT,
                    "%-42s %,11.0f %7.2f %9.2f s %9.2f s%n",
                    name,
                    rate,
                    rate / base,
                    median(measured, Round::clientCpu),
                    median(measured, Round::serverCpu));
        }
    }

    private static double median(List<Round> rounds, ToDoubleFunction<Round> figure) {
        double[] sorted = rounds.stream().mapToDouble(figure).sorted().toArray();
        return Arrays.stream(sorted).skip(sorted.length / 2).findFirst().orElse(0);
    }
}
