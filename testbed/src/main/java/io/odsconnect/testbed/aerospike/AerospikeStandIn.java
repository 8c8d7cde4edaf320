package io.odsconnect.testbed.aerospike;

import io.odsconnect.testbed.aerospike.command.ClusterView;
import io.odsconnect.testbed.aerospike.command.InfoCommands;
import io.odsconnect.testbed.aerospike.command.RecordCommands;
import io.odsconnect.testbed.aerospike.command.Refusals;
import io.odsconnect.testbed.aerospike.store.Namespace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A stand-in for an Aerospike server, in this JVM: one node with one namespace in memory, on the loopback address. It
 * answers Aerospike's own clients over Aerospike's own protocol as a Community Edition 8.1 does, in what the sink and
 * the demo use; what it does not know it refuses with a result code, and says so in its log. Its data is gone when it
 * is closed.
 */
public final class AerospikeStandIn implements AutoCloseable {

    private static final Duration SWEEP = Duration.ofSeconds(10);

    private final ServerSocket server;
    private final Namespace namespace;
    private final RecordCommands records;
    private final InfoCommands info;
    private final Refusals refusals = new Refusals();
    private final Consumer<String> log;
    private final Set<Socket> clients = ConcurrentHashMap.newKeySet();
    private final ThreadFactory threads;
    private final ScheduledExecutorService sweeper;
    private volatile int mostConnections = 15_000;

    private AerospikeStandIn(ServerSocket server, Namespace namespace, ClusterView cluster, Consumer<String> log) {
        this.server = server;
        this.log = log;
        this.namespace = namespace;
        this.records = new RecordCommands(namespace, refusals, log);
        this.info = new InfoCommands(namespace, cluster, refusals, log);
        this.threads = work -> {
            Thread thread = new Thread(work, "aerospike-stand-in-" + port());
            thread.setDaemon(true);
            return thread;
        };
        this.sweeper = Executors.newSingleThreadScheduledExecutor(threads);
    }

    /**
     * Starts one.
     *
     * @param port the port to listen on, or 0 for any that is free
     * @param namespace the name of its namespace
     * @param log receives what it refuses
     */
    public static AerospikeStandIn start(int port, String namespace, Consumer<String> log) {
        ServerSocket server = listen(port);
        String address = server.getInetAddress().getHostAddress() + ":" + server.getLocalPort();
        return serve(server, new Namespace(namespace), ClusterView.alone(address), log);
    }

    /** Starts a node of a cluster, over records that all its nodes share. */
    static AerospikeStandIn member(int port, Namespace namespace, ClusterView cluster, Consumer<String> log) {
        return serve(listen(port), namespace, cluster, log);
    }

    private static ServerSocket listen(int port) {
        try {
            ServerSocket server = new ServerSocket();
            server.setReuseAddress(true);
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 256);
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException("The Aerospike stand-in cannot listen on port " + port, e);
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // The sweeper runs until it is shut down.
    private static AerospikeStandIn serve(
            ServerSocket server, Namespace namespace, ClusterView cluster, Consumer<String> log) {
        AerospikeStandIn standIn = new AerospikeStandIn(server, namespace, cluster, log);
        standIn.threads.newThread(standIn::accept).start();
        standIn.sweeper.scheduleWithFixedDelay(
                standIn.namespace::sweep, SWEEP.toMillis(), SWEEP.toMillis(), TimeUnit.MILLISECONDS);
        return standIn;
    }

    /** Returns the loopback address it listens on. */
    public String host() {
        return InetAddress.getLoopbackAddress().getHostAddress();
    }

    /** Returns the port it listens on. */
    public int port() {
        return server.getLocalPort();
    }

    /** Returns the name of its namespace. */
    public String namespace() {
        return namespace.name();
    }

    /** Ends each connection that comes while there are so many, as a server does by its {@code proto-fd-max}. */
    public void limitConnections(int most) {
        mostConnections = most;
    }

    /** Keeps what is written in memory for this time from now on, so that a {@link #crash} loses it. */
    public void flushAfter(Duration time) {
        namespace.flushAfter(time);
    }

    /**
     * Crashes and is there again at once, as a server with a device file that is killed: what was not flushed is lost though
     * it was acknowledged, and all connections end.
     */
    public void crash() {
        records.crash();
        info.restarted();
        try {
            for (Socket client : clients) {
                client.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void accept() {
        try {
            while (true) {
                Socket client = server.accept();
                if (clients.size() >= mostConnections) {
                    log.accept("Refused: a connection above proto-fd-max " + mostConnections);
                    client.close();
                    continue;
                }
                clients.add(client);
                threads.newThread(() -> serve(client)).start();
            }
        } catch (IOException e) {
            if (!server.isClosed()) {
                log.accept("No longer listening: " + e);
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            new ClientConnection(client, records, info, refusals, log).run();
        } catch (IOException e) {
            // The client is gone, or we are closing; there is nobody to tell.
            return;
        } finally {
            clients.remove(client);
        }
    }

    /** Stops listening and closes all connections. */
    @Override
    public void close() {
        try {
            sweeper.shutdownNow();
            // First: a client that sees its connection end may rely on it that nothing is done any more.
            records.die();
            server.close();
            for (Socket client : clients) {
                client.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
