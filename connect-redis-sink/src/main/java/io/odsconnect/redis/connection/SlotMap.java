package io.odsconnect.redis.connection;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Connection;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Protocol;

/**
 * Which slot is where, as {@code CLUSTER SLOTS} reports it. Immutable.
 *
 * @see <a href="https://redis.io/docs/latest/commands/cluster-slots/">CLUSTER SLOTS</a>
 */
final class SlotMap {

    private final @Nullable HostAndPort[] masters;
    private final List<HostAndPort> nodes;

    private SlotMap(@Nullable HostAndPort[] masters, List<HostAndPort> nodes) {
        this.masters = masters;
        this.nodes = nodes;
    }

    /**
     * Asks a node.
     *
     * @throws redis.clients.jedis.exceptions.JedisException if it does not answer, or is no node of a cluster
     */
    static SlotMap from(Connection connection, HostAndPort node) {
        connection.sendCommand(Protocol.Command.CLUSTER, "SLOTS");
        return of(connection.getObjectMultiBulkReply(), node);
    }

    /**
     * Reads the answer: for each range its first and last slot, its master and its replicas.
     *
     * @param ranges the answer
     * @param asked who gave it, which is also whom it means by an empty name
     */
    static SlotMap of(List<?> ranges, HostAndPort asked) {
        @Nullable HostAndPort[] masters = new @Nullable HostAndPort[Protocol.CLUSTER_HASHSLOTS];
        Set<HostAndPort> first = new LinkedHashSet<>();
        Set<HostAndPort> replicas = new LinkedHashSet<>();
        for (Object range : ranges) {
            List<?> parts = (List<?>) range;
            HostAndPort master = address((List<?>) parts.get(2), asked);
            int from = ((Long) parts.get(0)).intValue();
            int to = ((Long) parts.get(1)).intValue();
            Arrays.fill(masters, from, to + 1, master);
            first.add(master);
            parts.subList(3, parts.size()).forEach(replica -> replicas.add(address((List<?>) replica, asked)));
        }
        first.addAll(replicas);
        return new SlotMap(masters, List.copyOf(first));
    }

    private static HostAndPort address(List<?> node, HostAndPort asked) {
        String host = node.get(0) instanceof byte[] name ? new String(name, StandardCharsets.UTF_8) : "";
        int port = ((Long) node.get(1)).intValue();
        // A node that does not know its name (yet) gives none, or "?" for another one's.
        return new HostAndPort(host.isEmpty() || host.equals("?") ? asked.getHost() : host, port);
    }

    /** Returns the master of a slot; null if no server has it. */
    @Nullable
    HostAndPort serverOf(int slot) {
        return masters[slot];
    }

    /** Returns the masters without repetition. */
    Set<HostAndPort> masters() {
        Set<HostAndPort> distinct = new LinkedHashSet<>();
        for (HostAndPort master : masters) {
            if (master != null) {
                distinct.add(master);
            }
        }
        return distinct;
    }

    /** Says whether every slot is served. */
    boolean isComplete() {
        return Arrays.stream(masters).noneMatch(master -> master == null);
    }

    /** Returns all nodes, masters first. */
    List<HostAndPort> nodes() {
        return nodes;
    }

    /** Returns this map with one slot elsewhere. */
    SlotMap with(int slot, HostAndPort server) {
        @Nullable HostAndPort[] changed = masters.clone();
        changed[slot] = server;
        List<HostAndPort> all = new ArrayList<>(nodes);
        if (!all.contains(server)) {
            all.add(server);
        }
        return new SlotMap(changed, all);
    }
}
