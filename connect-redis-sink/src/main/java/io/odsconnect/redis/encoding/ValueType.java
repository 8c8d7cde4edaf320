package io.odsconnect.redis.encoding;

/** What a row is in Redis. */
public enum ValueType {
    /** A hash: a field a column. */
    HASH,
    /** A string that holds a JSON object. */
    STRING,
    /** A document of the RedisJSON module. */
    JSON
}
