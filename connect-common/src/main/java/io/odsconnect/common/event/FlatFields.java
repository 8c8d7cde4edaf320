package io.odsconnect.common.event;

import java.util.Set;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/**
 * The fields that flattening transforms add to a row to say what its envelope said (Debezium's
 * {@code ExtractNewRecordState}, and ours). They are no columns: a decoded row is without them.
 */
public final class FlatFields {

    /** The operation's letter. */
    public static final String OP = "__op";
    /** {@code true} or {@code "true"} where the row is deleted and its last content kept. */
    public static final String DELETED = "__deleted";
    /** The position. */
    public static final String POSITION = "__position";
    /** Before the name of a field of {@code source}. */
    public static final String SOURCE_PREFIX = "__source_";
    /** The position, as Debezium's transform names a field of {@code source}. */
    public static final String SOURCE_POSITION = SOURCE_PREFIX + "position";
    /** The commit time in milliseconds, as Debezium's transform names it. */
    public static final String SOURCE_TS_MS = SOURCE_PREFIX + "ts_ms";
    /** The commit time in microseconds. */
    public static final String SOURCE_TS_US = SOURCE_PREFIX + "ts_us";
    /** The commit time in nanoseconds. */
    public static final String SOURCE_TS_NS = SOURCE_PREFIX + "ts_ns";

    /** All of them. */
    public static final Set<String> ALL =
            Set.of(OP, DELETED, POSITION, SOURCE_POSITION, SOURCE_TS_MS, SOURCE_TS_US, SOURCE_TS_NS);

    private FlatFields() {}

    /**
     * Says whether what stands in {@link #DELETED} marks the row as deleted; null does not.
     *
     * @throws DataException if it is neither true nor false
     */
    static boolean isDeleted(@Nullable Object deleted) {
        if (deleted == null || deleted instanceof Boolean) {
            return Boolean.TRUE.equals(deleted);
        }
        if (deleted instanceof String text && text.equalsIgnoreCase("true")) {
            return true;
        }
        if (deleted instanceof String text && text.equalsIgnoreCase("false")) {
            return false;
        }
        throw new DataException("The row's " + DELETED + " is neither true nor false");
    }
}
