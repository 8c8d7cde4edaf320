package io.odsconnect.redis.connection;

import io.odsconnect.common.sink.Outcome;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Brings steps to the servers that have their keys: one server, the master that Sentinels name, or the masters of a
 * cluster. Connects when something is to be done, and keeps the connections. Safe for use by several threads: what each
 * brings goes over connections of its own.
 */
public final class RedisConnections implements AutoCloseable {

    /** A step goes round no more often: then slots move faster than we follow, and the engine waits a while. */
    private static final int MAX_ROUNDS = 6;

    /** So long may it take to ask one server where the master is; there are others to be asked. */
    private static final int LOOK_UP_MILLIS = 3000;

    private final ConnectionSettings settings;
    private final Topology topology;
    private final NodeConnections nodes;
    private final SendLimit sendLimit;

    /** Connects nothing yet, but has a thread until it is closed. */
    public RedisConnections(ConnectionSettings settings) {
        this.settings = settings;
        this.nodes = new NodeConnections(settings.toData());
        this.topology = topology(settings, nodes);
        // The last, as it has a thread, which would go on if a later step failed.
        this.sendLimit = new SendLimit(
                settings.clientName() + "-redis-send-limit", settings.timeouts().socketMillis());
    }

    private static Topology topology(ConnectionSettings settings, NodeConnections nodes) {
        if (settings.servers() instanceof Servers.Standalone standalone) {
            return new StandaloneTopology(standalone.address());
        }
        ConnectionSettings lookUp = settings.withTimeouts(settings.timeouts().upTo(LOOK_UP_MILLIS));
        if (settings.servers() instanceof Servers.Sentinels sentinels) {
            return new SentinelTopology(sentinels, lookUp.toSentinel(sentinels.login()), nodes::dropIdle);
        }
        return new ClusterTopology(settings.servers().hosts(), lookUp.toData());
    }

    /** Returns the name by which the servers know this client. */
    public String clientName() {
        return settings.clientName();
    }

    /** Says whether keys are in slots, of which each is on one server of several. */
    public boolean hasSlots() {
        return topology.hasSlots();
    }

    /** Returns the slot of a key: a step's keys are all in one. Where there is no cluster all keys are in slot 0. */
    public int slotOf(byte[] key) {
        return topology.slotOf(key);
    }

    /**
     * Does steps: all steps for a server go there in one pipeline, to all servers at the same time, in no promised order.
     * Each step receives its answers, or the reason why there are none, before this returns. Never throws for what servers or the
     * network do.
     */
    public void run(Collection<? extends Step> steps) {
        List<Attempt> open = steps.stream().map(Attempt::first).toList();
        for (int round = 0; !open.isEmpty() && round < MAX_ROUNDS; round++) {
            open = runRound(open);
        }
        for (Attempt attempt : open) {
            attempt.step()
                    .failed(new Outcome.Retry(
                            "The nodes of " + settings
                                    + " send each other's keys back and forth: slots are being moved",
                            null));
        }
    }

    /**
     * Drops what is known of the servers that have these keys, and idle connections to them: an answer said that a master is
     * none any more. Servers that have none of the keys are left alone.
     */
    public void lookAgain(Collection<byte[]> keys) {
        for (byte[] key : keys) {
            Optional<HostAndPort> server = topology.known(topology.slotOf(key));
            topology.forget();
            server.ifPresent(nodes::dropIdle);
        }
    }

    /**
     * Asks how many bytes one argument may have on the server of a key. Empty if the server does not report it, as for a user
     * who may not ask ({@code CONFIG GET}).
     */
    public OptionalLong longestArgument(byte[] key) {
        try (NodeConnections.Loan loan = nodes.take(topology.serverOf(topology.slotOf(key)))) {
            NodeConnection connection = loan.connection();
            connection.sendCommand(Protocol.Command.CONFIG, "GET", "proto-max-bulk-len");
            Object answer = connection.answer();
            return answer instanceof List<?> pair && pair.size() == 2 && pair.get(1) instanceof byte[] bytes
                    ? OptionalLong.of(Long.parseLong(new String(bytes, StandardCharsets.US_ASCII)))
                    : OptionalLong.empty();
        } catch (JedisException e) {
            // The next write gets the reason.
            return OptionalLong.empty();
        }
    }

    /**
     * Returns the servers that take writes, which together have all keys.
     *
     * @throws JedisException if nobody tells, or a part of the keys has no server
     */
    public List<HostAndPort> primaries() {
        return topology.primaries();
    }

    /**
     * Reads the next keys of a server that match a pattern ({@code SCAN}).
     *
     * @param cursor the cursor that the last answer had; {@code 0} at first
     * @param count about how many keys the server looks at
     * @return the next cursor, {@code 0} where there is nothing more, and the keys
     * @throws JedisException if the server does not answer, or refuses
     */
    public Map.Entry<String, List<byte[]>> scan(HostAndPort server, String cursor, byte[] pattern, int count) {
        try (NodeConnections.Loan loan = nodes.take(server)) {
            NodeConnection connection = loan.connection();
            connection.sendCommand(
                    Protocol.Command.SCAN,
                    cursor.getBytes(StandardCharsets.US_ASCII),
                    "MATCH".getBytes(StandardCharsets.US_ASCII),
                    pattern,
                    "COUNT".getBytes(StandardCharsets.US_ASCII),
                    Protocol.toByteArray(count));
            Object answer = connection.answer();
            if (answer instanceof JedisException refused) {
                throw refused;
            }
            List<?> parts = (List<?>) Objects.requireNonNull(answer);
            List<byte[]> keys = new ArrayList<>();
            ((List<?>) parts.get(1)).forEach(key -> keys.add((byte[]) key));
            return Map.entry(new String((byte[]) parts.get(0), StandardCharsets.US_ASCII), keys);
        }
    }

    private List<Attempt> runRound(List<Attempt> attempts) {
        Map<HostAndPort, Exchange> exchanges = new LinkedHashMap<>();
        for (Attempt attempt : attempts) {
            HostAndPort server = attempt.server();
            try {
                if (server == null) {
                    server = topology.serverOf(topology.slotOf(attempt.step().key()));
                }
            } catch (JedisException e) {
                attempt.step()
                        .failed(new Outcome.Retry(
                                "No Sentinel answers with the address of the master: " + ConnectionFailure.describe(e),
                                e));
                continue;
            }
            exchanges
                    .computeIfAbsent(server, at -> new Exchange(at, topology, settings.replicaWait()))
                    .add(attempt);
        }
        return exchange(exchanges.values());
    }

    private List<Attempt> exchange(Collection<Exchange> exchanges) {
        try {
            exchanges.forEach(each -> each.send(nodes, sendLimit));
            List<Attempt> again = new ArrayList<>();
            exchanges.forEach(each -> again.addAll(each.receive()));
            exchanges.stream().filter(Exchange::hasFailed).forEach(failed -> {
                topology.forget();
                nodes.dropIdle(failed.server());
            });
            return again;
        } finally {
            exchanges.forEach(Exchange::close);
        }
    }

    /** Ends all connections; who is using one gets an exception. */
    @Override
    public void close() {
        sendLimit.close();
        nodes.close();
    }
}
