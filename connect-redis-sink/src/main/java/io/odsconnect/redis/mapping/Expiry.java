package io.odsconnect.redis.mapping;

/**
 * When a row goes by itself.
 *
 * @param at whether {@code millis} is a time; else it is how long from when the row is written
 * @param millis milliseconds: since the epoch, or from when the row is written
 */
public record Expiry(boolean at, long millis) {

    /** Returns an expiry after so long. */
    public static Expiry after(long millis) {
        return new Expiry(false, millis);
    }

    /** Returns an expiry at a time. */
    public static Expiry at(long epochMillis) {
        return new Expiry(true, epochMillis);
    }

    /** Says whether the row would be gone as soon as it is written. */
    boolean isOver(long nowMillis) {
        return millis <= (at ? nowMillis : 0);
    }
}
