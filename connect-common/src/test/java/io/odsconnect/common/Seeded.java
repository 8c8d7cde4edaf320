package io.odsconnect.common;

import java.util.Random;
import java.util.function.Consumer;

/** Random tests that can be repeated: the seed is printed, and {@code -Dseed=N} runs a test with that seed again. */
public final class Seeded {

    private Seeded() {}

    /**
     * Runs a check several times, with one sequence of random numbers.
     *
     * @param test the test class, whose name is printed with the seed
     * @param times how often the check runs, at least 1
     * @param check the check; a failure carries the seed
     */
    public static void repeat(Class<?> test, int times, Consumer<Random> check) {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println(test.getSimpleName() + " -Dseed=" + seed);
        Random random = new Random(seed);
        for (int i = 0; i < times; i++) {
            try {
                check.accept(random);
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("-Dseed=" + seed + ", run " + i + ": " + e.getMessage(), e);
            }
        }
    }
}
