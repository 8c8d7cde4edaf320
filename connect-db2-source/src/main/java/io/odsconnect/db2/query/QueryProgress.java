package io.odsconnect.db2.query;

import io.odsconnect.db2.type.ZonelessTimes;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;

/**
 * How far a table was read: the source offset of its records. Ranks are microseconds on the table's own clock, or the
 * incrementing column's numbers.
 *
 * @param loading whether the first pass over the table goes on
 * @param lower up to where all is settled and was read; null where nothing is
 * @param reached the highest rank that was read; null where no row was
 * @param number the highest number of the incrementing column that was read; null where there is no such column or row
 * @param last the last position given; {@link Long#MIN_VALUE} where none was
 */
record QueryProgress(
        boolean loading,
        @Nullable Long lower,
        @Nullable Long reached,
        @Nullable Long number,
        long last) {

    /** Before the first row. */
    static final QueryProgress NONE = new QueryProgress(true, null, null, null, Long.MIN_VALUE);

    private static final String SNAPSHOT = "snapshot";
    private static final String RUNNING = "running";
    private static final String LOWER = "lower";
    private static final String REACHED = "reached";
    private static final String INCREMENTING = "incrementing";
    private static final String LAST = "position";

    /** Returns the source offset. */
    Map<String, Object> toOffset(boolean byTimestamp, Numbers numbers) {
        Map<String, Object> offset = new HashMap<>();
        offset.put(SNAPSHOT, loading ? RUNNING : "done");
        put(offset, LOWER, lower, byTimestamp, numbers);
        put(offset, REACHED, reached, byTimestamp, numbers);
        put(offset, INCREMENTING, number, false, numbers);
        if (last != Long.MIN_VALUE) {
            offset.put(LAST, last);
        }
        return offset;
    }

    private static void put(
            Map<String, Object> offset, String name, @Nullable Long rank, boolean time, Numbers numbers) {
        if (rank != null) {
            offset.put(name, time ? ZonelessTimes.timestampText(rank) : numbers.stored(rank));
        }
    }

    /**
     * Reads a source offset.
     *
     * @throws ConnectException if it is none of this connector's, or not for such a column
     */
    static QueryProgress ofOffset(Map<String, ?> offset, boolean byTimestamp, Numbers numbers, String where) {
        try {
            return new QueryProgress(
                    RUNNING.equals(offset.get(SNAPSHOT)),
                    rank(offset.get(LOWER), byTimestamp, numbers),
                    rank(offset.get(REACHED), byTimestamp, numbers),
                    rank(offset.get(INCREMENTING), false, numbers),
                    offset.get(LAST) instanceof Number last ? last.longValue() : Long.MIN_VALUE);
        } catch (IllegalArgumentException | java.time.DateTimeException e) {
            throw new ConnectException(
                    "The stored offset of table " + where + " does not fit its "
                            + (byTimestamp ? "timestamp" : "incrementing")
                            + " column. If the table's column was changed, delete this offset"
                            + " (PATCH /connectors/NAME/offsets with null) to read the table from its beginning.",
                    e);
        }
    }

    private static @Nullable Long rank(@Nullable Object stored, boolean time, Numbers numbers) {
        if (stored == null) {
            return null;
        }
        if (time) {
            if (stored instanceof String text) {
                return ZonelessTimes.parseTimestamp(text);
            }
            throw new IllegalArgumentException("Not a rank");
        }
        return numbers.rank(new BigDecimal(stored.toString()));
    }
}
