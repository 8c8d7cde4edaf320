package io.odsconnect.redis.store;

/** What the indexes of rows are. */
public enum IndexType {
    /** There are none. */
    NONE,
    /** Sets. */
    SET,
    /** Sorted sets. */
    ZSET
}
