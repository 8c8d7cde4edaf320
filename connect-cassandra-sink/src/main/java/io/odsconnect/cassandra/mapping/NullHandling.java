package io.odsconnect.cassandra.mapping;

/** How a row is written in which columns are null. */
public enum NullHandling {
    /** No column of an older row survives, with one tombstone a row at most. */
    REPLACE,
    /** No column of an older row survives, with a tombstone for each null. */
    TOMBSTONE,
    /** What is null is not written, so what an older row had there may stay. */
    UNSET
}
