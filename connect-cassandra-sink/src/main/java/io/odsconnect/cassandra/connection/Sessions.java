package io.odsconnect.cassandra.connection;

import com.datastax.oss.driver.api.core.AllNodesFailedException;
import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.CqlSessionBuilder;
import com.datastax.oss.driver.api.core.auth.AuthenticationException;
import com.datastax.oss.driver.api.core.config.DriverConfigLoader;
import com.datastax.oss.driver.api.core.config.OptionsMap;
import com.datastax.oss.driver.api.core.config.TypedDriverOption;
import com.datastax.oss.driver.api.core.metadata.Node;
import com.datastax.oss.driver.api.core.ssl.ProgrammaticSslEngineFactory;
import io.odsconnect.cassandra.config.CassandraOptions;
import io.odsconnect.cassandra.config.CassandraSinkConfig;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Opens sessions of the driver by a sink's options. */
public final class Sessions {

    /** What the driver sends over a connection at a time unless it is told otherwise, and the most that it can. */
    private static final int USUAL_REQUESTS = 1024;

    private static final int MOST_REQUESTS = 32_768;

    private Sessions() {}

    /**
     * Opens a session.
     *
     * @throws ConnectionProblem if no node lets us in, or none of the local data centre is there; a sentence that says
     *     why, and the option to look at
     * @throws org.apache.kafka.common.config.ConfigException if a key store or trust store cannot be read
     */
    public static CqlSession open(CassandraSinkConfig config) {
        // The worker's threads have the plugin's class loader as theirs, but REST calls that validate do not.
        ClassLoader loader = Sessions.class.getClassLoader();
        CqlSessionBuilder builder = CqlSession.builder().withClassLoader(loader);
        for (InetSocketAddress point : config.contactPoints()) {
            builder.addContactPoint(new InetSocketAddress(point.getHostString(), point.getPort()));
        }
        builder.withLocalDatacenter(config.getString(CassandraOptions.LOCAL_DATACENTER));
        String user = config.getString(CassandraOptions.USERNAME);
        String password = config.secret(CassandraOptions.PASSWORD);
        if (user != null && password != null) {
            builder.withAuthCredentials(user, password);
        }
        // Not withSslContext: that would take a certificate for any host.
        config.sslContext()
                .ifPresent(
                        context -> builder.withSslEngineFactory(new ProgrammaticSslEngineFactory(context, null, true)));
        CqlSession session = build(config, builder.withConfigLoader(driverConfig(config, loader)));
        try {
            checkDatacenter(config, session);
        } catch (ConnectionProblem e) {
            session.close();
            throw e;
        }
        return session;
    }

    private static CqlSession build(CassandraSinkConfig config, CqlSessionBuilder builder) {
        try {
            return builder.build();
        } catch (AllNodesFailedException e) {
            throw noneReached(config, e);
        } catch (RuntimeException e) {
            // What the driver's configuration file says comes to light only here, in exceptions of many kinds.
            String option = config.getString(CassandraOptions.DRIVER_CONFIG_FILE) == null
                    ? CassandraOptions.CONTACT_POINTS
                    : CassandraOptions.DRIVER_CONFIG_FILE;
            throw new ConnectionProblem(option, "Cannot open a session to Cassandra: " + e.getMessage(), e);
        }
    }

    private static ConnectionProblem noneReached(CassandraSinkConfig config, AllNodesFailedException failure) {
        String points = String.join(", ", config.getList(CassandraOptions.CONTACT_POINTS));
        List<Throwable> errors = failure.getAllErrors().values().stream()
                .flatMap(Collection::stream)
                .toList();
        if (errors.stream().anyMatch(AuthenticationException.class::isInstance)) {
            return new ConnectionProblem(
                    CassandraOptions.USERNAME,
                    "Cassandra at " + points + " refuses the login: check " + CassandraOptions.USERNAME + " and "
                            + CassandraOptions.PASSWORD + ".",
                    failure);
        }
        String why = errors.isEmpty() ? "" : " (" + innermost(errors.get(0)) + ")";
        return new ConnectionProblem(
                CassandraOptions.CONTACT_POINTS,
                "None of " + points + " can be reached" + why + ": check " + CassandraOptions.CONTACT_POINTS
                        + ", the network, and whether both sides encrypt or neither.",
                failure);
    }

    private static String innermost(Throwable error) {
        Throwable inner = error;
        while (inner.getCause() != null) {
            inner = inner.getCause();
        }
        return inner.getMessage() == null ? inner.getClass().getSimpleName() : inner.getMessage();
    }

    /** The driver only warns of a data centre that is none, and then finds no node for any write. */
    private static void checkDatacenter(CassandraSinkConfig config, CqlSession session) {
        String local = config.getString(CassandraOptions.LOCAL_DATACENTER);
        TreeSet<String> there = session.getMetadata().getNodes().values().stream()
                .map(Node::getDatacenter)
                .filter(Objects::nonNull)
                .collect(Collectors.toCollection(TreeSet::new));
        if (!there.contains(local)) {
            throw new ConnectionProblem(
                    CassandraOptions.LOCAL_DATACENTER,
                    "The cluster has no data centre " + local + ", but " + String.join(", ", there) + ".");
        }
    }

    private static DriverConfigLoader driverConfig(CassandraSinkConfig config, ClassLoader loader) {
        // A map, since the programmatic loader would bring all defaults along, and hide the file behind them.
        OptionsMap ours = new OptionsMap();
        ours.put(TypedDriverOption.REQUEST_CONSISTENCY, config.getString(CassandraOptions.CONSISTENCY_LEVEL));
        ours.put(
                TypedDriverOption.REQUEST_TIMEOUT,
                Duration.ofMillis(config.getInt(CassandraOptions.REQUEST_TIMEOUT_MS)));
        ours.put(TypedDriverOption.REQUEST_DEFAULT_IDEMPOTENCE, true);
        if (config.mostWritesUnderWay() > USUAL_REQUESTS) {
            ours.put(TypedDriverOption.CONNECTION_MAX_REQUESTS, (int)
                    Math.min(MOST_REQUESTS, config.mostWritesUnderWay()));
        }
        String file = config.getString(CassandraOptions.DRIVER_CONFIG_FILE);
        return DriverConfigLoader.compose(
                DriverConfigLoader.fromMap(ours),
                file == null ? DriverConfigLoader.fromDefaults(loader) : DriverConfigLoader.fromPath(Path.of(file)));
    }
}
