package io.odsconnect.redis.config;

/** What becomes of a column that is null; a hash cannot hold a null. */
public enum NullHandling {
    /** The row has no such field. */
    OMIT,
    /** The field is there and empty, as an empty text would be; in JSON it is a null. */
    EMPTY
}
