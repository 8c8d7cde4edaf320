package io.odsconnect.aerospike.config;

import io.odsconnect.common.sink.SinkOptions;
import org.apache.kafka.common.config.ConfigDef;

/** The names of the connector's options, and their definition. */
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
    /** How long a node may be silent. */
    public static final String SOCKET_TIMEOUT_MS = "aerospike.socket.timeout.ms";
    /** How often the client sends a request again. */
    public static final String MAX_RETRIES = "aerospike.max.retries";
    /** The racks near the worker. */
    public static final String RACK_IDS = "aerospike.rack.ids";
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
    /** What bins are called where no mapping says. */
    public static final String BIN_NAME_STRATEGY = "bin.name.strategy";
    /** Whether deletes leave tombstones of the server's own. */
    public static final String DURABLE_DELETE = "durable.delete";
    /** How many replicas have to have a row. */
    public static final String COMMIT_LEVEL = "commit.level";
    /** The bin with the position. */
    public static final String POSITION_BIN = "position.bin";
    /** How long delete markers live. */
    public static final String MARKER_TTL_MS = "delete.marker.ttl.ms";
    /** What the sets of delete markers are called. */
    public static final String MARKER_SET_SUFFIX = "delete.marker.set.suffix";
    /** How many markers are gone through in a second. */
    public static final String MARKER_CHECK_RATE = "delete.marker.check.rate";
    /** How long offsets are held back. */
    public static final String OFFSET_HOLD_MS = "offset.hold.ms";
    /** Whether to refuse namespaces that resolve conflicts by generation. */
    public static final String CONFLICT_CHECK = "conflict.resolution.check";

    /** The port where none is given. */
    static final int DEFAULT_PORT = 3000;

    /** The steps of a batch are round trips, which take the same time for more rows. */
    private static final int DEFAULT_BATCH_SIZE = 500;

    private AerospikeOptions() {}

    /** Returns the definition, the options that all sinks share included. */
    public static ConfigDef define() {
        ConfigDef def = new ConfigDef();
        ConnectionOptions.define(def);
        RowOptions.define(def);
        return SinkOptions.define(def, DEFAULT_BATCH_SIZE);
    }
}
