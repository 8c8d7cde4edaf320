package io.odsconnect.db2.capture;

import io.odsconnect.db2.event.Lsn;
import org.jspecify.annotations.Nullable;

/**
 * How the Capture program is, as of the last look at its register.
 *
 * @param kind whether it keeps up
 * @param lagMicros how far SYNCHTIME is behind the database's clock, in microseconds; -1 before the first look
 * @param synchpoint how far it has come; null before the first look
 */
public record CaptureState(
        Kind kind, long lagMicros, @Nullable Lsn synchpoint) {

    /** Whether Capture keeps up. */
    public enum Kind {
        /** Nobody has looked yet. */
        UNKNOWN,
        /** It is less behind than {@code capture.lag.warn.ms}. */
        KEEPING_UP,
        /** It is further behind, but moves. */
        LAGGING,
        /** It has not moved for {@code capture.stopped.warn.ms}. */
        STOPPED
    }

    /** Nobody has looked yet. */
    public static final CaptureState UNKNOWN = new CaptureState(Kind.UNKNOWN, -1, null);
}
