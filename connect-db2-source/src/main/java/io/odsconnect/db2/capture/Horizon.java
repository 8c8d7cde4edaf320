package io.odsconnect.db2.capture;

import io.odsconnect.db2.event.Lsn;

/**
 * How far Capture has come: every change up to here is in the change tables.
 *
 * @param synchpoint the last unit of work it looked at
 * @param synchMicros the time of that, in microseconds since the epoch; of an hour that the clock shows twice the first
 * @param latestMicros the same, of such an hour the second
 */
public record Horizon(Lsn synchpoint, long synchMicros, long latestMicros) {

    /** Takes a time that the clock shows once. */
    public Horizon(Lsn synchpoint, long synchMicros) {
        this(synchpoint, synchMicros, synchMicros);
    }

    private static final long MICROS_A_SECOND = 1_000_000;

    /**
     * Returns the position of a row that is read after this horizon was: lower than that of any change that is not yet
     * captured.
     *
     * <p>That is just before the second of the synch time, not the synch time itself: a log marker may be cut to the
     * second, and then a change that is committed later in this second carries its beginning.
     */
    public long bulkPosition() {
        return bulkPosition(synchMicros);
    }

    /** Returns the position of a row that is read after {@code micros} since the epoch, by the database's own clock. */
    public static long bulkPosition(long micros) {
        return Math.floorDiv(micros, MICROS_A_SECOND) * MICROS_A_SECOND - 1;
    }
}
