package io.odsconnect.cassandra.connection;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.CqlSessionBuilder;
import com.datastax.oss.driver.api.core.metadata.Node;
import com.datastax.oss.driver.api.core.ssl.ProgrammaticSslEngineFactory;
import io.odsconnect.cassandra.config.CassandraOptions;
import io.odsconnect.cassandra.config.CassandraSinkConfig;
import java.net.InetSocketAddress;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Opens sessions of the driver by a sink's options. */
public final class Sessions {

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
        CqlSessionBuilder builder = CqlSession.builder()
                .withClassLoader(Sessions.class.getClassLoader())
                .withConfigLoader(DriverSettings.of(config));
        String user = config.getString(CassandraOptions.USERNAME);
        String password = config.secret(CassandraOptions.PASSWORD);
        if (user != null && password != null) {
            builder.withAuthCredentials(user, password);
        }
        if (config.bundle().isPresent()) {
            builder.withCloudSecureConnectBundle(config.bundle().get());
            return build(config, builder);
        }
        return openAtContactPoints(config, builder);
    }

    private static CqlSession openAtContactPoints(CassandraSinkConfig config, CqlSessionBuilder builder) {
        for (InetSocketAddress point : config.contactPoints()) {
            builder.addContactPoint(new InetSocketAddress(point.getHostString(), point.getPort()));
        }
        // Not withSslContext: that would take a certificate for any host.
        config.sslContext()
                .ifPresent(
                        context -> builder.withSslEngineFactory(new ProgrammaticSslEngineFactory(context, null, true)));
        String local = config.localDatacenter().orElseThrow();
        CqlSession session = build(config, builder.withLocalDatacenter(local));
        try {
            checkDatacenter(local, session);
        } catch (RuntimeException | Error e) {
            session.close();
            throw e;
        }
        return session;
    }

    private static CqlSession build(CassandraSinkConfig config, CqlSessionBuilder builder) {
        CqlSession session;
        try {
            session = builder.build();
        } catch (RuntimeException e) {
            throw OpeningFailures.problem(config, e);
        }
        try {
            readSchema(session);
        } catch (RuntimeException e) {
            session.close();
            throw OpeningFailures.noSchema(config, e);
        } catch (Error e) {
            session.close();
            throw e;
        }
        return session;
    }

    /**
     * Reads the schema where the driver has none. It opens a session without one when a connection is lost while it
     * reads, and only logs that; every table would seem to be missing.
     */
    private static void readSchema(CqlSession session) {
        if (session.getMetadata().getKeyspaces().isEmpty()) {
            session.refreshSchema();
        }
    }

    /** The driver only warns of a data centre that is none, and then finds no node for any write. */
    private static void checkDatacenter(String local, CqlSession session) {
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
}
