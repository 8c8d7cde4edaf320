package io.odsconnect.redis.store;

import io.odsconnect.common.expiry.ExpiryRule;
import io.odsconnect.common.sink.Outcome;
import io.odsconnect.common.template.TopicTemplates;
import io.odsconnect.redis.connection.ConnectionSettings;
import io.odsconnect.redis.connection.Login;
import io.odsconnect.redis.connection.RedisConnections;
import io.odsconnect.redis.connection.Servers;
import io.odsconnect.redis.encoding.RowEncoding;
import io.odsconnect.redis.encoding.ValueFormats;
import io.odsconnect.redis.encoding.ValueType;
import io.odsconnect.redis.mapping.RowMapper;
import io.odsconnect.testbed.redis.RedisServer;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.common.config.types.Password;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.HostAndPort;

/** A store that takes writes without events around them. */
public final class TestStore implements AutoCloseable {

    static final long WEEK = TimeUnit.DAYS.toMillis(7);

    /** Hashes by the position rule. */
    static final WriteRules GUARDED =
            new WriteRules(true, "__position", WEEK, ValueType.HASH, false, IndexType.NONE, "__index");

    /** Hashes without it. */
    static final WriteRules PLAIN = new WriteRules(false, "", WEEK, ValueType.HASH, false, IndexType.NONE, "__index");

    private final WriteRules rules;
    private final RedisStore store;

    TestStore(WriteRules rules, ConnectionSettings settings) {
        RowEncoding encoding =
                new RowEncoding(rules.valueType(), rules.needsScript(), ValueFormats.DEFAULT, false, Set.of());
        RowMapper unused = new RowMapper(
                TopicTemplates.of(null, Map.of()), encoding, ExpiryRule.NEVER, null, System::currentTimeMillis);
        this.rules = rules;
        this.store = new RedisStore(unused, rules, new RedisConnections(settings), 4);
    }

    /** Opens a store as the user that the server was started with. */
    static TestStore open(WriteRules rules, RedisServer server) {
        return new TestStore(rules, settings(server, server.user(), server.password()));
    }

    /** Returns where a server is, for another user. */
    static ConnectionSettings settings(RedisServer server, @Nullable String user, @Nullable String password) {
        Login login = new Login(user, password == null ? null : new Password(password));
        return ConnectionSettings.of(new Servers.Standalone(new HostAndPort(server.host(), server.port())), login)
                .withDatabase(server.database());
    }

    /** Returns the same rules for rows that may go by themselves. */
    static WriteRules expiring(WriteRules rules) {
        return new WriteRules(
                rules.positionGuard(),
                rules.positionField(),
                rules.markerTtlMillis(),
                rules.valueType(),
                true,
                rules.indexType(),
                rules.indexField());
    }

    /** Returns the same rules for rows of another type, in indexes of a type. */
    static WriteRules with(WriteRules rules, ValueType type, IndexType index) {
        return new WriteRules(
                rules.positionGuard(),
                rules.positionField(),
                rules.markerTtlMillis(),
                type,
                rules.expiring(),
                index,
                rules.indexField());
    }

    List<Outcome> write(TestWrite... writes) {
        return send(List.of(writes)).join();
    }

    CompletableFuture<List<Outcome>> send(List<TestWrite> writes) {
        return store.write(writes.stream().map(write -> write.forStore(rules)).toList())
                .toCompletableFuture();
    }

    /** Writes rows of one column: {@code card:0}, {@code card:1} and so on. */
    List<Outcome> writeMany(int count, long position) {
        return write(Stream.iterate(0, i -> i + 1)
                .limit(count)
                .map(i -> TestWrite.put("card:" + i, position, "NO", "" + i))
                .toArray(TestWrite[]::new));
    }

    /** Tells the store that its task was given partitions. */
    void assigned() {
        store.assigned();
    }

    @Override
    public void close() {
        store.close();
    }
}
