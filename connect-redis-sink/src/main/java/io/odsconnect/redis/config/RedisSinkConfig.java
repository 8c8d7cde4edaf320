package io.odsconnect.redis.config;

import io.odsconnect.common.compare.CompareOptions;
import io.odsconnect.common.compare.SinkMode;
import io.odsconnect.common.config.TlsOptions;
import io.odsconnect.common.sink.SinkOptions;
import io.odsconnect.redis.connection.ConnectionSettings;
import io.odsconnect.redis.connection.Encryption;
import io.odsconnect.redis.connection.Login;
import io.odsconnect.redis.connection.Needs;
import io.odsconnect.redis.connection.ReplicaWait;
import io.odsconnect.redis.connection.Rights;
import io.odsconnect.redis.connection.Servers;
import io.odsconnect.redis.connection.Timeouts;
import io.odsconnect.redis.encoding.ValueType;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigException;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.RedisProtocol;

/** The options of a Redis sink, checked and typed. */
public final class RedisSinkConfig extends AbstractConfig {

    private static final String CONNECTOR_NAME = "name";

    private final SinkMode mode;
    private final SinkOptions shared;
    private final ConnectionSettings connection;
    private final RowConfig rows;

    /**
     * Checks and reads the options.
     *
     * @throws ConfigException if one is missing or wrong; the message names it
     */
    public RedisSinkConfig(Map<String, String> props) {
        super(RedisSinkOptions.definition(), props, false);
        for (RedisSinkRules.Violation violation : RedisSinkRules.check(this)) {
            throw new ConfigException(violation.option() + ": " + violation.sentence());
        }
        this.mode = CompareOptions.of(props).mode();
        this.shared = SinkOptions.of(RedisSinkOptions.definition(), props);
        this.connection = readConnection(props.getOrDefault(CONNECTOR_NAME, "unnamed"));
        this.rows = new RowConfig(this, shared.positionGuard());
    }

    /** Returns the options that all sinks share. */
    public SinkOptions shared() {
        return shared;
    }

    /** Returns where the servers are and how to log in. */
    public ConnectionSettings connection() {
        return connection;
    }

    /** Returns what the servers must be able to do. */
    public Needs needs() {
        Rights rights = NeededRights.of(this, rows.writeRules(), mode);
        return mode == SinkMode.COMPARE
                ? new Needs(false, false, rights)
                : new Needs(rows.writeRules().needsScript(), rows.valueType() == ValueType.JSON, rights);
    }

    /** Returns what a row is. */
    public RowConfig rows() {
        return rows;
    }

    private ConnectionSettings readConnection(String connectorName) {
        return new ConnectionSettings(
                readServers(),
                new Login(getString(RedisSinkOptions.USERNAME), getPassword(RedisSinkOptions.PASSWORD)),
                getInt(RedisSinkOptions.DATABASE),
                readClientName(connectorName),
                RedisProtocol.valueOf(getString(RedisSinkOptions.PROTOCOL).toUpperCase(Locale.ROOT)),
                new Timeouts(getInt(RedisSinkOptions.CONNECT_TIMEOUT_MS), getInt(RedisSinkOptions.SOCKET_TIMEOUT_MS)),
                TlsOptions.context(this, RedisSinkOptions.PREFIX)
                        .map(context -> new Encryption(context, hostCheck()))
                        .orElse(null),
                mode == SinkMode.COMPARE
                        ? ReplicaWait.NONE
                        : new ReplicaWait(
                                getInt(RedisSinkOptions.WAIT_REPLICAS), getInt(RedisSinkOptions.WAIT_TIMEOUT_MS)));
    }

    private Servers readServers() {
        List<HostAndPort> hosts = getList(RedisSinkOptions.HOSTS).stream()
                .map(host -> HostsValidator.parse(RedisSinkOptions.HOSTS, host))
                .toList();
        return switch (RedisSinkRules.mode(this)) {
            case STANDALONE -> new Servers.Standalone(hosts.get(0));
            case SENTINEL ->
                new Servers.Sentinels(
                        hosts,
                        getString(RedisSinkOptions.SENTINEL_MASTER),
                        new Login(
                                getString(RedisSinkOptions.SENTINEL_USERNAME),
                                getPassword(RedisSinkOptions.SENTINEL_PASSWORD)));
            case CLUSTER -> new Servers.Cluster(hosts);
        };
    }

    private String hostCheck() {
        String algorithm = getString(RedisSinkOptions.SSL_HOST_CHECK);
        return algorithm == null ? "" : algorithm;
    }

    /** Redis allows no spaces in it, and the name of a connector may have some. */
    private String readClientName(String connectorName) {
        String name = getString(RedisSinkOptions.CLIENT_NAME);
        return (name == null ? "odsconnect-" + connectorName : name).replaceAll("[^!-~]", "_");
    }
}
