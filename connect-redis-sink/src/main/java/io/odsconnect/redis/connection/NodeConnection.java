package io.odsconnect.redis.connection;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Connection;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;

/**
 * A connection to one server. For one thread at a time, except that any thread may end it.
 *
 * <p>It connects once. The client would connect again when it sends over a connection that was ended, and would not log in
 * or choose the database on the new one: writes would go to another database, a transaction would run in two parts, and
 * {@link SendLimit} would not watch what is sent.
 */
final class NodeConnection extends Connection {

    private long usedNanos = System.nanoTime();

    /** Whether the first connection is made. False while the constructor of the client runs, which makes it. */
    private final boolean opened;

    /** Connects and logs in. */
    NodeConnection(HostAndPort address, JedisClientConfig config) {
        super(address, config);
        opened = true;
    }

    @Override
    public void connect() {
        if (opened && !isConnected()) {
            throw new JedisConnectionException("The connection was ended while it was in use");
        }
        super.connect();
    }

    /** Notes that it was used just now. */
    void used() {
        usedNanos = System.nanoTime();
    }

    /** Says whether it was last used so long ago. */
    boolean isIdleFor(long nanos) {
        return System.nanoTime() - usedNanos >= nanos;
    }

    /** Sends what is still in the buffer, so that the server starts on it while we talk to others. */
    void sendAll() {
        flush();
    }

    /** Returns the next answer, an error as the exception that says it, because those after it are to be read too. */
    @Nullable
    Object answer() {
        try {
            return getOne();
        } catch (JedisDataException e) {
            return e;
        }
    }

    /** Ends the connection without a word; who is waiting for an answer gets an exception. */
    void end() {
        try {
            forceDisconnect();
        } catch (IOException e) {
            throw new JedisConnectionException("The connection does not close", e);
        }
    }
}
