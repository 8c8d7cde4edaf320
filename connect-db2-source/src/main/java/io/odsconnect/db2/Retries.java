package io.odsconnect.db2;

import io.odsconnect.db2.config.Db2SourceConfig;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** Counts failures in a row, and says how long to wait after each: twice as long as before, give or take a fifth. */
final class Retries {

    private final int max;
    private final Duration first;
    private final Duration longest;
    private int failures;

    /** Allows {@code max} failures in a row, or any number where it is -1. */
    Retries(int max, Duration first, Duration longest) {
        this.max = max;
        this.first = first;
        this.longest = longest;
    }

    /** Returns a count as the options want it. */
    static Retries of(Db2SourceConfig config) {
        return new Retries(config.maxRetries(), config.backoff(), config.maxBackoff());
    }

    /** Counts a failure and says whether another try is allowed. */
    boolean again() {
        failures++;
        return max < 0 || failures <= max;
    }

    /** Returns how many failures there were in a row. */
    int failures() {
        return failures;
    }

    /** Returns how long to wait now. */
    Duration delay() {
        double doubled = (double) first.toMillis() * Math.pow(2, failures - 1);
        double spread = ThreadLocalRandom.current().nextDouble(0.8, 1.2);
        return Duration.ofMillis((long) Math.min((double) longest.toMillis(), doubled * spread));
    }

    /** Says that all is well again. */
    void reset() {
        failures = 0;
    }
}
