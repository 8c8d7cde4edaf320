package io.odsconnect.aerospike.client;

import com.aerospike.client.AerospikeClient;
import com.aerospike.client.AerospikeException;
import com.aerospike.client.Info;
import com.aerospike.client.cluster.Node;
import io.odsconnect.aerospike.config.AerospikeOptions;
import io.odsconnect.aerospike.config.AerospikeSinkConfig;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;

/** Looks at a cluster, whether the connector could write to it as it is set up. */
public final class ClusterCheck {

    private ClusterCheck() {}

    /**
     * A mistake that only the cluster shows.
     *
     * @param option the option to be changed
     * @param sentence what is wrong
     */
    public record Problem(String option, String sentence) {}

    /** Returns the problems; empty when there is none. */
    public static List<Problem> of(AerospikeSinkConfig config) {
        List<Problem> problems = new ArrayList<>();
        try (AerospikeClient client = Clients.connect(config, true)) {
            Node node = client.getCluster().getRandomNode();
            checkNamespace(config, new Namespace(client, node, config.namespace()), problems);
        } catch (AerospikeException e) {
            add(problems, AerospikeOptions.HOSTS, "The cluster cannot be used: " + e.getBaseMessage());
        } catch (ConfigException e) {
            add(problems, AerospikeOptions.TLS_ENABLED, String.valueOf(e.getMessage()));
        }
        return problems;
    }

    private static void checkNamespace(AerospikeSinkConfig config, Namespace namespace, List<Problem> problems) {
        if (!namespace.exists()) {
            add(
                    problems,
                    AerospikeOptions.NAMESPACE,
                    "The cluster has no namespace " + config.namespace() + ": name one that is in its configuration.");
            return;
        }
        if (namespace.expires()) {
            return;
        }
        String advice = ", but namespace " + config.namespace()
                + " does not expire records (nsup-period 0): raise nsup-period there, or set this to -1.";
        if (config.ttlSeconds() > 0) {
            add(problems, AerospikeOptions.TTL_MS, "Rows are to expire" + advice);
        }
        if (config.shared().positionGuard() && config.markerTtlSeconds() > 0) {
            add(problems, AerospikeOptions.MARKER_TTL_MS, "Delete markers are to expire" + advice);
        }
    }

    private static void add(List<Problem> problems, String option, String sentence) {
        problems.add(new Problem(option, sentence));
    }

    /** What a node says of a namespace. */
    private static final class Namespace {

        private final Map<String, String> settings = new HashMap<>();

        Namespace(AerospikeClient client, Node node, String name) {
            String answer = Info.request(client.getInfoPolicyDefault(), node, "namespace/" + name);
            for (String setting : answer.split(";", -1)) {
                int equals = setting.indexOf('=');
                if (equals > 0) {
                    settings.put(setting.substring(0, equals), setting.substring(equals + 1));
                }
            }
        }

        /** A node says {@code type=unknown} of a namespace that it does not know. */
        boolean exists() {
            return !settings.isEmpty() && !"unknown".equals(settings.get("type"));
        }

        /** Records may have a TTL where nsup runs, or the namespace allows it though it does not. */
        boolean expires() {
            return !"0".equals(settings.get("nsup-period")) || "true".equals(settings.get("allow-ttl-without-nsup"));
        }
    }
}
