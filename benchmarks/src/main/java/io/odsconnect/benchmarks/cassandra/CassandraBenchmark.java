package io.odsconnect.benchmarks.cassandra;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.config.DefaultDriverOption;
import com.datastax.oss.driver.api.core.config.DriverConfigLoader;
import com.datastax.oss.driver.api.core.cql.Row;
import io.odsconnect.benchmarks.SinkContest;
import io.odsconnect.benchmarks.SinkRun;
import io.odsconnect.benchmarks.Workload;
import io.odsconnect.cassandra.CassandraSinkTask;
import io.odsconnect.testbed.cassandra.CassandraOptions;
import io.odsconnect.testbed.cassandra.CassandraServer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/**
 * The Cassandra sink, driven through {@code put()} in polls of 500, beside the raw driver on the same server: 200,000
 * changes of {@code -Drows=} rows (50,000), one in twenty a delete. Arguments: which contestants, by the start of their
 * names.
 */
public final class CassandraBenchmark {

    private static final int CHANGES = 200_000;
    private static final int ROWS = Integer.getInteger("rows", 50_000);
    private static final int DELETE_EVERY = 20;
    private static final int POLL = 500;
    private static final String KEYSPACE = "odsconnect_benchmark";
    private static final String TABLE = KEYSPACE + ".card";

    private final CassandraServer server;
    private final CqlSession session;
    private final List<SinkRecord> records = Workload.records(CHANGES, ROWS, DELETE_EVERY);

    private CassandraBenchmark(CassandraServer server, CqlSession session) {
        this.server = server;
        this.session = session;
    }

    /** Runs the benchmark. */
    public static void main(String[] arguments) {
        // A server that compiles well and has room, and keeps no copy of what is emptied between the runs.
        CassandraOptions options = CassandraOptions.PLAIN
                .withJvmOptions()
                .withHeap(Integer.getInteger("server.heap.mb", 1024))
                .with("auto_snapshot", "false");
        try (CassandraServer server = System.getProperty(CassandraServer.PROPERTY) == null
                ? CassandraServer.embedded(options)
                : CassandraServer.embeddedOrGiven()) {
            server.start();
            try (CqlSession session = session(server)) {
                new CassandraBenchmark(server, session).run(List.of(arguments));
            }
        }
        System.exit(0);
    }

    private static CqlSession session(CassandraServer server) {
        return CqlSession.builder()
                .addContactPoint(server.contactPoint())
                .withLocalDatacenter(server.localDatacenter())
                .withConfigLoader(DriverConfigLoader.programmaticBuilder()
                        .withDuration(DefaultDriverOption.REQUEST_TIMEOUT, Duration.ofMinutes(1))
                        .build())
                .build();
    }

    private void run(List<String> wanted) {
        session.execute("CREATE KEYSPACE IF NOT EXISTS " + KEYSPACE
                + " WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1}");
        session.execute("DROP TABLE IF EXISTS " + TABLE);
        session.execute("CREATE TABLE " + TABLE + " (card_no text PRIMARY KEY, client_id bigint, account_no text,"
                + " holder text, street text, city text, daily_limit decimal, status int, pin_tries int, note text)");
        RawCassandra raw = new RawCassandra(session, TABLE, records);
        new SinkContest(new Rows(), CHANGES)
                .raw("raw driver, 128 in flight", () -> raw.write(128))
                .raw("raw driver, 512 in flight", () -> raw.write(512))
                .sink("sink, 5 batches of 100", () -> sink(5, 100, Map.of()))
                .sink("sink, 2 batches of 100", () -> sink(2, 100, Map.of()))
                .sink("sink, 10 batches of 100", () -> sink(10, 100, Map.of()))
                .sink("sink, 2 batches of 500", () -> sink(2, 500, Map.of()))
                .sink("sink, buffer of 50000", () -> sink(5, 100, Map.of("buffer.max.records", "50000")))
                .sink("sink, no guard, 5 batches of 100", () -> sink(5, 100, Map.of("position.guard", "false")))
                .run(wanted);
    }

    private double sink(int inFlight, int batch, Map<String, String> more) {
        Map<String, String> props = new HashMap<>(Map.of(
                "name",
                "benchmark",
                "topics",
                "ods.BANK.CARD",
                "cassandra.contact.points",
                server.contactPoint().getHostString() + ":"
                        + server.contactPoint().getPort(),
                "cassandra.local.datacenter",
                server.localDatacenter(),
                "table.template",
                TABLE,
                "batch.size",
                Integer.toString(batch),
                "max.in.flight.batches",
                Integer.toString(inFlight)));
        props.putAll(more);
        return SinkRun.run(new CassandraSinkTask(), props, records, POLL);
    }

    /** The table that all write to. */
    private final class Rows implements SinkContest.Server {

        private final Map<String, @Nullable Struct> right = Workload.rowsAfter(records);

        @Override
        public void clear() {
            session.execute("TRUNCATE " + TABLE);
        }

        @Override
        public int wrongRows() {
            Map<String, Row> rows = new HashMap<>();
            for (Row row : session.execute("SELECT * FROM " + TABLE)) {
                rows.put(Objects.requireNonNull(row.getString("card_no")), row);
            }
            int wrong = 0;
            for (Map.Entry<String, @Nullable Struct> each : right.entrySet()) {
                if (!equal(each.getValue(), rows.remove(each.getKey()))) {
                    wrong++;
                }
            }
            return wrong + rows.size();
        }

        private static boolean equal(@Nullable Struct right, @Nullable Row row) {
            if (right == null || row == null) {
                return right == null && row == null;
            }
            for (Field field : right.schema().fields()) {
                String column = field.name().toLowerCase(Locale.ROOT);
                if (!right.get(field).equals(row.getObject(column))) {
                    return false;
                }
            }
            return true;
        }
    }
}
