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
import redis.clients.jedis.exceptions.JedisConnectionException;

/**
 * The connections to all servers that hold data, opened when they are needed and kept for the next. There are as many
 * to each server as threads have needed at the same time.
 */
final class NodeConnections implements AutoCloseable {

    /** Servers and firewalls close idle connections, some without notice, so an old one is not used. */
    private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(30);

    /** What fails faster than this is retried at once: it delays no other server. */
    private static final long SLOW_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final JedisClientConfig config;
    private final Map<HostAndPort, Silent> silent = new ConcurrentHashMap<>();
    private final Map<HostAndPort, Deque<NodeConnection>> idle = new ConcurrentHashMap<>();
    private final Set<NodeConnection> taken = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    NodeConnections(JedisClientConfig config) {
        this.config = config;
    }

    /**
     * A server that let us wait in vain. For as long again nobody else waits for it: a batch for many servers would be as
     * slow as the one of them that is dead.
     */
    private record Silent(JedisConnectionException why, long untilNanos) {}

    /**
     * Lends a connection; closing the loan gives it back, or ends it when it is broken.
     *
     * @throws redis.clients.jedis.exceptions.JedisException if the server cannot be reached or does not let us in
     */
    Loan take(HostAndPort server) {
        NodeConnection kept = takeKept(server);
        NodeConnection connection = kept == null ? connect(server) : kept;
        taken.add(connection);
        if (closed) {
            connection.end();
        }
        return new Loan(server, connection);
    }

    private NodeConnection connect(HostAndPort server) {
        Silent known = silent.get(server);
        if (known != null && System.nanoTime() - known.untilNanos < 0) {
            throw new JedisConnectionException(known.why.getMessage(), known.why);
        }
        long start = System.nanoTime();
        try {
            NodeConnection connection = new NodeConnection(server, config);
            silent.remove(server);
            return connection;
        } catch (JedisConnectionException e) {
            long now = System.nanoTime();
            if (now - start > SLOW_NANOS) {
                silent.put(server, new Silent(e, now + (now - start)));
            }
            throw e;
        }
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

    /** Closes idle connections: after a restart or a failover of a server they are dead or lead to the wrong server. */
    void dropIdle() {
        idle.values().forEach(NodeConnections::endAll);
    }

    /** The same for one server. */
    void dropIdle(HostAndPort server) {
        endAll(idleOf(server));
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
