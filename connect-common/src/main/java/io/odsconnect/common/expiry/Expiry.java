package io.odsconnect.common.expiry;

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

    /**
     * Returns how long a row has that is written now, in milliseconds; 0 or less where its time is over.
     *
     * @param nowMillis the present time in milliseconds since the epoch
     */
    public long leftMillis(long nowMillis) {
        return at ? Math.max(0, millis) - nowMillis : millis;
    }

    /** Says whether the row would be gone as soon as it is written. */
    public boolean isOver(long nowMillis) {
        return leftMillis(nowMillis) <= 0;
    }
}
