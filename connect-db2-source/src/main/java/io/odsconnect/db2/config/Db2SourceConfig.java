package io.odsconnect.db2.config;

import io.odsconnect.common.audit.AuditOptions;
import io.odsconnect.db2.capture.PruneSet;
import io.odsconnect.db2.capture.StreamSettings;
import io.odsconnect.db2.connection.Db2Address;
import io.odsconnect.db2.event.TopicNames;
import io.odsconnect.db2.query.ColumnRules;
import io.odsconnect.db2.query.QuerySettings;
import io.odsconnect.db2.snapshot.LoadSettings;
import io.odsconnect.db2.snapshot.SnapshotIsolation;
import io.odsconnect.db2.table.MessageKeys;
import io.odsconnect.db2.table.TableFilter;
import io.odsconnect.db2.table.TableId;
import io.odsconnect.db2.type.BinaryMode;
import io.odsconnect.db2.type.DecimalMode;
import io.odsconnect.db2.type.Hour24Mode;
import io.odsconnect.db2.type.LobLimit;
import io.odsconnect.db2.type.NameAdjustment;
import io.odsconnect.db2.type.TimeMode;
import io.odsconnect.db2.type.ValueOptions;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.types.Password;
import org.jspecify.annotations.Nullable;

/** The options of the Db2 source connector. Names are Debezium's where the thing is the same. */
public final class Db2SourceConfig extends AbstractConfig {

    /** All options. */
    public static final ConfigDef CONFIG_DEF = define();

    /** How long a connector that is far behind goes without a look at the register. */
    private static final Duration LOOK_INTERVAL = Duration.ofSeconds(5);

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
        originalsWithPrefix(ConnectionOptions.CONNECTION_PROPERTY_PREFIX)
                .forEach((name, value) -> driverProperties.put(name, String.valueOf(value)));
        @Nullable Password password = getPassword(ConnectionOptions.PASSWORD);
        return new Db2Address(
                getString(ConnectionOptions.HOSTNAME),
                getInt(ConnectionOptions.PORT),
                getString(ConnectionOptions.DBNAME),
                getString(ConnectionOptions.USER),
                password == null ? null : password.value(),
                driverProperties);
    }

    /** Returns the zone of the timestamps in the capture tables. */
    public ZoneId timeZone() {
        return ZoneId.of(getString(ConnectionOptions.TIME_ZONE));
    }

    /** Returns the logical name of this source: the start of its topics' names and its partition among the offsets. */
    public String topicPrefix() {
        return getString(TableOptions.TOPIC_PREFIX);
    }

    /** Returns which tables and columns are wanted. */
    public TableFilter filter() {
        List<String> included = new ArrayList<>(getList(TableOptions.TABLE_INCLUDE_LIST));
        if (!included.isEmpty() && !signalTable().isEmpty()) {
            included.add(Pattern.quote(signalTable()));
        }
        return new TableFilter(
                included,
                getList(TableOptions.TABLE_EXCLUDE_LIST),
                getList(TableOptions.COLUMN_INCLUDE_LIST),
                getList(TableOptions.COLUMN_EXCLUDE_LIST));
    }

    /** Returns which columns make the key of records. */
    public MessageKeys messageKeys() {
        return new MessageKeys(getString(TableOptions.MESSAGE_KEY_COLUMNS));
    }

    /** Says whether tables without any key are read, into records without a key. */
    public boolean allowsNullKeys() {
        return getString(TableOptions.MISSING_KEY_HANDLING_MODE).equals("null");
    }

    /** Says whether a delete is followed by a record without a value. */
    public boolean tombstones() {
        return getBoolean(TableOptions.TOMBSTONES_ON_DELETE);
    }

    /** Says whether the records of a changed key carry each other's key in headers. */
    public boolean keyChangeHeaders() {
        return getBoolean(TableOptions.KEY_CHANGE_HEADERS);
    }

    /** Returns how long the connector may be silent before it sends a heartbeat; zero for ever. */
    public Duration heartbeatInterval() {
        return Duration.ofMillis(getInt(TableOptions.HEARTBEAT_INTERVAL_MS));
    }

    /** Returns the statement that is run with each heartbeat; may be empty. */
    public String heartbeatAction() {
        return getString(TableOptions.HEARTBEAT_ACTION_QUERY);
    }

    /** Returns the topic that heartbeats go to. */
    public String heartbeatTopic() {
        return getString(TableOptions.TOPIC_HEARTBEAT_PREFIX) + "." + topicPrefix();
    }

    /** Returns what is read. */
    public SnapshotMode snapshotMode() {
        return choice(SnapshotMode.class, ReadOptions.SNAPSHOT_MODE);
    }

    /** Returns what a table's bulk topic has after the name of its change topic; may be empty. */
    public String bulkTopicSuffix() {
        return getString(ReadOptions.BULK_TOPIC_SUFFIX);
    }

    /** Returns the topic of signals; null where none are read from Kafka. */
    public @Nullable String signalTopic() {
        String topic = getString(SignalOptions.SIGNAL_KAFKA_TOPIC);
        return topic.isEmpty() ? null : topic;
    }

    /** Returns the settings of the consumer of signals. */
    public Map<String, Object> signalConsumer() {
        Map<String, Object> settings = new HashMap<>();
        settings.put("group.id", "odsconnect-" + topicPrefix() + "-signals");
        settings.put("auto.offset.reset", "earliest");
        settings.put("bootstrap.servers", getString(SignalOptions.SIGNAL_KAFKA_BOOTSTRAP_SERVERS));
        settings.putAll(originalsWithPrefix(SignalOptions.SIGNAL_CONSUMER_PREFIX));
        settings.put("enable.auto.commit", false);
        return settings;
    }

    /** Returns the table of signals as {@code SCHEMA.TABLE}; empty for none. */
    public String signalTable() {
        return getString(SignalOptions.SIGNAL_DATA_COLLECTION).strip();
    }

    /** Returns the connector's name, or {@code topic.prefix} where the worker gives none. */
    public String name() {
        return originals().getOrDefault("name", topicPrefix()).toString();
    }

    /** Returns the id of the load that is wanted on demand; empty for none. */
    public String bulkLoadId() {
        return getString(LoadOptions.BULK_LOAD_ID);
    }

    /** Says whether {@link #bulkLoadId} concerns the table. */
    public boolean loadsOnDemand(TableId table) {
        return bulkLoadTables().wants(table);
    }

    /** Returns which tables {@link #bulkLoadId} concerns. */
    public TableFilter bulkLoadTables() {
        return new TableFilter(getList(LoadOptions.BULK_LOAD_TABLES), List.of(), List.of());
    }

    /** Returns the names of the tables that have a row filter. */
    public Set<String> filteredTables() {
        return originalsWithPrefix(LoadOptions.BULK_LOAD_FILTER_PREFIX).keySet();
    }

    /** Returns the SQL condition that the rows of the table {@code SCHEMA.TABLE} meet in loads; empty for all rows. */
    public String bulkLoadFilter(String table) {
        Object filter = originals().get(LoadOptions.BULK_LOAD_FILTER_PREFIX + table);
        return filter == null ? "" : filter.toString().strip();
    }

    /** Returns how much lower than by the time of its reading the position of a bulk row is. */
    public Duration bulkPositionMargin() {
        return Duration.ofSeconds(getInt(LoadOptions.BULK_POSITION_MARGIN_SECONDS));
    }

    /** Returns how tables are loaded. */
    public LoadSettings loadSettings() {
        return new LoadSettings(
                getInt(ReadOptions.SNAPSHOT_FETCH_SIZE),
                getInt(ReadOptions.SNAPSHOT_CHUNK_SIZE),
                choice(SnapshotIsolation.class, ReadOptions.SNAPSHOT_ISOLATION_MODE),
                getInt(LoadOptions.SNAPSHOT_MAX_THREADS),
                getInt(ReadOptions.MAX_QUEUE_SIZE),
                getLong(ReadOptions.MAX_QUEUE_SIZE_IN_BYTES),
                getInt(CompareOptions.COMPARE_RATE_LIMIT));
    }

    /** Returns the topic of notifications; null where none are wanted. */
    public @Nullable String notificationTopic() {
        String topic = getString(LoadOptions.NOTIFICATION_TOPIC);
        return topic.isEmpty() ? null : topic;
    }

    /** Returns the schema of Capture's control tables. */
    public String captureSchema() {
        return getString(ReadOptions.CAPTURE_SCHEMA);
    }

    /** Returns how long to wait after a look at the capture tables that found nothing. */
    public Duration pollInterval() {
        return Duration.ofMillis(getLong(ReadOptions.POLL_INTERVAL_MS));
    }

    /** Returns about how many records one poll hands to the worker at most. */
    public int maxBatchSize() {
        return getInt(ReadOptions.MAX_BATCH_SIZE);
    }

    /** Returns where units of work are told to begin and end; null where they are not. */
    public @Nullable String transactionTopic() {
        return getBoolean(CaptureOptions.PROVIDE_TRANSACTION_METADATA)
                ? topicPrefix() + "." + getString(CaptureOptions.TOPIC_TRANSACTION)
                : null;
    }

    /** Returns how many tasks the worker may start. */
    public int tasksMax() {
        return Integer.parseInt(originalsStrings().getOrDefault("tasks.max", "1"));
    }

    /** Returns under which subscription set Capture is told what it may prune; null where it is not told. */
    public @Nullable PruneSet pruneSet() {
        return getBoolean(CaptureOptions.PRUNE_CONTROL)
                ? new PruneSet(
                        getString(CaptureOptions.PRUNE_TARGET_SERVER),
                        getString(CaptureOptions.PRUNE_APPLY_QUALIFIER),
                        getString(CaptureOptions.PRUNE_SET_NAME))
                : null;
    }

    /** Returns how often Capture is told what it may prune. */
    public Duration pruneInterval() {
        return Duration.ofMillis(getLong(CaptureOptions.PRUNE_INTERVAL_MS));
    }

    /** Returns how changes are read. */
    public StreamSettings streamSettings() {
        return new StreamSettings(
                getInt(ReadOptions.QUERY_FETCH_SIZE),
                "connector".equals(originalsStrings().get("transaction.boundary"))
                        ? 0
                        : getInt(ReadOptions.QUERY_FETCH_SIZE),
                tombstones(),
                transactionTopic(),
                LOOK_INTERVAL,
                Duration.ofMillis(getLong(CaptureOptions.LAG_WARN_MS)),
                Duration.ofMillis(getLong(CaptureOptions.STOPPED_WARN_MS)));
    }

    /** Returns where changes come from. */
    public CaptureMode captureMode() {
        return choice(CaptureMode.class, QueryOptions.CAPTURE_MODE);
    }

    /** Returns which column tells when a row was written, table by table. */
    public ColumnRules timestampColumns() {
        return new ColumnRules(getList(QueryOptions.TIMESTAMP_COLUMN_NAME));
    }

    /** Returns which column numbers new rows, table by table. */
    public ColumnRules incrementingColumns() {
        return new ColumnRules(getList(QueryOptions.INCREMENTING_COLUMN_NAME));
    }

    /** Returns which column says that a row counts as deleted, table by table. */
    public ColumnRules softDeleteColumns() {
        return new ColumnRules(getList(QueryOptions.SOFT_DELETE_COLUMN_NAME));
    }

    /** Returns how tables are queried. */
    public QuerySettings querySettings() {
        return new QuerySettings(
                snapshotMode().loads(),
                snapshotMode().streams(),
                getInt(ReadOptions.SNAPSHOT_FETCH_SIZE),
                Duration.ofMillis(getLong(QueryOptions.QUERY_LOOKBACK_MS)),
                getInt(QueryOptions.QUERY_LOOKBACK_MAX_ROWS),
                Set.copyOf(getList(QueryOptions.SOFT_DELETE_VALUES)),
                tombstones());
    }

    /** Says whether an option that nobody has makes the config wrong. */
    public boolean refusesUnknownOptions() {
        return getString(CheckOptions.UNKNOWN_OPTION_HANDLING_MODE).equals("fail");
    }

    /** Says whether rows that cannot be read are reported and left out: Connect's own {@code errors.tolerance}. */
    public boolean toleratesBadRows() {
        return "all".equals(originalsStrings().get("errors.tolerance"));
    }

    /** Says whether the table is asked for the values of columns that are not in its change table. */
    public boolean asksForUncaptured() {
        return getString(TypeOptions.CAPTURE_LOB_HANDLING_MODE).equals("reread");
    }

    /** Returns the names of topics and of the schemas of their records. */
    public TopicNames topics() {
        return new TopicNames(
                topicPrefix(),
                bulkTopicSuffix(),
                getString(CompareOptions.COMPARE_TOPIC_SUFFIX),
                choice(NameAdjustment.class, TypeOptions.SCHEMA_NAME_ADJUSTMENT_MODE)::schema);
    }

    /** Returns how values are handed on. */
    public ValueOptions valueOptions() {
        return new ValueOptions(
                choice(DecimalMode.class, TypeOptions.DECIMAL_HANDLING_MODE),
                choice(TimeMode.class, TypeOptions.TIME_PRECISION_MODE),
                choice(BinaryMode.class, TypeOptions.BINARY_HANDLING_MODE),
                getBoolean(TypeOptions.CHAR_TRIM),
                new LobLimit(
                        getInt(TypeOptions.LOB_MAX_SIZE),
                        getString(TypeOptions.LOB_OVERSIZE_HANDLING_MODE).equals("truncate")),
                choice(Hour24Mode.class, TypeOptions.HOUR24_HANDLING_MODE),
                choice(NameAdjustment.class, TypeOptions.FIELD_NAME_ADJUSTMENT_MODE));
    }

    /** Returns how many times in a row the database may fail before the task does; -1 for ever. */
    public int maxRetries() {
        return getInt(ConnectionOptions.ERRORS_MAX_RETRIES);
    }

    /** Returns how long to wait before the first retry. */
    public Duration backoff() {
        return Duration.ofMillis(getLong(ConnectionOptions.CONNECTION_BACKOFF_MS));
    }

    /** Returns how long to wait before a retry at most. */
    public Duration maxBackoff() {
        return Duration.ofMillis(getLong(ConnectionOptions.CONNECTION_BACKOFF_MAX_MS));
    }

    private <E extends Enum<E>> E choice(Class<E> type, String option) {
        return Enum.valueOf(type, getString(option).toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    private static ConfigDef define() {
        ConfigDef options = new ConfigDef();
        ConnectionOptions.define(options);
        TableOptions.define(options);
        ReadOptions.define(options);
        LoadOptions.define(options);
        CompareOptions.define(options);
        SignalOptions.define(options);
        CaptureOptions.define(options);
        QueryOptions.define(options);
        TypeOptions.define(options);
        CheckOptions.define(options);
        AuditOptions.define(options);
        return options;
    }
}
