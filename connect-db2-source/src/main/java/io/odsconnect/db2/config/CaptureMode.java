package io.odsconnect.db2.config;

/** Where changes come from: {@code capture.mode}. */
public enum CaptureMode {
    /** From the change tables of SQL Replication. */
    SQL_REPLICATION,
    /** From the tables themselves, by a timestamp or rising number. */
    QUERY
}
