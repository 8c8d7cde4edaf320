package io.odsconnect.testbed.redis;

import io.odsconnect.testbed.Backend;
import io.odsconnect.testbed.Place;
import io.odsconnect.testbed.process.EmbeddedServer;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A master and a replica, each a real Redis server, and three Sentinels that watch them: two of these must agree before
 * the replica takes over.
 */
public final class RedisSentinels implements Backend {

    /** The name by which the Sentinels know the master. */
    public static final String MASTER_NAME = "cards";

    private static final int COUNT = 3;
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final RedisOptions options;
    private final RedisOptions login;
    private final List<RedisServer> servers = new ArrayList<>();
    private final List<Place> sentinels = new ArrayList<>();

    private RedisSentinels(RedisOptions options, RedisOptions login) {
        this.options = options;
        this.login = login;
    }

    /** Returns servers without a password; there are only embedded ones. */
    public static RedisSentinels embeddedOrGiven() {
        return embedded(RedisOptions.PLAIN, RedisOptions.PLAIN);
    }

    /**
     * Returns servers of our own.
     *
     * @param options how master and replica are set up; the Sentinels talk TLS if these do
     * @param login user and password of the Sentinels themselves; nothing else of it counts
     */
    public static RedisSentinels embedded(RedisOptions options, RedisOptions login) {
        return new RedisSentinels(options, login);
    }

    @Override
    public String name() {
        return RedisBinary.description() + ", a master and a replica under " + COUNT + " Sentinels";
    }

    @Override
    public void start() {
        RedisServer master = RedisServer.embedded(options);
        servers.add(master);
        master.start();
        RedisServer replica = RedisServer.embedded(options.with("replicaof", "127.0.0.1 " + master.port()));
        servers.add(replica);
        replica.start();
        for (int i = 0; i < COUNT; i++) {
            Place sentinel = new EmbeddedServer(new SentinelProgram(options, login, master.port()), LIMIT);
            sentinels.add(sentinel);
            sentinel.start();
        }
        Waiting.until(LIMIT, "replica and Sentinels know of each other", this::isComplete);
    }

    /** Says whether the replica is in step and every Sentinel has seen all others. */
    private boolean isComplete() {
        return servers.stream().anyMatch(server -> says(server, "master_link_status:up"))
                && sentinels.stream().allMatch(sentinel -> {
                    try (RedisTalk talk = talkTo(sentinel)) {
                        return talk.text("INFO", "sentinel").contains("status=ok")
                                && talk.text("INFO", "sentinel").contains("slaves=1,sentinels=" + COUNT);
                    }
                });
    }

    private static boolean says(RedisServer server, String line) {
        try (RedisTalk talk = server.talk()) {
            return talk.text("INFO", "replication").contains(line);
        } catch (UncheckedIOException | IllegalStateException e) {
            return false;
        }
    }

    /** Returns where the Sentinels are. */
    public List<InetSocketAddress> sentinels() {
        return sentinels.stream().map(Place::address).toList();
    }

    /** Opens a conversation with each Sentinel in turn and ends it. */
    public void talkToAll(Consumer<RedisTalk> what) {
        for (Place sentinel : sentinels) {
            try (RedisTalk talk = talkTo(sentinel)) {
                what.accept(talk);
            }
        }
    }

    /** Returns the server that two Sentinels at least take for the master. */
    public RedisServer master() {
        return Waiting.forValue(LIMIT, "most Sentinels name one master", this::findMaster);
    }

    /** Returns the server that is not the master. */
    public RedisServer replica() {
        RedisServer master = master();
        return servers.stream()
                .filter(Predicate.not(master::equals))
                .findFirst()
                .orElseThrow();
    }

    /** Returns when {@code server} is the master and takes writes. */
    public void awaitMaster(RedisServer server) {
        Waiting.until(LIMIT, "the other server is the master", () -> {
            return server.equals(findMaster()) && says(server, "role:master");
        });
    }

    /**
     * Starts a server that was killed again, as a replica of the present master, and returns when it is in step. The
     * Sentinels would make it one too, but take their time.
     */
    public void rejoin(RedisServer killed) {
        RedisServer master = master();
        killed.restart();
        try (RedisTalk talk = killed.talk()) {
            var unused = talk.run("REPLICAOF", "127.0.0.1", Integer.toString(master.port()));
        }
        Waiting.until(LIMIT, "the server follows its master", () -> says(killed, "master_link_status:up"));
    }

    private @Nullable RedisServer findMaster() {
        for (RedisServer server : servers) {
            long votes = sentinels.stream()
                    .filter(sentinel -> masterPort(sentinel) == server.port())
                    .count();
            if (votes > COUNT / 2) {
                return server;
            }
        }
        return null;
    }

    private int masterPort(Place sentinel) {
        try (RedisTalk talk = talkTo(sentinel)) {
            Object address = talk.run("SENTINEL", "GET-MASTER-ADDR-BY-NAME", MASTER_NAME);
            return address instanceof List<?> hostAndPort ? Integer.parseInt(String.valueOf(hostAndPort.get(1))) : -1;
        }
    }

    private RedisTalk talkTo(Place sentinel) {
        return RedisTalk.with(
                sentinel.address(), new RedisOptions(login.user(), login.password(), false, options.tls(), Map.of()));
    }

    @Override
    public void close() {
        sentinels.forEach(Place::close);
        servers.forEach(RedisServer::close);
    }
}
