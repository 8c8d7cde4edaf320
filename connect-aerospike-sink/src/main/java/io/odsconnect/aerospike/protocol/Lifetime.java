package io.odsconnect.aerospike.protocol;

import io.odsconnect.common.expiry.Expiry;

/**
 * How long a record stays before it expires.
 *
 * @param isEnd whether {@code value} is when it goes; else it is how long it stays from when it is written
 * @param value milliseconds since the epoch, or seconds: 0 for the namespace's default, -1 for ever
 */
public record Lifetime(boolean isEnd, long value) {

    /** As long as the namespace says. */
    public static final Lifetime DEFAULT = new Lifetime(false, 0);

    /** For ever. */
    public static final Lifetime FOR_EVER = new Lifetime(false, -1);

    /** The longest that the server takes, in seconds: ten years of 365 days. */
    public static final int LONGEST_SECONDS = 315_360_000;

    private static final int SECOND = 1000;

    /** Returns so many milliseconds, brought up to whole seconds; 0 is the namespace's default, and -1 for ever. */
    public static Lifetime ofMillis(long millis) {
        return millis < 0 ? FOR_EVER : new Lifetime(false, upToSeconds(millis));
    }

    /** Returns the life that ends at this time, in milliseconds since the epoch. */
    public static Lifetime until(long epochMillis) {
        return new Lifetime(true, epochMillis);
    }

    /** Returns the life of a row whose time is not over. */
    public static Lifetime of(Expiry expiry) {
        return expiry.at() ? until(expiry.millis()) : ofMillis(expiry.millis());
    }

    /**
     * Returns what is sent to the server when a record is written now: 0 for the namespace's default, -1 for ever, else
     * seconds. An end that has come gives one second, for less there is not; one that is farther off than the server
     * takes is never.
     *
     * @param nowMillis the time now in milliseconds since the epoch
     */
    public int seconds(long nowMillis) {
        long seconds = isEnd ? Math.max(1, upToSeconds(Math.max(0, value) - nowMillis)) : value;
        return seconds > LONGEST_SECONDS ? -1 : (int) seconds;
    }

    private static long upToSeconds(long millis) {
        return -Math.floorDiv(-millis, SECOND);
    }
}
