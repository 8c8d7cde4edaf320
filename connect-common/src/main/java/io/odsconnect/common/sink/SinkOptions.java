package io.odsconnect.common.sink;

import io.odsconnect.common.audit.AuditOptions;
import io.odsconnect.common.compare.CompareOptions;
import io.odsconnect.common.compare.SinkMode;
import io.odsconnect.common.event.PositionSource;
import io.odsconnect.common.event.RecordDecoder;
import io.odsconnect.common.event.RecordFormat;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.Config;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.ValidString;
import org.apache.kafka.common.config.ConfigDef.Width;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.ConfigValue;

/** The options that all sinks share. A sink's own ConfigDef is made of these and its own. */
public final class SinkOptions {

    /** How values are read. */
    public static final String RECORD_FORMAT = "record.format";
    /** Whether the position rule holds. */
    public static final String POSITION_GUARD = "position.guard";
    /** Where positions are. */
    public static final String POSITION_FROM = "position.from";
    /** Most writes in a batch. */
    public static final String BATCH_SIZE = "batch.size";
    /** Most bytes in a batch. */
    public static final String BATCH_BYTES = "batch.bytes";
    /** Maximum number of batches in flight. */
    public static final String MAX_IN_FLIGHT_BATCHES = "max.in.flight.batches";
    /** The longest wait for a fuller batch. */
    public static final String LINGER_MS = "linger.ms";
    /** Most writes held in memory. */
    public static final String BUFFER_MAX_RECORDS = "buffer.max.records";
    /** Most bytes held in memory. */
    public static final String BUFFER_MAX_BYTES = "buffer.max.bytes";
    /** The wait after the first failure. */
    public static final String RETRY_BACKOFF_MS = "retry.backoff.ms";
    /** The longest wait after a failure. */
    public static final String RETRY_BACKOFF_MAX_MS = "retry.backoff.max.ms";
    /** How long a write is tried. */
    public static final String RETRY_TIMEOUT_MS = "retry.timeout.ms";

    private static final String RECORDS = "Records";
    private static final String DELIVERY = "Delivery";

    /** What {@code batch.size} is for a store that has no other wish. */
    private static final int BATCH_SIZE_DEFAULT = 100;

    private static final Set<String> OWN = define(new ConfigDef()).names();

    private final AbstractConfig config;
    private final AuditOptions audit;

    private SinkOptions(ConfigDef connector, Map<String, String> props) {
        ConfigDef own = new ConfigDef();
        OWN.forEach(name -> own.define(connector.configKeys().get(name)));
        config = new AbstractConfig(own, props, false);
        audit = AuditOptions.of(props);
    }

    /**
     * Reads the options of a task.
     *
     * @param connector the connector's definition of all its options, to which {@link #define} has added these
     * @throws ConfigException if one of these is not valid; others are not looked at
     */
    public static SinkOptions of(ConfigDef connector, Map<String, String> props) {
        return new SinkOptions(connector, props);
    }

    /** Adds the shared options to a connector's definition and returns it. */
    public static ConfigDef define(ConfigDef def) {
        return define(def, BATCH_SIZE_DEFAULT);
    }

    /**
     * Adds the shared options to the definition of a connector whose store likes batches of another size, and returns it.
     *
     * @param batchSize the default of {@link #BATCH_SIZE}
     */
    public static ConfigDef define(ConfigDef def, int batchSize) {
        defineRecords(def);
        defineDelivery(def, batchSize);
        return CompareOptions.define(AuditOptions.define(def));
    }

    private static void defineRecords(ConfigDef def) {
        def.define(
                        RECORD_FORMAT,
                        ConfigDef.Type.STRING,
                        RecordFormat.AUTO.toString(),
                        ValidString.in("auto", "envelope", "flat"),
                        Importance.MEDIUM,
                        "How record values are read: `envelope` for change events of this project or of"
                                + " Debezium, `flat` for rows (a null value is a delete; `__op` and `__deleted` are"
                                + " honoured), `auto` to decide by the shape of each value.",
                        RECORDS,
                        1,
                        Width.SHORT,
                        "Record format")
                .define(
                        POSITION_GUARD,
                        ConfigDef.Type.BOOLEAN,
                        true,
                        Importance.HIGH,
                        "Whether the position rule applies: a write with a lower position than the one stored"
                                + " for its row does nothing. If `false`, the last write to arrive wins.",
                        RECORDS,
                        2,
                        Width.SHORT,
                        "Position guard")
                .define(
                        POSITION_FROM,
                        ConfigDef.Type.STRING,
                        "auto",
                        ConfigDef.LambdaValidator.with(
                                SinkOptions::checkPositionFrom,
                                () ->
                                        "auto, source.ts_us, source.ts_ms, source.NAME, field:NAME, header:NAME, offset or"
                                                + " none"),
                        Importance.MEDIUM,
                        "Where a record's position is, a number that never decreases for a row: `auto` for"
                                + " `source.position` of this project's events (and the header `odsconnect.position` of"
                                + " its tombstones), `source.ts_us` or another field of `source` for other connectors'"
                                + " events, `field:NAME` for a column, `header:NAME` for a header, `offset` for the"
                                + " record's offset where all changes of a row are in one partition, `none` for none.",
                        RECORDS,
                        3,
                        Width.MEDIUM,
                        "Position from");
    }

    private static void checkPositionFrom(String name, Object value) {
        try {
            var unused = PositionSource.parse(String.valueOf(value));
        } catch (IllegalArgumentException e) {
            throw new ConfigException(name, value, e.getMessage());
        }
    }

    private static void defineDelivery(ConfigDef def, int batchSize) {
        def.define(
                        BATCH_SIZE,
                        ConfigDef.Type.INT,
                        batchSize,
                        Range.between(1, 100_000),
                        Importance.HIGH,
                        "The maximum number of rows in a batch.",
                        DELIVERY,
                        1,
                        Width.SHORT,
                        "Batch size")
                .define(
                        BATCH_BYTES,
                        ConfigDef.Type.LONG,
                        1_048_576L,
                        Range.atLeast(1),
                        Importance.LOW,
                        "The maximum size of a batch in bytes. A row that is larger is sent alone.",
                        DELIVERY,
                        2,
                        Width.SHORT,
                        "Batch bytes")
                .define(
                        MAX_IN_FLIGHT_BATCHES,
                        ConfigDef.Type.INT,
                        5,
                        Range.between(1, 1000),
                        Importance.MEDIUM,
                        "The maximum number of batches of a task that are in flight at the same time. The order"
                                + " of the changes of a row is kept with any number.",
                        DELIVERY,
                        3,
                        Width.SHORT,
                        "Batches in flight")
                .define(
                        LINGER_MS,
                        ConfigDef.Type.LONG,
                        10L,
                        Range.between(0, 60_000),
                        Importance.LOW,
                        "While batches are in flight and few rows wait, how long the next batch waits for more"
                                + " rows, in milliseconds, counted from when the last batch was sent. 0 sends it at once."
                                + " Without a batch in flight nothing waits.",
                        DELIVERY,
                        4,
                        Width.SHORT,
                        "Linger (ms)")
                .define(
                        BUFFER_MAX_RECORDS,
                        ConfigDef.Type.INT,
                        10_000,
                        Range.atLeast(1),
                        Importance.LOW,
                        "The maximum number of records that a task buffers before the store has acknowledged"
                                + " them; then it pauses its partitions. One poll (`max.poll.records`) can exceed it.",
                        DELIVERY,
                        5,
                        Width.SHORT,
                        "Buffer records")
                .define(
                        BUFFER_MAX_BYTES,
                        ConfigDef.Type.LONG,
                        67_108_864L,
                        Range.atLeast(1),
                        Importance.LOW,
                        "The maximum size in bytes of the rows that a task buffers before the store has"
                                + " acknowledged them; then it pauses its partitions. One poll can exceed it.",
                        DELIVERY,
                        6,
                        Width.SHORT,
                        "Buffer bytes")
                .define(
                        RETRY_BACKOFF_MS,
                        ConfigDef.Type.LONG,
                        100L,
                        Range.atLeast(1),
                        Importance.LOW,
                        "The wait before the first retry of a failed write, in milliseconds. It doubles with"
                                + " each failure; up to half of it is taken off at random.",
                        DELIVERY,
                        7,
                        Width.SHORT,
                        "Retry backoff (ms)")
                .define(
                        RETRY_BACKOFF_MAX_MS,
                        ConfigDef.Type.LONG,
                        10_000L,
                        Range.atLeast(1),
                        Importance.LOW,
                        "The longest wait before a retry, in milliseconds.",
                        DELIVERY,
                        8,
                        Width.SHORT,
                        "Longest retry backoff (ms)")
                .define(
                        RETRY_TIMEOUT_MS,
                        ConfigDef.Type.LONG,
                        -1L,
                        Range.atLeast(-1),
                        Importance.MEDIUM,
                        "How long a write that fails is tried again before the task fails, in milliseconds; -1 for ever."
                                + " Meanwhile the task takes no more records and stays in its consumer group.",
                        DELIVERY,
                        9,
                        Width.SHORT,
                        "Retry timeout (ms)");
    }

    /** Adds to {@code config} what is wrong between shared options of a connector that are each valid alone. */
    public static void validate(ConfigDef connector, Map<String, String> props, Config config) {
        SinkOptions options;
        try {
            options = of(connector, props);
        } catch (ConfigException e) {
            // An option is wrong by itself, and the worker has said so.
            return;
        }
        if (options.retryBackoffMaxMillis() < options.retryBackoffMillis()) {
            error(config, RETRY_BACKOFF_MAX_MS, "It is below " + RETRY_BACKOFF_MS + "; it has to be as high at least.");
        }
        if (options.bufferMaxRecords() < options.batchSize()) {
            error(config, BUFFER_MAX_RECORDS, "It is below " + BATCH_SIZE + ", so no batch would ever be full.");
        }
        if (options.bufferMaxBytes() < options.batchBytes()) {
            error(config, BUFFER_MAX_BYTES, "It is below " + BATCH_BYTES + ", so no batch would ever be full.");
        }
        if (options.positionGuard() && options.config.getString(POSITION_FROM).equals("none")) {
            error(
                    config,
                    POSITION_FROM,
                    "It is `none` while " + POSITION_GUARD
                            + " is true: without positions nothing can be guarded. Say where"
                            + " positions are, or set " + POSITION_GUARD + "=false.");
        }
        AuditOptions.mistakes(props).forEach((option, sentence) -> error(config, option, sentence));
        CompareOptions.mistakes(props).forEach((option, sentence) -> error(config, option, sentence));
        if (CompareOptions.of(props).mode() != SinkMode.APPLY && !options.positionGuard()) {
            error(
                    config,
                    POSITION_GUARD,
                    "It is false, and " + CompareOptions.MODE
                            + " is not apply: without positions a change that is on its way"
                            + " cannot be distinguished from a difference.");
        }
    }

    /** Says whether any option has an error. */
    public static boolean hasErrors(Config config) {
        return config.configValues().stream()
                .anyMatch(value -> !value.errorMessages().isEmpty());
    }

    /**
     * Adds an error to the option of this name. An option for a single topic ({@code key.template.<topic>}) stands in no
     * definition; it is added.
     */
    public static void error(Config config, String option, String sentence) {
        ConfigValue value = config.configValues().stream()
                .filter(known -> known.name().equals(option))
                .findFirst()
                .orElse(null);
        if (value == null) {
            value = new ConfigValue(option);
            config.configValues().add(value);
        }
        value.addErrorMessage(option + ": " + sentence);
    }

    /** Returns a decoder as these options have it. */
    public RecordDecoder decoder() {
        PositionSource positions =
                positionGuard() ? PositionSource.parse(config.getString(POSITION_FROM)) : PositionSource.none();
        return new RecordDecoder(RecordFormat.of(config.getString(RECORD_FORMAT)), positions);
    }

    /** Returns the options of the audit. */
    public AuditOptions audit() {
        return audit;
    }

    /** Says whether the position rule holds. When it does not, no event has a position. */
    public boolean positionGuard() {
        return config.getBoolean(POSITION_GUARD);
    }

    /** Returns the most writes in a batch. */
    public int batchSize() {
        return config.getInt(BATCH_SIZE);
    }

    /** Returns the most bytes in a batch. */
    public long batchBytes() {
        return config.getLong(BATCH_BYTES);
    }

    /** Returns the maximum number of batches in flight. */
    public int maxInFlightBatches() {
        return config.getInt(MAX_IN_FLIGHT_BATCHES);
    }

    /** Returns how long a batch waits for more rows while others are in flight, in milliseconds. */
    public long lingerMillis() {
        return config.getLong(LINGER_MS);
    }

    /** Returns the most writes held. */
    public int bufferMaxRecords() {
        return config.getInt(BUFFER_MAX_RECORDS);
    }

    /** Returns the most bytes held. */
    public long bufferMaxBytes() {
        return config.getLong(BUFFER_MAX_BYTES);
    }

    /** Returns the wait after the first failure in milliseconds. */
    public long retryBackoffMillis() {
        return config.getLong(RETRY_BACKOFF_MS);
    }

    /** Returns the longest wait after a failure in milliseconds. */
    public long retryBackoffMaxMillis() {
        return config.getLong(RETRY_BACKOFF_MAX_MS);
    }

    /** Returns how long a write is tried in milliseconds, -1 for ever. */
    public long retryTimeoutMillis() {
        return config.getLong(RETRY_TIMEOUT_MS);
    }
}
