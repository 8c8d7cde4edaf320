package io.odsconnect.benchmarks.aerospike;

import com.aerospike.client.AerospikeClient;
import com.aerospike.client.Host;
import com.aerospike.client.Key;
import com.aerospike.client.Record;
import com.aerospike.client.async.EventLoops;
import com.aerospike.client.async.NioEventLoops;
import com.aerospike.client.policy.BatchPolicy;
import com.aerospike.client.policy.ClientPolicy;
import io.odsconnect.aerospike.AerospikeSinkTask;
import io.odsconnect.benchmarks.SinkContest;
import io.odsconnect.benchmarks.SinkRun;
import io.odsconnect.benchmarks.Workload;
import io.odsconnect.testbed.aerospike.AerospikeServer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/**
 * The Aerospike sink, driven through {@code put()} in polls of 500, beside the raw client on the same server: 200,000
 * changes of {@code -Drows=} rows (50,000), one in twenty a delete. Arguments: which contestants, by the start of their
 * names.
 */
public final class AerospikeBenchmark {

    private static final int CHANGES = 200_000;
    private static final int ROWS = Integer.getInteger("rows", 50_000);
    private static final int DELETE_EVERY = 20;
    private static final int POLL = 500;
    private static final int ASYNC = 100;
    private static final int CHUNK = 1_000;
    private static final int TIMEOUT_MS = 30_000;
    private static final String SET = "benchmark";
    private static final Map<String, String> LARGE_BUFFER = Map.of("buffer.max.records", "50000");
    private static final Map<String, String> NO_LINGER = Map.of("linger.ms", "0");
    private static final Map<String, String> NO_GUARD = Map.of("position.guard", "false");

    private final AerospikeServer server;
    private final AerospikeClient client;
    private final EventLoops loops;
    private final List<SinkRecord> before;
    private final List<SinkRecord> records;

    private AerospikeBenchmark(AerospikeServer server, AerospikeClient client, EventLoops loops) {
        this.server = server;
        this.client = client;
        this.loops = loops;
        List<SinkRecord> all = Workload.records(2 * CHANGES, ROWS, DELETE_EVERY);
        before = all.subList(0, CHANGES);
        records = all.subList(CHANGES, all.size());
    }

    /** Runs the benchmark. */
    public static void main(String[] arguments) {
        try (AerospikeServer server = AerospikeServer.embeddedOrGiven()) {
            server.start();
            ClientPolicy policy = new ClientPolicy();
            try (EventLoops loops = new NioEventLoops(1)) {
                policy.eventLoops = loops;
                policy.asyncMaxConnsPerNode = ASYNC;
                try (AerospikeClient client = new AerospikeClient(policy, new Host(server.host(), server.port()))) {
                    new AerospikeBenchmark(server, client, loops).run(List.of(arguments));
                }
            }
        }
        System.exit(0);
    }

    private void run(List<String> wanted) {
        RawAerospike raw = new RawAerospike(client, loops.get(0), server.namespace(), SET, records);
        new SinkContest(new Rows(), CHANGES)
                .raw("raw batches of 100, one at a time", () -> raw.batches(100, 1))
                .raw("raw batches of 500, one at a time", () -> raw.batches(500, 1))
                .raw("raw batches of 1000, one at a time", () -> raw.batches(1_000, 1))
                .raw("raw batches of 100, 4 lanes by key", () -> raw.lanes(100, 4, raw::plain))
                .raw("raw batches of 500, 2 lanes by key", () -> raw.lanes(500, 2, raw::plain))
                .raw("raw batches of 100, 4 lanes, answers not by bin", () -> raw.lanes(100, 4, raw::lean))
                .raw("raw batches of 500, 2 lanes, answers not by bin", () -> raw.lanes(500, 2, raw::lean))
                .raw("raw batches of 100, 4 lanes, comparing positions", () -> raw.lanes(100, 4, raw::comparing))
                .raw("raw batches of 500, 2 lanes, comparing positions", () -> raw.lanes(500, 2, raw::comparing))
                .rawOutOfOrder("raw batches of 100, 4 in flight, out of order", () -> raw.batches(100, 4))
                .rawOutOfOrder("raw batches of 500, 2 in flight, out of order", () -> raw.batches(500, 2))
                .rawOutOfOrder("raw async puts, " + ASYNC + " in flight, out of order", () -> raw.asyncPuts(ASYNC))
                .sink("sink, 5 batches of 500", () -> sink(5, 500, Map.of(), List.of()))
                .sink("sink, 5 batches of 500, rows known", () -> sink(5, 500, Map.of(), before))
                .sink("sink, no linger, 5 batches of 500", () -> sink(5, 500, NO_LINGER, List.of()))
                .sink("sink, 2 batches of 500", () -> sink(2, 500, Map.of(), List.of()))
                .sink("sink, 5 batches of 100", () -> sink(5, 100, Map.of(), List.of()))
                .sink("sink, 2 batches of 1000", () -> sink(2, 1_000, Map.of(), List.of()))
                .sink("sink, buffer of 50000", () -> sink(5, 500, LARGE_BUFFER, List.of()))
                .sink("sink, no guard, 5 batches of 500", () -> sink(5, 500, NO_GUARD, List.of()))
                .run(wanted);
    }

    /** Runs a task, which before it is measured has made other changes of the rows. */
    private double sink(int inFlight, int batch, Map<String, String> more, List<SinkRecord> made) {
        Map<String, String> props = new HashMap<>(Map.of(
                "name",
                "benchmark",
                "topics",
                "ods.BANK.CARD",
                "aerospike.hosts",
                server.host() + ":" + server.port(),
                "aerospike.namespace",
                server.namespace(),
                "set.template",
                SET,
                "batch.size",
                Integer.toString(batch),
                "max.in.flight.batches",
                Integer.toString(inFlight)));
        props.putAll(more);
        return SinkRun.run(new AerospikeSinkTask(), props, made, records, POLL);
    }

    /** The records that all write to. */
    private final class Rows implements SinkContest.Server {

        private final Map<String, @Nullable Struct> right = Workload.rowsAfter(records);
        private final BatchPolicy policy = new BatchPolicy();

        Rows() {
            policy.setTimeout(TIMEOUT_MS);
        }

        @Override
        public void clear() {
            for (List<String> chunk : chunks()) {
                for (String set : List.of(SET, SET + "__deleted")) {
                    var unused = client.delete(policy, null, keys(set, chunk));
                }
            }
        }

        @Override
        public int wrongRows() {
            int wrong = 0;
            for (List<String> chunk : chunks()) {
                @Nullable Record[] found = client.get(policy, keys(SET, chunk));
                for (int i = 0; i < found.length; i++) {
                    wrong += equal(right.get(chunk.get(i)), found[i]) ? 0 : 1;
                }
            }
            return wrong;
        }

        private List<List<String>> chunks() {
            List<String> keys = List.copyOf(right.keySet());
            List<List<String>> chunks = new ArrayList<>();
            for (int from = 0; from < keys.size(); from += CHUNK) {
                chunks.add(keys.subList(from, Math.min(keys.size(), from + CHUNK)));
            }
            return chunks;
        }

        private Key[] keys(String set, List<String> userKeys) {
            return userKeys.stream()
                    .map(each -> new Key(server.namespace(), set, each))
                    .toArray(Key[]::new);
        }

        private static boolean equal(@Nullable Struct right, @Nullable Record found) {
            if (right == null || found == null) {
                return right == null && found == null;
            }
            for (Field field : right.schema().fields()) {
                if (!RawAerospike.stored(right.get(field)).equals(found.getValue(field.name()))) {
                    return false;
                }
            }
            return true;
        }
    }
}
