package io.odsconnect.aerospike.client;

import com.aerospike.client.AerospikeClient;
import com.aerospike.client.AerospikeException;
import com.aerospike.client.Host;
import com.aerospike.client.Info;
import com.aerospike.client.ResultCode;
import com.aerospike.client.cluster.Node;
import io.odsconnect.aerospike.config.AerospikeOptions;
import io.odsconnect.aerospike.config.AerospikeSinkConfig;
import io.odsconnect.aerospike.protocol.Lifetime;
import io.odsconnect.common.config.Addresses;
import io.odsconnect.common.expiry.TtlOptions;
import io.odsconnect.common.sink.SinkOptions;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.common.config.ConfigException;

/** Looks at a cluster, whether the connector could write to it as it is set up. */
public final class ClusterCheck {

    /** The form of the server's result code in the client's messages, within a text about several nodes. */
    private static final Pattern CODE = Pattern.compile("Error (\\d{1,3})[,:\\s]");

    /** How long a node may take to answer. */
    private static final int LONGEST_WAIT_MS = 4000;

    private ClusterCheck() {}

    /**
     * A mistake that only the cluster shows.
     *
     * @param option the option to be changed
     * @param sentence what is wrong
     * @param mayPass whether a task starts all the same: the cluster cannot be reached and may be there later, or rows are
     *     written well, but not under all circumstances
     */
    public record Problem(String option, String sentence, boolean mayPass) {}

    /** Returns the problems; empty when there is none. */
    public static List<Problem> of(AerospikeSinkConfig config) {
        List<Problem> problems = new ArrayList<>();
        Map<InetSocketAddress, Host> hosts = new LinkedHashMap<>();
        config.hosts().forEach(host -> hosts.put(InetSocketAddress.createUnresolved(host.name, host.port), host));
        int timeoutMs = Math.min(config.connectTimeoutMs(), LONGEST_WAIT_MS);
        Map<InetSocketAddress, String> unreachable = Addresses.unreachable(hosts.keySet(), timeoutMs);
        if (unreachable.size() == hosts.size()) {
            return List.of(new Problem(
                    AerospikeOptions.HOSTS,
                    "The cluster cannot be reached at " + Addresses.text(unreachable)
                            + ": check the addresses and the network.",
                    true));
        }
        // The client would try those that are away one after the other.
        hosts.keySet().removeAll(unreachable.keySet());
        try (AerospikeClient client = Clients.connect(config, List.copyOf(hosts.values()), timeoutMs, true)) {
            Node node = client.getCluster().getRandomNode();
            checkServer(config, client, node, problems);
            for (String namespace : config.namespaces()) {
                checkNamespace(config, NamespaceFacts.ask(client, node, namespace), problems);
                checkSets(config, client, node, namespace, problems);
            }
        } catch (AerospikeException e) {
            problems.add(unusable(e));
        } catch (ConfigException e) {
            add(problems, AerospikeOptions.TLS_ENABLED, String.valueOf(e.getMessage()));
        }
        return problems;
    }

    /** Tells a server that refuses the user from one that cannot be reached. */
    private static Problem unusable(AerospikeException e) {
        OptionalInt refusal = CODE.matcher(String.valueOf(e.getMessage()))
                .results()
                .map(MatchResult::group)
                .mapToInt(text -> Integer.parseInt(text.replaceAll("\\D", "")))
                .filter(Results::isOfTheUser)
                .findFirst();
        if (refusal.isPresent()) {
            int code = refusal.getAsInt();
            return new Problem(
                    AerospikeOptions.USERNAME,
                    "The cluster does not let the user in: " + ResultCode.getResultString(code) + " (result code "
                            + code + ")" + Results.advice(code) + ".",
                    false);
        }
        return new Problem(AerospikeOptions.HOSTS, "The cluster cannot be used: " + e.getBaseMessage(), true);
    }

    private static void checkServer(
            AerospikeSinkConfig config, AerospikeClient client, Node node, List<Problem> problems) {
        if (!node.hasBatchAny()) {
            add(
                    problems,
                    AerospikeOptions.HOSTS,
                    "Node " + node + " runs Aerospike " + node.getVersion()
                            + "; the sink needs 6.0 or newer, which takes batches of writes.");
        }
        OptionalInt most = mostRowsOfABatch(client, node);
        // The client sends each node its part of a batch, and the limit is that of a node.
        if (most.isPresent() && config.shared().batchSize() > (long) most.getAsInt() * client.getNodes().length) {
            add(
                    problems,
                    SinkOptions.BATCH_SIZE,
                    "It is " + config.shared().batchSize() + ", and node " + node + " takes " + most.getAsInt()
                            + " rows in a batch (batch-max-requests): lower it, or raise that.");
        }
        boolean wantsEnterprise = config.durableDelete() || !config.rackIds().isEmpty();
        boolean isCommunity = wantsEnterprise && isCommunityEdition(client, node);
        if (isCommunity && !config.rackIds().isEmpty()) {
            add(
                    problems,
                    AerospikeOptions.RACK_IDS,
                    "Node " + node
                            + " is a Community Edition, and only the Enterprise Edition has racks: leave this out.");
        }
        if (isCommunity && config.durableDelete()) {
            add(
                    problems,
                    AerospikeOptions.DURABLE_DELETE,
                    "Node " + node + " is a Community Edition, and only the Enterprise Edition deletes durably:"
                            + " set this to false.");
        }
    }

    /** Empty where the server has no limit, which it calls 0, or does not say. */
    private static OptionalInt mostRowsOfABatch(AerospikeClient client, Node node) {
        String settings = Info.request(client.getInfoPolicyDefault(), node, "get-config:context=service");
        return Stream.of(String.valueOf(settings).split(";", -1))
                .filter(setting -> setting.matches("batch-max-requests=[1-9]\\d{0,8}"))
                .mapToInt(setting -> Integer.parseInt(setting.substring(setting.indexOf('=') + 1)))
                .findFirst();
    }

    /** Newer servers report their edition by {@code release} and warn about {@code edition}; older ones know only that. */
    private static boolean isCommunityEdition(AerospikeClient client, Node node) {
        String release = Info.request(client.getInfoPolicyDefault(), node, "release");
        String edition = release != null && release.contains("edition=")
                ? release
                : Info.request(client.getInfoPolicyDefault(), node, "edition");
        return edition != null && edition.contains("Community");
    }

    private static void checkNamespace(AerospikeSinkConfig config, NamespaceFacts namespace, List<Problem> problems) {
        if (!namespace.exists()) {
            add(
                    problems,
                    AerospikeOptions.NAMESPACE,
                    "The cluster has no namespace " + namespace.name() + ": name one that is in its configuration.");
            return;
        }
        if (!config.durableDelete() && namespace.needsDurableDeletes()) {
            add(
                    problems,
                    AerospikeOptions.DURABLE_DELETE,
                    "Namespace " + namespace.name() + " takes durable deletes only: set this to true.");
        }
        if (!namespace.expires()) {
            checkNothingExpires(config, namespace.name(), problems);
        }
        if (namespace.resolvesWrites()) {
            add(
                    problems,
                    AerospikeOptions.NAMESPACE,
                    "Namespace " + namespace.name() + " takes no write that replaces a record"
                            + " (conflict-resolve-writes true): set it to false there, or name another.");
        }
        if (config.checksConflictResolution() && namespace.resolvesByGeneration()) {
            problems.add(new Problem(
                    AerospikeOptions.CONFLICT_CHECK,
                    "Namespace " + namespace.name()
                            + " is on several nodes and has conflict-resolution-policy generation:"
                            + " after a node hung and came back, rows that were written meanwhile may go back. Set"
                            + " conflict-resolution-policy last-update-time there (it can be changed while the server"
                            + " runs), or set this to false.",
                    true));
        }
    }

    private static void checkSets(
            AerospikeSinkConfig config, AerospikeClient client, Node node, String namespace, List<Problem> problems) {
        Set<String> sets = SetLimit.names(Info.request(client.getInfoPolicyDefault(), node, "sets/" + namespace));
        int there = sets.size();
        for (String set : config.sets()) {
            sets.add(set);
            if (config.shared().positionGuard()) {
                sets.add(set + config.markerSetSuffix());
            }
        }
        if (sets.size() > SetLimit.MOST) {
            add(
                    problems,
                    AerospikeOptions.SET_TEMPLATE,
                    "Namespace " + namespace + " has " + there + " sets and may have " + SetLimit.MOST
                            + ", so there is none for all rows and their delete markers, which take a second set for each:"
                            + " choose sets that are there, or another namespace.");
        }
    }

    private static void checkNothingExpires(AerospikeSinkConfig config, String namespace, List<Problem> problems) {
        String advice = ", but namespace " + namespace
                + " does not expire records (nsup-period 0): raise nsup-period there, or set this to -1.";
        if (mayExpire(config.ttl())) {
            add(problems, TtlOptions.MS, "Rows are to expire" + advice);
        }
        if (config.expiry().column() != null) {
            add(
                    problems,
                    TtlOptions.FIELD,
                    "Rows are to expire, but namespace " + namespace
                            + " does not expire records (nsup-period 0): raise nsup-period there, or leave this out.");
        }
        if (config.shared().positionGuard() && mayExpire(config.markerTtl())) {
            add(problems, AerospikeOptions.MARKER_TTL_MS, "Delete markers are to expire" + advice);
        }
    }

    private static boolean mayExpire(Lifetime lifetime) {
        return lifetime.isEnd() || lifetime.value() > 0;
    }

    private static void add(List<Problem> problems, String option, String sentence) {
        problems.add(new Problem(option, sentence, false));
    }
}
