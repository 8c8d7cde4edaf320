package io.odsconnect.redis.connection;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Connection;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;

/**
 * The master that Sentinels name. They are asked when something speaks against the one we know, and every few seconds,
 * because a master that was cut off from the others goes on taking writes from those who do not ask.
 *
 * @see <a href="https://redis.io/docs/latest/develop/reference/sentinel-clients/">Guidelines for Sentinel clients</a>
 */
final class SentinelTopology implements Topology {

    private static final long KNOWN_FOR_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final String masterName;
    private final JedisClientConfig config;
    private final Runnable onNewMaster;
    private final List<HostAndPort> sentinels;
    private @Nullable HostAndPort master;
    private long askedNanos;

    /**
     * Asks nothing yet.
     *
     * @param servers the Sentinels and the master's name
     * @param config how to log in to Sentinels
     * @param onNewMaster is called when the master has changed
     */
    SentinelTopology(Servers.Sentinels servers, JedisClientConfig config, Runnable onNewMaster) {
        this.masterName = servers.masterName();
        this.config = config;
        this.onNewMaster = onNewMaster;
        this.sentinels = new ArrayList<>(servers.hosts());
    }

    @Override
    public int slotOf(byte[] key) {
        return 0;
    }

    @Override
    public synchronized HostAndPort serverOf(int slot) {
        HostAndPort known = master;
        if (known != null && System.nanoTime() - askedNanos < KNOWN_FOR_NANOS) {
            return known;
        }
        HostAndPort named = ask();
        if (known != null && !known.equals(named)) {
            onNewMaster.run();
        }
        master = named;
        askedNanos = System.nanoTime();
        return named;
    }

    @Override
    public synchronized Optional<HostAndPort> known(int slot) {
        return Optional.ofNullable(master);
    }

    @Override
    public synchronized void forget() {
        askedNanos = System.nanoTime() - KNOWN_FOR_NANOS;
    }

    /** Asks one after the other; the first that answers is asked first the next time. */
    private HostAndPort ask() {
        List<JedisException> failures = new ArrayList<>();
        for (HostAndPort sentinel : List.copyOf(sentinels)) {
            try {
                HostAndPort answer = ask(sentinel, masterName, config);
                if (answer != null) {
                    sentinels.remove(sentinel);
                    sentinels.add(0, sentinel);
                    return answer;
                }
                failures.add(new JedisDataException("Sentinel " + sentinel + " knows no master " + masterName));
            } catch (JedisException e) {
                failures.add(e);
            }
        }
        JedisConnectionException unanswered = new JedisConnectionException(
                "none of the Sentinels at " + HostNames.of(sentinels) + " names a master " + masterName,
                failures.get(0));
        failures.subList(1, failures.size()).forEach(unanswered::addSuppressed);
        throw unanswered;
    }

    /**
     * Asks one Sentinel.
     *
     * @return where the master is; null where the Sentinel knows none by that name
     * @throws JedisException if it does not answer, does not let us in, or is no Sentinel
     */
    static @Nullable HostAndPort ask(HostAndPort sentinel, String masterName, JedisClientConfig config) {
        try (Connection connection = new Connection(sentinel, config)) {
            connection.sendCommand(Protocol.Command.SENTINEL, "GET-MASTER-ADDR-BY-NAME", masterName);
            return connection.getOne() instanceof List<?> address
                    ? new HostAndPort(text(address.get(0)), Integer.parseInt(text(address.get(1))))
                    : null;
        }
    }

    private static String text(Object bytes) {
        return new String((byte[]) bytes, StandardCharsets.UTF_8);
    }
}
