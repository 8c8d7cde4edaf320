package io.odsconnect.db2.capture;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Watches whether Capture keeps up, and says so once when it does not and once when it does again. */
final class CaptureWatch {

    private static final Logger LOG = LoggerFactory.getLogger(CaptureWatch.class);

    private final String schema;
    private final Duration lagLimit;
    private final Duration stopLimit;
    private final LongSupplier nanoTime;
    private long lastSynchMicros = Long.MIN_VALUE;
    private long movedNanos;
    private volatile CaptureState state = CaptureState.UNKNOWN;

    /**
     * Watches the Capture program of {@code schema}.
     *
     * @param lagLimit from which lag on it is lagging
     * @param stopLimit after how long without a new SYNCHTIME it has stopped
     * @param nanoTime a clock that never goes back
     */
    CaptureWatch(String schema, Duration lagLimit, Duration stopLimit, LongSupplier nanoTime) {
        this.schema = schema;
        this.lagLimit = lagLimit;
        this.stopLimit = stopLimit;
        this.nanoTime = nanoTime;
    }

    /** Returns how Capture is, as of the last look. Any thread may ask. */
    CaptureState state() {
        return state;
    }

    /** Takes note of a look at the register. */
    void note(Pulse pulse) {
        long now = nanoTime.getAsLong();
        if (pulse.horizon().synchMicros() != lastSynchMicros) {
            lastSynchMicros = pulse.horizon().synchMicros();
            movedNanos = now;
        }
        long lag = pulse.lagMicros();
        // The connector may have looked away for long: what counts is that the database's clock went on without
        // Capture.
        long still = Math.min(lag, TimeUnit.NANOSECONDS.toMicros(now - movedNanos));
        CaptureState.Kind kind = still >= micros(stopLimit)
                ? CaptureState.Kind.STOPPED
                : lag >= micros(lagLimit) ? CaptureState.Kind.LAGGING : CaptureState.Kind.KEEPING_UP;
        CaptureState.Kind before = state.kind();
        state = new CaptureState(kind, lag, pulse.horizon().synchpoint());
        if (kind != before) {
            tell(kind, before, lag, pulse);
        }
    }

    private void tell(CaptureState.Kind kind, CaptureState.Kind before, long lag, Pulse pulse) {
        long seconds = TimeUnit.MICROSECONDS.toSeconds(lag);
        switch (kind) {
            case STOPPED ->
                LOG.warn(
                        "Capture seems to have stopped: SYNCHTIME in {}.IBMSNAP_REGISTER has not moved for {} s and is"
                                + " {} s behind the database's clock, at {}. No changes arrive until it runs again. See"
                                + " IBMSNAP_CAPTRACE and the log of asncap.",
                        schema,
                        TimeUnit.NANOSECONDS.toSeconds(nanoTime.getAsLong() - movedNanos),
                        seconds,
                        pulse.horizon().synchpoint());
            case LAGGING ->
                LOG.warn(
                        "Capture lags: SYNCHTIME in {}.IBMSNAP_REGISTER is {} s behind the database's clock, at {}."
                                + " Changes arrive that much later.",
                        schema,
                        seconds,
                        pulse.horizon().synchpoint());
            default -> {
                if (before != CaptureState.Kind.UNKNOWN) {
                    LOG.info("Capture of schema {} keeps up again, {} s behind the database's clock", schema, seconds);
                }
            }
        }
    }

    private static long micros(Duration duration) {
        return TimeUnit.NANOSECONDS.toMicros(duration.toNanos());
    }
}
