package io.odsconnect.testbed.aerospike;

import io.odsconnect.testbed.aerospike.command.ClusterView;
import io.odsconnect.testbed.aerospike.store.Namespace;
import io.odsconnect.testbed.process.FreePorts;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * A stand-in for a cluster of Aerospike servers, in this JVM: nodes that share their records, as replicas do that all
 * have acknowledged a write. Nodes leave and come back at the same port; the partitions of one that left go to the
 * others at once, and clients learn of it as they do of a real cluster. It knows no migrations and no split brain.
 */
public final class AerospikeStandInCluster implements AutoCloseable {

    private static final int REPLICAS = 2;

    private final Namespace namespace;
    private final Consumer<String> log;
    private final List<Integer> ports = new ArrayList<>();
    private final TreeMap<Integer, AerospikeStandIn> up = new TreeMap<>();
    private volatile Members members = new Members(0, List.of());

    /** Which nodes are up, by number; the generation goes up with each change. */
    private record Members(int generation, List<Integer> nodes) {}

    private AerospikeStandInCluster(int nodes, String namespace, Consumer<String> log) {
        this.namespace = new Namespace(namespace);
        this.log = log;
        for (int node = 0; node < nodes; node++) {
            ports.add(FreePorts.next());
        }
    }

    /**
     * Starts one, with all its nodes.
     *
     * @param nodes how many, two at least
     * @param namespace the name of its namespace
     * @param log receives what it refuses
     */
    public static AerospikeStandInCluster start(int nodes, String namespace, Consumer<String> log) {
        AerospikeStandInCluster cluster = new AerospikeStandInCluster(nodes, namespace, log);
        for (int node = 0; node < nodes; node++) {
            cluster.join(node);
        }
        return cluster;
    }

    /** Returns the name of its namespace. */
    public String namespace() {
        return namespace.name();
    }

    /** Returns the addresses of all nodes, up or not: {@code host:port}, with commas between. */
    public String hosts() {
        List<String> hosts = new ArrayList<>();
        for (int node = 0; node < ports.size(); node++) {
            hosts.add(address(node));
        }
        return String.join(",", hosts);
    }

    /** Brings a node back that has left. */
    public synchronized void join(int node) {
        up.put(node, AerospikeStandIn.member(ports.get(node), namespace, new View(node), log));
        tellAll();
    }

    /** Takes a node away at once, with all its connections. */
    public synchronized void leave(int node) {
        AerospikeStandIn gone = up.remove(node);
        if (gone == null) {
            throw new IllegalStateException("Node " + node + " is not up");
        }
        gone.close();
        tellAll();
    }

    @Override
    public synchronized void close() {
        up.values().forEach(AerospikeStandIn::close);
        up.clear();
    }

    private void tellAll() {
        members = new Members(members.generation + 1, List.copyOf(new TreeSet<>(up.keySet())));
    }

    private String address(int node) {
        return "127.0.0.1:" + ports.get(node);
    }

    /** The cluster as one of its nodes reports it. */
    private final class View implements ClusterView {

        private final int self;

        View(int self) {
            this.self = self;
        }

        @Override
        public String node() {
            return name(self);
        }

        @Override
        public String address() {
            return AerospikeStandInCluster.this.address(self);
        }

        @Override
        public List<Peer> peers() {
            return members.nodes.stream()
                    .filter(node -> node != self)
                    .map(node -> new Peer(name(node), AerospikeStandInCluster.this.address(node)))
                    .toList();
        }

        @Override
        public int generation() {
            return members.generation;
        }

        @Override
        public boolean has(int partition, int replica) {
            List<Integer> nodes = members.nodes;
            return replica < nodes.size() && nodes.get((partition + replica) % nodes.size()) == self;
        }

        @Override
        public int replicas() {
            return REPLICAS;
        }

        private static String name(int node) {
            return "0DC0FFEE0" + node;
        }
    }
}
