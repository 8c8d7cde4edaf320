package io.odsconnect.testbed.aerospike.command;

import java.util.List;

/**
 * What a node reports to clients about itself and its cluster.
 *
 * @see <a href="https://aerospike.com/docs/database/reference/info/">Info commands "node", "peers-clear-std" and
 *     "replicas"</a>
 */
public interface ClusterView {

    /**
     * Another node.
     *
     * @param name its name
     * @param address where clients reach it, {@code host:port}
     */
    record Peer(String name, String address) {}

    /** Returns the node's name. */
    String node();

    /** Returns where clients reach it, {@code host:port}. */
    String address();

    /** Returns the other nodes that are up. */
    List<Peer> peers();

    /** Returns a number that goes up whenever a node comes or leaves. */
    int generation();

    /** Says whether the node has a partition as its master ({@code replica} 0) or as the next replica. */
    boolean has(int partition, int replica);

    /** Returns how many replicas of each partition there are. */
    int replicas();

    /** Returns the view of a node that is alone and has everything. */
    static ClusterView alone(String address) {
        return new ClusterView() {
            @Override
            public String node() {
                return "0DC0FFEE";
            }

            @Override
            public String address() {
                return address;
            }

            @Override
            public List<Peer> peers() {
                return List.of();
            }

            @Override
            public int generation() {
                return 0;
            }

            @Override
            public boolean has(int partition, int replica) {
                return true;
            }

            @Override
            public int replicas() {
                return 1;
            }
        };
    }
}
