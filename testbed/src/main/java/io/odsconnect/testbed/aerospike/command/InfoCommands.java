package io.odsconnect.testbed.aerospike.command;

import io.odsconnect.testbed.aerospike.store.Digest;
import io.odsconnect.testbed.aerospike.store.Namespace;
import io.odsconnect.testbed.aerospike.store.ServerClock;
import io.odsconnect.testbed.aerospike.wire.ResultCode;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Answers what a client asks about the server: one name a line, answered by the name, a tab and a text.
 *
 * @see <a href="https://aerospike.com/docs/database/reference/info/">Info commands</a>
 * @see <a href="https://github.com/aerospike/aerospike-server/blob/master/as/src/base/thr_info.c">thr_info.c of the
 *     server</a>
 */
public final class InfoCommands {

    /** The release whose behaviour this stand-in follows; a client decides by it what it may ask. */
    private static final String BUILD = "8.1.2.0";

    private static final String EDITION = "ODS Connect stand-in for Aerospike Community Edition";
    private static final String FEATURES =
            "batch-any;batch-index;cluster-stable;float;peers;pipelining;pquery;pscans;replicas;truncate-namespace";

    /** The setting that says how many rows a batch may have; this stand-in tells it and takes more all the same. */
    private static final String MOST_REQUESTS = "batch-max-requests";

    private volatile long startedNanos = System.nanoTime();
    private volatile int mostRequests = 5000;
    private final Namespace namespace;
    private final ClusterView cluster;
    private final Refusals refusals;
    private final Consumer<String> log;

    /**
     * Answers for one namespace.
     *
     * @param cluster the nodes, and which of them has which partition
     * @param refusals what {@code stand-in-refuse} and {@code stand-in-login} set, which no server knows
     * @param log receives what is not known
     */
    public InfoCommands(Namespace namespace, ClusterView cluster, Refusals refusals, Consumer<String> log) {
        this.namespace = namespace;
        this.refusals = refusals;
        this.cluster = cluster;
        this.log = log;
    }

    /** Counts the time that the server is up from now on. */
    public void restarted() {
        startedNanos = System.nanoTime();
    }

    /** Returns the answers to a message. */
    public String answer(String message) {
        StringBuilder answers = new StringBuilder();
        message.lines()
                .filter(line -> !line.isEmpty())
                .forEach(line ->
                        answers.append(line).append('\t').append(one(line)).append('\n'));
        return answers.toString();
    }

    private String one(String line) {
        int colon = line.indexOf(':');
        String name = colon < 0 ? line : line.substring(0, colon);
        Map<String, String> arguments = colon < 0 ? Map.of() : arguments(line.substring(colon + 1));
        return switch (name) {
            case "node" -> cluster.node();
            case "build" -> BUILD;
            case "version" -> EDITION + " build " + BUILD;
            case "edition" -> EDITION;
            case "release" -> "edition=" + EDITION + ";version=" + BUILD;
            case "status", "user-agent-set" -> "ok";
            case "features" -> FEATURES;
            case "partition-generation", "peers-generation" -> Integer.toString(cluster.generation());
            case "rebalance-generation" -> "1";
            case "replicas" -> replicas();
            case "peers-clear-std", "peers-clear-alt", "peers-tls-std", "peers-tls-alt" -> peers();
            case "service", "service-clear-std", "service-clear-alt" -> cluster.address();
            case "cluster-stable" -> Integer.toHexString(cluster.generation());
            case "cluster-name" -> "null";
            case "services", "services-alternate", "sindex-list", "udf-list" -> "";
            case "namespaces" -> namespace.name();
            case "sets" -> sets(null);
            case "statistics" ->
                "cluster_size=" + (cluster.peers().size() + 1) + ";objects=" + objects() + ";uptime="
                        + TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - startedNanos);
            case "set-config" -> setConfig(arguments);
            case "get-config" ->
                isNamespace(arguments)
                        ? settings()
                        : isService(arguments) ? MOST_REQUESTS + "=" + mostRequests : "ERROR:4:unknown context";
            case "truncate" -> truncate(arguments, true);
            case "truncate-namespace" -> truncate(arguments, false);
            case "stand-in-refuse", "stand-in-login" -> refuse(name, arguments);
            default -> path(line);
        };
    }

    /** {@code 2,3000,[[name,tls name,[host:port]],…]}: the generation, the default port, the other nodes. */
    private String peers() {
        return cluster.generation()
                + cluster.peers().stream()
                        .map(peer -> "[" + peer.name() + ",,[" + peer.address() + "]]")
                        .collect(Collectors.joining(",", ",3000,[", "]"));
    }

    /** The regime, the number of replicas, and for each of these which partitions the node has, a bit each. */
    private String replicas() {
        StringBuilder replicas = new StringBuilder(namespace.name() + ":" + cluster.generation());
        replicas.append(',').append(cluster.replicas());
        for (int replica = 0; replica < cluster.replicas(); replica++) {
            byte[] owned = new byte[Digest.PARTITIONS / Byte.SIZE];
            for (int partition = 0; partition < Digest.PARTITIONS; partition++) {
                if (cluster.has(partition, replica)) {
                    owned[partition / Byte.SIZE] |= (byte) (0x80 >> partition % Byte.SIZE);
                }
            }
            replicas.append(',').append(Base64.getEncoder().encodeToString(owned));
        }
        return replicas.toString();
    }

    private String path(String line) {
        String[] parts = line.split("/", -1);
        boolean isOurs = parts.length > 1 && parts[1].equals(namespace.name());
        if (parts[0].equals("namespace") && parts.length == 2) {
            return isOurs ? statistics() : "type=unknown";
        }
        if (parts[0].equals("sets") && (parts.length == 2 || parts.length == 3)) {
            return isOurs ? sets(parts.length == 3 ? parts[2] : null) : "ns_type=unknown";
        }
        log.accept("Refused: the info command " + line.split("[:/]", 2)[0]);
        return "ERROR:4:unrecognized command";
    }

    private long objects() {
        return namespace.countBySet().values().stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    private String settings() {
        return namespace.settings().all().entrySet().stream()
                .map(setting -> setting.getKey() + "=" + setting.getValue())
                .collect(Collectors.joining(";"));
    }

    /** {@code set-config:context=namespace;id=test;nsup-period=0}, or with {@code set=card} for one of a set's. */
    private String setConfig(Map<String, String> arguments) {
        if (isService(arguments) && arguments.containsKey(MOST_REQUESTS)) {
            mostRequests = Integer.parseInt(arguments.get(MOST_REQUESTS));
            return "ok";
        }
        if (!isNamespace(arguments)) {
            return "ERROR:4:unknown context";
        }
        String set = arguments.get("set");
        for (Map.Entry<String, String> setting : arguments.entrySet()) {
            if (List.of("context", "id", "namespace", "set").contains(setting.getKey())) {
                continue;
            }
            boolean done = set == null
                    ? namespace.settings().set(setting.getKey(), setting.getValue())
                    : namespace.settings().set(set, setting.getKey(), setting.getValue());
            if (!done) {
                return "ERROR:4:bad parameter '" + setting.getKey() + "'";
            }
        }
        return "ok";
    }

    private static boolean isService(Map<String, String> arguments) {
        return "service".equals(arguments.get("context"));
    }

    private boolean isNamespace(Map<String, String> arguments) {
        return "namespace".equals(arguments.get("context"))
                && namespace.name().equals(arguments.getOrDefault("namespace", arguments.get("id")));
    }

    private String statistics() {
        long objects = objects();
        return "ns_cluster_size=" + (cluster.peers().size() + 1) + ";effective_replication_factor="
                + cluster.replicas() + ";objects=" + objects + ";master_objects=" + objects
                + ";tombstones=0;stop_writes=false;migrate_tx_partitions_remaining=0;migrate_rx_partitions_remaining=0;"
                + "storage-engine=memory;" + settings();
    }

    private String sets(@Nullable String wanted) {
        StringBuilder sets = new StringBuilder();
        namespace.countBySet().forEach((set, objects) -> {
            if (!set.isEmpty() && (wanted == null || wanted.equals(set))) {
                sets.append("ns=").append(namespace.name()).append(":set=").append(set);
                sets.append(":objects=").append(objects).append(":tombstones=0;");
            }
        });
        return sets.toString();
    }

    private String truncate(Map<String, String> arguments, boolean oneSet) {
        String set = arguments.get("set");
        if (!namespace.name().equals(arguments.get("namespace"))) {
            return "ERROR:20:namespace missing or unknown";
        }
        if (oneSet && set == null) {
            return "ERROR:4:missing 'set'";
        }
        long now = ServerClock.millis();
        long before = now;
        String nanos = arguments.get("lut");
        if (nanos != null) {
            try {
                before = ServerClock.fromUnixNanos(Long.parseLong(nanos));
            } catch (NumberFormatException e) {
                return "ERROR:4:bad 'lut'";
            }
        }
        if (before > now) {
            return "ERROR:4:would truncate in the future";
        }
        if (before <= 0) {
            return "ERROR:4:would truncate to 0";
        }
        namespace.truncate(oneSet ? set : null, before);
        return "ok";
    }

    /** {@code stand-in-refuse:code=14;count=20} for commands on records, with {@code only=puts} for puts or
     * {@code only=writes} for puts and deletes, {@code stand-in-login:code=0} for logins. */
    private String refuse(String name, Map<String, String> arguments) {
        ResultCode code = ResultCode.of(Integer.parseInt(arguments.getOrDefault("code", "-1")));
        if (code == null) {
            return "ERROR:4:bad 'code'";
        }
        if (name.equals("stand-in-login")) {
            refusals.answerLogins(code);
        } else {
            refusals.refuseNext(
                    code,
                    Integer.parseInt(arguments.getOrDefault("count", "1")),
                    Refusals.Only.of(arguments.get("only")));
        }
        return "ok";
    }

    private static Map<String, String> arguments(String text) {
        Map<String, String> arguments = new HashMap<>();
        for (String argument : text.split(";", -1)) {
            int equals = argument.indexOf('=');
            if (equals > 0) {
                arguments.put(argument.substring(0, equals), argument.substring(equals + 1));
            }
        }
        return arguments;
    }
}
