package io.odsconnect.redis.connection;

import java.util.List;
import java.util.Optional;
import redis.clients.jedis.HostAndPort;

/** Which server takes the writes for a key now. Safe for use by several threads. */
interface Topology {

    /** Returns the slot of a key, from 0; all keys of one slot are on one server. */
    int slotOf(byte[] key);

    /**
     * Returns the server that takes writes for a slot; asks for it where that is not known.
     *
     * @throws redis.clients.jedis.exceptions.JedisException if nobody tells
     */
    HostAndPort serverOf(int slot);

    /** Returns the server that took writes for a slot the last time; empty if that is not known. Sends no request. */
    Optional<HostAndPort> known(int slot);

    /**
     * Returns the servers that take writes, which together have all keys; asks for them where that is not known.
     *
     * @throws redis.clients.jedis.exceptions.JedisException if nobody tells
     */
    default List<HostAndPort> primaries() {
        return List.of(serverOf(0));
    }

    /** Drops what is known, as something speaks against it: the next look asks again. */
    void forget();

    /** Says whether servers send us to each other; else that they do is an error as any other. */
    default boolean hasSlots() {
        return false;
    }

    /** Notes that a slot is now on another server. */
    default void moved(int slot, HostAndPort server) {
        throw new UnsupportedOperationException("There are no slots");
    }
}
