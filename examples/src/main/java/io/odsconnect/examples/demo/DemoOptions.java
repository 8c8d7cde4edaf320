package io.odsconnect.examples.demo;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What the demo is asked to do.
 *
 * @param rows how many rows the bank has when it opens
 * @param live how long it works
 * @param transactionsPerSecond how much it works
 * @param avro whether records are Avro, with a schema registry, and not JSON
 * @param stay whether everything stays up afterwards
 */
record DemoOptions(int rows, Duration live, double transactionsPerSecond, boolean avro, boolean stay) {

    static DemoOptions parse(String[] arguments) {
        int rows = 100_000;
        int seconds = 15;
        double rate = 100;
        boolean avro = false;
        boolean stay = false;
        for (int i = 0; i < arguments.length; i++) {
            switch (arguments[i]) {
                case "--rows" -> rows = number(arguments, ++i, 100);
                case "--seconds" -> seconds = number(arguments, ++i, 1);
                case "--rate" -> rate = number(arguments, ++i, 1);
                case "--short" -> {
                    rows = 5_000;
                    seconds = 5;
                }
                case "--avro" -> avro = true;
                case "--stay" -> stay = true;
                default -> throw new IllegalArgumentException("Unknown option " + arguments[i] + "; see ./demo --help");
            }
        }
        return new DemoOptions(rows, Duration.ofSeconds(seconds), rate, avro, stay);
    }

    private static int number(String[] arguments, int index, int least) {
        if (index < arguments.length) {
            try {
                int number = Integer.parseInt(arguments[index].replace(",", "").replace("_", ""));
                if (number >= least) {
                    return number;
                }
            } catch (NumberFormatException e) {
                throw wrong(arguments[index - 1], least, e);
            }
        }
        throw wrong(arguments[index - 1], least, null);
    }

    private static IllegalArgumentException wrong(String option, int least, @Nullable Throwable cause) {
        return new IllegalArgumentException(
                option + " takes a whole number from " + least + "; see ./demo --help", cause);
    }
}
