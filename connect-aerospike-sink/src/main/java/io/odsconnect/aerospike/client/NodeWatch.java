package io.odsconnect.aerospike.client;

import com.aerospike.client.AerospikeClient;
import com.aerospike.client.Info;
import com.aerospike.client.cluster.Node;
import java.util.HashMap;
import java.util.Map;

/** Notices nodes that were away, or were started again. For one thread. */
final class NodeWatch {

    private final AerospikeClient client;

    /** By node: for how many seconds it had been up when it was asked last. */
    private Map<String, Long> upFor = Map.of();

    NodeWatch(AerospikeClient client) {
        this.client = client;
    }

    /**
     * Says whether a node is there that was not when it was asked before, or was started since. The first time any node is.
     */
    boolean cameBack() {
        Map<String, Long> now = new HashMap<>();
        boolean back = false;
        for (Node node : client.getNodes()) {
            long seconds = uptime(Info.request(client.getInfoPolicyDefault(), node, "statistics"));
            Long before = upFor.get(node.getName());
            back |= before == null || seconds < before;
            now.put(node.getName(), seconds);
        }
        upFor = now;
        return back;
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
