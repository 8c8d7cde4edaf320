package io.odsconnect.benchmarks;

import io.odsconnect.testbed.redis.RedisServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Pipeline;

/** Writes the workload as a program of one's own would, with the raw client. */
final class RawRedis {

    private final RedisServer server;
    private final List<SinkRecord> records;

    RawRedis(RedisServer server, List<SinkRecord> records) {
        this.server = server;
        this.records = records;
    }

    /** HSET, or DEL and HSET, in pipelines of so many records. Knows no positions; with HSET alone stale fields stay. */
    void pipeline(int batch, boolean replace) {
        try (Jedis redis = new Jedis(server.uri());
                Pipeline pipeline = redis.pipelined()) {
            int inBatch = 0;
            for (SinkRecord record : records) {
                Struct row = row(record);
                String key = key(record);
                if (row == null || replace) {
                    pipeline.del(key);
                }
                if (row != null) {
                    pipeline.hset(key, fields(row));
                }
                if (++inBatch == batch) {
                    pipeline.sync();
                    inBatch = 0;
                }
            }
            pipeline.sync();
        }
    }

    /**
     * The position rule by a script of the usual kind: so many rows a call, so many calls in flight, each over a
     * connection of its own. Of a row only the last change in a call is written, as our sink does.
     */
    void script(int batch, int inFlight) {
        ExecutorService threads = Executors.newFixedThreadPool(inFlight);
        List<Jedis> connections = new ArrayList<>();
        try {
            for (int i = 0; i < inFlight; i++) {
                connections.add(new Jedis(server.uri()));
            }
            String sha = connections.get(0).scriptLoad(script());
            List<Future<?>> calls = new ArrayList<>();
            for (int from = 0; from < records.size(); from += batch) {
                Map<String, SinkRecord> last = new LinkedHashMap<>();
                for (SinkRecord record : records.subList(from, Math.min(records.size(), from + batch))) {
                    last.put(key(record), record);
                }
                if (calls.size() >= inFlight) {
                    calls.remove(0).get();
                }
                List<SinkRecord> rows = List.copyOf(last.values());
                Jedis connection = connections.get(from / batch % inFlight);
                calls.add(threads.submit(() -> call(connection, sha, rows)));
            }
            for (Future<?> call : calls) {
                call.get();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } finally {
            threads.shutdown();
            connections.forEach(Jedis::close);
        }
    }

    private static void call(Jedis connection, String sha, List<SinkRecord> rows) {
        List<String> keys = new ArrayList<>();
        List<String> arguments = new ArrayList<>();
        for (SinkRecord record : rows) {
            String key = key(record);
            keys.add(key);
            keys.add("__del:{" + key + "}");
            arguments.add(
                    Long.toString(((Struct) record.value()).getStruct("source").getInt64("position")));
            Struct row = row(record);
            Map<String, String> fields = row == null ? Map.of() : fields(row);
            arguments.add(row == null ? "-1" : Integer.toString(2 * fields.size()));
            fields.forEach((name, value) -> {
                arguments.add(name);
                arguments.add(value);
            });
        }
        synchronized (connection) {
            connection.evalsha(sha, keys, arguments);
        }
    }

    private static String script() {
        try (InputStream in = Objects.requireNonNull(RawRedis.class.getResourceAsStream("raw-script.lua"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String key(SinkRecord record) {
        return "card:" + ((Struct) record.key()).getString("CARD_NO");
    }

    private static Struct row(SinkRecord record) {
        return ((Struct) record.value()).getStruct("after");
    }

    private static Map<String, String> fields(Struct row) {
        Map<String, String> fields = new HashMap<>();
        for (Field field : row.schema().fields()) {
            fields.put(field.name(), row.get(field).toString());
        }
        return fields;
    }
}
