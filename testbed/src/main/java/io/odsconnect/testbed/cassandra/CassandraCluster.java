package io.odsconnect.testbed.cassandra;

import com.sun.management.OperatingSystemMXBean;
import io.odsconnect.testbed.Backend;
import io.odsconnect.testbed.process.FreePorts;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/**
 * A cluster of three real nodes, each in a JVM of its own at a loopback address of its own, {@code 127.0.0.1} to {@code
 * 127.0.0.3}. With a replication factor of three each node has all rows. They take about 1.5 GB of memory.
 */
public final class CassandraCluster implements Backend {

    /** How many nodes there are. */
    public static final int NODES = 3;

    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final Duration LOOK = Duration.ofMillis(50);
    private static final int PORT_TRIES = 50;
    private static final long LEAST_MEMORY = 4_000_000_000L;

    private final CassandraOptions options;
    private final List<CassandraNode> nodes = new ArrayList<>();

    private CassandraCluster(CassandraOptions options) {
        this.options = options;
    }

    /** Returns a cluster without a login that keeps what it has acknowledged over a kill; there are only embedded ones. */
    public static CassandraCluster embeddedOrGiven() {
        return embedded(CassandraOptions.PLAIN.withDurability().withHeap(192));
    }

    /** Returns a cluster whose nodes are all set up alike. */
    public static CassandraCluster embedded(CassandraOptions options) {
        return new CassandraCluster(options
                // A node that comes back gets what it missed at once, and not after ten seconds or more.
                .with("hints_flush_period", "500ms")
                .withMoreJvmOptions(
                        "-Dcassandra.hint_dispatch_interval_ms=500",
                        // Half of this is how long a node may be known without its part of the ring before it is
                        // forgotten. It would follow from ring_delay_ms, which is 0: nodes that start together on a
                        // busy machine then forget each other, take each other off the seeds, and never meet again.
                        "-Dcassandra.gossip_quarantine_delay_ms=240000")
                // The least that is allowed: a node that was killed is found down after ten seconds, not twenty.
                .with("phi_convict_threshold", "5"));
    }

    /** Returns why there can be no cluster on this machine, as a sentence; empty if there can. */
    public static Optional<String> obstacle() {
        List<String> missing =
                addresses().stream().filter(address -> !isFree(address, 0)).toList();
        if (!missing.isEmpty()) {
            return Optional.of("This machine has no loopback address " + String.join(", ", missing)
                    + " (macOS: sudo ifconfig lo0 alias 127.0.0.2, and 127.0.0.3)");
        }
        OperatingSystemMXBean machine = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        return machine.getTotalMemorySize() < LEAST_MEMORY
                ? Optional.of(
                        "Three nodes beside all else need 4 GB of memory, which this machine or container has not")
                : Optional.empty();
    }

    @Override
    public String name() {
        return "Cassandra 5.0, a cluster of " + NODES + " nodes";
    }

    @Override
    public void start() {
        int clients = freePort();
        int storage = freePort();
        List<String> addresses = addresses();
        for (int i = 0; i < NODES; i++) {
            CassandraSeat seat = new CassandraSeat(addresses.get(i), token(i), addresses);
            nodes.add(new CassandraNode(new CassandraProgram(options, seat), List.of(clients, storage)));
        }
        try {
            nodes.forEach(CassandraNode::launch);
            nodes.forEach(CassandraNode::awaitServing);
            awaitWhole();
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private static List<String> addresses() {
        return List.of("127.0.0.1", "127.0.0.2", "127.0.0.3");
    }

    /** Returns where the part of a node begins, so that all have as much of the ring. */
    private static String token(int node) {
        long part = Long.divideUnsigned(-1L, NODES);
        return Long.toString(Long.MIN_VALUE + node * part);
    }

    /** Returns a port that is free at all addresses: clients and nodes expect the same everywhere. */
    private static int freePort() {
        for (int tries = 0; tries < PORT_TRIES; tries++) {
            int port = FreePorts.next();
            if (addresses().stream().allMatch(address -> isFree(address, port))) {
                return port;
            }
        }
        throw new IllegalStateException("No port is free at " + addresses());
    }

    private static boolean isFree(String address, int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getByName(address), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** Ends a node's process at once, as {@code kill -9} does, and returns when it is gone; nodes count from 0. */
    public void kill(int node) {
        nodes.get(node).process().kill();
    }

    /** Starts a node again, with the data that was on its disk, and returns when it serves clients. */
    public void restart(int node) {
        CassandraNode restarted = nodes.get(node);
        if (restarted.process().isAlive()) {
            throw new IllegalStateException("Node " + node + " runs: kill() it before restart()");
        }
        restarted.launch();
        restarted.awaitServing();
    }

    /** Says whether a node's process runs. */
    public boolean isRunning(int node) {
        return nodes.get(node).process().isAlive();
    }

    /** Returns when every node that runs finds all others up that run, and down all that do not. */
    public void awaitWhole() {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (!agree()) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException("After " + LIMIT + " the nodes do not agree who is up:\n"
                        + nodes.stream().map(node -> node.process().tail()).collect(Collectors.joining("\n\n")));
            }
            LockSupport.parkNanos(LOOK.toNanos());
        }
    }

    private boolean agree() {
        return nodes.stream()
                .filter(node -> node.process().isAlive())
                .allMatch(node -> nodes.stream()
                        .filter(other -> other != node)
                        .allMatch(
                                other -> node.findsUp(other) == other.process().isAlive()));
    }

    /** Returns where a driver connects; nodes count from 0. */
    public InetSocketAddress address(int node) {
        return nodes.get(node).address();
    }

    /** Returns where a driver connects, all nodes. */
    public List<InetSocketAddress> contactPoints() {
        return nodes.stream().map(CassandraNode::address).toList();
    }

    /** Returns the name of the data centre that all nodes are in. */
    public String localDatacenter() {
        return CassandraServer.DATACENTER;
    }

    @Override
    public void close() {
        nodes.forEach(CassandraNode::close);
        nodes.clear();
    }
}
