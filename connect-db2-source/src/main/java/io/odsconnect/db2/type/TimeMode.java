package io.odsconnect.db2.type;

/** How DATE, TIME and TIMESTAMP become Connect values: {@code time.precision.mode}. */
public enum TimeMode {
    /** Debezium's types, each the smallest that holds the column's precision. Nothing is lost. */
    ADAPTIVE,
    /** As {@link #ADAPTIVE}, and TIME in microseconds. */
    ADAPTIVE_TIME_MICROSECONDS,
    /** Connect's own types, in milliseconds; finer fractions are lost. */
    CONNECT,
    /** Debezium's ISO 8601 strings. Nothing is lost. */
    ISOSTRING,
    /** TIME and TIMESTAMP in microseconds whatever the column's precision; finer fractions are lost. */
    MICROSECONDS,
    /** TIME and TIMESTAMP in nanoseconds; finer fractions are lost, and the years before 1678 and after 2261. */
    NANOSECONDS
}
