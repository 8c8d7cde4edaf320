package io.odsconnect.redis.connection;

import java.util.Deque;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisClientConfig;

/**
 * The connections to all servers that hold data, opened when they are needed and kept for the next. There are as many
 * to each server as threads have needed at the same time.
 */
final class NodeConnections implements AutoCloseable {

    /** Servers and firewalls end connections that nobody uses, some without a word; an old one is not worth the risk. */
    private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(30);

    private final JedisClientConfig config;
    private final Map<HostAndPort, Deque<NodeConnection>> idle = new ConcurrentHashMap<>();
    private final Set<NodeConnection> taken = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    NodeConnections(JedisClientConfig config) {
        this.config = config;
    }

    /**
     * Lends a connection; closing the loan gives it back, or ends it when it is broken.
     *
     * @throws redis.clients.jedis.exceptions.JedisException if the server cannot be reached or does not let us in
     */
    Loan take(HostAndPort server) {
        NodeConnection kept = takeKept(server);
        NodeConnection connection = kept == null ? new NodeConnection(server, config) : kept;
        taken.add(connection);
        if (closed) {
            connection.end();
        }
        return new Loan(server, connection);
    }

    /** Returns the connection that was used last, if that is not long ago; ends it and those before it otherwise. */
    private @Nullable NodeConnection takeKept(HostAndPort server) {
        Deque<NodeConnection> connections = idleOf(server);
        NodeConnection last = connections.pollFirst();
        if (last != null && last.isIdleFor(IDLE_NANOS)) {
            last.end();
            endAll(connections);
            return null;
        }
        return last;
    }

    /** Ends the connections that nobody uses: after a restart or a failover of a server they are dead or lead astray. */
    void dropIdle() {
        idle.values().forEach(NodeConnections::endAll);
    }

    /** Ends all connections; who is using one gets an exception. */
    @Override
    public void close() {
        closed = true;
        dropIdle();
        taken.forEach(NodeConnection::end);
    }

    private Deque<NodeConnection> idleOf(HostAndPort server) {
        return idle.computeIfAbsent(server, any -> new ConcurrentLinkedDeque<>());
    }

    private static void endAll(Deque<NodeConnection> connections) {
        for (NodeConnection each = connections.pollFirst(); each != null; each = connections.pollFirst()) {
            each.end();
        }
    }

    /** A connection on loan. */
    final class Loan implements AutoCloseable {

        private final HostAndPort server;
        private final NodeConnection connection;

        private Loan(HostAndPort server, NodeConnection connection) {
            this.server = server;
            this.connection = connection;
        }

        NodeConnection connection() {
            return connection;
        }

        @Override
        public void close() {
            taken.remove(connection);
            if (closed || connection.isBroken()) {
                connection.end();
            } else {
                connection.used();
                idleOf(server).addFirst(connection);
            }
        }
    }
}
