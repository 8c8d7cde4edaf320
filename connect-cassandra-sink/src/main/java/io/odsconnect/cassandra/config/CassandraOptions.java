package io.odsconnect.cassandra.config;

import com.datastax.oss.driver.api.core.DefaultConsistencyLevel;
import io.odsconnect.common.config.TlsOptions;
import io.odsconnect.common.sink.SinkOptions;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.NonEmptyString;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.ValidString;
import org.apache.kafka.common.config.ConfigDef.Width;

/** Names, defaults and documentation of a Cassandra sink's options. */
public final class CassandraOptions {

    /** Where to find the cluster. */
    public static final String CONTACT_POINTS = "cassandra.contact.points";
    /** The data centre that is local. */
    public static final String LOCAL_DATACENTER = "cassandra.local.datacenter";
    /** The login. */
    public static final String USERNAME = "cassandra.username";
    /** The login's password. */
    public static final String PASSWORD = "cassandra.password";
    /** The consistency level of writes. */
    public static final String CONSISTENCY_LEVEL = "cassandra.consistency.level";
    /** How long a request may take. */
    public static final String REQUEST_TIMEOUT_MS = "cassandra.request.timeout.ms";
    /** A configuration file of the driver. */
    public static final String DRIVER_CONFIG_FILE = "cassandra.driver.config.file";
    /** A profile in the driver's configuration file. */
    public static final String DRIVER_PROFILE = "cassandra.driver.profile";
    /** A secure connect bundle, which replaces contact points, data centre and TLS options. */
    public static final String SECURE_CONNECT_BUNDLE = "cassandra.secure.connect.bundle";
    /** What stands before the names of the TLS options. */
    public static final String TLS_PREFIX = "cassandra.";
    /** Whether connections are encrypted. */
    public static final String SSL_ENABLED = TLS_PREFIX + "ssl.enabled";

    /** The consistency levels that writes may have. */
    public static final ConfigDef.Validator LEVELS = ValidString.in(writeLevels());

    /** What other connectors for Cassandra call an option that is here under another name. */
    public static final Map<String, String> ELSEWHERE = Map.of(
            "contactPoints", "This connector has no such option. Use " + CONTACT_POINTS + ".",
            "port", "This connector has no such option. Use " + CONTACT_POINTS + ", as host:port.",
            "loadBalancing.localDc", "This connector has no such option. Use " + LOCAL_DATACENTER + ".",
            "cloud.secureConnectBundle", "This connector has no such option. Use " + SECURE_CONNECT_BUNDLE + ".",
            "auth.username", "This connector has no such option. Use " + USERNAME + ".",
            "auth.password", "This connector has no such option. Use " + PASSWORD + ".",
            "topic.",
                    "This connector has no such option. Use " + RowOptions.TABLE_TEMPLATE + " and "
                            + RowOptions.COLUMN_MAPPING + ".",
            "connect.cassandra.",
                    "It is an option of another connector for Cassandra: see the documentation of this one.");

    private static final String CONNECTION = "Cassandra";

    private CassandraOptions() {}

    /** Returns the definition of all options, the shared ones too; not those for single topics, such as {@code table.template.<topic>}. */
    public static ConfigDef definition() {
        ConfigDef def = new ConfigDef();
        defineConnection(def);
        RowOptions.define(def);
        SinkOptions.define(def);
        TlsOptions.define(def, TLS_PREFIX);
        return def;
    }

    private static void defineConnection(ConfigDef def) {
        def.define(
                        CONTACT_POINTS,
                        ConfigDef.Type.LIST,
                        "localhost:9042",
                        new ContactPointsValidator(),
                        Importance.HIGH,
                        "Nodes to connect to first, as `host:port` or `host` (9042).",
                        CONNECTION,
                        1,
                        Width.LONG,
                        "Contact points")
                .define(
                        LOCAL_DATACENTER,
                        ConfigDef.Type.STRING,
                        null,
                        new NonEmptyString(),
                        Importance.HIGH,
                        "The data centre whose nodes are written to, as `nodetool status` shows it. Required, unless there"
                                + " is a `cassandra.secure.connect.bundle`, which contains it.",
                        CONNECTION,
                        2,
                        Width.MEDIUM,
                        "Local data centre")
                .define(
                        USERNAME,
                        ConfigDef.Type.STRING,
                        null,
                        Importance.MEDIUM,
                        "The role to log in as. Not set: no login.",
                        CONNECTION,
                        3,
                        Width.MEDIUM,
                        "User")
                .define(
                        PASSWORD,
                        ConfigDef.Type.PASSWORD,
                        null,
                        Importance.HIGH,
                        "The role's password.",
                        CONNECTION,
                        4,
                        Width.MEDIUM,
                        "Password")
                .define(
                        CONSISTENCY_LEVEL,
                        ConfigDef.Type.STRING,
                        "LOCAL_QUORUM",
                        LEVELS,
                        Importance.MEDIUM,
                        "How many replicas must have a write before it counts as applied.",
                        CONNECTION,
                        5,
                        Width.SHORT,
                        "Consistency level")
                .define(
                        REQUEST_TIMEOUT_MS,
                        ConfigDef.Type.INT,
                        12_000,
                        Range.atLeast(1),
                        Importance.LOW,
                        "How long a write may take, in milliseconds; after that it is written again.",
                        CONNECTION,
                        6,
                        Width.SHORT,
                        "Request timeout (ms)")
                .define(
                        DRIVER_CONFIG_FILE,
                        ConfigDef.Type.STRING,
                        null,
                        Importance.LOW,
                        "A configuration file of the Java driver on the worker (`.conf`, `.json` or `.properties`), for what"
                                + " has no option here. An option that is set here wins over the file, and the file over an"
                                + " option's default.",
                        CONNECTION,
                        7,
                        Width.LONG,
                        "Driver config file")
                .define(
                        DRIVER_PROFILE,
                        ConfigDef.Type.STRING,
                        null,
                        new NonEmptyString(),
                        Importance.LOW,
                        "The execution profile of that file to be used, by its name below `datastax-java-driver.profiles`."
                                + " Not set: what stands outside the profiles.",
                        CONNECTION,
                        8,
                        Width.MEDIUM,
                        "Driver profile")
                .define(
                        SECURE_CONNECT_BUNDLE,
                        ConfigDef.Type.STRING,
                        null,
                        Importance.MEDIUM,
                        "The secure connect bundle (ZIP) of a DataStax Astra database, a file on the worker. It contains the"
                                + " addresses, the data centre and the certificates, so `cassandra.contact.points`,"
                                + " `cassandra.local.datacenter` and `cassandra.ssl.*` may not be set beside it.",
                        CONNECTION,
                        9,
                        Width.LONG,
                        "Secure connect bundle");
    }

    private static String[] writeLevels() {
        List<String> forReadsAlone = List.of("SERIAL", "LOCAL_SERIAL");
        return Stream.of(DefaultConsistencyLevel.values())
                .map(level -> level.name().toUpperCase(Locale.ROOT))
                .filter(level -> !forReadsAlone.contains(level))
                .toArray(String[]::new);
    }
}
