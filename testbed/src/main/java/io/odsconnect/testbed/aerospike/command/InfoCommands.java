package io.odsconnect.testbed.aerospike.command;

import io.odsconnect.testbed.aerospike.store.Digest;
import io.odsconnect.testbed.aerospike.store.Namespace;
import io.odsconnect.testbed.aerospike.store.ServerClock;
import io.odsconnect.testbed.aerospike.wire.ResultCode;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Answers what a client asks about the server: one name a line, answered by the name, a tab and a text. It is a
 * cluster of one node that owns every partition.
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
    private static final String NODE = "0DC0FFEE";

    private final Namespace namespace;
    private final String address;
    private final Refusals refusals;
    private final Consumer<String> log;
    private final String replicas;

    /**
     * Answers for one namespace.
     *
     * @param address where clients reach the server, {@code host:port}
     * @param refusals what {@code stand-in-refuse} and {@code stand-in-login} set, which no server knows
     * @param log told of what is not known
     */
    public InfoCommands(Namespace namespace, String address, Refusals refusals, Consumer<String> log) {
        this.namespace = namespace;
        this.refusals = refusals;
        this.address = address;
        this.log = log;
        byte[] owned = new byte[Digest.PARTITIONS / Byte.SIZE];
        Arrays.fill(owned, (byte) 0xff);
        this.replicas = namespace.name() + ":0,1," + Base64.getEncoder().encodeToString(owned);
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
            case "node" -> NODE;
            case "build" -> BUILD;
            case "version" -> EDITION + " build " + BUILD;
            case "edition" -> EDITION;
            case "release" -> "edition=" + EDITION + ";version=" + BUILD;
            case "status", "user-agent-set" -> "ok";
            case "features" -> FEATURES;
            case "partition-generation", "peers-generation" -> "0";
            case "rebalance-generation" -> "1";
            case "replicas" -> replicas;
            case "peers-clear-std", "peers-clear-alt" -> "0,3000,[]";
            case "service", "service-clear-std", "service-clear-alt" -> address;
            case "cluster-stable" -> NODE;
            case "cluster-name" -> "null";
            case "services", "services-alternate", "sindex-list", "udf-list" -> "";
            case "namespaces" -> namespace.name();
            case "sets" -> sets(null);
            case "truncate" -> truncate(arguments, true);
            case "truncate-namespace" -> truncate(arguments, false);
            case "stand-in-refuse", "stand-in-login" -> refuse(name, arguments);
            default -> path(line);
        };
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

    private String statistics() {
        long objects = namespace.countBySet().values().stream()
                .mapToLong(Long::longValue)
                .sum();
        return "ns_cluster_size=1;effective_replication_factor=1;objects=" + objects + ";master_objects=" + objects
                + ";tombstones=0;stop_writes=false;default-ttl=0;max-record-size=1048576;storage-engine=memory";
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

    /** {@code stand-in-refuse:code=14;count=20} for commands on records, {@code stand-in-login:code=0} for logins. */
    private String refuse(String name, Map<String, String> arguments) {
        ResultCode code = ResultCode.of(Integer.parseInt(arguments.getOrDefault("code", "-1")));
        if (code == null) {
            return "ERROR:4:bad 'code'";
        }
        if (name.equals("stand-in-login")) {
            refusals.answerLogins(code);
        } else {
            refusals.refuseNext(code, Integer.parseInt(arguments.getOrDefault("count", "1")));
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
