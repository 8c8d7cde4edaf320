package io.odsconnect.redis.connection;

import io.odsconnect.redis.connection.ServerProblem.Kind;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Connection;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.exceptions.JedisAccessControlException;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Finds out whether the sink can work with a server as a master.
 *
 * @param settings how the servers are set up and how to log in
 * @param needs what the servers must be able to do
 */
record MasterCheck(ConnectionSettings settings, Needs needs) {

    private static final String JSON_COMMAND = "JSON.SET";

    /** The oldest version whose HSET, scripts and ACL are what the sink needs. */
    private static final int OLDEST_MAJOR = 6;

    private static final int OLDEST_MINOR = 2;
    private static final Pattern VERSION = Pattern.compile("^(\\d{1,6})\\.(\\d{1,6})");

    /**
     * Returns the first problem with a server, empty when there is none.
     *
     * @param address where it is
     * @param server who it is, as the subject of a sentence
     */
    Optional<ServerProblem> run(HostAndPort address, String server) {
        try (Connection connection = new Connection(address, settings.toData())) {
            Optional<ServerProblem> problem = checkInfo(server, info(connection));
            if (problem.isEmpty() && needs.json() && !knows(connection, JSON_COMMAND)) {
                return problem(
                        Kind.MODULE,
                        server + " cannot keep JSON documents (it has no " + JSON_COMMAND
                                + "): load the module RedisJSON, or choose value.type=string or hash");
            }
            if (problem.isEmpty() && needs.scripts()) {
                connection.sendCommand(Protocol.Command.EVAL, "return 1", "0");
                connection.getOne();
            }
            if (problem.isEmpty() && settings.replicaWait().isAsked()) {
                connection.sendCommand(Protocol.Command.WAIT, "0", "1");
                connection.getOne();
            }
            return problem.isPresent() ? problem : needs.rights().missing(connection, server);
        } catch (JedisException e) {
            return Optional.of(Explanation.of(server, settings, e));
        }
    }

    private static boolean knows(Connection connection, String command) {
        connection.sendCommand(Protocol.Command.COMMAND, "INFO", command);
        return connection.getOne() instanceof List<?> found && found.size() == 1 && found.get(0) != null;
    }

    private Optional<ServerProblem> checkInfo(String server, Map<String, String> info) {
        String version = info.get("redis_version");
        if (version != null && isTooOld(version)) {
            return problem(
                    Kind.SERVER,
                    server + " is version " + version + "; the sink needs " + OLDEST_MAJOR + "." + OLDEST_MINOR
                            + " or newer");
        }
        // Valkey calls it otherwise.
        String mode = info.containsKey("redis_mode") ? info.get("redis_mode") : info.get("server_mode");
        if ("cluster".equals(mode) && !(settings.servers() instanceof Servers.Cluster)) {
            return problem(Kind.SERVER, server + " is a node of a cluster: set redis.mode=cluster");
        }
        if ("sentinel".equals(mode)) {
            return problem(
                    Kind.SERVER, server + " is a Sentinel: set redis.mode=sentinel, or name the master in redis.hosts");
        }
        if ("slave".equals(info.get("role"))) {
            return settings.servers() instanceof Servers.Standalone
                    ? problem(Kind.SERVER, server + " is a replica; redis.hosts must name the master")
                    : problem(Kind.UNREACHABLE, server + " is a replica now: a failover is under way");
        }
        return checkReplicas(server, info.get("connected_slaves"));
    }

    private Optional<ServerProblem> checkReplicas(String server, @Nullable String connected) {
        int wanted = settings.replicaWait().replicas();
        if (connected != null && Integer.parseInt(connected) < wanted) {
            return problem(
                    Kind.REPLICAS,
                    server + " has " + connected + " replicas, so nothing would ever be acknowledged by the " + wanted
                            + " that wait.replicas asks for");
        }
        return Optional.empty();
    }

    /** Returns what INFO reports; nothing if the user may not run it, which is not an error. */
    private static Map<String, String> info(Connection connection) {
        connection.sendCommand(Protocol.Command.INFO);
        byte[] text;
        try {
            text = connection.getBinaryBulkReply();
        } catch (JedisAccessControlException e) {
            connection.sendCommand(Protocol.Command.PING);
            connection.getOne();
            return Map.of();
        }
        Map<String, String> info = new HashMap<>();
        new String(text, StandardCharsets.UTF_8).lines().forEach(line -> {
            int colon = line.indexOf(':');
            if (colon > 0) {
                info.put(line.substring(0, colon), line.substring(colon + 1));
            }
        });
        return info;
    }

    private static boolean isTooOld(String version) {
        Matcher numbers = VERSION.matcher(version);
        if (!numbers.find()) {
            return false;
        }
        int major = Integer.parseInt(numbers.group(1));
        return major < OLDEST_MAJOR || (major == OLDEST_MAJOR && Integer.parseInt(numbers.group(2)) < OLDEST_MINOR);
    }

    private static Optional<ServerProblem> problem(Kind kind, String message) {
        return Optional.of(new ServerProblem(kind, message));
    }
}
