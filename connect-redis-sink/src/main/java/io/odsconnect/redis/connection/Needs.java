package io.odsconnect.redis.connection;

/**
 * What the servers must be able to do, and the user be allowed to.
 *
 * @param scripts run scripts
 * @param json keep documents, as the module RedisJSON does
 */
public record Needs(boolean scripts, boolean json) {}
