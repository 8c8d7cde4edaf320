package io.odsconnect.db2.plan;

import io.odsconnect.db2.config.CaptureOptions;
import io.odsconnect.db2.config.ConnectionOptions;
import io.odsconnect.db2.config.LoadOptions;
import io.odsconnect.db2.config.QueryOptions;
import io.odsconnect.db2.config.ReadOptions;
import io.odsconnect.db2.config.TableOptions;
import io.odsconnect.db2.config.TypeOptions;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Options of Debezium's Db2 connector, old and new, and of Confluent's JDBC source that this connector does not have. */
final class ForeignOptions {

    /**
     * What to do about such an option.
     *
     * @param refused whether it must not be passed over: it protects data, or another option is certainly meant
     * @param text what it does here and what to use, in sentences
     */
    record Advice(boolean refused, String text) {}

    private record Rule(String name, boolean prefix, Advice advice) {

        boolean fits(String option) {
            return prefix ? option.startsWith(name) : option.equals(name);
        }
    }

    private static final String MASK = "It masks nothing here: the column would go to Kafka as it is. Use the transform"
            + " io.odsconnect.smt.MaskFields or io.odsconnect.smt.EncryptFields, or leave the column out with "
            + TableOptions.COLUMN_EXCLUDE_LIST + ".";

    private static final List<Rule> RULES = List.of(
            refusedPrefix("column.mask.", MASK),
            refusedPrefix("column.masker.", MASK),
            refusedPrefix(
                    "column.truncate.",
                    "It cuts nothing here: the column would go to Kafka whole. Use the transform"
                            + " io.odsconnect.smt.MaskFields, leave the column out with "
                            + TableOptions.COLUMN_EXCLUDE_LIST + ", or for large objects use "
                            + TypeOptions.LOB_MAX_SIZE
                            + "."),
            refused(
                    "query",
                    "No query is run here: all rows and columns of the tables in " + TableOptions.TABLE_INCLUDE_LIST
                            + " are read. Name a view there with " + QueryOptions.CAPTURE_MODE + "=query and "
                            + TableOptions.MESSAGE_KEY_COLUMNS + ", or use " + TableOptions.COLUMN_INCLUDE_LIST
                            + " and "
                            + LoadOptions.BULK_LOAD_FILTER_PREFIX + "SCHEMA.TABLE."),
            refused(
                    "query.suffix",
                    "No query is run here. Use " + LoadOptions.BULK_LOAD_FILTER_PREFIX + "SCHEMA.TABLE."),
            refusedPrefix(
                    "snapshot.select.statement.overrides",
                    "It limits no load here. Use " + LoadOptions.BULK_LOAD_FILTER_PREFIX + "SCHEMA.TABLE and "
                            + TableOptions.COLUMN_INCLUDE_LIST + "."),
            refusedPrefix("driver.", "Properties of the driver are given as connection.property.NAME."),
            renamed("database.server.name", TableOptions.TOPIC_PREFIX),
            renamed("table.whitelist", TableOptions.TABLE_INCLUDE_LIST),
            renamed("table.blacklist", TableOptions.TABLE_EXCLUDE_LIST),
            renamed("column.blacklist", TableOptions.COLUMN_EXCLUDE_LIST),
            renamed("column.whitelist", TableOptions.COLUMN_INCLUDE_LIST),
            renamed("database.cdcschema", ReadOptions.CAPTURE_SCHEMA),
            renamed("cdc.control.schema", ReadOptions.CAPTURE_SCHEMA),
            renamed(
                    "connection.url",
                    ConnectionOptions.HOSTNAME + ", " + ConnectionOptions.PORT + " and " + ConnectionOptions.DBNAME),
            renamed("connection.user", ConnectionOptions.USER),
            renamed("connection.password", ConnectionOptions.PASSWORD),
            renamed("connection.attempts", ConnectionOptions.ERRORS_MAX_RETRIES),
            renamed(
                    "mode",
                    QueryOptions.CAPTURE_MODE + "=query with " + QueryOptions.TIMESTAMP_COLUMN_NAME + " or "
                            + QueryOptions.INCREMENTING_COLUMN_NAME),
            renamed("timestamp.delay.interval.ms", QueryOptions.QUERY_LOOKBACK_MS),
            renamed("timestamp.columns.mapping", QueryOptions.TIMESTAMP_COLUMN_NAME),
            renamed("incrementing.column.mapping", QueryOptions.INCREMENTING_COLUMN_NAME),
            renamed("db.timezone", ConnectionOptions.TIME_ZONE),
            renamed("database.connectionTimeZone", ConnectionOptions.TIME_ZONE),
            renamed("batch.max.rows", ReadOptions.MAX_BATCH_SIZE),
            renamed("transaction.topic", CaptureOptions.TOPIC_TRANSACTION),
            renamed("incremental.snapshot.chunk.size", ReadOptions.SNAPSHOT_CHUNK_SIZE),
            renamed("event.processing.failure.handling.mode", "errors.tolerance"),
            renamed("sanitize.field.names", TypeOptions.FIELD_NAME_ADJUSTMENT_MODE),
            renamed("numeric.mapping", TypeOptions.DECIMAL_HANDLING_MODE),
            renamed("numeric.precision.mapping", TypeOptions.DECIMAL_HANDLING_MODE),
            refusedPrefix("database.", "Properties of the driver are given as connection.property.NAME."),
            refusedPrefix("connection.", "Properties of the driver are given as connection.property.NAME."),
            harmless(
                    "table.types",
                    "Tables are read, and views where " + QueryOptions.CAPTURE_MODE + "=query and "
                            + TableOptions.MESSAGE_KEY_COLUMNS + " name them."),
            harmless("schema.pattern", "Use " + TableOptions.TABLE_INCLUDE_LIST + "."),
            harmless("catalog.pattern", "Use " + TableOptions.TABLE_INCLUDE_LIST + "."),
            harmless("timestamp.initial", "Use " + ReadOptions.SNAPSHOT_MODE + "=no_data, or patch the offset."),
            harmless("transaction.isolation.mode", "Queries read with cursor stability."),
            harmless("db2.platform", "The same statements run on LUW, z/OS and i."),
            harmless("cdc.change.tables.schema", "The register names the change tables."),
            new Rule("schema.history.internal", true, new Advice(false, "There is no schema history.")));

    /** The operations that Debezium's {@code skipped.operations} can name and this connector sends. */
    private static final List<String> SENT_OPERATIONS = List.of("c", "u", "d", "r");

    private ForeignOptions() {}

    /** Returns what to do about the option; empty where it is not known. */
    static Optional<Advice> advice(String option, String value) {
        if (option.equals("skipped.operations")) {
            return Optional.of(skipped(value));
        }
        return RULES.stream().filter(rule -> rule.fits(option)).findFirst().map(Rule::advice);
    }

    private static Advice skipped(String value) {
        boolean skips = List.of(value.toLowerCase(Locale.ROOT).split(",", -1)).stream()
                .map(String::strip)
                .anyMatch(SENT_OPERATIONS::contains);
        return skips
                ? new Advice(
                        true,
                        "No operation is skipped here, so stores would apply it. Use the transform"
                                + " org.apache.kafka.connect.transforms.Filter with the predicate"
                                + " io.odsconnect.smt.predicates.HasOperation.")
                : new Advice(false, "No operation is skipped here.");
    }

    private static Rule refused(String name, String text) {
        return new Rule(name, false, new Advice(true, text));
    }

    private static Rule refusedPrefix(String name, String text) {
        return new Rule(name, true, new Advice(true, text));
    }

    private static Rule renamed(String name, String instead) {
        return refused(name, "This connector has no such option. Use " + instead + ".");
    }

    private static Rule harmless(String name, String text) {
        return new Rule(name, false, new Advice(false, text));
    }
}
