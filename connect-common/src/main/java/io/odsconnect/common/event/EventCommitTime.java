package io.odsconnect.common.event;

import org.jspecify.annotations.Nullable;

/** When a change was committed, from whichever of its three forms an event has. */
final class EventCommitTime {

    private static final long MICROS_IN_MILLI = 1000;
    private static final long NANOS_IN_MICRO = 1000;

    /** A time beyond this is none: it does not fit into 64 bits as microseconds. */
    private static final long MOST_MILLIS = Long.MAX_VALUE / MICROS_IN_MILLI;

    private EventCommitTime() {}

    /**
     * Returns the microseconds since the epoch from the first form there is, or {@link ChangeEvent#NO_TIME}. What is no whole
     * number, or does not fit, counts as absent: the time is for metrics and people, and no row depends on it.
     */
    static long micros(@Nullable Object micros, @Nullable Object nanos, @Nullable Object millis) {
        Long whole = whole(micros);
        if (whole != null) {
            return whole;
        }
        whole = whole(nanos);
        if (whole != null) {
            return Math.floorDiv(whole, NANOS_IN_MICRO);
        }
        whole = whole(millis);
        return whole == null || whole > MOST_MILLIS || whole < -MOST_MILLIS
                ? ChangeEvent.NO_TIME
                : whole * MICROS_IN_MILLI;
    }

    private static @Nullable Long whole(@Nullable Object value) {
        return value instanceof Integer number
                ? (Long) number.longValue()
                : value instanceof Long number ? number : null;
    }
}
