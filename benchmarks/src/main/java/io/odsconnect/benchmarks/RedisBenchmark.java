package io.odsconnect.benchmarks;

import io.odsconnect.redis.RedisSinkTask;
import io.odsconnect.testbed.redis.RedisServer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Pipeline;

/**
 * The Redis sink, driven through {@code put()} in polls of 500, beside pipelines of the raw client on the same server:
 * 200,000 changes of 50,000 rows, one in twenty a delete. Prints medians and their ratios to the raw pipeline.
 */
public final class RedisBenchmark {

    private static final int CHANGES = 200_000;
    private static final int ROWS = 50_000;
    private static final int DELETE_EVERY = 20;
    private static final int POLL = 500;
    private static final int WARM_UP = 2;
    private static final int ROUNDS = 5;

    private RedisBenchmark() {}

    /** Runs the benchmark; takes no arguments. */
    public static void main(String[] arguments) {
        List<SinkRecord> records = Workload.records(CHANGES, ROWS, DELETE_EVERY);
        try (RedisServer server = RedisServer.embeddedOrGiven()) {
            server.start();
            Map<String, Runnable> contestants = new LinkedHashMap<>();
            contestants.put("raw pipeline: HSET, 500 a batch", () -> raw(server, records, false));
            contestants.put("raw pipeline: DEL and HSET, 500 a batch", () -> raw(server, records, true));
            contestants.put("sink, position.guard=true", () -> sink(server, records, "true"));
            contestants.put("sink, position.guard=false", () -> sink(server, records, "false"));
            Map<String, double[]> rates = new HashMap<>();
            for (int round = -WARM_UP; round < ROUNDS; round++) {
                for (Map.Entry<String, Runnable> contestant : contestants.entrySet()) {
                    double rate = measure(server, contestant.getValue());
                    if (round >= 0) {
                        rates.computeIfAbsent(contestant.getKey(), name -> new double[ROUNDS])[round] = rate;
                    }
                }
            }
            print(contestants.keySet(), rates);
        }
        System.exit(0);
    }

    private static double measure(RedisServer server, Runnable contestant) {
        try (Jedis redis = connect(server)) {
            redis.flushDB();
        }
        long begin = System.nanoTime();
        contestant.run();
        return CHANGES / ((System.nanoTime() - begin) / 1e9);
    }

    private static void print(Iterable<String> names, Map<String, double[]> rates) {
        double raw = 0;
        System.out.printf(Locale.ROOT, "%-42s %12s %8s%n", "", "records/s", "ratio");
        for (String name : names) {
            double[] sorted = rates.getOrDefault(name, new double[1]);
            Arrays.sort(sorted);
            double median = sorted[sorted.length / 2];
            raw = raw == 0 ? median : raw;
            System.out.printf(Locale.ROOT, "%-42s %,12.0f %8.2f%n", name, median, median / raw);
        }
    }

    private static Jedis connect(RedisServer server) {
        return new Jedis(server.uri());
    }

    /** Writes the rows as a program would that knows no positions. */
    private static void raw(RedisServer server, List<SinkRecord> records, boolean replace) {
        try (Jedis redis = connect(server);
                Pipeline pipeline = redis.pipelined()) {
            int inBatch = 0;
            for (SinkRecord record : records) {
                Struct value = (Struct) record.value();
                Struct row = value.getStruct("after");
                String key = "card:" + ((Struct) record.key()).getString("CARD_NO");
                if (row == null || replace) {
                    pipeline.del(key);
                }
                if (row != null) {
                    pipeline.hset(key, fields(row));
                }
                if (++inBatch == POLL) {
                    pipeline.sync();
                    inBatch = 0;
                }
            }
            pipeline.sync();
        }
    }

    private static Map<String, String> fields(Struct row) {
        Map<String, String> fields = new HashMap<>();
        for (Field field : row.schema().fields()) {
            fields.put(field.name(), row.get(field).toString());
        }
        return fields;
    }

    private static void sink(RedisServer server, List<SinkRecord> records, String guard) {
        Map<String, String> props = Map.of(
                "name", "benchmark",
                "topics", "ods.BANK.CARD",
                "redis.hosts", server.host() + ":" + server.port(),
                "key.template", "card:{CARD_NO}",
                "position.guard", guard);
        RedisSinkTask task = new RedisSinkTask();
        task.initialize(new BenchmarkContext(props));
        task.start(props);
        TopicPartition partition = new TopicPartition("ods.BANK.CARD", 0);
        task.open(List.of(partition));
        for (int from = 0; from < records.size(); from += POLL) {
            task.put(records.subList(from, Math.min(records.size(), from + POLL)));
        }
        long end = records.get(records.size() - 1).kafkaOffset() + 1;
        Map<TopicPartition, OffsetAndMetadata> consumed = Map.of(partition, new OffsetAndMetadata(end));
        while (true) {
            OffsetAndMetadata committed = task.preCommit(consumed).get(partition);
            if (committed != null && committed.offset() == end) {
                break;
            }
            task.put(new ArrayList<>());
            LockSupport.parkNanos(100_000);
        }
        task.close(List.of(partition));
        task.stop();
    }
}
