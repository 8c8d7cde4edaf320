package io.odsconnect.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.DoubleSupplier;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A sink beside the raw client: the contestants write the same changes in turns, some rounds to warm up and then those
 * that count, each into an empty server. Prints medians: records a second, the CPU seconds of client and server, and
 * ratios, each taken within a round, since what else the machine does then hits both alike. After each run the rows
 * are compared with what they have to be.
 */
public final class SinkContest {

    /** With fewer the compiler still works during the rounds that count, which a task that runs for weeks never sees. */
    private static final int WARM_UP = Integer.getInteger("warmup", 12);

    private static final int ROUNDS = Integer.getInteger("rounds", 5);
    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private final Server server;
    private final int changes;
    private final List<Contestant> contestants = new ArrayList<>();

    /** The server that is written to. */
    public interface Server {

        /** Removes all rows. */
        void clear();

        /** Returns how many rows are not as the changes leave them. */
        int wrongRows();
    }

    private enum Kind {
        RAW,
        RAW_OUT_OF_ORDER,
        SINK
    }

    /** What a run took. */
    private record Run(double rate, double clientCpu, double serverCpu, int wrong) {}

    private record Contestant(String name, Kind kind, DoubleSupplier write, List<Run> runs) {

        double median(ToDoubleFunction<Run> figure) {
            return middle(runs.stream().mapToDouble(figure).toArray());
        }

        /** Returns the median of the ratios within the rounds. */
        double ratioTo(Contestant other) {
            return middle(IntStream.range(0, runs.size())
                    .mapToDouble(i -> runs.get(i).rate() / other.runs.get(i).rate())
                    .toArray());
        }
    }

    /** Begins a contest over so many changes. */
    public SinkContest(Server server, int changes) {
        this.server = server;
        this.changes = changes;
    }

    /** Adds the raw client, used so that each row ends as its last change leaves it; {@code write} returns its seconds. */
    public SinkContest raw(String name, DoubleSupplier write) {
        return add(name, Kind.RAW, write);
    }

    /** Adds the raw client, used so that changes of a row may overtake each other; {@code write} returns its seconds. */
    public SinkContest rawOutOfOrder(String name, DoubleSupplier write) {
        return add(name, Kind.RAW_OUT_OF_ORDER, write);
    }

    /** Adds a sink; {@code write} returns its seconds. */
    public SinkContest sink(String name, DoubleSupplier write) {
        return add(name, Kind.SINK, write);
    }

    private SinkContest add(String name, Kind kind, DoubleSupplier write) {
        contestants.add(new Contestant(name, kind, write, new ArrayList<>()));
        return this;
    }

    /** Runs those whose names begin with one of {@code wanted}; all where that is empty. */
    public void run(List<String> wanted) {
        contestants.removeIf(each -> !wanted.isEmpty() && wanted.stream().noneMatch(each.name::startsWith));
        for (int round = -WARM_UP; round < ROUNDS; round++) {
            for (Contestant each : contestants) {
                Run run = measure(each.write);
                if (round >= 0) {
                    each.runs.add(run);
                }
            }
        }
        print();
    }

    private Run measure(DoubleSupplier write) {
        server.clear();
        double serverCpu = serverCpu();
        long clientCpu = SYSTEM.getProcessCpuTime();
        double seconds = write.getAsDouble();
        return new Run(
                changes / seconds,
                (SYSTEM.getProcessCpuTime() - clientCpu) / 1e9,
                serverCpu() - serverCpu,
                server.wrongRows());
    }

    /** Returns the CPU seconds of the servers that we started, or of the one whose process {@code -Dserver.pid} gives. */
    private static double serverCpu() {
        Optional<ProcessHandle> given =
                Optional.ofNullable(Long.getLong("server.pid")).flatMap(ProcessHandle::of);
        Stream<ProcessHandle> servers =
                given.map(Stream::of).orElseGet(() -> ProcessHandle.current().descendants());
        return servers.flatMap(each -> each.info().totalCpuDuration().stream())
                        .mapToDouble(Duration::toMillis)
                        .sum()
                / 1e3;
    }

    private void print() {
        Contestant bestInOrder = best(Kind.RAW);
        Contestant best = best(Kind.RAW, Kind.RAW_OUT_OF_ORDER);
        System.out.printf(
                Locale.ROOT,
                "%-56s %11s %9s %9s %10s %10s %6s%n",
                "",
                "records/s",
                "of best",
                "of any",
                "client CPU",
                "server CPU",
                "wrong");
        for (Contestant each : contestants) {
            System.out.printf(
                    Locale.ROOT,
                    "%-56s %,11.0f %9.2f %9.2f %8.2f s %8.2f s %,6d%n",
                    each.name,
                    each.median(Run::rate),
                    each.ratioTo(bestInOrder),
                    each.ratioTo(best),
                    each.median(Run::clientCpu),
                    each.median(Run::serverCpu),
                    each.runs.stream().mapToInt(Run::wrong).max().orElse(0));
        }
        System.out.println("of best: the ratio to the fastest raw client that keeps the order of each row's changes;"
                + " of any: to the fastest of all; wrong: rows that ended wrong, at worst");
    }

    private Contestant best(Kind... kinds) {
        return contestants.stream()
                .filter(each -> List.of(kinds).contains(each.kind))
                .max(Comparator.comparingDouble(each -> each.median(Run::rate)))
                .orElse(contestants.get(0));
    }

    private static double middle(double[] figures) {
        double[] sorted = figures.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
