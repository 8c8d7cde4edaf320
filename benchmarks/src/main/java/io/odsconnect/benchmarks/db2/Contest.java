package io.odsconnect.benchmarks.db2;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;

/** Contestants that run in turns, some rounds to warm up and then those that count; medians, beside the first one's. */
final class Contest {

    private static final int WARM_UP = 2;
    private static final int ROUNDS = 5;

    private final String title;
    private final List<Contestant> contestants = new ArrayList<>();

    private record Contestant(String name, Callable<Double> run, List<Double> rates) {}

    /** Begins a contest. */
    Contest(String title) {
        this.title = title;
    }

    /** Adds one; {@code run} returns its rows a second. */
    Contest with(String name, Callable<Double> run) {
        contestants.add(new Contestant(name, run, new ArrayList<>()));
        return this;
    }

    /** Runs all, and prints the medians with their ratios to the first. */
    void run() throws Exception {
        for (int round = -WARM_UP; round < ROUNDS; round++) {
            for (Contestant contestant : contestants) {
                double rate = contestant.run().call();
                if (round >= 0) {
                    contestant.rates().add(rate);
                }
            }
        }
        System.out.printf(Locale.ROOT, "%n%-48s %12s %8s%n", title, "rows/s", "ratio");
        double first = median(contestants.get(0).rates());
        for (Contestant contestant : contestants) {
            double median = median(contestant.rates());
            System.out.printf(Locale.ROOT, "%-48s %,12.0f %8.2f%n", contestant.name(), median, median / first);
        }
    }

    /** Runs one figure as many times as a contestant, and returns its median. */
    static double median(Callable<Double> figure) throws Exception {
        List<Double> figures = new ArrayList<>();
        for (int round = -WARM_UP; round < ROUNDS; round++) {
            double value = figure.call();
            if (round >= 0) {
                figures.add(value);
            }
        }
        return median(figures);
    }

    private static double median(List<Double> figures) {
        double[] sorted = figures.stream().mapToDouble(figure -> figure).toArray();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
