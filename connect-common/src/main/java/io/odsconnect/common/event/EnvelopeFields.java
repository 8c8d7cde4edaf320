package io.odsconnect.common.event;

/**
 * The names in the change event's envelope. They are Debezium's, so that what reads Debezium's events reads ours;
 * {@link #POSITION} is our own.
 *
 * @see <a href="https://debezium.io/documentation/reference/stable/connectors/db2.html">Debezium's Db2 events</a>
 */
public final class EnvelopeFields {

    /** The row before the change; null for an add and a bulk row. */
    public static final String BEFORE = "before";
    /** The row after the change; null for a delete. */
    public static final String AFTER = "after";
    /** The operation, by {@link Operation#code()}. */
    public static final String OP = "op";
    /** When the connector handled the event, in milliseconds since the epoch. */
    public static final String TS_MS = "ts_ms";
    /** Where the event comes from: a struct. */
    public static final String SOURCE = "source";
    /** In {@link #SOURCE}: the position of the event, a 64-bit number that never decreases in commit order for a key. */
    public static final String POSITION = "position";
    /** In {@link #SOURCE}: the commit time of the change in the database, in microseconds since the epoch. */
    public static final String TS_US = "ts_us";
    /** In {@link #SOURCE}: the commit time of the change in the database, in nanoseconds since the epoch. */
    public static final String TS_NS = "ts_ns";
    /** In {@link #SOURCE}: {@code true}, {@code first}, {@code last} or {@code incremental} for a bulk row, else {@code false}. */
    public static final String SNAPSHOT = "snapshot";
    /** In {@link #SOURCE}: the schema of the table. */
    public static final String SCHEMA = "schema";
    /** In {@link #SOURCE}: the table. */
    public static final String TABLE = "table";

    /**
     * The header that carries the position of a tombstone, which has no value to carry it; an INT64.
     * Without it a delete that outlived its envelope in a compacted topic could not be held against a late bulk row.
     */
    public static final String POSITION_HEADER = "odsconnect.position";

    private EnvelopeFields() {}
}
