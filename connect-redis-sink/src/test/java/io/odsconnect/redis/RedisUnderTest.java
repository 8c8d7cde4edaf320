package io.odsconnect.redis;

import io.odsconnect.testbed.redis.RedisServer;
import io.odsconnect.testbed.sink.suite.StoreUnderTest;
import io.odsconnect.testbed.sink.suite.SuiteTable;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import org.apache.kafka.connect.sink.SinkTask;
import redis.clients.jedis.Protocol.Command;

/** Redis and its sink for the suite of all sinks: a row is a hash. The server's database is emptied. */
final class RedisUnderTest implements StoreUnderTest {

    private static final Map<SuiteTable, String> PREFIXES =
            Map.of(SuiteTable.CARD, "card:", SuiteTable.ENTRY, "entry:", SuiteTable.TICKET, "ticket:");

    private final RedisServer server;
    private final TestClient client;

    RedisUnderTest(RedisServer server) {
        this.server = server;
        this.client = new TestClient(server);
    }

    @Override
    public InetSocketAddress address() {
        return server.address();
    }

    @Override
    public SinkTask newTask() {
        return new RedisSinkTask();
    }

    @Override
    public Map<String, String> options(InetSocketAddress at) {
        Map<String, String> options = new HashMap<>();
        options.put("redis.hosts", at.getHostString() + ":" + at.getPort());
        options.put("redis.database", Integer.toString(server.database()));
        if (server.password() != null) {
            options.put("redis.password", server.password());
        }
        if (server.user() != null) {
            options.put("redis.username", server.user());
        }
        options.put("redis.socket.timeout.ms", "1000");
        options.put("key.template." + SuiteTable.CARD.topic(), "card:{ID}");
        options.put("key.template." + SuiteTable.ENTRY.topic(), "entry:{ACCOUNT}:{SEQ}");
        options.put("key.template." + SuiteTable.TICKET.topic(), "ticket:{ID}");
        return options;
    }

    @Override
    public void empty() {
        client.run(Command.FLUSHDB);
    }

    @Override
    public Map<String, Map<String, String>> rows(SuiteTable table) {
        String prefix = Objects.requireNonNull(PREFIXES.get(table));
        Map<String, Map<String, String>> rows = new HashMap<>();
        for (String key : client.keys()) {
            if (key.startsWith(prefix)) {
                Map<String, String> row = client.hash(key);
                row.remove("__position");
                rows.put(key.substring(prefix.length()), row);
            }
        }
        return rows;
    }

    @Override
    public OptionalLong millisLeft(SuiteTable table, String key) {
        long millis = client.ttlMillis(PREFIXES.get(table) + key);
        return millis < 0 ? OptionalLong.empty() : OptionalLong.of(millis);
    }

    @Override
    public boolean tellsStale() {
        return true;
    }

    @Override
    public List<Runnable> mischief() {
        return List.of(() -> client.run(Command.SCRIPT, "FLUSH"));
    }

    @Override
    public void close() {
        client.close();
    }
}
