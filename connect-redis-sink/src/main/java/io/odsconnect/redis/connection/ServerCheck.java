package io.odsconnect.redis.connection;

import io.odsconnect.common.config.Addresses;
import io.odsconnect.redis.connection.ServerProblem.Kind;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import redis.clients.jedis.Connection;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;

/** Finds the servers, connects to each master once and finds out whether the sink can work with it. Writes nothing. */
public final class ServerCheck {

    private static final int TIMEOUT_MILLIS = 4000;

    private final ConnectionSettings settings;
    private final MasterCheck masters;

    private ServerCheck(ConnectionSettings settings, Needs needs) {
        this.settings = settings;
        this.masters = new MasterCheck(settings, needs);
    }

    /**
     * Returns the first problem that stands between the sink and the servers, empty when there is none. All addresses are
     * tried at the same time, and only those that accept a connection are asked. A server has four seconds for an answer, or
     * as long as the timeouts in {@code settings} allow where that is shorter.
     *
     * @param settings where the servers are and how to log in
     * @param needs what the servers must be able to do
     */
    public static Optional<ServerProblem> run(ConnectionSettings settings, Needs needs) {
        ConnectionSettings bounded = settings.withTimeouts(settings.timeouts().upTo(TIMEOUT_MILLIS));
        ServerCheck check = new ServerCheck(bounded, needs);
        if (settings.servers() instanceof Servers.Standalone standalone) {
            return check.masters.run(standalone.address(), settings.toString());
        }
        Map<InetSocketAddress, HostAndPort> hosts = new LinkedHashMap<>();
        settings.servers()
                .hosts()
                .forEach(host -> hosts.put(InetSocketAddress.createUnresolved(host.getHost(), host.getPort()), host));
        Map<InetSocketAddress, String> unreachable =
                Addresses.unreachable(hosts.keySet(), bounded.timeouts().connectMillis());
        hosts.keySet().removeAll(unreachable.keySet());
        if (hosts.isEmpty()) {
            return problem(Kind.UNREACHABLE, settings + " does not answer: " + Addresses.text(unreachable));
        }
        List<HostAndPort> reachable = List.copyOf(hosts.values());
        return settings.servers() instanceof Servers.Sentinels sentinels
                ? check.runSentinels(sentinels, reachable)
                : check.runCluster(reachable);
    }

    /** The first Sentinel that answers decides; one that is down is what there are others for. */
    private Optional<ServerProblem> runSentinels(Servers.Sentinels sentinels, List<HostAndPort> reachable) {
        Optional<ServerProblem> first = Optional.empty();
        for (HostAndPort sentinel : reachable) {
            try {
                HostAndPort master =
                        SentinelTopology.ask(sentinel, sentinels.masterName(), settings.toSentinel(sentinels.login()));
                return master == null
                        ? problem(
                                Kind.MASTER_NAME,
                                "The Sentinel at " + sentinel + " knows no master " + sentinels.masterName())
                        : masters.run(master, "Redis at " + master + ", which the Sentinels name as the master,");
            } catch (JedisException e) {
                ServerProblem problem = ofSentinel(sentinel, e);
                if (!problem.mayPass()) {
                    return Optional.of(problem);
                }
                first = first.isPresent() ? first : Optional.of(problem);
            }
        }
        return first;
    }

    private ServerProblem ofSentinel(HostAndPort sentinel, JedisException e) {
        String name = "The Sentinel at " + sentinel;
        if (e instanceof JedisDataException && String.valueOf(e.getMessage()).contains("unknown command")) {
            return new ServerProblem(
                    Kind.SERVER,
                    "Redis at " + sentinel + " is no Sentinel: redis.hosts must name the Sentinels, or set redis.mode");
        }
        ServerProblem problem = Explanation.of(name, settings, e);
        return problem.kind() == Kind.ACCESS ? new ServerProblem(Kind.SENTINEL_ACCESS, problem.message()) : problem;
    }

    /** The first node that answers tells of the others; then every master has to answer. */
    private Optional<ServerProblem> runCluster(List<HostAndPort> reachable) {
        Optional<ServerProblem> first = Optional.empty();
        for (HostAndPort node : reachable) {
            SlotMap slots;
            try {
                slots = slots(node);
            } catch (JedisException e) {
                ServerProblem problem = ofNode(node, e);
                if (!problem.mayPass()) {
                    return Optional.of(problem);
                }
                first = first.isPresent() ? first : Optional.of(problem);
                continue;
            }
            return runMasters(slots);
        }
        return first;
    }

    private SlotMap slots(HostAndPort node) {
        try (Connection connection = new Connection(node, settings.toData())) {
            return SlotMap.from(connection, node);
        }
    }

    private ServerProblem ofNode(HostAndPort node, JedisException e) {
        if (e instanceof JedisDataException && String.valueOf(e.getMessage()).contains("cluster support disabled")) {
            return new ServerProblem(
                    Kind.SERVER,
                    "Redis at " + node + " is no node of a cluster: set redis.mode=standalone or sentinel");
        }
        return Explanation.of("Redis at " + node, settings, e);
    }

    private Optional<ServerProblem> runMasters(SlotMap slots) {
        for (HostAndPort master : slots.masters()) {
            Optional<ServerProblem> problem = masters.run(master, "Redis at " + master + ", a master of the cluster,");
            if (problem.isPresent()) {
                return problem;
            }
        }
        return slots.isComplete()
                ? Optional.empty()
                : problem(Kind.UNREACHABLE, settings + " has slots that no node serves: see CLUSTER INFO");
    }

    private static Optional<ServerProblem> problem(Kind kind, String message) {
        return Optional.of(new ServerProblem(kind, message));
    }
}
