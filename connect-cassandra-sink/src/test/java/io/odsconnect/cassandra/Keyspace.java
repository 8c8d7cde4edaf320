package io.odsconnect.cassandra;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.CqlSessionBuilder;
import com.datastax.oss.driver.api.core.config.DefaultDriverOption;
import com.datastax.oss.driver.api.core.config.DriverConfigLoader;
import com.datastax.oss.driver.api.core.cql.ColumnDefinition;
import com.datastax.oss.driver.api.core.cql.Row;
import io.odsconnect.testbed.cassandra.CassandraServer;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A keyspace that nobody else has, and a client of its own to look into it. */
final class Keyspace implements AutoCloseable {

    private static final String DRIVER_CONFIG = resource("/impatient-driver.conf");
    private static final AtomicInteger COUNT = new AtomicInteger();

    private final CassandraServer server;
    private final CqlSession session;
    private final String name = "sink" + ProcessHandle.current().pid() + "x" + COUNT.incrementAndGet();

    Keyspace(CassandraServer server) {
        this(server, builder(server));
    }

    Keyspace(CassandraServer server, CqlSessionBuilder builder) {
        this.server = server;
        this.session = builder.build();
        session.execute("create keyspace " + name
                + " with replication = {'class': 'SimpleStrategy', 'replication_factor': 1} and durable_writes = true");
    }

    /** Returns a builder of sessions of the tests' own. */
    static CqlSessionBuilder builder(CassandraServer server) {
        return CqlSession.builder()
                .addContactPoint(server.contactPoint())
                .withLocalDatacenter(server.localDatacenter())
                .withConfigLoader(DriverConfigLoader.programmaticBuilder()
                        .withDuration(DefaultDriverOption.METADATA_SCHEMA_WINDOW, Duration.ZERO)
                        .withDuration(DefaultDriverOption.REQUEST_TIMEOUT, Duration.ofSeconds(30))
                        .withDuration(DefaultDriverOption.CONNECTION_INIT_QUERY_TIMEOUT, Duration.ofSeconds(30))
                        .withDuration(DefaultDriverOption.RECONNECTION_MAX_DELAY, Duration.ofSeconds(1))
                        .withInt(DefaultDriverOption.NETTY_IO_SHUTDOWN_QUIET_PERIOD, 100)
                        .withInt(DefaultDriverOption.NETTY_IO_SHUTDOWN_TIMEOUT, 15_000)
                        .withString(DefaultDriverOption.NETTY_IO_SHUTDOWN_UNIT, "MILLISECONDS")
                        .withInt(DefaultDriverOption.NETTY_ADMIN_SHUTDOWN_QUIET_PERIOD, 100)
                        .withInt(DefaultDriverOption.NETTY_ADMIN_SHUTDOWN_TIMEOUT, 15_000)
                        .withString(DefaultDriverOption.NETTY_ADMIN_SHUTDOWN_UNIT, "MILLISECONDS")
                        .build());
    }

    /** Returns the options that find a server. */
    static Map<String, String> options(CassandraServer server) {
        Map<String, String> options = new HashMap<>();
        options.put("name", "test");
        options.put(
                "cassandra.contact.points",
                server.contactPoint().getHostString() + ":"
                        + server.contactPoint().getPort());
        options.put("cassandra.local.datacenter", server.localDatacenter());
        options.put("cassandra.driver.config.file", DRIVER_CONFIG);
        return options;
    }

    /** Returns a connector's options for rows of any topic, with more of them in turn. */
    Map<String, String> options(String table, String... more) {
        Map<String, String> options = options(server);
        options.put("table.template", name + "." + table);
        for (int i = 0; i < more.length; i += 2) {
            options.put(more[i], more[i + 1]);
        }
        return options;
    }

    String name() {
        return name;
    }

    CqlSession session() {
        return session;
    }

    /** Executes CQL in which {@code %s} stands for the keyspace. */
    void run(String cql) {
        session.execute(cql.formatted(name));
    }

    /** Returns the columns of a table's rows that are not null, by the value of the first column. */
    Map<Object, Map<String, Object>> rows(String table) {
        Map<Object, Map<String, Object>> rows = new TreeMap<>();
        for (Row row : session.execute("select * from " + name + "." + table)) {
            rows.put(Objects.requireNonNull(row.getObject(0)), columns(row));
        }
        return rows;
    }

    /** Returns the first value of the only row that a query gives. */
    @Nullable
    Object value(String cql) {
        Row row = session.execute(cql.formatted(name)).one();
        return row == null ? null : row.getObject(0);
    }

    static Map<String, Object> columns(Row row) {
        Map<String, Object> columns = new LinkedHashMap<>();
        for (ColumnDefinition column : row.getColumnDefinitions()) {
            // Not the value: for a collection that is null, the driver gives an empty one.
            if (!row.isNull(column.getName())) {
                columns.put(column.getName().asInternal(), Objects.requireNonNull(row.getObject(column.getName())));
            }
        }
        return columns;
    }

    @Override
    public void close() {
        session.execute("drop keyspace " + name);
        session.close();
    }

    private static String resource(String name) {
        try {
            URL url = Objects.requireNonNull(Keyspace.class.getResource(name), name);
            return Path.of(url.toURI()).toString();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(name + " is no file", e);
        }
    }
}
