package io.odsconnect.cassandra.connection;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.CqlSessionBuilder;
import com.datastax.oss.driver.api.core.metadata.Node;
import com.datastax.oss.driver.api.core.ssl.ProgrammaticSslEngineFactory;
import io.odsconnect.cassandra.config.CassandraOptions;
import io.odsconnect.cassandra.config.CassandraSinkConfig;
import io.odsconnect.common.config.Addresses;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
        return open(config, false);
    }

    /**
     * Opens a session to find out what is wrong. Contact points that accept no connection are passed over: all are tried at
     * the same time, and the driver would try one after the other.
     *
     * @throws ConnectionProblem as {@link #open}
     * @throws org.apache.kafka.common.config.ConfigException as {@link #open}
     */
    public static CqlSession toValidate(CassandraSinkConfig config) {
        if (config.bundle().isPresent()) {
            return open(config, true);
        }
        List<InetSocketAddress> reachable = new ArrayList<>(config.contactPoints());
        Map<InetSocketAddress, String> unreachable = Addresses.unreachable(reachable, Addresses.CONNECT_MILLIS);
        reachable.removeAll(unreachable.keySet());
        if (reachable.isEmpty()) {
            throw OpeningFailures.noneReachable(unreachable);
        }
        return open(config.at(reachable), true);
    }

    private static CqlSession open(CassandraSinkConfig config, boolean toValidate) {
        // The worker's threads have the plugin's class loader as theirs, but REST calls that validate do not.
        CqlSessionBuilder builder = CqlSession.builder()
                .withClassLoader(Sessions.class.getClassLoader())
                .withConfigLoader(DriverSettings.of(config, toValidate));
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
