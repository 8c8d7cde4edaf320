package io.odsconnect.redis.connection;

/**
 * What the servers must be able to do, and the user be allowed to.
 *
 * @param scripts run scripts
 * @param json keep documents, as the module RedisJSON does
 * @param rights the commands and keys
 */
public record Needs(boolean scripts, boolean json, Rights rights) {

    /** Returns the same without the rights: a right that only seems to be missing must not keep a task from its start. */
    public Needs withoutRights() {
        return new Needs(scripts, json, Rights.NONE);
    }
}
