package io.odsconnect.testbed.redis;

import io.odsconnect.testbed.Backend;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A Redis Cluster of real servers: three masters, each with a third of the slots and a replica. */
public final class RedisCluster implements Backend {

    /** How many slots a cluster has. */
    public static final int SLOTS = 16_384;

    private static final int MASTERS = 3;
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final RedisOptions options;
    private final List<RedisServer> nodes = new ArrayList<>();

    private RedisCluster(RedisOptions options) {
        this.options = options;
    }

    /** Returns a cluster without a password; there are only embedded ones. */
    public static RedisCluster embeddedOrGiven() {
        return embedded(RedisOptions.PLAIN);
    }

    /** Returns a cluster of our own whose nodes are all set up alike. */
    public static RedisCluster embedded(RedisOptions options) {
        RedisOptions node = options.with("cluster-enabled", "yes")
                // As short as keeps a busy machine from failing over without a reason.
                .with("cluster-node-timeout", "2000")
                .with("repl-diskless-sync-delay", "0");
        return new RedisCluster(options.tls() == null ? node : node.with("tls-cluster", "yes"));
    }

    @Override
    public String name() {
        return RedisBinary.description() + ", a cluster of " + MASTERS + " masters with a replica each";
    }

    @Override
    public void start() {
        for (int i = 0; i < 2 * MASTERS; i++) {
            RedisServer node = RedisServer.embedded(options);
            nodes.add(node);
            node.start();
        }
        for (int i = 0; i < MASTERS; i++) {
            addSlots(nodes.get(i), i * SLOTS / MASTERS, (i + 1) * SLOTS / MASTERS);
        }
        introduce();
        for (int i = 0; i < MASTERS; i++) {
            run(nodes.get(MASTERS + i), "CLUSTER", "REPLICATE", id(nodes.get(i)));
        }
        awaitWhole();
    }

    private static void addSlots(RedisServer node, int from, int to) {
        Stream<String> slots = IntStream.range(from, to).mapToObj(Integer::toString);
        run(node, Stream.concat(Stream.of("CLUSTER", "ADDSLOTS"), slots).toArray(String[]::new));
    }

    /** Makes the nodes known to each other: each gets an epoch of its own, so that none argues about its slots. */
    private void introduce() {
        for (int i = 0; i < nodes.size(); i++) {
            run(nodes.get(i), "CLUSTER", "SET-CONFIG-EPOCH", Integer.toString(i + 1));
        }
        for (RedisServer node : nodes.subList(1, nodes.size())) {
            run(
                    node,
                    "CLUSTER",
                    "MEET",
                    "127.0.0.1",
                    Integer.toString(nodes.get(0).port()));
        }
        Waiting.until(
                LIMIT,
                "all nodes know each other",
                () -> nodes.stream().allMatch(node -> says(node, "CLUSTER", "cluster_known_nodes:" + nodes.size())));
    }

    /** Says whether every node finds the cluster well and every replica is in step. */
    public boolean isWhole() {
        return nodes.stream().allMatch(node -> says(node, "CLUSTER", "cluster_state:ok"))
                && nodes.stream()
                        .allMatch(node -> says(node, "INFO", "role:master")
                                ? says(node, "INFO", "connected_slaves:1")
                                : says(node, "INFO", "master_link_status:up"));
    }

    /** Returns when every node finds the cluster well and every replica is in step. */
    public void awaitWhole() {
        Waiting.until(LIMIT, "the cluster is whole", this::isWhole);
        // Valkey 8.0 learns which shard a node is in without writing it down, and does not start again from such a
        // file.
        nodes.forEach(node -> run(node, "CLUSTER", "SAVECONFIG"));
    }

    private static boolean says(RedisServer node, String command, String line) {
        try (RedisTalk talk = node.talk()) {
            return talk.text(command, command.equals("INFO") ? "replication" : "INFO")
                    .contains(line);
        } catch (UncheckedIOException | IllegalStateException e) {
            return false;
        }
    }

    /** Returns all nodes. */
    public List<RedisServer> nodes() {
        return List.copyOf(nodes);
    }

    /** Returns where clients may connect. */
    public List<InetSocketAddress> addresses() {
        return nodes.stream().map(RedisServer::address).toList();
    }

    /** Returns the nodes that are masters by their own word, those that are down left out. */
    public List<RedisServer> masters() {
        return nodes.stream().filter(node -> says(node, "INFO", "role:master")).toList();
    }

    /** Returns the node that serves a slot by the word of a node that is up. */
    public RedisServer masterOf(int slot) {
        return Waiting.forValue(LIMIT, "somebody serves slot " + slot, () -> findMaster(slot));
    }

    private @Nullable RedisServer findMaster(int slot) {
        return nodes.stream()
                .flatMap(node -> rangesBy(node).stream())
                .map(range -> (List<?>) range)
                .filter(range -> (Long) range.get(0) <= slot && slot <= (Long) range.get(1))
                .map(range -> (Long) ((List<?>) range.get(2)).get(1))
                .map(port -> byPort(port.intValue()))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    /** Returns what a node answers to CLUSTER SLOTS: start, end, and the master and its replicas; nothing if it is down. */
    private static List<?> rangesBy(RedisServer node) {
        try (RedisTalk talk = node.talk()) {
            return talk.run("CLUSTER", "SLOTS") instanceof List<?> ranges ? ranges : List.of();
        } catch (UncheckedIOException | IllegalStateException e) {
            return List.of();
        }
    }

    private @Nullable RedisServer byPort(int port) {
        return nodes.stream().filter(node -> node.port() == port).findFirst().orElse(null);
    }

    /** Returns the replica of a master. */
    public RedisServer replicaOf(RedisServer master) {
        return nodes.stream()
                .filter(node -> says(node, "INFO", "master_port:" + master.port()))
                .findFirst()
                .orElseThrow();
    }

    /** Returns when a node is a master by its own word and that of all nodes that are up. */
    public void awaitMaster(RedisServer node) {
        Waiting.until(LIMIT, "the node is a master", () -> says(node, "INFO", "role:master"));
    }

    /**
     * Moves a slot to another master as {@code redis-cli --cluster reshard} does: key by key, with the slot half here and
     * half there meanwhile.
     *
     * @param between runs when the first keys are moved and the others are not
     */
    public void moveSlot(int slot, RedisServer to, Runnable between) {
        RedisServer from = masterOf(slot);
        String number = Integer.toString(slot);
        run(to, "CLUSTER", "SETSLOT", number, "IMPORTING", id(from));
        run(from, "CLUSTER", "SETSLOT", number, "MIGRATING", id(to));
        boolean told = false;
        for (List<String> keys = keysOf(from, number); !keys.isEmpty(); keys = keysOf(from, number)) {
            migrate(from, to, keys);
            if (!told) {
                told = true;
                between.run();
            }
        }
        for (RedisServer node : List.of(to, from)) {
            run(node, "CLUSTER", "SETSLOT", number, "NODE", id(to));
        }
    }

    private static List<String> keysOf(RedisServer node, String slot) {
        try (RedisTalk talk = node.talk()) {
            return ((List<?>) Objects.requireNonNull(talk.run("CLUSTER", "GETKEYSINSLOT", slot, "10")))
                    .stream().map(String::valueOf).toList();
        }
    }

    private void migrate(RedisServer from, RedisServer to, List<String> keys) {
        List<String> command =
                new ArrayList<>(List.of("MIGRATE", "127.0.0.1", Integer.toString(to.port()), "", "0", "10000"));
        if (to.password() != null) {
            command.addAll(
                    to.user() == null ? List.of("AUTH", to.password()) : List.of("AUTH2", to.user(), to.password()));
        }
        command.add("KEYS");
        command.addAll(keys);
        run(from, command.toArray(String[]::new));
    }

    private static String id(RedisServer node) {
        try (RedisTalk talk = node.talk()) {
            return talk.text("CLUSTER", "MYID");
        }
    }

    private static void run(RedisServer node, String... command) {
        try (RedisTalk talk = node.talk()) {
            var unused = talk.run(command);
        }
    }

    @Override
    public void close() {
        nodes.forEach(RedisServer::close);
    }
}
