package io.odsconnect.redis.connection;

import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.commons.pool2.impl.GenericObjectPoolConfig;
import redis.clients.jedis.Connection;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.providers.PooledConnectionProvider;

/** A few connections to one standalone server, opened when they are needed. Safe for use by several threads. */
public final class RedisConnections implements AutoCloseable {

    private final ConnectionSettings settings;
    private final int limit;
    private final PooledConnectionProvider provider;
    private final Set<Connection> taken = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    /**
     * Connects nothing yet.
     *
     * @param settings where the server is and how to log in
     * @param limit how many connections there may be
     * @throws org.apache.kafka.common.KafkaException if a key store or trust store cannot be read
     */
    public RedisConnections(ConnectionSettings settings, int limit) {
        GenericObjectPoolConfig<Connection> pool = new GenericObjectPoolConfig<>();
        pool.setMaxTotal(limit);
        pool.setMaxIdle(limit);
        pool.setJmxEnabled(false);
        this.settings = settings;
        this.limit = limit;
        this.provider = new PooledConnectionProvider(settings.address(), settings.toClientConfig(), pool);
    }

    /** Returns where the server is, for messages: {@code host:port}. */
    public String address() {
        return settings.address().toString();
    }

    /** Returns the name by which the server knows this client. */
    public String clientName() {
        return settings.clientName();
    }

    /** Returns how many connections there may be. */
    public int limit() {
        return limit;
    }

    /**
     * Lends a connection; closing it gives it back, or ends it when it is broken.
     *
     * @throws redis.clients.jedis.exceptions.JedisException if the server cannot be reached or does not let us in
     */
    public Lease take() {
        Connection connection = provider.getConnection();
        taken.add(connection);
        if (closed) {
            end(connection);
        }
        return new Lease(connection);
    }

    /** Ends the connections that nobody uses: after a restart of the server they are dead too. */
    public void dropIdle() {
        provider.getPool().clear();
    }

    /** Ends all connections; who is using one gets an exception. */
    @Override
    public void close() {
        closed = true;
        provider.close();
        taken.forEach(RedisConnections::end);
    }

    private static void end(Connection connection) {
        try {
            connection.forceDisconnect();
        } catch (IOException e) {
            throw new JedisConnectionException("The connection does not close", e);
        }
    }

    /** A connection on loan. */
    public final class Lease implements AutoCloseable {

        private final Connection connection;

        private Lease(Connection connection) {
            this.connection = connection;
        }

        /** Returns the connection. */
        public Connection connection() {
            return connection;
        }

        @Override
        public void close() {
            taken.remove(connection);
            connection.close();
        }
    }
}
