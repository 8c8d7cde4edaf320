package io.odsconnect.examples.demo;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.config.DefaultDriverOption;
import com.datastax.oss.driver.api.core.config.DriverConfigLoader;
import io.odsconnect.examples.bank.Bank;
import io.odsconnect.examples.bank.BankTable;
import io.odsconnect.examples.compare.AerospikeRows;
import io.odsconnect.examples.compare.CardCipher;
import io.odsconnect.examples.compare.CassandraRows;
import io.odsconnect.examples.compare.RedisRows;
import io.odsconnect.examples.compare.StoreRows;
import io.odsconnect.testbed.Backend;
import io.odsconnect.testbed.aerospike.AerospikeServer;
import io.odsconnect.testbed.cassandra.CassandraServer;
import io.odsconnect.testbed.connect.ConnectOptions;
import io.odsconnect.testbed.connect.ConnectRest;
import io.odsconnect.testbed.connect.ConnectWorker;
import io.odsconnect.testbed.connect.PluginPath;
import io.odsconnect.testbed.connect.WorkerRelease;
import io.odsconnect.testbed.db2.CaptureControl;
import io.odsconnect.testbed.db2.Db2Server;
import io.odsconnect.testbed.kafka.KafkaBroker;
import io.odsconnect.testbed.redis.RedisOptions;
import io.odsconnect.testbed.redis.RedisServer;
import io.odsconnect.testbed.registry.SchemaRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Deque;
import java.util.List;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** All that the pipeline stands on: Db2, Kafka, the Connect worker with our plugins, and the stores. */
final class Servers implements AutoCloseable {

    /** The file with addresses and passwords, in the worker's folder; the connector configs read it by config provider. */
    private static final String SECRETS = "demo.properties";

    private static final Path BANK = Path.of("bank");
    private static final int KEY_BYTES = 32;
    /** The modules whose ZIPs the worker loads. */
    static final String[] PLUGINS = {
        "common-smt", "connect-db2-source", "connect-redis-sink", "connect-aerospike-sink", "connect-cassandra-sink"
    };

    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private final Path examples;
    private final Screen screen;
    private final byte[] cardKey = random(KEY_BYTES);
    private final Db2Server db2;
    private final KafkaBroker kafka;
    private final RedisServer redis;
    private final AerospikeServer aerospike;
    private final CassandraServer cassandra;
    private final ConnectWorker connect;

    private Servers(Path examples, Screen screen, boolean avro, WorkerRelease release) {
        this.examples = examples;
        this.screen = screen;
        db2 = remember(Db2Server.embeddedOrGiven());
        kafka = remember(KafkaBroker.embeddedOrGiven());
        redis = remember(redisWithLogin());
        aerospike = remember(AerospikeServer.embeddedOrGiven());
        cassandra = remember(CassandraServer.embeddedOrGiven());
        try {
            CompletableFuture<?> all =
                    CompletableFuture.allOf(starting(cassandra), starting(db2), starting(redis), starting(aerospike));
            start(kafka);
            PluginPath plugins = remember(PluginPath.ofModules(PLUGINS));
            ConnectOptions options =
                    workerOptions(kafka.bootstrapServers(), plugins.path()).withRelease(release);
            if (avro) {
                SchemaRegistry registry = remember(new SchemaRegistry());
                start(registry);
                options = registry.with(options);
            }
            connect = remember(new ConnectWorker(options));
            start(connect);
            all.join();
            writeSecrets();
        } catch (CompletionException e) {
            close();
            throw new IllegalStateException(e.getMessage(), e);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /**
     * Starts everything.
     *
     * @param examples the folder {@code examples} of the repository
     * @param screen where to say so
     * @param avro whether the worker's converters write Avro, with a schema registry, and not JSON
     */
    static Servers start(Path examples, Screen screen, boolean avro) {
        return new Servers(examples, screen, avro, WorkerRelease.ofBuild());
    }

    /** Starts everything, with a worker of this version and Java, and converters that write JSON. */
    static Servers start(Path examples, Screen screen, WorkerRelease release) {
        return new Servers(examples, screen, false, release);
    }

    private static RedisServer redisWithLogin() {
        return System.getProperty(RedisServer.PROPERTY) == null
                ? RedisServer.embedded(
                        RedisOptions.PLAIN.withUser("ods", UUID.randomUUID().toString()))
                : RedisServer.embeddedOrGiven();
    }

    private static ConnectOptions workerOptions(String bootstrapServers, Path plugins) {
        return ConnectOptions.of(bootstrapServers, plugins)
                .withHeap(512)
                // So that progress, which is read off the committed offsets, is shown as it happens.
                .with("offset.flush.interval.ms", "500");
    }

    private <T extends AutoCloseable> T remember(T resource) {
        open.push(resource);
        return resource;
    }

    private CompletableFuture<Void> starting(Backend backend) {
        return CompletableFuture.runAsync(() -> start(backend));
    }

    private void start(Backend backend) {
        long begin = System.nanoTime();
        backend.start();
        screen.line("%-55s up after %4.1f s", backend.name(), (System.nanoTime() - begin) / 1e9);
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new SecureRandom().nextBytes(bytes);
        return bytes;
    }

    private void writeSecrets() {
        Properties properties = new Properties();
        properties.setProperty("db2.host", db2.host());
        properties.setProperty("db2.port", Integer.toString(db2.port()));
        properties.setProperty(
                "db2.database", db2.jdbcUrl().substring(db2.jdbcUrl().lastIndexOf('/') + 1));
        properties.setProperty("db2.user", db2.user());
        properties.setProperty("db2.password", db2.password());
        properties.setProperty("redis.host", redis.host());
        properties.setProperty("redis.port", Integer.toString(redis.port()));
        properties.setProperty("redis.user", redis.user() == null ? "default" : redis.user());
        properties.setProperty("redis.password", redis.password() == null ? "" : redis.password());
        properties.setProperty("aerospike.host", aerospike.host());
        properties.setProperty("aerospike.port", Integer.toString(aerospike.port()));
        properties.setProperty("aerospike.namespace", aerospike.namespace());
        properties.setProperty("cassandra.host", cassandra.contactPoint().getHostString());
        properties.setProperty(
                "cassandra.port", Integer.toString(cassandra.contactPoint().getPort()));
        properties.setProperty("cassandra.datacenter", cassandra.localDatacenter());
        properties.setProperty(
                "card.keyset", "card-1:FF1:" + Base64.getEncoder().encodeToString(cardKey));
        properties.setProperty("digest.key", Base64.getEncoder().encodeToString(random(KEY_BYTES)));
        Path file = connect.log().resolveSibling(SECRETS);
        try {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            try (Writer writer = Files.newBufferedWriter(file)) {
                properties.store(writer, "Addresses, passwords and keys of the demo");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Makes the bank's tables, fills them, and has Capture watch them; makes the tables in Cassandra. */
    void openBank(Bank bank) throws SQLException {
        long begin = System.nanoTime();
        try (Connection connection = openDb2()) {
            try (Statement statement = connection.createStatement()) {
                for (String sql : Scripts.statements(examples.resolve(BANK).resolve("schema.sql"))) {
                    statement.execute(sql);
                }
            }
            bank.fill(connection);
        }
        for (BankTable table : BankTable.values()) {
            db2.capture().register(BankTable.SCHEMA, table.name());
        }
        screen.line(
                "%,d customers, %,d accounts, %,d cards and %,d entries of the ledger in Db2, after %.1f s",
                bank.customers(), bank.accounts(), bank.cards(), bank.ledger(), (System.nanoTime() - begin) / 1e9);
        try (CqlSession session = openCassandra()) {
            for (String cql : Scripts.statements(examples.resolve(BANK).resolve("schema.cql"))) {
                session.execute(cql);
            }
        }
    }

    /** Returns what steers Db2's Capture program. */
    CaptureControl capture() {
        return db2.capture();
    }

    Connection openDb2() throws SQLException {
        return db2.connect();
    }

    private CqlSession openCassandra() {
        return CqlSession.builder()
                .addContactPoint(cassandra.contactPoint())
                .withLocalDatacenter(cassandra.localDatacenter())
                .withConfigLoader(DriverConfigLoader.programmaticBuilder()
                        .withDuration(DefaultDriverOption.METADATA_SCHEMA_WINDOW, Duration.ZERO)
                        .withDuration(DefaultDriverOption.REQUEST_TIMEOUT, Duration.ofSeconds(30))
                        .build())
                .build();
    }

    /** Opens a reader of every store; the caller closes them. */
    List<StoreRows> openStores() {
        List<StoreRows> stores = new ArrayList<>();
        CardCipher cards = cards();
        stores.add(new RedisRows(redis.uri(), cards));
        stores.add(new AerospikeRows(aerospike.host(), aerospike.port(), aerospike.namespace(), cards));
        stores.add(new CassandraRows(openCassandra(), cards));
        return stores;
    }

    /** Returns a reader of card numbers that has the key. */
    CardCipher cards() {
        return new CardCipher(cardKey);
    }

    /** Returns the folder {@code examples} of the repository. */
    Path examples() {
        return examples;
    }

    KafkaBroker kafka() {
        return kafka;
    }

    /** Returns where Redis is, with the login. */
    URI redisUri() {
        return redis.uri();
    }

    RedisServer redis() {
        return redis;
    }

    Db2Server db2() {
        return db2;
    }

    ConnectWorker connect() {
        return connect;
    }

    ConnectRest rest() {
        return connect.rest();
    }

    /** Says where everything is, and what one can do with it. */
    void describe() {
        String rest = connect.url().toString();
        screen.line("Connect REST   %s", rest);
        screen.line("Kafka          %s", kafka.bootstrapServers());
        screen.line("Db2            %s  user %s  password %s", db2.jdbcUrl(), db2.user(), db2.password());
        screen.line("Redis          %s", redis.uri());
        screen.line("Aerospike      %s:%d  namespace %s", aerospike.host(), aerospike.port(), aerospike.namespace());
        screen.line(
                "Cassandra      %s:%d  datacenter %s",
                cassandra.contactPoint().getHostString(),
                cassandra.contactPoint().getPort(),
                cassandra.localDatacenter());
        screen.line("Worker's log   %s", connect.log());
        screen.line("");
        screen.line("curl -s %s/connectors?expand=status", rest);
        screen.line("curl -s %s/connectors/db2-source/offsets", rest);
        screen.line("redis-cli -u %s hgetall customer:1", redis.uri());
        screen.line(
                "UPDATE BANK.CUSTOMER SET EMAIL = 'me@example.com' WHERE CUSTOMER_ID = 1   (any SQL client, IBM's driver)");
    }

    @Override
    public void close() {
        @Nullable Exception first = null;
        while (!open.isEmpty()) {
            try {
                open.pop().close();
            } catch (Exception e) {
                first = first == null ? e : first;
            }
        }
        if (first != null) {
            throw new IllegalStateException("A server did not end: " + first.getMessage(), first);
        }
    }
}
