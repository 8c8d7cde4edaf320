package io.odsconnect.examples.demo;

import io.odsconnect.examples.bank.Bank;
import io.odsconnect.examples.bank.BankTable;
import io.odsconnect.examples.bank.Workload;
import io.odsconnect.examples.compare.CardCipher;
import io.odsconnect.examples.compare.Comparison;
import io.odsconnect.examples.compare.StoreRows;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.common.TopicPartition;

/** The demo: starts everything, loads the bank, lets it work, and compares every row with every store. */
public final class Demo {

    private static final Duration LIMIT = Duration.ofMinutes(10);
    private static final Duration WARM_UP = Duration.ofSeconds(3);

    private final DemoOptions options;
    private final Screen screen = new Screen();

    private Demo(DemoOptions options) {
        this.options = options;
    }

    /** Runs the demo; the exit code is 0 only if every store holds exactly the rows of the bank. */
    public static void main(String[] arguments) {
        // On Ctrl-C the servers go first; that the demo misses them then is nothing to tell.
        AtomicBoolean ending = new AtomicBoolean();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> ending.set(true)));
        int code;
        try {
            code = new Demo(DemoOptions.parse(arguments)).run() ? 0 : 1;
        } catch (RuntimeException | SQLException | AssertionError e) {
            if (!ending.get()) {
                System.err.println("The demo failed: " + e.getMessage());
            }
            code = 2;
        }
        // Clients of the stores leave threads behind that are no daemons.
        System.exit(code);
    }

    private boolean run() throws SQLException {
        Bank bank = Bank.ofRows(options.rows());
        screen.chapter("Servers");
        try (Servers servers = Servers.start(Path.of("examples"), screen, options.avro())) {
            screen.chapter(String.format(Locale.ROOT, "The bank opens with %,d rows", bank.rows()));
            servers.openBank(bank);

            screen.chapter("The pipeline: connector configs, put to the worker's REST API as they are");
            Pipeline pipeline = new Pipeline(servers, screen);
            pipeline.create();

            try (SinkProgress progress = new SinkProgress(servers.kafka().bootstrapServers())) {
                screen.chapter("Bulk load");
                load(bank, pipeline, progress);
                return work(servers, bank, pipeline, progress);
            }
        }
    }

    private boolean work(Servers servers, Bank bank, Pipeline pipeline, SinkProgress progress) throws SQLException {
        List<StoreRows> stores = servers.openStores();
        try (LatencyProbe probe = new LatencyProbe(servers.openDb2(), stores)) {
            // The first change of all waits for threads, connections and caches to be there.
            probe.once(false);
            screen.chapter(String.format(
                    Locale.ROOT,
                    "Live: payments, new customers, replaced and closed cards for %d s (latency is measured after"
                            + " the first %d s)",
                    options.live().plus(WARM_UP).toSeconds(),
                    WARM_UP.toSeconds()));
            Workload day = new Workload(servers::openDb2, bank, System.nanoTime(), options.transactionsPerSecond());
            live(day, pipeline, progress, probe);
            pipeline.drain(progress, probe);
            boolean encrypted = showCard(servers, stores);
            showSizes(servers);
            boolean equal;
            try (CompareRuns runs = new CompareRuns(servers, pipeline, screen)) {
                boolean found = findDamage(runs, day.nextDay(System.nanoTime()), stores);
                pipeline.drain(progress, probe);
                equal = proveByRun(runs) && found;
            }
            boolean same = prove(servers, stores) && equal && encrypted;
            if (options.stay()) {
                stay(servers);
            }
            return same;
        } finally {
            stores.forEach(StoreRows::close);
        }
    }

    private void load(Bank bank, Pipeline pipeline, SinkProgress progress) {
        long begin = System.nanoTime();
        Map<String, Double> seconds = new LinkedHashMap<>();
        long lastDrawn = 0;
        while (seconds.size() < Pipeline.SINKS.size()) {
            pipeline.failIfBroken();
            Map<TopicPartition, Long> ends = progress.ends(Pipeline.bulkTopics());
            double now = (System.nanoTime() - begin) / 1e9;
            List<String> lines = new ArrayList<>();
            for (String sink : Pipeline.SINKS) {
                long applied = progress.applied(sink, ends);
                if (applied >= bank.rows()) {
                    seconds.putIfAbsent(sink, now);
                }
                double took = seconds.getOrDefault(sink, now);
                lines.add(String.format(
                        Locale.ROOT,
                        "%-15s %s %,10d of %,d rows %,9.0f rows/s%s",
                        sink,
                        Screen.bar(applied, bank.rows()),
                        applied,
                        bank.rows(),
                        applied / took,
                        seconds.containsKey(sink) ? "" : " ..."));
            }
            boolean done = seconds.size() == Pipeline.SINKS.size();
            if (screen.isTerminal()
                    || done
                    || System.nanoTime() - lastDrawn > Duration.ofSeconds(5).toNanos()) {
                screen.block(lines);
                lastDrawn = System.nanoTime();
            }
            failAfterLimit(begin, "The bulk load");
            pause(Duration.ofMillis(200));
        }
        screen.line(
                "from the first row read to the last offset committed; the clock starts at the first REST call's answer");
    }

    private void live(Workload day, Pipeline pipeline, SinkProgress progress, LatencyProbe probe) {
        try (Workload workload = day) {
            workload.start();
            // Six JVMs that were started a minute ago: what they do first is slow, and says nothing about the rest.
            pause(WARM_UP);
            Future<?> measuring = probe.start();
            long begin = System.nanoTime();
            long lastDrawn = begin;
            while (System.nanoTime() - begin < options.live().toNanos()) {
                pause(Duration.ofMillis(500));
                pipeline.failIfBroken();
                if (screen.isTerminal()
                        || System.nanoTime() - lastDrawn > Duration.ofSeconds(5).toNanos()) {
                    screen.block(liveTable(workload, progress, probe));
                    lastDrawn = System.nanoTime();
                }
            }
            workload.finish();
            probe.stop(measuring);
            screen.block(liveTable(workload, progress, probe));
        }
    }

    private List<String> liveTable(Workload workload, SinkProgress progress, LatencyProbe probe) {
        Map<TopicPartition, Long> ends = progress.ends(Pipeline.changeTopics());
        long all = ends.values().stream().mapToLong(Long::longValue).sum();
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT,
                "Db2: %,d units of work committed, %,d rows changed, %,d rolled back; %,d change records in Kafka",
                workload.transactions(),
                workload.rowChanges(),
                workload.rollbacks(),
                all));
        lines.add("store            changes applied     behind   commit to visible: p50       p99   samples");
        for (String sink : Pipeline.SINKS) {
            long applied = progress.applied(sink, ends);
            LatencyProbe.Figures figures = probe.figures(Pipeline.storeOf(sink));
            lines.add(String.format(
                    Locale.ROOT,
                    "%-15s %,16d %,10d %22.0f ms %6.0f ms %9d",
                    Pipeline.storeOf(sink),
                    applied,
                    all - applied,
                    figures.p50(),
                    figures.p99(),
                    figures.count()));
        }
        return lines;
    }

    /** Shows what becomes of a card number; false if a store has it in the clear, or not at all. */
    private boolean showCard(Servers servers, List<StoreRows> stores) throws SQLException {
        screen.chapter("Card numbers: encrypted in Kafka and in the stores, with their form kept (FF1)");
        String number = anyCard(servers);
        CardCipher cards = servers.cards();
        String encrypted = cards.encrypt(number);
        screen.line("a card in Db2                       %s", spaced(number));
        screen.line("in Kafka and in the stores          %s", spaced(encrypted));
        screen.line("read with the key                   %s", spaced(cards.decrypt(encrypted)));
        boolean good = true;
        for (StoreRows store : stores) {
            boolean found = store.hasCard(encrypted);
            boolean clear = store.hasCard(number);
            screen.line(
                    "%-12s under the encrypted number: %-4s under the number in the clear: %s",
                    store.name(), found ? "yes," : "NO,", clear ? "YES" : "no");
            good &= found && !clear;
        }
        return good;
    }

    /** Returns the number of one of the bank's cards. */
    static String anyCard(Servers servers) throws SQLException {
        try (Connection db2 = servers.openDb2();
                Statement statement = db2.createStatement();
                ResultSet cards = statement.executeQuery("SELECT MIN(CARD_NO) FROM " + BankTable.CARD.qualified())) {
            cards.next();
            return cards.getString(1);
        }
    }

    private static String spaced(String number) {
        return number.replaceAll("(\\d{4})(?=\\d)", "$1 ");
    }

    private void showSizes(Servers servers) {
        String form = options.avro() ? "Avro" : "JSON with its schema";
        screen.chapter(
                "Record sizes: bytes of a value in Kafka, which is " + form + " here, beside JSON without schema");
        screen.line("%-28s %8s %14s %21s %6s", "topic", "sampled", "plain JSON", form, "");
        List<String> topics = new ArrayList<>(Pipeline.bulkTopics());
        topics.addAll(Pipeline.changeTopics());
        for (RecordSizes.Sizes sizes : RecordSizes.read(servers.kafka().bootstrapServers(), topics)) {
            if (sizes.records() > 0) {
                screen.line(
                        "%-28s %,8d %,14d %,21d %5.0f%%",
                        sizes.topic(),
                        sizes.records(),
                        sizes.jsonBytes() / sizes.records(),
                        sizes.bytes() / sizes.records(),
                        100.0 * sizes.bytes() / sizes.jsonBytes());
            }
        }
    }

    /** Damages rows of each store by hand; false if a run does not find exactly these while the bank works, and mend them. */
    private boolean findDamage(CompareRuns runs, Workload day, List<StoreRows> stores) throws SQLException {
        screen.chapter("By hand: somebody changes rows in each store, with the store's own client");
        HandDamage damage = HandDamage.to(stores, screen);
        screen.chapter("Compare and repair while the bank works: the sinks' configs with another mode, and a signal");
        boolean found;
        try (Workload workload = day) {
            workload.start();
            runs.connectors("repair");
            CompareRuns.awaitOlderThanARun(damage.doneNanos());
            found = runs.run("repair", damage.expected(), true);
            workload.finish();
        }
        screen.line("");
        screen.line(
                found
                        ? "Exactly the rows that were changed by hand were found, and repaired."
                        : "NOT the rows that were changed by hand: see above.");
        return found;
    }

    private boolean proveByRun(CompareRuns runs) throws SQLException {
        long drained = System.nanoTime();
        screen.chapter("Proof: a compare run over every row of every table and store");
        runs.connectors("compare");
        CompareRuns.awaitOlderThanARun(drained);
        boolean equal = runs.run("proof", Map.of(), false) && runs.comparedAll("proof");
        screen.line("");
        screen.line(equal ? "All tables and stores are equal." : "NOT equal: see above.");
        return equal;
    }

    private boolean prove(Servers servers, List<StoreRows> stores) throws SQLException {
        screen.chapter("Proof: every row of every table in Db2, compared with every store, by the demo's own code");
        List<Comparison.Result> results;
        try (Connection db2 = servers.openDb2()) {
            results = Comparison.compare(db2, stores);
        }
        screen.line(
                "%-12s %-10s %10s %10s %9s %9s %9s",
                "store", "table", "rows", "matching", "missing", "extra", "different");
        boolean same = true;
        for (StoreRows store : stores) {
            Comparison.Result sum = null;
            for (Comparison.Result result : results) {
                if (result.store().equals(store.name())) {
                    print(result, result.table().lowerCase());
                    sum = sum == null ? result : sum.plus(result);
                    same &= result.same();
                }
            }
            if (sum == null) {
                throw new IllegalStateException("Nothing was compared with " + store.name());
            }
            print(sum, "all");
        }
        screen.line("");
        screen.line(same ? "All stores hold exactly the rows of Db2." : "NOT the same: see the table above.");
        return same && results.size() == stores.size() * BankTable.values().length;
    }

    private void print(Comparison.Result result, String table) {
        screen.line(
                "%-12s %-10s %,10d %,10d %,9d %,9d %,9d",
                result.store(),
                table,
                result.rows(),
                result.matching(),
                result.missing(),
                result.extra(),
                result.different());
    }

    private void stay(Servers servers) {
        screen.chapter("Everything stays up until Ctrl-C");
        servers.describe();
        while (true) {
            pause(Duration.ofMinutes(1));
        }
    }

    private static void failAfterLimit(long begin, String what) {
        if (System.nanoTime() - begin > LIMIT.toNanos()) {
            throw new IllegalStateException(what + " takes more than " + LIMIT.toMinutes() + " minutes");
        }
    }

    private static void pause(Duration time) {
        LockSupport.parkNanos(time.toNanos());
    }
}
