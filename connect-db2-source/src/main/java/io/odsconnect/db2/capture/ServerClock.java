package io.odsconnect.db2.capture;

import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import org.jspecify.annotations.Nullable;

/**
 * Turns the server's own time, which has no zone, into microseconds since the epoch; the JVM's zone plays no part.
 *
 * <p>When the clock is set back, an hour is shown twice. What bounds a position from below takes it for the first, what is
 * the position of a change for the second: so no row that was read wins against a change that was made later. Times in
 * the hour that a clock leaves out are treated in the same way.
 */
public final class ServerClock {

    private static final int MICROS_A_SECOND = 1_000_000;

    private final ZoneId zone;

    /** Takes the zone that the server's timestamps are in. */
    public ServerClock(ZoneId zone) {
        this.zone = zone;
    }

    /**
     * Returns the microseconds since the epoch when the server's clock shows {@code local}, counted as if it were UTC, for
     * the first time.
     */
    public long earliest(long local) {
        return Math.min(at(local, first(local)), at(local, second(local)));
    }

    /** Returns the same when the clock shows it for the last time. */
    public long latest(long local) {
        return Math.max(at(local, first(local)), at(local, second(local)));
    }

    /** Says whether a clock that shows {@code local} can be this much ahead of UTC in the zone. */
    public boolean allows(long local, ZoneOffset ahead) {
        return first(local).equals(ahead) || second(local).equals(ahead);
    }

    private ZoneOffset first(long local) {
        @Nullable ZoneOffsetTransition change = zone.getRules().getTransition(shown(local));
        return change == null ? zone.getRules().getOffset(shown(local)) : change.getOffsetBefore();
    }

    private ZoneOffset second(long local) {
        @Nullable ZoneOffsetTransition change = zone.getRules().getTransition(shown(local));
        return change == null ? zone.getRules().getOffset(shown(local)) : change.getOffsetAfter();
    }

    private static LocalDateTime shown(long local) {
        return LocalDateTime.ofEpochSecond(Math.floorDiv(local, MICROS_A_SECOND), 0, ZoneOffset.UTC);
    }

    private static long at(long local, ZoneOffset offset) {
        return local - (long) offset.getTotalSeconds() * MICROS_A_SECOND;
    }
}
