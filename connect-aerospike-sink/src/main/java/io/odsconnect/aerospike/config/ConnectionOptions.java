package io.odsconnect.aerospike.config;

import com.aerospike.client.AerospikeException;
import com.aerospike.client.Host;
import com.aerospike.client.policy.AuthMode;
import io.odsconnect.common.config.Addresses;
import io.odsconnect.common.config.OptionGroup;
import io.odsconnect.common.config.TlsOptions;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.LambdaValidator;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.ValidString;
import org.apache.kafka.common.config.ConfigException;

/** The options that say where the cluster is and how it is spoken to. */
final class ConnectionOptions {

    private static final int LONGEST_TIMEOUT_MS = 600_000;

    private ConnectionOptions() {}

    static void define(ConfigDef def) {
        OptionGroup group = new OptionGroup(def, "Connection");
        defineNodes(group);
        defineRequests(group);
        defineUser(group);
        TlsOptions.define(def, AerospikeOptions.TLS_PREFIX);
    }

    private static void defineNodes(OptionGroup group) {
        group.add(
                        AerospikeOptions.HOSTS,
                        ConfigDef.Type.STRING,
                        ConfigDef.NO_DEFAULT_VALUE,
                        LambdaValidator.with(ConnectionOptions::checkHosts, () -> "host[:tls-name][:port],…"),
                        Importance.HIGH,
                        "Hosts",
                        "One node of the cluster or several, with commas between them: `host:port`, or"
                                + " `host:tls-name:port` with TLS. The port is 3000 where none is given.")
                .add(
                        AerospikeOptions.CLUSTER_NAME,
                        ConfigDef.Type.STRING,
                        null,
                        Importance.LOW,
                        "Cluster name",
                        "The name that the cluster has to have; nodes that give another are not used.")
                .add(
                        AerospikeOptions.SERVICES_ALTERNATE,
                        ConfigDef.Type.BOOLEAN,
                        false,
                        Importance.LOW,
                        "Alternate addresses",
                        "Whether to reach the nodes by their `alternate-access-address`, as from outside of their network.")
                .add(
                        AerospikeOptions.RACK_IDS,
                        ConfigDef.Type.LIST,
                        List.of(),
                        LambdaValidator.with(ConnectionOptions::checkRacks, () -> "whole numbers from 0 up"),
                        Importance.LOW,
                        "Racks",
                        "The racks near the worker, the nearest first: delete markers are read from a replica there, where"
                                + " there is one. Everything is written to the masters, wherever they are. None: markers"
                                + " are read from the masters too. Needs the Enterprise Edition.");
    }

    private static void defineRequests(OptionGroup group) {
        group.add(
                        AerospikeOptions.CONNECT_TIMEOUT_MS,
                        ConfigDef.Type.INT,
                        5000,
                        Range.between(1, 60_000),
                        Importance.LOW,
                        "Connect timeout (ms)",
                        "How long to wait for a connection and a login, in milliseconds.")
                .add(
                        AerospikeOptions.REQUEST_TIMEOUT_MS,
                        ConfigDef.Type.INT,
                        5000,
                        Range.between(1, LONGEST_TIMEOUT_MS),
                        Importance.LOW,
                        "Request timeout (ms)",
                        "How long to wait for the answer to a batch before it is tried again, in milliseconds. The server"
                                + " drops requests that are older, too.")
                .add(
                        AerospikeOptions.SOCKET_TIMEOUT_MS,
                        ConfigDef.Type.INT,
                        0,
                        Range.between(0, LONGEST_TIMEOUT_MS),
                        Importance.LOW,
                        "Socket timeout (ms)",
                        "How long a node may be silent within a request before its connection is given up, in milliseconds;"
                                + " 0 for `aerospike.request.timeout.ms`. Shorter than that, it leaves time for"
                                + " `aerospike.max.retries`.")
                .add(
                        AerospikeOptions.MAX_RETRIES,
                        ConfigDef.Type.INT,
                        0,
                        Range.between(0, 100),
                        Importance.LOW,
                        "Retries of a request",
                        "How often the client sends a request again by itself, at once and within"
                                + " `aerospike.request.timeout.ms`, before the sink does (`retry.*`): a node that has just"
                                + " left is passed over faster.");
    }

    private static void defineUser(OptionGroup group) {
        group.add(
                        AerospikeOptions.USERNAME,
                        ConfigDef.Type.STRING,
                        null,
                        Importance.MEDIUM,
                        "User",
                        "The user; needs the Enterprise Edition.")
                .add(
                        AerospikeOptions.PASSWORD,
                        ConfigDef.Type.PASSWORD,
                        "",
                        Importance.MEDIUM,
                        "Password",
                        "The user's password.")
                .add(
                        AerospikeOptions.AUTH_MODE,
                        ConfigDef.Type.STRING,
                        "internal",
                        ValidString.in(Arrays.stream(AuthMode.values())
                                .map(mode -> mode.name().toLowerCase(Locale.ROOT))
                                .toArray(String[]::new)),
                        Importance.LOW,
                        "Authentication",
                        "Who knows the user: `internal` for the server itself, `external` for a directory (by TLS),"
                                + " `external_insecure` for a directory without TLS, `pki` for the client's certificate (by TLS), which names the user.");
    }

    private static void checkHosts(String name, Object value) {
        if (value == null) {
            return;
        }
        for (String host : ((String) value).split(",", -1)) {
            Addresses.scheme(host).ifPresent(scheme -> {
                // Without the text: a URI may hold a password.
                throw new ConfigException(name + ": It is a URI (" + scheme
                        + "://…), and has to be host:port. A user and a password go to " + AerospikeOptions.USERNAME
                        + " and " + AerospikeOptions.PASSWORD + ", and encryption is " + AerospikeOptions.TLS_ENABLED
                        + "=true.");
            });
        }
        try {
            if (Host.parseHosts((String) value, AerospikeOptions.DEFAULT_PORT).length == 0) {
                throw new ConfigException(name, value, "It names no host.");
            }
        } catch (AerospikeException e) {
            throw new ConfigException(
                    name, value, "It has to be host:port, or host:tls-name:port, with commas between.");
        }
    }

    private static void checkRacks(String name, Object value) {
        for (Object rack : (List<?>) value) {
            if (!String.valueOf(rack).matches("\\d{1,9}")) {
                throw new ConfigException(name, value, "Racks are whole numbers from 0 up, with commas between them.");
            }
        }
    }
}
