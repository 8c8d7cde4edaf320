package io.odsconnect.redis.config;

import io.odsconnect.common.config.TlsOptions;
import io.odsconnect.common.sink.SinkOptions;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.ValidString;
import org.apache.kafka.common.config.ConfigDef.Width;
import org.apache.kafka.common.config.SslConfigs;

/** The names, defaults and documentation of the options that only the Redis sink has. */
public final class RedisSinkOptions {

    /** What the names of all options about the connection start with. */
    static final String PREFIX = "redis.";

    /** How the servers are set up. */
    public static final String MODE = "redis.mode";
    /** Where the server is. */
    public static final String HOSTS = "redis.hosts";
    /** The name by which the Sentinels know the master. */
    public static final String SENTINEL_MASTER = "redis.sentinel.master";
    /** The user at the Sentinels. */
    public static final String SENTINEL_USERNAME = "redis.sentinel.username";
    /** The password at the Sentinels. */
    public static final String SENTINEL_PASSWORD = "redis.sentinel.password";
    /** The version of the protocol. */
    public static final String PROTOCOL = "redis.protocol";
    /** How many replicas must have a batch. */
    public static final String WAIT_REPLICAS = "wait.replicas";
    /** How long replicas may take. */
    public static final String WAIT_TIMEOUT_MS = "wait.timeout.ms";
    /** The user. */
    public static final String USERNAME = "redis.username";
    /** The user's password. */
    public static final String PASSWORD = "redis.password";
    /** The database. */
    public static final String DATABASE = "redis.database";
    /** The name in the server's list of clients. */
    public static final String CLIENT_NAME = "redis.client.name";
    /** How long connecting may take. */
    public static final String CONNECT_TIMEOUT_MS = "redis.connect.timeout.ms";
    /** How long an answer may take. */
    public static final String SOCKET_TIMEOUT_MS = "redis.socket.timeout.ms";
    /** Whether to encrypt. */
    public static final String SSL_ENABLED = "redis.ssl.enabled";
    /** How a server's name is checked against its certificate. */
    public static final String SSL_HOST_CHECK = "redis.ssl.endpoint.identification.algorithm";

    /** Options of other connectors for Redis, with the option of this one to use instead. */
    public static final Map<String, String> ELSEWHERE = Map.of(
            "redis.uri", "This connector has no such option. Use " + HOSTS + ", " + USERNAME + " and " + PASSWORD + ".",
            "redis.client.mode", "This connector has no such option. Use " + MODE + ".",
            "redis.operation.timeout.ms", "This connector has no such option. Use " + SOCKET_TIMEOUT_MS + ".",
            "redis.key", "This connector has no such option. Use " + RowOptions.KEY_TEMPLATE + ".",
            "redis.type", "This connector has no such option. Use " + RowOptions.VALUE_TYPE + ".",
            "redis.command", "This connector has no such option. Use " + RowOptions.VALUE_TYPE + ".",
            "connect.redis.", "It is an option of another connector for Redis: see the documentation of this one.");

    private static final String CONNECTION = "Redis";

    private RedisSinkOptions() {}

    /** Returns the definition of all options, the shared ones too; those for single topics cannot be in it. */
    public static ConfigDef definition() {
        ConfigDef def = new ConfigDef();
        defineConnection(def);
        defineSentinels(def);
        defineReplicas(def);
        RowOptions.define(def);
        SinkOptions.define(def);
        TlsOptions.define(def, PREFIX, SslConfigs.SSL_ENDPOINT_IDENTIFICATION_ALGORITHM_CONFIG);
        return def;
    }

    private static void defineConnection(ConfigDef def) {
        def.define(
                        HOSTS,
                        ConfigDef.Type.LIST,
                        "localhost:6379",
                        new HostsValidator(),
                        Importance.HIGH,
                        "Where Redis is, as `host:port`: the master with `redis.mode=standalone`, the Sentinels with"
                                + " `sentinel`, some nodes with `cluster` (the others are found through them).",
                        CONNECTION,
                        1,
                        Width.MEDIUM,
                        "Hosts")
                .define(
                        MODE,
                        ConfigDef.Type.STRING,
                        "standalone",
                        ValidString.in("standalone", "sentinel", "cluster"),
                        Importance.HIGH,
                        "How the servers are set up: `standalone` is one server that takes writes, with replicas or"
                                + " without; `sentinel` is a master that Sentinels watch and replace; `cluster` is a"
                                + " Redis Cluster.",
                        CONNECTION,
                        2,
                        Width.SHORT,
                        "Mode")
                .define(
                        USERNAME,
                        ConfigDef.Type.STRING,
                        null,
                        Importance.MEDIUM,
                        "The ACL user. Not set: the server's default user.",
                        CONNECTION,
                        3,
                        Width.MEDIUM,
                        "User")
                .define(
                        PASSWORD,
                        ConfigDef.Type.PASSWORD,
                        null,
                        Importance.HIGH,
                        "The user's password. Not set: none.",
                        CONNECTION,
                        4,
                        Width.MEDIUM,
                        "Password")
                .define(
                        DATABASE,
                        ConfigDef.Type.INT,
                        0,
                        Range.atLeast(0),
                        Importance.LOW,
                        "The number of the database.",
                        CONNECTION,
                        5,
                        Width.SHORT,
                        "Database")
                .define(
                        CLIENT_NAME,
                        ConfigDef.Type.STRING,
                        null,
                        Importance.LOW,
                        "The name that the server's `CLIENT LIST` shows for the task's connections. Not set:"
                                + " `odsconnect-` and the connector's name.",
                        CONNECTION,
                        6,
                        Width.MEDIUM,
                        "Client name")
                .define(
                        CONNECT_TIMEOUT_MS,
                        ConfigDef.Type.INT,
                        5000,
                        Range.atLeast(1),
                        Importance.LOW,
                        "How long it may take to connect, in milliseconds.",
                        CONNECTION,
                        7,
                        Width.SHORT,
                        "Connect timeout (ms)")
                .define(
                        SOCKET_TIMEOUT_MS,
                        ConfigDef.Type.INT,
                        10_000,
                        Range.atLeast(1),
                        Importance.LOW,
                        "How long the server may take to read a batch, and to answer, in milliseconds. After that the"
                                + " connection is given up and what was under way is written again.",
                        CONNECTION,
                        8,
                        Width.SHORT,
                        "Socket timeout (ms)")
                .define(
                        PROTOCOL,
                        ConfigDef.Type.STRING,
                        "resp2",
                        ValidString.in("resp2", "resp3"),
                        Importance.LOW,
                        "Which version of Redis's protocol is spoken. The sink does the same with both; `resp3` is for"
                                + " proxies and servers that want it.",
                        CONNECTION,
                        9,
                        Width.SHORT,
                        "Protocol");
    }

    private static void defineSentinels(ConfigDef def) {
        def.define(
                        SENTINEL_MASTER,
                        ConfigDef.Type.STRING,
                        null,
                        Importance.MEDIUM,
                        "The name by which the Sentinels know the master; needed with `redis.mode=sentinel`.",
                        CONNECTION,
                        10,
                        Width.MEDIUM,
                        "Sentinel master")
                .define(
                        SENTINEL_USERNAME,
                        ConfigDef.Type.STRING,
                        null,
                        Importance.LOW,
                        "The ACL user at the Sentinels, whose users are not those of the master. Not set: their default"
                                + " user.",
                        CONNECTION,
                        11,
                        Width.MEDIUM,
                        "Sentinel user")
                .define(
                        SENTINEL_PASSWORD,
                        ConfigDef.Type.PASSWORD,
                        null,
                        Importance.LOW,
                        "The password at the Sentinels. Not set: none.",
                        CONNECTION,
                        12,
                        Width.MEDIUM,
                        "Sentinel password");
    }

    private static void defineReplicas(ConfigDef def) {
        def.define(
                        WAIT_REPLICAS,
                        ConfigDef.Type.INT,
                        0,
                        Range.atLeast(0),
                        Importance.MEDIUM,
                        "How many replicas of its master must have a batch before it counts as written (`WAIT`). 0: the"
                                + " master alone counts, and what it has not passed on is lost with it.",
                        CONNECTION,
                        13,
                        Width.SHORT,
                        "Replicas to wait for")
                .define(
                        WAIT_TIMEOUT_MS,
                        ConfigDef.Type.INT,
                        1000,
                        Range.atLeast(1),
                        Importance.LOW,
                        "How long the replicas may take, in milliseconds; after that the batch is written again. Below"
                                + " `redis.socket.timeout.ms`.",
                        CONNECTION,
                        14,
                        Width.SHORT,
                        "Replica timeout (ms)");
    }
}
