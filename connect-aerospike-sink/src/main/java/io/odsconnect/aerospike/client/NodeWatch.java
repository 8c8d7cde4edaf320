package io.odsconnect.aerospike.client;

import com.aerospike.client.AerospikeClient;
import com.aerospike.client.AerospikeException;
import com.aerospike.client.Info;
import com.aerospike.client.cluster.Node;
import com.aerospike.client.policy.InfoPolicy;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/** Notices nodes that were away, or were started again. For one thread. */
final class NodeWatch {

    private final AerospikeClient client;
    private final InfoPolicy asks;

    /** How much a node's seconds may differ from ours, by which both are cut off. */
    private static final long TOLERANCE_SECONDS = 1;

    /** By node: when it was started, in seconds of {@link System#nanoTime}. */
    private Map<String, Long> started = Map.of();

    NodeWatch(AerospikeClient client) {
        this(client, client.getInfoPolicyDefault());
    }

    /** Asks nodes by a policy of its own. */
    NodeWatch(AerospikeClient client, InfoPolicy asks) {
        this.client = client;
        this.asks = asks;
    }

    /**
     * Says whether a node is there that was not when it was asked before, or was started since. The first time any node is.
     */
    boolean cameBack() {
        Map<String, Long> seen = new HashMap<>();
        boolean back = false;
        for (Node node : client.getNodes()) {
            OptionalLong asked = startOf(node);
            if (asked.isEmpty()) {
                continue;
            }
            long start = asked.getAsLong();
            Long before = started.get(node.getName());
            if (before != null && start - before <= TOLERANCE_SECONDS) {
                // The earlier one, so that it does not creep.
                seen.put(node.getName(), Math.min(start, before));
            } else {
                seen.put(node.getName(), start);
                back = true;
            }
        }
        started = seen;
        return back;
    }

    /** Says whether, since it was asked before, a node has gone, was started again, or has come. The first time none has. */
    boolean changed() {
        Map<String, Long> before = started;
        boolean back = cameBack();
        return !before.isEmpty() && (back || !started.keySet().containsAll(before.keySet()));
    }

    /** Returns when a node was started; empty where it does not answer, so that it is away. */
    private OptionalLong startOf(Node node) {
        try {
            String statistics = String.valueOf(Info.request(asks, node, "statistics"));
            return OptionalLong.of(TimeUnit.NANOSECONDS.toSeconds(System.nanoTime()) - uptime(statistics));
        } catch (AerospikeException e) {
            return OptionalLong.empty();
        }
    }

    /** Returns the seconds in {@code …;uptime=90;…}; 0 where there are none. */
    static long uptime(String statistics) {
        for (String each : statistics.split(";", -1)) {
            if (each.startsWith("uptime=")) {
                return Long.parseLong(each.substring("uptime=".length()));
            }
        }
        return 0;
    }
}
