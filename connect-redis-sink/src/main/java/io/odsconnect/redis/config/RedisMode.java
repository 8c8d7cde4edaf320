package io.odsconnect.redis.config;

/** How the servers are set up. */
public enum RedisMode {
    /** One server that takes writes. */
    STANDALONE,
    /** A master that Sentinels watch. */
    SENTINEL,
    /** A Redis Cluster. */
    CLUSTER
}
