package io.odsconnect.common.expiry;

/**
 * When a row expires.
 *
 * @param at whether {@code millis} is a time; else it is how long from when the row is written
 * @param millis milliseconds: since the epoch, or from when the row is written
 */
public record Expiry(boolean at, long millis) {

    /** A row that is said to stay for ever, whatever the store does with rows of which nothing is said. */
    public static final Expiry NEVER = new Expiry(true, Long.MAX_VALUE);

    /**
     * What is more than so many milliseconds, a thousand years, or a time after the year 2970, is {@link #NEVER}: that is
     * how a database says it ({@code 9999-12-31}), no store counts so far in the same way, and some refuse the row.
     */
    public static final long FAR_MILLIS = 31_556_952_000_000L;

    /** Returns an expiry after so long. */
    public static Expiry after(long millis) {
        return millis > FAR_MILLIS ? NEVER : new Expiry(false, millis);
    }

    /** Returns an expiry at a time. */
    public static Expiry at(long epochMillis) {
        return epochMillis > FAR_MILLIS ? NEVER : new Expiry(true, epochMillis);
    }

    /** Says whether the row stays for ever. */
    public boolean isNever() {
        return equals(NEVER);
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
