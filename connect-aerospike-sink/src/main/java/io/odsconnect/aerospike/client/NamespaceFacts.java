package io.odsconnect.aerospike.client;

import com.aerospike.client.AerospikeClient;
import com.aerospike.client.Info;
import com.aerospike.client.cluster.Node;
import java.util.HashMap;
import java.util.Map;

/**
 * What a node says of a namespace.
 *
 * @param name its name
 * @param settings its settings and statistics by name
 * @see <a href="https://aerospike.com/docs/database/reference/info/">Info commands, "namespace"</a>
 */
record NamespaceFacts(String name, Map<String, String> settings) {

    NamespaceFacts {
        settings = Map.copyOf(settings);
    }

    static NamespaceFacts ask(AerospikeClient client, Node node, String name) {
        Map<String, String> settings = new HashMap<>();
        String answer = Info.request(client.getInfoPolicyDefault(), node, "namespace/" + name);
        for (String setting : String.valueOf(answer).split(";", -1)) {
            int equals = setting.indexOf('=');
            if (equals > 0) {
                settings.put(setting.substring(0, equals), setting.substring(equals + 1));
            }
        }
        return new NamespaceFacts(name, settings);
    }

    /** A node says {@code type=unknown} of a namespace that it does not know. */
    boolean exists() {
        return !settings.isEmpty() && !"unknown".equals(settings.get("type"));
    }

    /** Records may have a TTL where nsup runs, or the namespace allows it though it does not. */
    boolean expires() {
        return !"0".equals(settings.get("nsup-period")) || is("allow-ttl-without-nsup");
    }

    /** Where each write is compared with what is there by bin, a record cannot be replaced. */
    boolean resolvesWrites() {
        return is("conflict-resolve-writes");
    }

    /**
     * Where records are on several nodes, and these may differ, the one that was changed more often wins and not the one
     * that was changed last.
     */
    boolean resolvesByGeneration() {
        return !is("strong-consistency")
                && "generation".equals(settings.get("conflict-resolution-policy"))
                && !"1".equals(settings.get("ns_cluster_size"));
    }

    /** Says whether records are on their way from node to node. */
    boolean moves() {
        return settings.entrySet().stream()
                .anyMatch(setting -> setting.getKey().startsWith("migrate_")
                        && setting.getKey().endsWith("_partitions_remaining")
                        && !"0".equals(setting.getValue()));
    }

    /** Whoever keeps strong consistency, or forbids it otherwise, takes no delete that leaves no tombstone. */
    boolean needsDurableDeletes() {
        return is("disallow-expunge") || (is("strong-consistency") && !is("strong-consistency-allow-expunge"));
    }

    private boolean is(String setting) {
        return "true".equals(settings.get(setting));
    }
}
