package io.odsconnect.redis.connection;

import org.jspecify.annotations.Nullable;
import redis.clients.jedis.HostAndPort;

/**
 * One try at a step.
 *
 * @param step what is to be done
 * @param server where; null for whichever has the key's slot
 * @param asking whether to send {@code ASKING} first, because the slot is being moved to this server
 * @param scriptsInFull whether the server does not know the script
 */
record Attempt(Step step, @Nullable HostAndPort server, boolean asking, boolean scriptsInFull) {

    static Attempt first(Step step) {
        return new Attempt(step, null, false, false);
    }

    /** Returns the try after {@code MOVED}. */
    Attempt at(HostAndPort other) {
        return new Attempt(step, other, false, scriptsInFull);
    }

    /** Returns the try after {@code ASK}. */
    Attempt asking(HostAndPort other) {
        return new Attempt(step, other, true, scriptsInFull);
    }

    /** Returns the try after {@code NOSCRIPT}, at the same server. */
    Attempt inFull(HostAndPort same) {
        return new Attempt(step, same, asking, true);
    }
}
