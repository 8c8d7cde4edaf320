package io.odsconnect.db2.config;

import io.odsconnect.db2.connection.Db2Address;
import io.odsconnect.db2.table.TableFilter;
import io.odsconnect.db2.type.ValueOptions;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.ValidString;
import org.apache.kafka.common.config.ConfigDef.Width;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.types.Password;
import org.jspecify.annotations.Nullable;

/** The options of the Db2 source connector. Names are Debezium's where the thing is the same. */
public final class Db2SourceConfig extends AbstractConfig {

    public static final String HOSTNAME = "database.hostname";
    public static final String PORT = "database.port";
    public static final String USER = "database.user";
    public static final String PASSWORD = "database.password";
    public static final String DBNAME = "database.dbname";
    public static final String TIME_ZONE = "database.time.zone";
    /** What follows this prefix is handed to IBM's driver as a property. */
    public static final String CONNECTION_PROPERTY_PREFIX = "connection.property.";

    public static final String TOPIC_PREFIX = "topic.prefix";
    public static final String TABLE_INCLUDE_LIST = "table.include.list";
    public static final String TABLE_EXCLUDE_LIST = "table.exclude.list";
    public static final String COLUMN_EXCLUDE_LIST = "column.exclude.list";
    public static final String TOMBSTONES_ON_DELETE = "tombstones.on.delete";
    public static final String HEARTBEAT_INTERVAL_MS = "heartbeat.interval.ms";
    public static final String TOPIC_HEARTBEAT_PREFIX = "topic.heartbeat.prefix";

    public static final String SNAPSHOT_MODE = "snapshot.mode";
    public static final String BULK_TOPIC_SUFFIX = "bulk.topic.suffix";
    public static final String SNAPSHOT_FETCH_SIZE = "snapshot.fetch.size";
    public static final String SNAPSHOT_CHUNK_SIZE = "snapshot.chunk.size";
    public static final String SNAPSHOT_ISOLATION_MODE = "snapshot.isolation.mode";

    public static final String CAPTURE_SCHEMA = "capture.schema";
    public static final String POLL_INTERVAL_MS = "poll.interval.ms";
    public static final String MAX_BATCH_SIZE = "max.batch.size";
    public static final String QUERY_FETCH_SIZE = "query.fetch.size";

    public static final String DECIMAL_HANDLING_MODE = "decimal.handling.mode";
    public static final String TIME_PRECISION_MODE = "time.precision.mode";
    public static final String BINARY_HANDLING_MODE = "binary.handling.mode";
    public static final String CHAR_TRIM = "char.trim";

    public static final String ERRORS_MAX_RETRIES = "errors.max.retries";
    public static final String CONNECTION_BACKOFF_MS = "connection.backoff.ms";
    public static final String CONNECTION_BACKOFF_MAX_MS = "connection.backoff.max.ms";

    private static final String CONNECTION = "Connection";
    private static final String TABLES = "Tables and topics";
    private static final String BULK = "Bulk load";
    private static final String CHANGES = "Change data";
    private static final String VALUES = "Values";
    private static final String RETRIES = "Retries";

    /** All options. */
    public static final ConfigDef CONFIG_DEF = values(retries(changes(bulk(tables(connection(new ConfigDef()))))));

    /**
     * Reads the options.
     *
     * @throws ConfigException if one is missing or wrong
     */
    public Db2SourceConfig(Map<String, String> properties) {
        super(CONFIG_DEF, properties, false);
    }

    /** Returns where the database is and how to log in. */
    public Db2Address address() {
        Map<String, String> driverProperties = new HashMap<>();
        originalsWithPrefix(CONNECTION_PROPERTY_PREFIX)
                .forEach((name, value) -> driverProperties.put(name, String.valueOf(value)));
        @Nullable Password password = getPassword(PASSWORD);
        return new Db2Address(
                getString(HOSTNAME),
                getInt(PORT),
                getString(DBNAME),
                getString(USER),
                password == null ? null : password.value(),
                driverProperties);
    }

    /** Returns the zone of the timestamps in the capture tables. */
    public ZoneId timeZone() {
        return ZoneId.of(getString(TIME_ZONE));
    }

    /** Returns the logical name of this source: the start of its topics' names and its partition among the offsets. */
    public String topicPrefix() {
        return getString(TOPIC_PREFIX);
    }

    /** Returns which tables and columns are wanted. */
    public TableFilter filter() {
        return new TableFilter(getList(TABLE_INCLUDE_LIST), getList(TABLE_EXCLUDE_LIST), getList(COLUMN_EXCLUDE_LIST));
    }

    /** Says whether a delete is followed by a record without a value. */
    public boolean tombstones() {
        return getBoolean(TOMBSTONES_ON_DELETE);
    }

    /** Returns how long the connector may be silent before it sends a heartbeat; zero for ever. */
    public Duration heartbeatInterval() {
        return Duration.ofMillis(getInt(HEARTBEAT_INTERVAL_MS));
    }

    /** Returns the topic that heartbeats go to. */
    public String heartbeatTopic() {
        return getString(TOPIC_HEARTBEAT_PREFIX) + "." + topicPrefix();
    }

    /** Returns what is read. */
    public SnapshotMode snapshotMode() {
        return choice(SnapshotMode.class, SNAPSHOT_MODE);
    }

    /** Returns what a table's bulk topic has after the name of its change topic; may be empty. */
    public String bulkTopicSuffix() {
        return getString(BULK_TOPIC_SUFFIX);
    }

    /** Returns how many rows of a bulk load the driver is asked to bring at once. */
    public int snapshotFetchSize() {
        return getInt(SNAPSHOT_FETCH_SIZE);
    }

    /** Returns how many rows one statement of the bulk load reads at most. */
    public int snapshotChunkSize() {
        return getInt(SNAPSHOT_CHUNK_SIZE);
    }

    /** Returns the isolation of the bulk load. */
    public SnapshotIsolation snapshotIsolation() {
        return choice(SnapshotIsolation.class, SNAPSHOT_ISOLATION_MODE);
    }

    /** Returns the schema of Capture's control tables. */
    public String captureSchema() {
        return getString(CAPTURE_SCHEMA);
    }

    /** Returns how long to wait after a look at the capture tables that found nothing. */
    public Duration pollInterval() {
        return Duration.ofMillis(getLong(POLL_INTERVAL_MS));
    }

    /** Returns about how many records one poll hands to the worker at most. */
    public int maxBatchSize() {
        return getInt(MAX_BATCH_SIZE);
    }

    /** Returns how many change rows are held in memory at most, over all tables. */
    public int queryFetchSize() {
        return getInt(QUERY_FETCH_SIZE);
    }

    /** Returns how values are handed on. */
    public ValueOptions valueOptions() {
        return new ValueOptions(
                choice(DecimalMode.class, DECIMAL_HANDLING_MODE),
                choice(TimeMode.class, TIME_PRECISION_MODE),
                choice(BinaryMode.class, BINARY_HANDLING_MODE),
                getBoolean(CHAR_TRIM));
    }

    /** Returns how many times in a row the database may fail before the task does; -1 for ever. */
    public int maxRetries() {
        return getInt(ERRORS_MAX_RETRIES);
    }

    /** Returns how long to wait before the first retry. */
    public Duration backoff() {
        return Duration.ofMillis(getLong(CONNECTION_BACKOFF_MS));
    }

    /** Returns how long to wait before a retry at most. */
    public Duration maxBackoff() {
        return Duration.ofMillis(getLong(CONNECTION_BACKOFF_MAX_MS));
    }

    private <E extends Enum<E>> E choice(Class<E> type, String option) {
        return Enum.valueOf(type, getString(option).toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    private static ConfigDef connection(ConfigDef def) {
        int order = 0;
        return def.define(
                        HOSTNAME,
                        ConfigDef.Type.STRING,
                        ConfigDef.NO_DEFAULT_VALUE,
                        new ConfigDef.NonEmptyString(),
                        Importance.HIGH,
                        "Host name or address of the Db2 server.",
                        CONNECTION,
                        ++order,
                        Width.MEDIUM,
                        "Host")
                .define(
                        PORT,
                        ConfigDef.Type.INT,
                        50000,
                        Range.between(1, 65535),
                        Importance.HIGH,
                        "Port of the Db2 server: its SVCENAME (LUW), DRDA port (z/OS) or 446 (i).",
                        CONNECTION,
                        ++order,
                        Width.SHORT,
                        "Port")
                .define(
                        USER,
                        ConfigDef.Type.STRING,
                        null,
                        Importance.HIGH,
                        "Login. Leave it out where `connection.property.*` says how to log in.",
                        CONNECTION,
                        ++order,
                        Width.MEDIUM,
                        "User")
                .define(
                        PASSWORD,
                        ConfigDef.Type.PASSWORD,
                        null,
                        Importance.HIGH,
                        "Password of the login.",
                        CONNECTION,
                        ++order,
                        Width.MEDIUM,
                        "Password")
                .define(
                        DBNAME,
                        ConfigDef.Type.STRING,
                        ConfigDef.NO_DEFAULT_VALUE,
                        new ConfigDef.NonEmptyString(),
                        Importance.HIGH,
                        "Name of the database (LUW), the location (z/OS) or the relational database (i).",
                        CONNECTION,
                        ++order,
                        Width.MEDIUM,
                        "Database")
                .define(
                        TIME_ZONE,
                        ConfigDef.Type.STRING,
                        "UTC",
                        Db2SourceConfig::requireZone,
                        Importance.MEDIUM,
                        "Time zone of the timestamps in Capture's tables (SYNCHTIME, LOGMARKER), for example"
                                + " `Europe/Berlin`. SQL Replication writes them in the server's own time. Any property of"
                                + " IBM's driver is set as `connection.property.NAME`, for example"
                                + " `connection.property.sslConnection=true`.",
                        CONNECTION,
                        ++order,
                        Width.MEDIUM,
                        "Time zone");
    }

    private static ConfigDef tables(ConfigDef def) {
        int order = 0;
        return def.define(
                        TOPIC_PREFIX,
                        ConfigDef.Type.STRING,
                        ConfigDef.NO_DEFAULT_VALUE,
                        Db2SourceConfig::requireTopicName,
                        Importance.HIGH,
                        "Logical name of this source. Topics are `<prefix>.<SCHEMA>.<TABLE>`, and offsets are kept by it:"
                                + " a new prefix starts from nothing.",
                        TABLES,
                        ++order,
                        Width.MEDIUM,
                        "Topic prefix")
                .define(
                        TABLE_INCLUDE_LIST,
                        ConfigDef.Type.LIST,
                        List.of(),
                        Db2SourceConfig::requirePatterns,
                        Importance.HIGH,
                        "Regular expressions, separated by commas, that match the whole `SCHEMA.TABLE` of the tables to"
                                + " read, in either case. Empty: all tables registered for capture.",
                        TABLES,
                        ++order,
                        Width.LONG,
                        "Tables")
                .define(
                        TABLE_EXCLUDE_LIST,
                        ConfigDef.Type.LIST,
                        List.of(),
                        Db2SourceConfig::requirePatterns,
                        Importance.MEDIUM,
                        "Regular expressions of the tables to leave out of those.",
                        TABLES,
                        ++order,
                        Width.LONG,
                        "Tables left out")
                .define(
                        COLUMN_EXCLUDE_LIST,
                        ConfigDef.Type.LIST,
                        List.of(),
                        Db2SourceConfig::requirePatterns,
                        Importance.MEDIUM,
                        "Regular expressions that match the whole `SCHEMA.TABLE.COLUMN` of columns to leave out. Columns"
                                + " of the primary key cannot be left out.",
                        TABLES,
                        ++order,
                        Width.LONG,
                        "Columns left out")
                .define(
                        TOMBSTONES_ON_DELETE,
                        ConfigDef.Type.BOOLEAN,
                        true,
                        Importance.MEDIUM,
                        "Whether a delete is followed by a record with the same key and no value, so that a compacted"
                                + " topic forgets the row.",
                        TABLES,
                        ++order,
                        Width.SHORT,
                        "Tombstones")
                .define(
                        HEARTBEAT_INTERVAL_MS,
                        ConfigDef.Type.INT,
                        0,
                        Range.atLeast(0),
                        Importance.MEDIUM,
                        "While nothing changes in the tables, how often to send a record to the heartbeat topic and with"
                                + " it keep the offset near the present; 0 for never. Set it where the tables can be"
                                + " silent for longer than Capture keeps changes.",
                        TABLES,
                        ++order,
                        Width.SHORT,
                        "Heartbeat interval (ms)")
                .define(
                        TOPIC_HEARTBEAT_PREFIX,
                        ConfigDef.Type.STRING,
                        "__debezium-heartbeat",
                        Db2SourceConfig::requireTopicName,
                        Importance.LOW,
                        "Heartbeats go to `<this>.<topic.prefix>`.",
                        TABLES,
                        ++order,
                        Width.MEDIUM,
                        "Heartbeat topic prefix");
    }

    private static ConfigDef bulk(ConfigDef def) {
        int order = 0;
        return def.define(
                        SNAPSHOT_MODE,
                        ConfigDef.Type.STRING,
                        "initial",
                        ValidString.in("initial", "initial_only", "no_data"),
                        Importance.HIGH,
                        "`initial`: load every table that was not loaded yet, then read changes. `initial_only`: load and"
                                + " stop. `no_data`: read changes only, from now on.",
                        BULK,
                        ++order,
                        Width.MEDIUM,
                        "Snapshot mode")
                .define(
                        BULK_TOPIC_SUFFIX,
                        ConfigDef.Type.STRING,
                        ".bulk",
                        Db2SourceConfig::requireTopicSuffix,
                        Importance.MEDIUM,
                        "Bulk rows go to the table's topic with this at its end. Empty: to the same topic as changes.",
                        BULK,
                        ++order,
                        Width.SHORT,
                        "Bulk topic suffix")
                .define(
                        SNAPSHOT_FETCH_SIZE,
                        ConfigDef.Type.INT,
                        10_000,
                        Range.atLeast(1),
                        Importance.LOW,
                        "Rows that the driver is asked to bring at once during the load.",
                        BULK,
                        ++order,
                        Width.SHORT,
                        "Snapshot fetch size")
                .define(
                        SNAPSHOT_CHUNK_SIZE,
                        ConfigDef.Type.INT,
                        100_000,
                        Range.atLeast(1),
                        Importance.LOW,
                        "Rows that one statement of the load reads at most. Each chunk takes a new position, so fewer"
                                + " rows mean fresher positions and shorter cursors, and more statements.",
                        BULK,
                        ++order,
                        Width.SHORT,
                        "Snapshot chunk size")
                .define(
                        SNAPSHOT_ISOLATION_MODE,
                        ConfigDef.Type.STRING,
                        "read_committed",
                        ValidString.in("read_committed", "read_uncommitted"),
                        Importance.LOW,
                        "`read_committed` reads with cursor stability. `read_uncommitted` takes no locks, but may hand"
                                + " on a row that is rolled back later and that no change ever corrects.",
                        BULK,
                        ++order,
                        Width.MEDIUM,
                        "Snapshot isolation");
    }

    private static ConfigDef changes(ConfigDef def) {
        int order = 0;
        return def.define(
                        CAPTURE_SCHEMA,
                        ConfigDef.Type.STRING,
                        "ASNCDC",
                        new ConfigDef.NonEmptyString(),
                        Importance.MEDIUM,
                        "Schema of Capture's control tables (IBMSNAP_REGISTER, IBMSNAP_UOW): its CAPTURE_SCHEMA, often"
                                + " `ASN` on z/OS.",
                        CHANGES,
                        ++order,
                        Width.SHORT,
                        "Capture schema")
                .define(
                        POLL_INTERVAL_MS,
                        ConfigDef.Type.LONG,
                        500L,
                        Range.atLeast(1),
                        Importance.MEDIUM,
                        "How long to wait after a look at the register that found nothing new.",
                        CHANGES,
                        ++order,
                        Width.SHORT,
                        "Poll interval (ms)")
                .define(
                        MAX_BATCH_SIZE,
                        ConfigDef.Type.INT,
                        2048,
                        Range.atLeast(1),
                        Importance.MEDIUM,
                        "About how many records are handed to the worker at once; the records of one change stay"
                                + " together.",
                        CHANGES,
                        ++order,
                        Width.SHORT,
                        "Batch size")
                .define(
                        QUERY_FETCH_SIZE,
                        ConfigDef.Type.INT,
                        10_000,
                        Range.atLeast(1),
                        Importance.LOW,
                        "About how many change rows are held in memory at most, over all tables. A larger unit of work"
                                + " is read in pages.",
                        CHANGES,
                        ++order,
                        Width.SHORT,
                        "Change rows in memory");
    }

    private static ConfigDef values(ConfigDef def) {
        int order = 0;
        return def.define(
                        DECIMAL_HANDLING_MODE,
                        ConfigDef.Type.STRING,
                        "precise",
                        ValidString.in("precise", "double", "string"),
                        Importance.MEDIUM,
                        "DECIMAL and DECFLOAT: `precise` as Connect's Decimal and Debezium's VariableScaleDecimal,"
                                + " `double`, or `string`. Only `string` has a form for DECFLOAT's NaN and Infinity.",
                        VALUES,
                        ++order,
                        Width.SHORT,
                        "Decimals")
                .define(
                        TIME_PRECISION_MODE,
                        ConfigDef.Type.STRING,
                        "adaptive",
                        ValidString.in("adaptive", "adaptive_time_microseconds", "connect"),
                        Importance.MEDIUM,
                        "DATE, TIME and TIMESTAMP: `adaptive` as Debezium's types without loss,"
                                + " `adaptive_time_microseconds` the same with TIME in microseconds, `connect` as"
                                + " Connect's own types in milliseconds.",
                        VALUES,
                        ++order,
                        Width.MEDIUM,
                        "Times")
                .define(
                        BINARY_HANDLING_MODE,
                        ConfigDef.Type.STRING,
                        "bytes",
                        ValidString.in("bytes", "base64", "base64-url-safe", "hex"),
                        Importance.LOW,
                        "Binary columns: `bytes`, or a string in `base64`, `base64-url-safe` or `hex`.",
                        VALUES,
                        ++order,
                        Width.SHORT,
                        "Binary columns")
                .define(
                        CHAR_TRIM,
                        ConfigDef.Type.BOOLEAN,
                        false,
                        Importance.MEDIUM,
                        "Whether blanks at the end of CHAR and GRAPHIC values are cut off.",
                        VALUES,
                        ++order,
                        Width.SHORT,
                        "Trim CHAR");
    }

    private static ConfigDef retries(ConfigDef def) {
        int order = 0;
        return def.define(
                        ERRORS_MAX_RETRIES,
                        ConfigDef.Type.INT,
                        -1,
                        Range.atLeast(-1),
                        Importance.MEDIUM,
                        "How many times in a row a lost connection, lock timeout or deadlock is retried before the task"
                                + " fails; -1 for ever.",
                        RETRIES,
                        ++order,
                        Width.SHORT,
                        "Retries")
                .define(
                        CONNECTION_BACKOFF_MS,
                        ConfigDef.Type.LONG,
                        1000L,
                        Range.atLeast(1),
                        Importance.LOW,
                        "How long to wait before the first retry; doubled with each further one.",
                        RETRIES,
                        ++order,
                        Width.SHORT,
                        "Backoff (ms)")
                .define(
                        CONNECTION_BACKOFF_MAX_MS,
                        ConfigDef.Type.LONG,
                        60_000L,
                        Range.atLeast(1),
                        Importance.LOW,
                        "How long to wait before a retry at most.",
                        RETRIES,
                        ++order,
                        Width.SHORT,
                        "Longest backoff (ms)");
    }

    private static void requireZone(String option, Object value) {
        try {
            ZoneId.of(String.valueOf(value));
        } catch (DateTimeException e) {
            throw new ConfigException(
                    option, value, "This is no time zone. Give one such as UTC, +02:00 or Europe/Berlin.");
        }
    }

    private static void requireTopicName(String option, Object value) {
        if (!String.valueOf(value).matches("[a-zA-Z0-9._-]+")) {
            throw new ConfigException(
                    option, value, "It starts topic names: use letters, digits, dot, dash and underscore.");
        }
    }

    private static void requireTopicSuffix(String option, Object value) {
        if (!String.valueOf(value).matches("[a-zA-Z0-9._-]*")) {
            throw new ConfigException(
                    option, value, "It ends topic names: use letters, digits, dot, dash and underscore.");
        }
    }

    private static void requirePatterns(String option, Object value) {
        if (value instanceof List<?> expressions) {
            for (Object expression : expressions) {
                try {
                    Pattern.compile(String.valueOf(expression));
                } catch (PatternSyntaxException e) {
                    throw new ConfigException(
                            option, expression, "This is no regular expression: " + e.getDescription());
                }
            }
        }
    }
}
