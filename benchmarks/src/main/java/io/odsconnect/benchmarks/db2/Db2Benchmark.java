package io.odsconnect.benchmarks.db2;

import io.odsconnect.testbed.db2.CaptureControl;
import io.odsconnect.testbed.db2.Db2Server;
import io.odsconnect.testbed.db2.Registration;
import io.odsconnect.testbed.db2.SequenceFormat;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;

/**
 * The Db2 source beside a plain JDBC loop on the same database: bulk load in one task and in several, changes in small
 * and large commits, polls of idle tables, and the heap of a long load. What a task needs to connect and to plan is
 * measured first and taken off: it is the same for few rows and for many.
 */
public final class Db2Benchmark {

    private static final int ROWS = 200_000;
    private static final int MANY_ROWS = Integer.getInteger("rows", 5_000_000);
    private static final int CHANGES = 50_000;
    private static final int[] CHANGES_PER_COMMIT = {1, 100, 10_000};
    private static final int MANY_TABLES = 200;
    private static final int CATALOG_TABLES = 10_000;
    private static final int IDLE_POLLS = 2_000;
    private static final int IDLE_ROUNDS = 5;
    private static final int FETCH_SIZE = 10_000;
    private static final String PLAIN = "plain loop that makes records";
    private static final Duration CAPTURE_LIMIT = Duration.ofMinutes(10);
    private static final double MEGABYTE = 1024.0 * 1024;

    private final Db2Server db2;

    private Db2Benchmark(Db2Server db2) {
        this.db2 = db2;
    }

    /** Runs the parts that are named, of {@code bulk}, {@code changes}, {@code idle}, {@code start} and {@code heap}; all where none is. */
    public static void main(String[] arguments) throws Exception {
        List<String> parts =
                arguments.length == 0 ? List.of("bulk", "changes", "idle", "start", "heap") : List.of(arguments);
        try (Db2Server db2 = Db2Server.embeddedOrGiven()) {
            db2.start();
            try (Connection connection = db2.connect()) {
                BenchTable.create(connection, "CARD", ROWS);
            }
            Db2Benchmark benchmark = new Db2Benchmark(db2);
            for (String part : parts) {
                switch (part) {
                    case "bulk" -> benchmark.bulk();
                    case "changes" -> benchmark.changes();
                    case "idle" -> benchmark.idle();
                    case "start" -> benchmark.start();
                    case "heap" -> benchmark.heap();
                    default -> throw new IllegalArgumentException("There is no part " + part);
                }
            }
        }
        System.exit(0);
    }

    private void bulk() throws Exception {
        try (Connection connection = db2.connect()) {
            BenchTable.create(connection, "ONE", 1);
            Map<String, String> one = config("BENCH\\.ONE", "snapshot.mode", "initial_only");
            double startUp = Contest.median(() -> new SourceRun(one, new MemoryOffsets(), 1).seconds(1));
            new Contest("Bulk load of " + ROWS + " rows")
                    .with(PLAIN, () -> plain(connection, false))
                    .with("the same in the order of the key", () -> plain(connection, true))
                    .with("source, one task, one thread", () -> load(1, startUp, "snapshot.max.threads", "1"))
                    .with("source, one task", () -> load(1, startUp))
                    .with("source, two tasks", () -> load(2, startUp))
                    .with("source, four tasks", () -> load(4, startUp))
                    .run();
        }
    }

    private static double plain(Connection connection, boolean ordered) throws SQLException {
        long begin = System.nanoTime();
        int rows = PlainLoop.read(connection, "CARD", FETCH_SIZE, ordered);
        if (rows < ROWS) {
            throw new IllegalStateException("The loop read " + rows + " rows");
        }
        return rows / ((System.nanoTime() - begin) / 1e9);
    }

    private double load(int tasks, double startUp, String... options) throws InterruptedException, ExecutionException {
        Map<String, String> config = config("BENCH\\.CARD", "snapshot.mode", "initial_only");
        for (int i = 0; i < options.length; i += 2) {
            config.put(options[i], options[i + 1]);
        }
        return ROWS / (new SourceRun(config, new MemoryOffsets(), tasks).seconds(ROWS) - startUp);
    }

    private void changes() throws Exception {
        changes(1);
        changes(MANY_TABLES);
    }

    /** Polls one idle table and many in turns, and prints the medians. */
    private void idle() throws Exception {
        Map<String, String> one = captured(db2.capture("IDLE1", SequenceFormat.VARCHAR_16), 1);
        Map<String, String> many = captured(db2.capture("IDLE" + MANY_TABLES, SequenceFormat.VARCHAR_16), MANY_TABLES);
        MemoryOffsets offsetsOfOne = new MemoryOffsets();
        new SourceRun(one, offsetsOfOne, 1).seconds(1);
        MemoryOffsets offsetsOfMany = new MemoryOffsets();
        new SourceRun(many, offsetsOfMany, 1).seconds(MANY_TABLES);
        double[] ofOne = new double[IDLE_ROUNDS];
        double[] ofMany = new double[IDLE_ROUNDS];
        for (int round = 0; round < IDLE_ROUNDS; round++) {
            ofOne[round] = new SourceRun(one, offsetsOfOne, 1).idle(IDLE_POLLS) / IDLE_POLLS;
            ofMany[round] = new SourceRun(many, offsetsOfMany, 1).idle(IDLE_POLLS) / IDLE_POLLS;
        }
        Arrays.sort(ofOne);
        Arrays.sort(ofMany);
        double idleOne = ofOne[IDLE_ROUNDS / 2];
        double idleMany = ofMany[IDLE_ROUNDS / 2];
        System.out.printf(
                Locale.ROOT,
                "%nA poll of 1 idle table takes %.2f ms of CPU, the database's included, of %d idle tables %.2f ms:"
                        + " %.2f times that%n",
                idleOne * 1000,
                MANY_TABLES,
                idleMany * 1000,
                idleMany / idleOne);
    }

    /** Starts a task that follows some tables, alone in the catalog and then among many. */
    private void start() throws Exception {
        Map<String, String> config = captured(db2.capture("START", SequenceFormat.VARCHAR_16), MANY_TABLES);
        MemoryOffsets offsets = new MemoryOffsets();
        new SourceRun(config, offsets, 1).seconds(MANY_TABLES);
        double alone = Contest.median(() -> new SourceRun(config, offsets, 1).startUp());
        try (Connection connection = db2.connect();
                Statement statement = connection.createStatement()) {
            for (int i = MANY_TABLES; i < CATALOG_TABLES; i++) {
                statement.execute(
                        "CREATE TABLE " + BenchTable.SCHEMA + ".MORE_" + i + " (ID INTEGER NOT NULL PRIMARY KEY)");
            }
        }
        double among = Contest.median(() -> new SourceRun(config, offsets, 1).startUp());
        System.out.printf(
                Locale.ROOT,
                "%nA task that follows %d tables starts in %.0f ms; with %d tables in the catalog in %.0f ms: %.2f times"
                        + " that%n",
                MANY_TABLES,
                alone * 1000,
                CATALOG_TABLES,
                among * 1000,
                among / alone);
    }

    /** Makes and registers tables with a row each; returns the config of a source of them. */
    private Map<String, String> captured(CaptureControl capture, int tables) throws SQLException {
        String schema = capture.schema();
        try (Connection connection = db2.connect()) {
            for (int i = 0; i < tables; i++) {
                String table = schema + "_" + i;
                BenchTable.create(connection, table, 1);
                capture.register(Registration.of(BenchTable.SCHEMA, table));
            }
        }
        return config("BENCH\\." + schema + "_.*", "capture.schema", schema);
    }

    /**
     * Captures changes of one of {@code tables} registered tables, then reads them again and again from the same offset,
     * beside a plain loop over that table.
     */
    private void changes(int tables) throws Exception {
        CaptureControl capture = db2.capture("CAP" + tables, SequenceFormat.VARCHAR_16);
        String first = capture.schema() + "_0";
        Map<String, String> config = captured(capture, tables);
        try (Connection connection = db2.connect()) {
            MemoryOffsets offsets = new MemoryOffsets();
            new SourceRun(config, offsets, 1).seconds(tables);
            double startUp = Contest.median(() -> new SourceRun(config, offsets, 1).startUp());
            int key = 1;
            for (int perCommit : CHANGES_PER_COMMIT) {
                MemoryOffsets before = offsets.copy();
                BenchTable.insert(connection, first, key, CHANGES, perCommit);
                key += CHANGES;
                capture.catchUp(CAPTURE_LIMIT);
                String title = CHANGES + " changes, " + perCommit + " a commit, tables registered: " + tables;
                new Contest(title)
                        .with(PLAIN, () -> plain(connection, false))
                        .with(
                                "source",
                                () -> CHANGES / (new SourceRun(config, before.copy(), 1).seconds(CHANGES) - startUp))
                        .run();
                new SourceRun(config, offsets, 1).seconds(CHANGES);
            }
        }
    }

    private void heap() throws Exception {
        try (Connection connection = db2.connect()) {
            BenchTable.create(connection, "MANY", MANY_ROWS);
        }
        Map<String, String> config = config("BENCH\\.MANY", "snapshot.mode", "initial_only");
        long idle = HeapWatch.alive();
        try (HeapWatch heap = new HeapWatch()) {
            double seconds = new SourceRun(config, new MemoryOffsets(), 1).seconds(MANY_ROWS);
            System.out.printf(
                    Locale.ROOT,
                    "%nBulk load of %,d rows: %,.0f rows/s, heap in use after collections %.0f MB at most, %.0f MB above"
                            + " idle%n",
                    MANY_ROWS,
                    MANY_ROWS / seconds,
                    heap.peak() / MEGABYTE,
                    (heap.peak() - idle) / MEGABYTE);
        }
    }

    private Map<String, String> config(String tables, String... options) {
        Map<String, String> config = new HashMap<>();
        config.put("name", "benchmark");
        config.put("database.hostname", db2.host());
        config.put("database.port", Integer.toString(db2.port()));
        config.put("database.user", db2.user());
        config.put("database.password", db2.password());
        config.put("database.dbname", db2.database());
        config.put("topic.prefix", "bench");
        config.put("table.include.list", tables);
        config.put("poll.interval.ms", "1");
        for (int i = 0; i < options.length; i += 2) {
            config.put(options[i], options[i + 1]);
        }
        return config;
    }
}
