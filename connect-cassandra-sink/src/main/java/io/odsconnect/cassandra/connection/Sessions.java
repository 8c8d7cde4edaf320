package io.odsconnect.cassandra.connection;

import com.datastax.oss.driver.api.core.AllNodesFailedException;
import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.CqlSessionBuilder;
import com.datastax.oss.driver.api.core.DriverException;
import com.datastax.oss.driver.api.core.auth.AuthenticationException;
import com.datastax.oss.driver.api.core.config.DefaultDriverOption;
import com.datastax.oss.driver.api.core.config.DriverConfigLoader;
import com.datastax.oss.driver.api.core.config.ProgrammaticDriverConfigLoaderBuilder;
import io.odsconnect.cassandra.config.CassandraOptions;
import io.odsconnect.cassandra.config.CassandraSinkConfig;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.connect.errors.ConnectException;

/** Opens sessions of the driver by a sink's options. */
public final class Sessions {

    private Sessions() {}

    /**
     * Opens a session.
     *
     * @throws ConnectException if no node lets us in; a sentence that says why and which option to look at
     */
    public static CqlSession open(CassandraSinkConfig config) {
        // The worker's threads have the plugin's class loader as theirs, but REST calls that validate do not.
        ClassLoader loader = Sessions.class.getClassLoader();
        CqlSessionBuilder builder =
                CqlSession.builder().withClassLoader(loader).withConfigLoader(driverConfig(config, loader));
        for (InetSocketAddress point : config.contactPoints()) {
            builder.addContactPoint(new InetSocketAddress(point.getHostString(), point.getPort()));
        }
        builder.withLocalDatacenter(config.getString(CassandraOptions.LOCAL_DATACENTER));
        String user = config.getString(CassandraOptions.USERNAME);
        String password = config.secret(CassandraOptions.PASSWORD);
        if (user != null && password != null) {
            builder.withAuthCredentials(user, password);
        }
        config.sslContext().ifPresent(builder::withSslContext);
        try {
            return builder.build();
        } catch (AllNodesFailedException e) {
            throw new ConnectException(sentence(config, e), e);
        } catch (DriverException | IllegalArgumentException | IllegalStateException e) {
            throw new ConnectException("Cannot open a session to Cassandra: " + e.getMessage(), e);
        }
    }

    private static String sentence(CassandraSinkConfig config, AllNodesFailedException failure) {
        String points = String.join(", ", config.getList(CassandraOptions.CONTACT_POINTS));
        boolean refused = failure.getAllErrors().values().stream()
                .flatMap(List::stream)
                .anyMatch(AuthenticationException.class::isInstance);
        if (refused) {
            return "Cassandra at " + points + " refuses the login: check " + CassandraOptions.USERNAME + " and "
                    + CassandraOptions.PASSWORD + ".";
        }
        return "None of " + points + " can be reached: check " + CassandraOptions.CONTACT_POINTS + ", "
                + CassandraOptions.LOCAL_DATACENTER + " and the network.";
    }

    private static DriverConfigLoader driverConfig(CassandraSinkConfig config, ClassLoader loader) {
        ProgrammaticDriverConfigLoaderBuilder ours = DriverConfigLoader.programmaticBuilder(loader)
                .withString(
                        DefaultDriverOption.REQUEST_CONSISTENCY, config.getString(CassandraOptions.CONSISTENCY_LEVEL))
                .withDuration(
                        DefaultDriverOption.REQUEST_TIMEOUT,
                        Duration.ofMillis(config.getInt(CassandraOptions.REQUEST_TIMEOUT_MS)))
                .withBoolean(DefaultDriverOption.REQUEST_DEFAULT_IDEMPOTENCE, true);
        String file = config.getString(CassandraOptions.DRIVER_CONFIG_FILE);
        return file == null
                ? ours.build()
                : DriverConfigLoader.compose(ours.build(), DriverConfigLoader.fromPath(Path.of(file)));
    }
}
