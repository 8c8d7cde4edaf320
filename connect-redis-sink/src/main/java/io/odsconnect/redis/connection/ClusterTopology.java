package io.odsconnect.redis.connection;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Connection;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.exceptions.JedisClusterOperationException;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.util.JedisClusterCRC16;

/**
 * The masters of a Redis Cluster. Any node reports which slots are where; after a {@code MOVED} that slot is known at once,
 * and the whole map is asked for before the next batch.
 */
final class ClusterTopology implements Topology {

    private final List<HostAndPort> seeds;
    private final JedisClientConfig config;
    private volatile @Nullable SlotMap known;
    private volatile boolean doubtful = true;
    private @Nullable HostAndPort lastToAnswer;

    /**
     * Asks nothing yet.
     *
     * @param seeds where some of the nodes are
     * @param config how to log in to them
     */
    ClusterTopology(List<HostAndPort> seeds, JedisClientConfig config) {
        this.seeds = seeds;
        this.config = config;
    }

    @Override
    public int slotOf(byte[] key) {
        return JedisClusterCRC16.getSlot(key);
    }

    @Override
    public HostAndPort serverOf(int slot) {
        SlotMap map = known;
        if (map == null || doubtful) {
            map = refresh();
        }
        HostAndPort server = map.serverOf(slot);
        if (server == null) {
            doubtful = true;
            throw new JedisClusterOperationException(
                    "no node of the cluster serves slot " + slot + ": see CLUSTER INFO and CLUSTER SLOTS");
        }
        return server;
    }

    @Override
    public List<HostAndPort> primaries() {
        // Slots may have moved since somebody asked.
        doubtful = true;
        SlotMap map = refresh();
        if (!map.isComplete()) {
            throw new JedisClusterOperationException(
                    "there are slots that no node of the cluster serves: see CLUSTER INFO");
        }
        return List.copyOf(map.masters());
    }

    @Override
    public Optional<HostAndPort> known(int slot) {
        return Optional.ofNullable(known).map(map -> map.serverOf(slot));
    }

    @Override
    public void forget() {
        doubtful = true;
    }

    @Override
    public boolean hasSlots() {
        return true;
    }

    @Override
    public void moved(int slot, HostAndPort server) {
        SlotMap map = known;
        if (map != null) {
            known = map.with(slot, server);
        }
        doubtful = true;
    }

    private synchronized SlotMap refresh() {
        SlotMap map = known;
        if (map != null && !doubtful) {
            // Another thread has just asked.
            return map;
        }
        Set<HostAndPort> candidates = new LinkedHashSet<>();
        if (lastToAnswer != null) {
            // Others may be dead, and take until the timeout to show it.
            candidates.add(lastToAnswer);
        }
        if (map != null) {
            candidates.addAll(map.nodes());
        }
        candidates.addAll(seeds);
        List<JedisException> failures = new ArrayList<>();
        for (HostAndPort node : candidates) {
            try {
                // What is said in doubt from here on may be newer than the answer.
                doubtful = false;
                SlotMap fresh = ask(node);
                known = fresh;
                lastToAnswer = node;
                return fresh;
            } catch (JedisException e) {
                doubtful = true;
                failures.add(e);
            }
        }
        JedisConnectionException unanswered = new JedisConnectionException(
                "none of the cluster's nodes at " + HostNames.of(candidates) + " answers", failures.get(0));
        failures.subList(1, failures.size()).forEach(unanswered::addSuppressed);
        throw unanswered;
    }

    private SlotMap ask(HostAndPort node) {
        try (Connection connection = new Connection(node, config)) {
            return SlotMap.from(connection, node);
        }
    }
}
