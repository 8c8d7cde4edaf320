package io.odsconnect.aerospike.config;

import io.odsconnect.common.config.OptionGroup;
import io.odsconnect.common.expiry.TtlOptions;
import io.odsconnect.common.template.Template;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.LambdaValidator;
import org.apache.kafka.common.config.ConfigDef.NonEmptyString;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.ValidString;
import org.apache.kafka.common.config.ConfigException;

/** The options that say what a row is in Aerospike, and how it is kept. */
final class RowOptions {

    /** The longest life that the server takes. */
    private static final long TEN_YEARS_MS = 315_360_000_000L;

    private RowOptions() {}

    static void define(ConfigDef def) {
        OptionGroup group = new OptionGroup(def, "Data");
        defineKeys(group);
        defineBins(group);
        defineLifetime(group);
        defineWrites(group);
        definePosition(group);
    }

    private static void defineKeys(OptionGroup group) {
        group.add(
                        AerospikeOptions.NAMESPACE,
                        ConfigDef.Type.STRING,
                        ConfigDef.NO_DEFAULT_VALUE,
                        Template.validator(),
                        Importance.HIGH,
                        "Namespace",
                        "The namespace to write to; fields of the record may be in it in braces. For one topic set"
                                + " `aerospike.namespace.<topic>`, as with `set.template`. Namespaces without fields are"
                                + " looked for before the start.")
                .add(
                        AerospikeOptions.SET_TEMPLATE,
                        ConfigDef.Type.STRING,
                        "{topic|without:.bulk}",
                        Template.validator(),
                        Importance.HIGH,
                        "Set",
                        "The set of a row: text with fields of the record in braces. By default it is the topic without"
                                + " `.bulk` at its end (the source's `bulk.topic.suffix`). For one topic set"
                                + " `set.template.<topic>`: it holds for that topic and for those whose names continue it"
                                + " after a dot (`set.template.ods.BANK.CARD` for `ods.BANK.CARD` and"
                                + " `ods.BANK.CARD.bulk`). A table's bulk rows and changes need the same set.")
                .add(
                        AerospikeOptions.KEY_TEMPLATE,
                        ConfigDef.Type.STRING,
                        null,
                        Template.validator(),
                        Importance.HIGH,
                        "User key",
                        "The user key of a row: text with fields of the record in braces, such as `{CLIENT_ID}:{CARD_NO}`."
                                + " Without it, it is the record's key, which must have one column then; an integer stays"
                                + " an integer. For one topic set `key.template.<topic>`, as with `set.template`.")
                .add(
                        AerospikeOptions.SEND_KEY,
                        ConfigDef.Type.BOOLEAN,
                        true,
                        Importance.MEDIUM,
                        "Store user key",
                        "Whether the user key is stored with the record, so that a scan shows it. Records are found by it"
                                + " either way.");
    }

    private static void defineBins(OptionGroup group) {
        group.add(
                        AerospikeOptions.BIN_NAME_MAPPING,
                        ConfigDef.Type.LIST,
                        List.of(),
                        LambdaValidator.with(RowOptions::checkMapping, () -> "COLUMN:bin,…"),
                        Importance.MEDIUM,
                        "Bin names",
                        "Bins that are not called as `bin.name.strategy` says: `COLUMN:bin`, with commas between them. The"
                                + " name of a bin has 15 bytes at most.")
                .add(
                        AerospikeOptions.BIN_NAME_STRATEGY,
                        ConfigDef.Type.STRING,
                        BinNameStrategy.AS_IS.toString(),
                        ValidString.in(BinNameStrategy.names()),
                        Importance.MEDIUM,
                        "Strategy for bin names",
                        "What a bin is called: `as-is` as its column, and a row with a longer name than 15 bytes is a bad"
                                + " record; `shorten` the same, but of a longer name the first 8 bytes, `_` and the first 6"
                                + " hexadecimal digits of the SHA-256 of the whole name.");
    }

    private static void defineLifetime(OptionGroup group) {
        group.add(
                TtlOptions.MS,
                ConfigDef.Type.LONG,
                0L,
                Range.between(-1, TEN_YEARS_MS),
                Importance.MEDIUM,
                "TTL (ms)",
                "How long a row stays after it was last written, in milliseconds, brought up to whole seconds; 0 for"
                        + " the namespace's `default-ttl`, -1 for ever. A row that has expired no longer holds"
                        + " against older ones.");
        TtlOptions.defineField(group);
    }

    private static void defineWrites(OptionGroup group) {
        group.add(
                        AerospikeOptions.DURABLE_DELETE,
                        ConfigDef.Type.BOOLEAN,
                        false,
                        Importance.MEDIUM,
                        "Durable deletes",
                        "Whether a deleted row leaves a tombstone of Aerospike's own, so that it does not come back from"
                                + " disk or from another node after a restart. Needs the Enterprise Edition; namespaces"
                                + " with strong consistency need it as a rule.")
                .add(
                        AerospikeOptions.COMMIT_LEVEL,
                        ConfigDef.Type.STRING,
                        "all",
                        ValidString.in("all", "master"),
                        Importance.LOW,
                        "Commit level",
                        "When a row counts as written or deleted: when `all` replicas have it, or when the `master` has,"
                                + " which is faster and loses it if that node fails right then. Delete markers are always"
                                + " written to all.")
                .add(
                        AerospikeOptions.OFFSET_HOLD_MS,
                        ConfigDef.Type.LONG,
                        0L,
                        Range.between(0, 3_600_000),
                        Importance.MEDIUM,
                        "Hold offsets back (ms)",
                        "For how long a server that crashes may lose what it has acknowledged, in milliseconds: longer than"
                                + " its `flush-max-ms`. Offsets are committed that much later and ten seconds more, and after a"
                                + " node was away the task reads again what was held back. 0 commits at once.");
    }

    private static void definePosition(OptionGroup group) {
        group.add(
                        AerospikeOptions.POSITION_BIN,
                        ConfigDef.Type.STRING,
                        "__position",
                        LambdaValidator.with(RowOptions::checkBin, () -> "1 to 15 bytes"),
                        Importance.LOW,
                        "Position bin",
                        "The bin that holds the position of a row's last change.")
                .add(
                        AerospikeOptions.MARKER_TTL_MS,
                        ConfigDef.Type.LONG,
                        TimeUnit.DAYS.toMillis(7),
                        Range.between(-1, TEN_YEARS_MS),
                        Importance.MEDIUM,
                        "Delete marker TTL (ms)",
                        "How long a delete holds against an older row that comes later (a bulk row, or after a rewind), in"
                                + " milliseconds, brought up to whole seconds; 0 for the namespace's `default-ttl`, -1 for"
                                + " ever. Choose more than your longest bulk load takes.")
                .add(
                        AerospikeOptions.MARKER_SET_SUFFIX,
                        ConfigDef.Type.STRING,
                        "__deleted",
                        new NonEmptyString(),
                        Importance.LOW,
                        "Suffix of the set of delete markers",
                        "The set of a row's delete marker is the row's set with this behind it.")
                .add(
                        AerospikeOptions.MARKER_CHECK_RATE,
                        ConfigDef.Type.INT,
                        2000,
                        Range.between(0, 1_000_000),
                        Importance.LOW,
                        "Delete markers checked a second",
                        "How many delete markers a task goes through in a second after its start, and after a node was"
                                + " away, to remove the rows that came back below theirs; 0 to leave them.")
                .add(
                        AerospikeOptions.CONFLICT_CHECK,
                        ConfigDef.Type.BOOLEAN,
                        true,
                        Importance.LOW,
                        "Check conflict resolution",
                        "Whether a connector is refused where a namespace on several nodes does not have"
                                + " `conflict-resolution-policy last-update-time`: with `generation`, the server's default,"
                                + " rows go back when a node that hung comes back.");
    }

    private static void checkMapping(String name, Object value) {
        Map<String, String> columns = new HashMap<>();
        Map<String, String> bins = new HashMap<>();
        for (Object pair : (List<?>) value) {
            BinName parsed = BinName.parse(name, (String) pair);
            if (columns.put(parsed.column(), parsed.bin()) != null) {
                throw new ConfigException(name, value, "Column " + parsed.column() + " stands in it twice.");
            }
            String other = bins.put(parsed.bin(), parsed.column());
            if (other != null) {
                throw new ConfigException(
                        name,
                        value,
                        "Columns " + other + " and " + parsed.column() + " would both go to bin " + parsed.bin()
                                + ": give each a bin of its own.");
            }
        }
    }

    private static void checkBin(String name, Object value) {
        int length = BinName.length((String) value);
        if (length < 1 || length > BinName.LONGEST) {
            throw new ConfigException(name, value, "The name of a bin has 1 to " + BinName.LONGEST + " bytes.");
        }
    }
}
