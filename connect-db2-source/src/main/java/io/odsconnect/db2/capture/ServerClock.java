package io.odsconnect.db2.capture;

import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** Turns the server's own time, which has no zone, into microseconds since the epoch; the JVM's zone plays no part. */
public final class ServerClock {

    private static final int MICROS_A_SECOND = 1_000_000;

    private final ZoneId zone;

    /** Takes the zone that the server's timestamps are in. */
    public ServerClock(ZoneId zone) {
        this.zone = zone;
    }

    /** Returns the microseconds since the epoch when the server's clock shows {@code local}, counted as if it were UTC. */
    public long micros(long local) {
        long seconds = Math.floorDiv(local, MICROS_A_SECOND);
        ZoneOffset offset = zone.getRules().getOffset(LocalDateTime.ofEpochSecond(seconds, 0, ZoneOffset.UTC));
        return local - (long) offset.getTotalSeconds() * MICROS_A_SECOND;
    }
}
