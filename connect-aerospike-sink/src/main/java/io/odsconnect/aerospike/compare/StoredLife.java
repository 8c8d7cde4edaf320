package io.odsconnect.aerospike.compare;

import com.aerospike.client.Record;
import io.odsconnect.aerospike.client.DefaultLife;
import io.odsconnect.aerospike.protocol.AerospikeWrite;
import io.odsconnect.aerospike.protocol.Lifetime;
import io.odsconnect.common.event.ChangeEvent;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/**
 * Compares when a record goes with when it should go. A life that is counted from when the record was written has no end
 * that is known to the second: it ends at the latest where one does that begins now, and not before one that began at the
 * time of the record's position, where positions are times.
 */
final class StoredLife {

    /** How far the clocks of a worker and of the server may be apart, with the seconds that are brought up. */
    private static final long TOLERANCE_MS = TimeUnit.SECONDS.toMillis(60);

    /** How far the clock of the database may be ahead of the server's. */
    private static final long SOURCE_TOLERANCE_MS = TimeUnit.MINUTES.toMillis(5);

    /** The server counts seconds from the first of January 2010. */
    private static final long SERVER_EPOCH_SECONDS = 1_262_304_000L;

    /** Positions from this on, the year 2010, may be microseconds. */
    private static final long LEAST_TIME = TimeUnit.SECONDS.toMicros(SERVER_EPOCH_SECONDS);

    private static final long NEVER = -1;

    private final DefaultLife defaults;

    StoredLife(DefaultLife defaults) {
        this.defaults = defaults;
    }

    /** Says whether a stored row goes when it should. */
    boolean fits(AerospikeWrite write, Record stored, long position, long nowMillis) {
        Lifetime life = write.lifetime();
        if (life.isEnd()) {
            return endFits(life, end(stored), position, nowMillis);
        }
        OptionalLong seconds = seconds(write, nowMillis);
        if (seconds.isEmpty()) {
            return true;
        }
        long end = end(stored);
        if (seconds.getAsLong() == 0) {
            return end == NEVER;
        }
        long millis = TimeUnit.SECONDS.toMillis(seconds.getAsLong());
        boolean tooShort =
                isTime(position, nowMillis) && end < position / 1000 + millis - SOURCE_TOLERANCE_MS - TOLERANCE_MS;
        return end != NEVER && end <= nowMillis + millis + TOLERANCE_MS && !tooShort;
    }

    private static boolean endFits(Lifetime life, long end, long position, long nowMillis) {
        if (end == NEVER) {
            // An end that is farther off than the server takes is never; it was, if it was so when the row was written.
            long writtenFrom = isTime(position, nowMillis) ? position / 1000 : nowMillis;
            return life.value() > writtenFrom + TimeUnit.SECONDS.toMillis(Lifetime.LONGEST_SECONDS) - TOLERANCE_MS;
        }
        return Math.abs(end - life.value()) <= TOLERANCE_MS;
    }

    /** Says whether a row that is not there may be gone because its time is over. */
    boolean mayBeOver(AerospikeWrite write, long nowMillis) {
        if (write.lifetime().isEnd()) {
            return write.lifetime().value() <= nowMillis + TOLERANCE_MS;
        }
        OptionalLong seconds = seconds(write, nowMillis);
        return seconds.isEmpty() || seconds.getAsLong() > 0;
    }

    /** Says whether a record goes so soon that it may be over by another's clock. */
    static boolean isNearlyOver(Record stored, long nowMillis) {
        long end = end(stored);
        return end != NEVER && end <= nowMillis + TOLERANCE_MS;
    }

    /** Returns the seconds from the write, 0 for never; empty if they are not known. */
    private OptionalLong seconds(AerospikeWrite write, long nowMillis) {
        int seconds = write.lifetime().seconds(nowMillis);
        if (seconds == 0) {
            return defaults.seconds(write.key().namespace, write.key().setName);
        }
        return OptionalLong.of(Math.max(0, seconds));
    }

    /** Returns when a record goes, in milliseconds since the epoch. */
    private static long end(Record stored) {
        return stored.expiration == 0
                ? NEVER
                : TimeUnit.SECONDS.toMillis(Integer.toUnsignedLong(stored.expiration) + SERVER_EPOCH_SECONDS);
    }

    /** Says whether a position can be taken for the microseconds of a change that is past. */
    private static boolean isTime(long position, long nowMillis) {
        return position != ChangeEvent.NO_POSITION && position > LEAST_TIME && position / 1000 <= nowMillis;
    }
}
