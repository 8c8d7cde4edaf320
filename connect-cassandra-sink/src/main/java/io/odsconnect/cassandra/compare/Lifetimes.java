package io.odsconnect.cassandra.compare;

import io.odsconnect.cassandra.compare.RowShape.Stored;
import io.odsconnect.cassandra.config.RowOptions;
import io.odsconnect.cassandra.mapping.CassandraWrite;
import io.odsconnect.common.expiry.Expiry;
import org.jspecify.annotations.Nullable;

/**
 * When a row is to go, beside when it will. Cassandra counts in seconds from when it was written; when that was by its
 * clock, nobody can ask. So an end that the row tells is compared, and of a length only that it is not longer.
 */
final class Lifetimes {

    /** What clocks, and the way of a row and of an answer, may make of it. */
    static final int TOLERANCE_SECONDS = 5;

    private static final long MILLIS = 1000;

    private Lifetimes() {}

    /** Says whether what is stored has another end than the write would give it. */
    static boolean differ(
            RowShape shape, CassandraWrite write, Stored stored, int tableDefaultSeconds, long nowMillis) {
        for (int i = shape.table().key().size(); i < write.values().size(); i++) {
            boolean isWritten = write.values().get(i) != null && stored.values().get(i) != null;
            if (isWritten
                    && shape.isTimed(i)
                    && differs(write.expiry(), stored.lifetimes().get(i), tableDefaultSeconds, nowMillis)) {
                return true;
            }
        }
        return false;
    }

    private static boolean differs(
            @Nullable Expiry expiry, @Nullable Integer left, int tableDefaultSeconds, long nowMillis) {
        long longest = expiry == null ? tableDefaultSeconds : secondsLeft(expiry, nowMillis);
        if (longest == 0 || longest > RowOptions.LONGEST_TTL_SECONDS) {
            return left != null;
        }
        if (left == null || left > longest + TOLERANCE_SECONDS) {
            return true;
        }
        return expiry != null && expiry.at() && left < longest - TOLERANCE_SECONDS;
    }

    /** Says whether a row that is not there may have gone by itself. */
    static boolean mayBeOver(@Nullable Expiry expiry, int tableDefaultSeconds, long nowMillis) {
        if (expiry == null) {
            return tableDefaultSeconds > 0;
        }
        return !expiry.isNever() && (!expiry.at() || secondsLeft(expiry, nowMillis) <= TOLERANCE_SECONDS);
    }

    private static long secondsLeft(Expiry expiry, long nowMillis) {
        return Math.max(1, -Math.floorDiv(-expiry.leftMillis(nowMillis), MILLIS));
    }
}
