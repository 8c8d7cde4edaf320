package io.odsconnect.db2.config;

import io.odsconnect.common.config.OptionGroup;
import java.util.List;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.ValidString;
import org.apache.kafka.common.config.ConfigDef.Width;

/** How changes are found where nothing captures them. */
public final class QueryOptions {

    public static final String CAPTURE_MODE = "capture.mode";
    private static final String CAPTURE_MODE_DOC =
            "Where changes come from: `sql_replication` from the change tables that Capture fills, `query` from the"
                    + " tables themselves, by columns that show which rows are new or changed.";

    public static final String TIMESTAMP_COLUMN_NAME = "timestamp.column.name";
    private static final String TIMESTAMP_COLUMN_NAME_DOC =
            "With `capture.mode=query`, the TIMESTAMP column that every insert and update sets to the current time."
                    + " A list of `COLUMN`, for every table, and `TABLES:COLUMN`, for the tables whose"
                    + " `SCHEMA.TABLE` this regular expression matches; the first that fits counts. Of several columns for"
                    + " the same tables the first that is not null in the row counts.";

    public static final String INCREMENTING_COLUMN_NAME = "incrementing.column.name";
    private static final String INCREMENTING_COLUMN_NAME_DOC =
            "With `capture.mode=query`, the integer column that numbers new rows; in the same form, one for a table. Alone"
                    + " it finds new rows only; beside a timestamp it separates new rows from changed ones.";

    public static final String SOFT_DELETE_COLUMN_NAME = "soft.delete.column.name";
    private static final String SOFT_DELETE_COLUMN_NAME_DOC =
            "With `capture.mode=query`, the column that says that a row counts as deleted, which becomes a delete; in"
                    + " the same form. Rows that are really deleted are not seen.";

    public static final String SOFT_DELETE_VALUES = "soft.delete.values";
    private static final String SOFT_DELETE_VALUES_DOC =
            "What that column holds in a deleted row, in either case. A column of type DATE, TIME or TIMESTAMP says it"
                    + " with any value.";

    public static final String QUERY_LOOKBACK_MS = "query.lookback.ms";
    private static final String QUERY_LOOKBACK_MS_DOC =
            "How long after it wrote a row a transaction may commit. So long rows are looked at again, for those that"
                    + " become visible late; what was sent already with the same content is not sent again.";

    public static final String QUERY_LOOKBACK_MAX_ROWS = "query.lookback.max.rows";
    private static final String QUERY_LOOKBACK_MAX_ROWS_DOC =
            "How many rows a table may have in that time so that all are known again; of more, some are sent again."
                    + " A row takes about 50 bytes of memory.";

    private QueryOptions() {}

    static void define(ConfigDef options) {
        OptionGroup group = new OptionGroup(options, "Query mode");
        group.add(
                CAPTURE_MODE,
                ConfigDef.Type.STRING,
                "sql_replication",
                ValidString.in("sql_replication", "query"),
                Importance.HIGH,
                Width.MEDIUM,
                "Capture mode",
                CAPTURE_MODE_DOC);
        columns(group, TIMESTAMP_COLUMN_NAME, "Timestamp column", TIMESTAMP_COLUMN_NAME_DOC);
        columns(group, INCREMENTING_COLUMN_NAME, "Incrementing column", INCREMENTING_COLUMN_NAME_DOC);
        columns(group, SOFT_DELETE_COLUMN_NAME, "Soft-delete column", SOFT_DELETE_COLUMN_NAME_DOC);
        group.add(
                SOFT_DELETE_VALUES,
                ConfigDef.Type.LIST,
                List.of("1", "Y", "YES", "T", "TRUE", "D"),
                OptionChecks.ANY,
                Importance.LOW,
                Width.MEDIUM,
                "Soft-delete values",
                SOFT_DELETE_VALUES_DOC);
        group.add(
                QUERY_LOOKBACK_MS,
                ConfigDef.Type.LONG,
                30_000L,
                Range.between(0, 86_400_000L),
                Importance.MEDIUM,
                Width.SHORT,
                "Look-back (ms)",
                QUERY_LOOKBACK_MS_DOC);
        group.add(
                QUERY_LOOKBACK_MAX_ROWS,
                ConfigDef.Type.INT,
                500_000,
                Range.between(1, 50_000_000),
                Importance.LOW,
                Width.SHORT,
                "Rows looked back at",
                QUERY_LOOKBACK_MAX_ROWS_DOC);
    }

    private static void columns(OptionGroup group, String option, String displayName, String doc) {
        group.add(
                option,
                ConfigDef.Type.LIST,
                List.of(),
                OptionChecks.COLUMN_RULES,
                Importance.MEDIUM,
                Width.LONG,
                displayName,
                doc);
    }
}
