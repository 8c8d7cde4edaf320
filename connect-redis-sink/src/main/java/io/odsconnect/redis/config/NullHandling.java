package io.odsconnect.redis.config;

/** What becomes of a column that is null; a hash cannot hold a null. */
public enum NullHandling {
    /** The hash has no such field. */
    OMIT,
    /** The field is there and empty. Readers cannot tell it from an empty text. */
    EMPTY
}
