package io.odsconnect.testbed.cassandra;

import java.util.List;

/**
 * A node's place in its ring.
 *
 * @param address the loopback address that it listens on, and in a cluster the only one
 * @param token its only token, where its part of the ring begins
 * @param peers the addresses of all nodes; each is a seed, so that they may start at the same time, in any order
 */
record CassandraSeat(String address, String token, List<String> peers) {

    /** The place of a node that has the ring to itself. */
    static final CassandraSeat ALONE = new CassandraSeat("127.0.0.1", "0", List.of("127.0.0.1"));

    CassandraSeat {
        peers = List.copyOf(peers);
    }
}
