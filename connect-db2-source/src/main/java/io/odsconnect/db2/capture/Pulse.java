package io.odsconnect.db2.capture;

/**
 * What one look at the register tells, whatever the number of tables.
 *
 * @param horizon how far Capture has come
 * @param nowMicros the database's present time, by the clock that the horizon's time is from, in microseconds since the
 *     epoch
 */
public record Pulse(Horizon horizon, long nowMicros) {

    /** Returns how long ago the database was as the change tables show it, in microseconds. */
    public long lagMicros() {
        return Math.max(0, nowMicros - horizon.synchMicros());
    }
}
