package io.odsconnect.db2.config;

/** How DATE, TIME and TIMESTAMP become Connect values: {@code time.precision.mode}. */
public enum TimeMode {
    /** Debezium's types, each the smallest that holds the column's precision. Nothing is lost. */
    ADAPTIVE,
    /** As {@link #ADAPTIVE}, and TIME in microseconds. */
    ADAPTIVE_TIME_MICROSECONDS,
    /** Connect's own types, in milliseconds; finer fractions are lost. */
    CONNECT
}
