package io.odsconnect.common.compare;

import io.odsconnect.common.audit.AuditOptions;
import io.odsconnect.common.config.OptionGroup;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.ValidString;
import org.apache.kafka.common.config.ConfigException;

/** The options of compare runs, the same for all sinks. */
public final class CompareOptions {

    /** What the sink does. */
    public static final String MODE = "sink.mode";
    /** Where reports and findings go. */
    public static final String TOPIC = "reconciliation.topic";
    /** What the topics of runs end in. */
    public static final String SUFFIX = "compare.topic.suffix";
    /** How long a row is looked at again. */
    public static final String CONFIRM_MS = "compare.confirm.ms";
    /** How long a run waits for its next record. */
    public static final String END_WAIT_MS = "compare.end.wait.ms";
    /** The memory for what was seen. */
    public static final String MEMORY_BYTES = "compare.memory.bytes";
    /** The most reads a second. */
    public static final String RATE_LIMIT = "compare.rate.limit";
    /** Whether transforms leave rows out. */
    public static final String DROPPED_ROWS = "compare.allow.dropped.rows";
    /** The most findings that are written. */
    public static final String FINDINGS_MAX = "findings.max";
    /** How findings name rows. */
    public static final String FINDINGS_KEYS = "findings.keys";
    /** The most rows that are repaired. */
    public static final String REPAIR_MAX_ROWS = "repair.max.rows";
    /** Whether nothing is repaired. */
    public static final String REPAIR_DRY_RUN = "repair.dry.run";

    private static final ConfigDef OWN = define(new ConfigDef());
    private static final String DIGEST = "digest";

    private final AbstractConfig config;

    private CompareOptions(Map<String, String> props) {
        config = new AbstractConfig(OWN, props, false);
    }

    /**
     * Reads the options of a task.
     *
     * @throws ConfigException if one is not valid
     */
    public static CompareOptions of(Map<String, String> props) {
        return new CompareOptions(props);
    }

    /** Adds these options to a definition and returns it. */
    public static ConfigDef define(ConfigDef def) {
        OptionGroup group = new OptionGroup(def, "Reconciliation");
        defineRun(group);
        defineFindings(group);
        return def;
    }

    private static void defineRun(OptionGroup group) {
        group.add(
                        MODE,
                        ConfigDef.Type.STRING,
                        "apply",
                        ValidString.in("apply", "compare", "repair"),
                        Importance.MEDIUM,
                        "Sink mode",
                        "`apply` writes records to the store. `compare` reads the rows of compare runs, compares each with"
                                + " what the store holds, and never writes to it; `repair` then writes what is missing or"
                                + " different and deletes what only the store has. Both need a connector of their own, which"
                                + " has one task whatever `tasks.max`; see [reconciliation](reconciliation.md).")
                .add(
                        TOPIC,
                        ConfigDef.Type.STRING,
                        null,
                        ConfigDef.LambdaValidator.with(AuditOptions::checkTopic, () -> "name of a topic"),
                        Importance.MEDIUM,
                        "Reconciliation topic",
                        "The topic of the reports and findings of runs; required unless `" + MODE
                                + "` is `apply`. It is written by the producer that the options `"
                                + AuditOptions.PRODUCER_PREFIX + "*` describe.")
                .add(
                        SUFFIX,
                        ConfigDef.Type.STRING,
                        ".compare",
                        new ConfigDef.NonEmptyString(),
                        Importance.LOW,
                        "Suffix of compare topics",
                        "What the names of the topics of compare runs end in, as the source has it. A row is mapped as if it"
                                + " came on the topic without it.")
                .add(
                        CONFIRM_MS,
                        ConfigDef.Type.LONG,
                        30_000L,
                        Range.between(0, 86_400_000L),
                        Importance.MEDIUM,
                        "Confirmation (ms)",
                        "How long a row that is missing or different is looked at again before it is a finding, in"
                                + " milliseconds: longer than a change takes from the database to the store.")
                .add(
                        END_WAIT_MS,
                        ConfigDef.Type.LONG,
                        3_600_000L,
                        Range.between(1_000, 604_800_000L),
                        Importance.LOW,
                        "Wait for the end (ms)",
                        "How long a run waits for its next record, or for the marker of its end, before it ends as"
                                + " `incomplete`, in milliseconds: longer than a load that the run waits for at the"
                                + " source.")
                .add(
                        MEMORY_BYTES,
                        ConfigDef.Type.LONG,
                        268_435_456L,
                        Range.atLeast(1_048_576L),
                        Importance.MEDIUM,
                        "Memory of a run",
                        "How many bytes a task uses to remember which rows its runs had, about 32 a row. With more rows than"
                                + " that, rows that only the store has are looked for in a part of the keys only, and the run"
                                + " ends as `incomplete`.")
                .add(
                        RATE_LIMIT,
                        ConfigDef.Type.INT,
                        0,
                        Range.atLeast(0),
                        Importance.MEDIUM,
                        "Reads a second",
                        "The most rows that a task reads from the store in a second, for rows and for the scan; 0 for no"
                                + " limit.")
                .add(
                        DROPPED_ROWS,
                        ConfigDef.Type.BOOLEAN,
                        false,
                        Importance.LOW,
                        "Rows may be dropped",
                        "Whether transforms, of the source or of this connector, leave out rows of the table. Else a run of"
                                + " which fewer rows came than the source has read is `incomplete`.");
    }

    private static void defineFindings(OptionGroup group) {
        group.add(
                        FINDINGS_MAX,
                        ConfigDef.Type.INT,
                        1000,
                        Range.atLeast(0),
                        Importance.LOW,
                        "Findings",
                        "The most findings of a table and run that are written; all are counted.")
                .add(
                        FINDINGS_KEYS,
                        ConfigDef.Type.STRING,
                        "text",
                        ValidString.in("text", DIGEST),
                        Importance.MEDIUM,
                        "Keys in findings",
                        "How a finding names its row: by its key as `text`, or by the SHA-256 of that (`digest`), where keys"
                                + " may not be seen.")
                .add(
                        REPAIR_MAX_ROWS,
                        ConfigDef.Type.INT,
                        1000,
                        Range.between(1, 1_000_000),
                        Importance.MEDIUM,
                        "Most rows repaired",
                        "With more findings of a table than this a run in `repair` mode writes nothing and ends as"
                                + " `incomplete`: a wrong configuration must not rewrite a store.")
                .add(
                        REPAIR_DRY_RUN,
                        ConfigDef.Type.BOOLEAN,
                        false,
                        Importance.MEDIUM,
                        "Dry run",
                        "Whether a run in `repair` mode only reports what it would write.");
    }

    /** Returns what is wrong between options that are each valid alone: sentences by option. */
    public static Map<String, String> mistakes(Map<String, String> props) {
        Map<String, String> mistakes = new LinkedHashMap<>();
        CompareOptions options;
        try {
            options = of(props);
        } catch (ConfigException e) {
            // An option is wrong by itself, and the worker has said so.
            return mistakes;
        }
        if (options.mode() == SinkMode.APPLY) {
            return mistakes;
        }
        if (options.config.getString(TOPIC) == null) {
            mistakes.put(TOPIC, "It has to be set when " + MODE + " is " + options.mode() + ": reports go there.");
            return mistakes;
        }
        try {
            mistakes.putAll(AuditOptions.of(props).mistakesOfProducer(TOPIC));
        } catch (ConfigException e) {
            // The worker has said so.
            return mistakes;
        }
        return mistakes;
    }

    /** Returns what is set and does nothing with the mode that is set: a sentence each, for the log. */
    public static List<String> vain(Map<String, String> props) {
        SinkMode mode = of(props).mode();
        return OWN.names().stream()
                .filter(props::containsKey)
                .filter(option -> option.startsWith("repair.")
                        ? mode != SinkMode.REPAIR
                        : mode == SinkMode.APPLY && !option.equals(MODE))
                .sorted()
                .map(option -> option + " does nothing while " + MODE + " is " + mode)
                .toList();
    }

    /** Returns what the sink does. */
    public SinkMode mode() {
        return SinkMode.valueOf(config.getString(MODE).toUpperCase(Locale.ROOT));
    }

    /** Returns the topic of reports and findings; only where the mode asks for one. */
    public String topic() {
        return Objects.requireNonNull(config.getString(TOPIC), TOPIC);
    }

    /** Returns what the topics of runs end in. */
    public String suffix() {
        return config.getString(SUFFIX);
    }

    /** Returns how long a row is looked at again, in milliseconds. */
    public long confirmMillis() {
        return config.getLong(CONFIRM_MS);
    }

    /** Returns how long a run waits for its next record, in milliseconds. */
    public long endWaitMillis() {
        return config.getLong(END_WAIT_MS);
    }

    /** Returns the memory for what was seen. */
    public long memoryBytes() {
        return config.getLong(MEMORY_BYTES);
    }

    /** Returns the most reads a second, 0 for no limit. */
    public int rateLimit() {
        return config.getInt(RATE_LIMIT);
    }

    /** Says whether fewer rows may come than the source has read. */
    public boolean mayDropRows() {
        return config.getBoolean(DROPPED_ROWS);
    }

    /** Returns the most findings that are written. */
    public int findingsMax() {
        return config.getInt(FINDINGS_MAX);
    }

    /** Says whether findings name rows by a digest of their keys. */
    public boolean digestsKeys() {
        return config.getString(FINDINGS_KEYS).equals(DIGEST);
    }

    /** Returns the most rows that are repaired. */
    public int repairMaxRows() {
        return config.getInt(REPAIR_MAX_ROWS);
    }

    /** Says whether nothing is repaired. */
    public boolean dryRun() {
        return config.getBoolean(REPAIR_DRY_RUN);
    }
}
