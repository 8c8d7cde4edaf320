package io.odsconnect.cassandra.config;

import io.odsconnect.cassandra.mapping.MappingRules;
import io.odsconnect.common.config.TlsOptions;
import io.odsconnect.common.sink.SinkOptions;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.types.Password;
import org.jspecify.annotations.Nullable;

/** The options of a Cassandra sink, checked and typed. */
public final class CassandraSinkConfig extends AbstractConfig {

    private static final Pattern DRIVER_CONFIG_NAME = Pattern.compile("\\.(conf|json|properties)$");

    private final SinkOptions shared;
    private final MappingRules rules;

    /**
     * Checks and reads the options.
     *
     * @throws ConfigException if one is missing or wrong; says which
     */
    public CassandraSinkConfig(Map<String, String> props) {
        super(CassandraOptions.definition(), props, false);
        problems(this).forEach((option, sentence) -> {
            throw new ConfigException(option + ": " + sentence);
        });
        this.shared = SinkOptions.of(CassandraOptions.definition(), props);
        this.rules = RowConfig.rules(this);
    }

    /** Returns what is wrong between options that are each valid by itself: the option to change, and a sentence. */
    public static Map<String, String> problems(AbstractConfig config) {
        Map<String, String> problems = new LinkedHashMap<>();
        boolean user = config.getString(CassandraOptions.USERNAME) != null;
        boolean password = config.getPassword(CassandraOptions.PASSWORD) != null;
        if (user && !password) {
            problems.put(CassandraOptions.PASSWORD, "It is missing: " + CassandraOptions.USERNAME + " needs one.");
        } else if (password && !user) {
            problems.put(CassandraOptions.USERNAME, "It is missing: " + CassandraOptions.PASSWORD + " is set.");
        }
        String file = config.getString(CassandraOptions.DRIVER_CONFIG_FILE);
        if (file != null && !(DRIVER_CONFIG_NAME.matcher(file).find() && Files.isReadable(Path.of(file)))) {
            // The driver would take a file that it does not find for an empty one.
            problems.put(
                    CassandraOptions.DRIVER_CONFIG_FILE,
                    "There is no such file on this worker, it cannot be read, or its name ends in none of .conf, .json and"
                            + " .properties.");
        }
        if (config.getString(CassandraOptions.DRIVER_PROFILE) != null && file == null) {
            problems.put(
                    CassandraOptions.DRIVER_CONFIG_FILE,
                    "It is missing: " + CassandraOptions.DRIVER_PROFILE + " names a profile in it.");
        }
        problems.putAll(ClusterRules.problems(config));
        problems.putAll(RowConfig.problems(config));
        return problems;
    }

    /** Returns the options that all sinks share. */
    public SinkOptions shared() {
        return shared;
    }

    /** Returns how events become writes. */
    public MappingRules rules() {
        return rules;
    }

    /** Returns how many bytes of rows of one partition are sent together at most; 0 for each by itself. */
    public int batchBytes() {
        return getInt(RowOptions.PARTITION_BATCH_BYTES);
    }

    /** Returns the nodes to connect to first, not looked up yet. */
    public List<InetSocketAddress> contactPoints() {
        return getList(CassandraOptions.CONTACT_POINTS).stream()
                .map(point -> ContactPointsValidator.parse(CassandraOptions.CONTACT_POINTS, point))
                .toList();
    }

    /** Returns the same options with other contact points. */
    public CassandraSinkConfig at(List<InetSocketAddress> contactPoints) {
        Map<String, String> props = new HashMap<>(originalsStrings());
        props.put(
                CassandraOptions.CONTACT_POINTS,
                contactPoints.stream().map(ContactPointsValidator::text).collect(Collectors.joining(",")));
        return new CassandraSinkConfig(props);
    }

    /** Says whether an option is in the connector's configuration, be it with the value that it has by default. */
    public boolean isSet(String option) {
        return originals().containsKey(option);
    }

    /** Returns the secure connect bundle with the addresses of the cluster; empty if the options give them. */
    public Optional<Path> bundle() {
        return Optional.ofNullable(getString(CassandraOptions.SECURE_CONNECT_BUNDLE))
                .map(Path::of);
    }

    /** Returns the data centre whose nodes are written to; empty if a bundle contains it. */
    public Optional<String> localDatacenter() {
        return Optional.ofNullable(getString(CassandraOptions.LOCAL_DATACENTER));
    }

    /** Returns the most writes that are sent to the cluster before the first of them is acknowledged. */
    public long mostWritesUnderWay() {
        return (long) shared.batchSize() * shared.maxInFlightBatches();
    }

    /**
     * Returns what connections are encrypted with; empty where they are not.
     *
     * @throws ConfigException if a store cannot be read
     */
    public Optional<SSLContext> sslContext() {
        return TlsOptions.context(this, CassandraOptions.TLS_PREFIX);
    }

    /** Returns the text behind a password option; null where it is not set. */
    public @Nullable String secret(String option) {
        Password password = getPassword(option);
        return password == null ? null : password.value();
    }
}
