package io.odsconnect.db2.capture;

import java.util.stream.LongStream;

/**
 * What one look at the register tells, whatever the number of tables.
 *
 * @param horizon how far Capture has come
 * @param nowMicros the database's present time, by the clock that the horizon's time is from, in microseconds since the
 *     epoch; of an hour that this clock shows twice the first
 * @param nowLatestMicros the same, of such an hour the second
 */
public record Pulse(Horizon horizon, long nowMicros, long nowLatestMicros) {

    /** Takes a present time that the clock shows once. */
    public Pulse(Horizon horizon, long nowMicros) {
        this(horizon, nowMicros, nowMicros);
    }

    /**
     * Returns how long ago the database was as the change tables show it, in microseconds. Where the clock shows times
     * twice, that is the shortest time that fits, so that no lag is seen where the clock was only set back.
     */
    public long lagMicros() {
        return LongStream.of(nowMicros, nowLatestMicros)
                .flatMap(now -> LongStream.of(now - horizon.synchMicros(), now - horizon.latestMicros()))
                .filter(lag -> lag >= 0)
                .min()
                .orElse(0);
    }
}
