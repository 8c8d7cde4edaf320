package io.odsconnect.aerospike.config;

import com.aerospike.client.AerospikeException;
import com.aerospike.client.Host;
import com.aerospike.client.policy.AuthMode;
import io.odsconnect.common.config.TlsOptions;
import io.odsconnect.common.sink.SinkOptions;
import io.odsconnect.common.template.Template;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.LambdaValidator;
import org.apache.kafka.common.config.ConfigDef.NonEmptyString;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.ValidString;
import org.apache.kafka.common.config.ConfigDef.Width;
import org.apache.kafka.common.config.ConfigException;

/** The definition of the connector's options. */
public final class AerospikeOptions {

    /** The nodes to begin with. */
    public static final String HOSTS = "aerospike.hosts";
    /** The name that the cluster has to have. */
    public static final String CLUSTER_NAME = "aerospike.cluster.name";
    /** The user. */
    public static final String USERNAME = "aerospike.username";
    /** The password. */
    public static final String PASSWORD = "aerospike.password";
    /** How the user is checked. */
    public static final String AUTH_MODE = "aerospike.auth.mode";
    /** What stands before the names of the TLS options. */
    static final String TLS_PREFIX = "aerospike.";
    /** Whether to connect by TLS. */
    public static final String TLS_ENABLED = "aerospike.ssl.enabled";
    /** Whether to use the nodes' alternate addresses. */
    public static final String SERVICES_ALTERNATE = "aerospike.services.alternate";
    /** How long to wait for a connection. */
    public static final String CONNECT_TIMEOUT_MS = "aerospike.connect.timeout.ms";
    /** How long to wait for a batch. */
    public static final String REQUEST_TIMEOUT_MS = "aerospike.request.timeout.ms";
    /** The namespace. */
    public static final String NAMESPACE = "aerospike.namespace";
    /** The set. */
    public static final String SET_TEMPLATE = "set.template";
    /** The user key. */
    public static final String KEY_TEMPLATE = "key.template";
    /** Whether user keys are stored. */
    public static final String SEND_KEY = "send.key";
    /** Bins that are not called as their column. */
    public static final String BIN_NAME_MAPPING = "bin.name.mapping";
    /** The bin with the position. */
    public static final String POSITION_BIN = "position.bin";
    /** How long rows live. */
    public static final String TTL_MS = "ttl.ms";
    /** How long delete markers live. */
    public static final String MARKER_TTL_MS = "delete.marker.ttl.ms";
    /** What the sets of delete markers are called. */
    public static final String MARKER_SET_SUFFIX = "delete.marker.set.suffix";

    /** The port where none is given. */
    static final int DEFAULT_PORT = 3000;

    /** The longest that the server takes. */
    private static final long TEN_YEARS_MS = 315_360_000_000L;

    private static final String CONNECTION = "Connection";
    private static final String DATA = "Data";

    private AerospikeOptions() {}

    /** Returns the definition, the options that all sinks share included. */
    public static ConfigDef define() {
        ConfigDef def = new ConfigDef();
        defineConnection(def);
        defineSecurity(def);
        defineData(def);
        definePosition(def);
        return SinkOptions.define(def);
    }

    private static void defineConnection(ConfigDef def) {
        def.define(
                        HOSTS,
                        ConfigDef.Type.STRING,
                        ConfigDef.NO_DEFAULT_VALUE,
                        LambdaValidator.with(AerospikeOptions::checkHosts, () -> "host[:tls-name][:port],…"),
                        Importance.HIGH,
                        "One node of the cluster or several, with commas between them: `host:port`, or"
                                + " `host:tls-name:port` with TLS. The port is 3000 where none is given.",
                        CONNECTION,
                        1,
                        Width.LONG,
                        "Hosts")
                .define(
                        CLUSTER_NAME,
                        ConfigDef.Type.STRING,
                        null,
                        Importance.LOW,
                        "The name that the cluster has to have; nodes that give another are not used.",
                        CONNECTION,
                        2,
                        Width.MEDIUM,
                        "Cluster name")
                .define(
                        SERVICES_ALTERNATE,
                        ConfigDef.Type.BOOLEAN,
                        false,
                        Importance.LOW,
                        "Whether to reach the nodes by their `alternate-access-address`, as from outside of their network.",
                        CONNECTION,
                        3,
                        Width.SHORT,
                        "Alternate addresses")
                .define(
                        CONNECT_TIMEOUT_MS,
                        ConfigDef.Type.INT,
                        5000,
                        Range.between(1, 60_000),
                        Importance.LOW,
                        "How long to wait for a connection and a login, in milliseconds.",
                        CONNECTION,
                        4,
                        Width.SHORT,
                        "Connect timeout (ms)")
                .define(
                        REQUEST_TIMEOUT_MS,
                        ConfigDef.Type.INT,
                        5000,
                        Range.between(1, 600_000),
                        Importance.LOW,
                        "How long to wait for the answer to a batch before it is tried again, in milliseconds. The server"
                                + " drops requests that are older, too.",
                        CONNECTION,
                        5,
                        Width.SHORT,
                        "Request timeout (ms)");
    }

    private static void defineSecurity(ConfigDef def) {
        def.define(
                        USERNAME,
                        ConfigDef.Type.STRING,
                        null,
                        Importance.MEDIUM,
                        "The user.",
                        CONNECTION,
                        6,
                        Width.MEDIUM,
                        "User")
                .define(
                        PASSWORD,
                        ConfigDef.Type.PASSWORD,
                        "",
                        Importance.MEDIUM,
                        "The user's password.",
                        CONNECTION,
                        7,
                        Width.MEDIUM,
                        "Password")
                .define(
                        AUTH_MODE,
                        ConfigDef.Type.STRING,
                        "internal",
                        ValidString.in(Arrays.stream(AuthMode.values())
                                .map(mode -> mode.name().toLowerCase(Locale.ROOT))
                                .toArray(String[]::new)),
                        Importance.LOW,
                        "Who knows the user: `internal` for the server itself, `external` for a directory (by TLS),"
                                + " `external_insecure` for a directory without TLS, `pki` for the client's certificate.",
                        CONNECTION,
                        8,
                        Width.SHORT,
                        "Authentication");
        TlsOptions.define(def, TLS_PREFIX);
    }

    private static void defineData(ConfigDef def) {
        def.define(
                        NAMESPACE,
                        ConfigDef.Type.STRING,
                        ConfigDef.NO_DEFAULT_VALUE,
                        new NonEmptyString(),
                        Importance.HIGH,
                        "The namespace to write to.",
                        DATA,
                        1,
                        Width.MEDIUM,
                        "Namespace")
                .define(
                        SET_TEMPLATE,
                        ConfigDef.Type.STRING,
                        "{topic}",
                        Template.validator(),
                        Importance.HIGH,
                        "The set of a row: text with fields of the record in braces. For one topic set"
                                + " `set.template.<topic>`: it holds for that topic and for those whose names continue it"
                                + " after a dot (`set.template.ods.BANK.CARD` for `ods.BANK.CARD` and"
                                + " `ods.BANK.CARD.bulk`). A table's bulk rows and changes need the same set.",
                        DATA,
                        2,
                        Width.MEDIUM,
                        "Set")
                .define(
                        KEY_TEMPLATE,
                        ConfigDef.Type.STRING,
                        null,
                        Template.validator(),
                        Importance.HIGH,
                        "The user key of a row: text with fields of the record in braces, such as `{CLIENT_ID}:{CARD_NO}`."
                                + " Without it, it is the record's key, which must have one column then; an integer stays"
                                + " an integer. For one topic set `key.template.<topic>`, as with `set.template`.",
                        DATA,
                        3,
                        Width.MEDIUM,
                        "User key")
                .define(
                        SEND_KEY,
                        ConfigDef.Type.BOOLEAN,
                        true,
                        Importance.MEDIUM,
                        "Whether the user key is stored with the record, so that a scan shows it. Records are found by it"
                                + " either way.",
                        DATA,
                        4,
                        Width.SHORT,
                        "Store user key")
                .define(
                        BIN_NAME_MAPPING,
                        ConfigDef.Type.LIST,
                        List.of(),
                        LambdaValidator.with(AerospikeOptions::checkMapping, () -> "COLUMN:bin,…"),
                        Importance.MEDIUM,
                        "Bins that are not called as their column: `COLUMN:bin`, with commas between them. The name of a bin"
                                + " has 15 bytes at most.",
                        DATA,
                        5,
                        Width.LONG,
                        "Bin names")
                .define(
                        TTL_MS,
                        ConfigDef.Type.LONG,
                        0L,
                        Range.between(-1, TEN_YEARS_MS),
                        Importance.MEDIUM,
                        "How long a row stays after it was last written, in milliseconds, brought up to whole seconds; 0 for"
                                + " the namespace's `default-ttl`, -1 for ever. A row that has expired no longer holds against"
                                + " older ones.",
                        DATA,
                        6,
                        Width.SHORT,
                        "TTL (ms)");
    }

    private static void definePosition(ConfigDef def) {
        def.define(
                        POSITION_BIN,
                        ConfigDef.Type.STRING,
                        "__position",
                        LambdaValidator.with(AerospikeOptions::checkBin, () -> "1 to 15 bytes"),
                        Importance.LOW,
                        "The bin that holds the position of a row's last change.",
                        DATA,
                        7,
                        Width.SHORT,
                        "Position bin")
                .define(
                        MARKER_TTL_MS,
                        ConfigDef.Type.LONG,
                        TimeUnit.DAYS.toMillis(7),
                        Range.between(-1, TEN_YEARS_MS),
                        Importance.MEDIUM,
                        "How long a delete holds against an older row that comes later (a bulk row, or after a rewind), in"
                                + " milliseconds, brought up to whole seconds; 0 for the namespace's `default-ttl`, -1 for"
                                + " ever. Choose more than your longest bulk load takes.",
                        DATA,
                        8,
                        Width.SHORT,
                        "Delete marker TTL (ms)")
                .define(
                        MARKER_SET_SUFFIX,
                        ConfigDef.Type.STRING,
                        "__deleted",
                        new NonEmptyString(),
                        Importance.LOW,
                        "The set of a row's delete marker is the row's set with this behind it.",
                        DATA,
                        9,
                        Width.SHORT,
                        "Suffix of the set of delete markers");
    }

    private static void checkHosts(String name, Object value) {
        if (value == null) {
            return;
        }
        try {
            if (Host.parseHosts((String) value, DEFAULT_PORT).length == 0) {
                throw new ConfigException(name, value, "It names no host.");
            }
        } catch (AerospikeException e) {
            throw new ConfigException(
                    name, value, "It has to be host:port, or host:tls-name:port, with commas between.");
        }
    }

    private static void checkMapping(String name, Object value) {
        for (Object pair : (List<?>) value) {
            BinName.parse(name, (String) pair);
        }
    }

    private static void checkBin(String name, Object value) {
        int length = ((String) value).getBytes(StandardCharsets.UTF_8).length;
        if (length < 1 || length > BinName.LONGEST) {
            throw new ConfigException(name, value, "The name of a bin has 1 to " + BinName.LONGEST + " bytes.");
        }
    }
}
