package io.odsconnect.db2.capture;

import java.sql.SQLException;
import java.time.Duration;
import java.util.OptionalLong;
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
    private final Parameters parameters;
    private final LastSign lastSign;
    private final LongSupplier nanoTime;
    private long lastSynchMicros = Long.MIN_VALUE;
    private long movedNanos;
    private volatile CaptureState state = CaptureState.UNKNOWN;

    /** Tells how Capture is set. */
    @FunctionalInterface
    interface Parameters {
        CaptureParameters get() throws SQLException;
    }

    /** Tells when Capture wrote to its monitor last, in microseconds since the epoch; empty where it does not. */
    @FunctionalInterface
    interface LastSign {
        OptionalLong get() throws SQLException;
    }

    /**
     * Watches the Capture program of {@code schema}.
     *
     * @param lagLimit from which lag on it is lagging
     * @param stopLimit after how long without a sign of it Capture has stopped, beyond the interval of such signs
     * @param parameters tells the intervals
     * @param lastSign tells whether it runs, where SYNCHTIME does not
     */
    CaptureWatch(String schema, Duration lagLimit, Duration stopLimit, Parameters parameters, LastSign lastSign) {
        this(schema, lagLimit, stopLimit, parameters, lastSign, System::nanoTime);
    }

    /** The same, by {@code nanoTime}, a clock that never goes back. */
    CaptureWatch(
            String schema,
            Duration lagLimit,
            Duration stopLimit,
            Parameters parameters,
            LastSign lastSign,
            LongSupplier nanoTime) {
        this.parameters = parameters;
        this.lastSign = lastSign;
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
    void note(Pulse pulse) throws SQLException {
        long now = nanoTime.getAsLong();
        boolean first = lastSynchMicros == Long.MIN_VALUE;
        if (pulse.horizon().synchMicros() != lastSynchMicros) {
            lastSynchMicros = pulse.horizon().synchMicros();
            movedNanos = now;
        }
        long lag = pulse.lagMicros();
        // The connector may have looked away for long: what counts is that the database's clock went on without
        // Capture.
        long still = Math.min(lag, TimeUnit.NANOSECONDS.toMicros(now - movedNanos));
        CaptureState.Kind kind = CaptureState.Kind.KEEPING_UP;
        long limit = Math.min(micros(stopLimit), micros(lagLimit));
        if (still >= limit || (first && lag >= limit)) {
            OptionalLong sign = lastSign.get();
            if (sign.isPresent()) {
                // In a quiet database SYNCHTIME may stand still, too.
                lag = Math.min(lag, Math.max(0, pulse.nowMicros() - sign.getAsLong()));
                kind = lag >= micros(stopLimit) + 2 * micros(parameters.get().monitorInterval())
                        ? CaptureState.Kind.STOPPED
                        : CaptureState.Kind.KEEPING_UP;
            } else {
                kind = withoutMonitor(still, lag);
            }
        } else if (lag >= micros(lagLimit)) {
            kind = CaptureState.Kind.LAGGING;
        }
        CaptureState.Kind before = state.kind();
        state = new CaptureState(kind, lag, pulse.horizon().synchpoint());
        if (kind != before) {
            tell(kind, before, lag, pulse);
        }
    }

    private CaptureState.Kind withoutMonitor(long still, long lag) throws SQLException {
        long limit = Math.max(micros(stopLimit), 2 * micros(parameters.get().commitInterval()));
        if (still >= limit) {
            return CaptureState.Kind.STOPPED;
        }
        return lag >= micros(lagLimit) ? CaptureState.Kind.LAGGING : CaptureState.Kind.KEEPING_UP;
    }

    /**
     * Returns up to when nothing is missing in the change tables, as far as is known: a SYNCHTIME that stands still in a
     * quiet database means the present.
     */
    long asOfMicros(Pulse pulse) {
        return state.kind() == CaptureState.Kind.KEEPING_UP
                ? Math.max(pulse.horizon().synchMicros(), pulse.nowMicros())
                : pulse.horizon().synchMicros();
    }

    private void tell(CaptureState.Kind kind, CaptureState.Kind before, long lag, Pulse pulse) {
        long seconds = TimeUnit.MICROSECONDS.toSeconds(lag);
        switch (kind) {
            case STOPPED ->
                LOG.warn(
                        "Capture seems to have stopped: SYNCHTIME in {}.IBMSNAP_REGISTER has not moved for {} s, at {}, and"
                                + " there is no other sign of it for {} s (IBMSNAP_CAPMON). No changes arrive until it runs"
                                + " again. See IBMSNAP_CAPTRACE and the log of asncap.",
                        schema,
                        TimeUnit.NANOSECONDS.toSeconds(nanoTime.getAsLong() - movedNanos),
                        pulse.horizon().synchpoint(),
                        seconds);
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
