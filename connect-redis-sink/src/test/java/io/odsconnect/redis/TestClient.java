package io.odsconnect.redis;

import io.odsconnect.testbed.redis.RedisServer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Connection;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Protocol;

/** Reads and disturbs a Redis server, as an application would that knows nothing of the sink. */
public final class TestClient implements AutoCloseable {

    private final Connection connection;

    public TestClient(RedisServer server) {
        DefaultJedisClientConfig.Builder login =
                DefaultJedisClientConfig.builder().database(server.database());
        if (server.password() != null) {
            login.user(server.user()).password(server.password());
        }
        connection = new Connection(new HostAndPort(server.host(), server.port()), login.build());
    }

    /** Returns all fields of a hash; empty where there is none. */
    public Map<String, String> hash(String key) {
        List<?> fields = (List<?>) answer(Protocol.Command.HGETALL, key);
        Map<String, String> hash = new HashMap<>();
        for (int i = 0; i < fields.size(); i += 2) {
            hash.put(text(fields.get(i)), text(fields.get(i + 1)));
        }
        return hash;
    }

    /** Returns the names of all keys, markers of deletes too. */
    public SortedSet<String> keys() {
        SortedSet<String> keys = new TreeSet<>();
        ((List<?>) answer(Protocol.Command.KEYS, "*")).forEach(key -> keys.add(text(key)));
        return keys;
    }

    /** Returns what is in a set. */
    public SortedSet<String> members(String key) {
        SortedSet<String> members = new TreeSet<>();
        ((List<?>) answer(Protocol.Command.SMEMBERS, key)).forEach(member -> members.add(text(member)));
        return members;
    }

    /** Returns what is in a sorted set, lowest score first. */
    public List<String> ranked(String key) {
        return ((List<?>) Objects.requireNonNull(run(Protocol.Command.ZRANGE, key, "0", "-1")))
                .stream().map(TestClient::text).toList();
    }

    public boolean exists(String key) {
        return (Long) answer(Protocol.Command.EXISTS, key) == 1;
    }

    public @Nullable String get(String key) {
        Object value = run(Protocol.Command.GET, key);
        return value == null ? null : text(value);
    }

    /** Returns the milliseconds a key still has; -1 for ever, -2 where there is none. */
    public long ttlMillis(String key) {
        return (Long) answer(Protocol.Command.PTTL, key);
    }

    /** Returns a section of what the server tells of itself. */
    public String info(String section) {
        return text(answer(Protocol.Command.INFO, section));
    }

    /** Runs any command; an error is thrown as the client throws it. */
    public @Nullable Object run(Protocol.Command command, String... arguments) {
        List<byte[]> bytes = new ArrayList<>();
        for (String argument : arguments) {
            bytes.add(argument.getBytes(StandardCharsets.UTF_8));
        }
        connection.sendCommand(command, bytes.toArray(byte[][]::new));
        return connection.getOne();
    }

    private Object answer(Protocol.Command command, String argument) {
        return Objects.requireNonNull(run(command, argument));
    }

    private static String text(Object bytes) {
        return new String((byte[]) bytes, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        connection.close();
    }
}
