package io.odsconnect.redis.config;

import io.odsconnect.common.config.TlsOptions;
import io.odsconnect.common.sink.SinkOptions;
import io.odsconnect.common.template.Template;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.NonEmptyString;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.ValidString;
import org.apache.kafka.common.config.ConfigDef.Width;
import org.apache.kafka.common.config.SslConfigs;

/** The names, defaults and texts of the options that the Redis sink has beside the shared ones. */
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
    /** Under which key a row is stored. */
    public static final String KEY_TEMPLATE = "key.template";
    /** What a topic is put after for a template of its own. */
    public static final String KEY_TEMPLATE_PREFIX = KEY_TEMPLATE + ".";
    /** What becomes of nulls. */
    public static final String NULL_HANDLING = "null.handling";
    /** How long a row stays. */
    public static final String TTL_MS = "ttl.ms";
    /** The field that holds the position. */
    public static final String POSITION_FIELD = "position.field";
    /** How long a delete holds. */
    public static final String MARKER_TTL_MS = "delete.marker.ttl.ms";

    private static final String CONNECTION = "Redis";
    private static final String ROWS = "Rows in Redis";

    private RedisSinkOptions() {}

    /** Returns the definition of all options, the shared ones too; {@code key.template.<topic>} cannot be in it. */
    public static ConfigDef definition() {
        ConfigDef def = new ConfigDef();
        defineConnection(def);
        defineSentinels(def);
        defineReplicas(def);
        defineRows(def);
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
                                + " `sentinel`, some nodes with `cluster` (they tell of the others).",
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
                        "How long the server may take to answer, in milliseconds. After that the connection is given up"
                                + " and what was under way is written again.",
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

    private static void defineRows(ConfigDef def) {
        def.define(
                        KEY_TEMPLATE,
                        ConfigDef.Type.STRING,
                        null,
                        Template.validator(),
                        Importance.HIGH,
                        "The key under which a row is stored, for example `card:{CARD_NO}`. For one topic set"
                                + " `key.template.<topic>`: it holds for that topic and for those whose names continue it"
                                + " after a dot (`key.template.ods.BANK.CARD` for `ods.BANK.CARD` and"
                                + " `ods.BANK.CARD.bulk`); of several the one for the longest name, and this one where"
                                + " there is none. One of them has to be set.",
                        ROWS,
                        1,
                        Width.LONG,
                        "Key template")
                .define(
                        NULL_HANDLING,
                        ConfigDef.Type.STRING,
                        "omit",
                        ValidString.in("omit", "empty"),
                        Importance.MEDIUM,
                        "What becomes of a column that is null: `omit` leaves the field out, `empty` stores an empty one.",
                        ROWS,
                        2,
                        Width.SHORT,
                        "Null handling")
                .define(
                        TTL_MS,
                        ConfigDef.Type.LONG,
                        0L,
                        Range.atLeast(0),
                        Importance.MEDIUM,
                        "How long a row stays after it was last written, in milliseconds; set in the same step as the"
                                + " row. 0: for ever. With the guard on, a row that has expired no longer holds against"
                                + " older ones.",
                        ROWS,
                        3,
                        Width.SHORT,
                        "TTL (ms)")
                .define(
                        POSITION_FIELD,
                        ConfigDef.Type.STRING,
                        "__position",
                        new NonEmptyString(),
                        Importance.LOW,
                        "The field of each hash that holds the row's position, with `position.guard` on.",
                        ROWS,
                        4,
                        Width.MEDIUM,
                        "Position field")
                .define(
                        MARKER_TTL_MS,
                        ConfigDef.Type.LONG,
                        TimeUnit.DAYS.toMillis(7),
                        Range.atLeast(1),
                        Importance.MEDIUM,
                        "How long a delete holds against an older row that comes later (a bulk row, or after a rewind),"
                                + " in milliseconds, with `position.guard` on: for so long a marker `__del:{<key>}`"
                                + " stays. Choose more than your longest bulk load takes.",
                        ROWS,
                        5,
                        Width.SHORT,
                        "Delete marker TTL (ms)");
    }
}
