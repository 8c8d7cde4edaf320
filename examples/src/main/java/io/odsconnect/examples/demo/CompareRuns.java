package io.odsconnect.examples.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.odsconnect.examples.bank.BankTable;
import io.odsconnect.testbed.sink.ReconciliationTopic;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/** Compare runs of all tables with all stores, started and read as an operator does it: by REST, signal and report topic. */
final class CompareRuns implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofMinutes(10);
    /**
     * A row that a run reads counts as ten seconds older than it is ({@code bulk.position.margin.seconds}), and Cassandra
     * takes for the position of a write by hand the time when it was made. What is newer than the row is not compared.
     */
    private static final Duration MARGIN = Duration.ofSeconds(12);

    private static final Duration LOOK = Duration.ofMillis(300);

    private final Servers servers;
    private final Pipeline pipeline;
    private final Screen screen;
    private final ReconciliationTopic reports;
    /** The connector that compares, by the sink whose store it compares. */
    private final Map<String, String> comparers = new TreeMap<>();

    CompareRuns(Servers servers, Pipeline pipeline, Screen screen) {
        this.servers = servers;
        this.pipeline = pipeline;
        this.screen = screen;
        this.reports = new ReconciliationTopic(servers.kafka().bootstrapServers(), Pipeline.REPORTS);
    }

    /** Makes the connectors that compare, or changes their mode, which is {@code compare} or {@code repair}. */
    void connectors(String mode) {
        comparers.putAll(pipeline.putComparers(mode));
    }

    /**
     * Carries out a run and shows how far it is, and its reports.
     *
     * @param run the run's id
     * @param expected what it has to find: keys and outcomes, by name of the store
     * @param repaired whether all that was found has to be repaired
     * @return whether each table and store has ended as it should
     */
    boolean run(String run, Map<String, Map<String, String>> expected, boolean repaired) throws SQLException {
        long rows = rowsOfDb2();
        signal(run);
        awaitEnd(run, rows);
        screen.line("");
        screen.line(
                "%-10s %-9s %-10s %8s %8s %6s %8s %10s %6s %9s",
                "store", "table", "state", "rows", "match", "newer", "missing", "different", "extra", "repaired");
        boolean good = true;
        for (String sink : Pipeline.SINKS) {
            for (BankTable table : BankTable.values()) {
                print(sink, table, report(run, sink, table).orElseThrow());
            }
            good &= isAsExpected(run, sink, expected.getOrDefault(Pipeline.storeOf(sink), Map.of()), repaired);
        }
        return good;
    }

    /** Returns when a run that begins compares all that was written until then, by {@link System#nanoTime()}. */
    static void awaitOlderThanARun(long writtenNanos) {
        for (long left = 1; left > 0; left = writtenNanos + MARGIN.toNanos() - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    /** Says whether no row of a run was left out because the store has a newer one. */
    boolean comparedAll(String run) {
        return Pipeline.SINKS.stream()
                .allMatch(sink -> Stream.of(BankTable.values())
                        .map(table -> report(run, sink, table).orElseThrow())
                        .allMatch(report -> report.path("counts").path("match").asLong()
                                == report.path("rows").asLong()));
    }

    private boolean isAsExpected(String run, String sink, Map<String, String> expected, boolean repaired) {
        Map<String, String> found = new TreeMap<>();
        boolean good = true;
        for (BankTable table : BankTable.values()) {
            Map<String, String> ofTable = reports.findings(comparer(sink), run, Pipeline.changeTopic(table));
            found.putAll(ofTable);
            JsonNode report = report(run, sink, table).orElseThrow();
            good &= report.path("state").asText().equals(ofTable.isEmpty() ? "equal" : "different")
                    && report.path("findings").asInt() == ofTable.size()
                    && (!repaired || report.path("repair").path("repaired").asInt() == ofTable.size());
            if (!report.path("why").isEmpty()) {
                screen.line("%s, %s: %s", Pipeline.storeOf(sink), table.lowerCase(), report.path("why"));
            }
        }
        if (!found.equals(expected)) {
            screen.line("%s: expected were %s, found were %s", Pipeline.storeOf(sink), new TreeMap<>(expected), found);
            good = false;
        }
        return good;
    }

    private void awaitEnd(String run, long rows) {
        long begin = System.nanoTime();
        long lastDrawn = 0;
        boolean done = false;
        while (!done) {
            LockSupport.parkNanos(LOOK.toNanos());
            pipeline.failIfBroken();
            for (String comparer : comparers.values()) {
                pipeline.failIfBroken(comparer);
            }
            done = true;
            List<String> lines = new ArrayList<>();
            for (String sink : Pipeline.SINKS) {
                long compared = 0;
                boolean ended = true;
                for (BankTable table : BankTable.values()) {
                    Optional<JsonNode> report = report(run, sink, table);
                    compared += report.map(json -> json.path("rows").asLong()).orElse(0L);
                    ended &= reports.ended(comparer(sink), run, Pipeline.changeTopic(table))
                            .isPresent();
                }
                done &= ended;
                lines.add(String.format(
                        Locale.ROOT,
                        "%-22s %s %,10d of %,d rows%s",
                        comparer(sink),
                        Screen.bar(compared, rows),
                        compared,
                        // Where the bank works meanwhile, there are more than when the run began.
                        Math.max(rows, compared),
                        ended ? "" : " ..."));
            }
            if (done) {
                lines.add(String.format(Locale.ROOT, "after %.1f s", (System.nanoTime() - begin) / 1e9));
            }
            if (screen.isTerminal()
                    || done
                    || System.nanoTime() - lastDrawn > Duration.ofSeconds(5).toNanos()) {
                screen.block(lines);
                lastDrawn = System.nanoTime();
            }
            if (System.nanoTime() - begin > LIMIT.toNanos()) {
                throw new IllegalStateException(
                        "The compare run " + run + " takes more than " + LIMIT.toMinutes() + " minutes");
            }
        }
    }

    private void print(String sink, BankTable table, JsonNode report) {
        JsonNode counts = report.path("counts");
        JsonNode repair = report.path("repair");
        screen.line(
                "%-10s %-9s %-10s %,8d %,8d %,6d %,8d %,10d %,6d %9s",
                Pipeline.storeOf(sink),
                table.lowerCase(),
                report.path("state").asText(),
                report.path("rows").asLong(),
                counts.path("match").asLong(),
                counts.path("newer").asLong(),
                counts.path("missing").asLong(),
                counts.path("different").asLong(),
                counts.path("extra").asLong(),
                repair.isObject() ? repair.path("repaired").asText() : "");
    }

    private Optional<JsonNode> report(String run, String sink, BankTable table) {
        return reports.report(comparer(sink), run, Pipeline.changeTopic(table));
    }

    private String comparer(String sink) {
        String name = comparers.get(sink);
        if (name == null) {
            throw new IllegalStateException("Nothing compares the store of " + sink);
        }
        return name;
    }

    private void signal(String run) {
        String signal = "{\"id\": \"" + run + "\", \"type\": \"execute-snapshot\", \"data\": {\"type\": \"compare\","
                + " \"data-collections\": [\"BANK\\\\..*\"]}}";
        screen.line(
                "echo 'ods|%s' | kafka-console-producer.sh --bootstrap-server %s --topic %s --property parse.key=true"
                        + " --property 'key.separator=|'",
                signal, servers.kafka().bootstrapServers(), Pipeline.SIGNALS);
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", servers.kafka().bootstrapServers()),
                new StringSerializer(),
                new StringSerializer())) {
            producer.send(new ProducerRecord<>(Pipeline.SIGNALS, "ods", signal)).get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("Cannot send the signal: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private long rowsOfDb2() throws SQLException {
        long rows = 0;
        try (Connection db2 = servers.openDb2();
                Statement statement = db2.createStatement()) {
            for (BankTable table : BankTable.values()) {
                try (ResultSet count = statement.executeQuery("SELECT COUNT(*) FROM " + table.qualified())) {
                    count.next();
                    rows += count.getLong(1);
                }
            }
        }
        return rows;
    }

    @Override
    public void close() {
        reports.close();
    }
}
