package io.odsconnect.db2.config;

import io.odsconnect.common.config.OptionGroup;
import java.util.List;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.Width;

/** Which tables are read, and what their topics and records are like. */
public final class TableOptions {

    public static final String TOPIC_PREFIX = "topic.prefix";
    private static final String TOPIC_PREFIX_DOC =
            "Logical name of this source. Topics are `<prefix>.<SCHEMA>.<TABLE>`, and offsets are kept by"
                    + " it: a new prefix starts from nothing.";

    public static final String TABLE_INCLUDE_LIST = "table.include.list";
    private static final String TABLE_INCLUDE_LIST_DOC =
            "Regular expressions, separated by commas, that match the whole `SCHEMA.TABLE` of the tables to"
                    + " read, in either case. Empty: all tables registered for capture.";

    public static final String TABLE_EXCLUDE_LIST = "table.exclude.list";
    private static final String TABLE_EXCLUDE_LIST_DOC = "Regular expressions of the tables to leave out of those.";

    public static final String COLUMN_EXCLUDE_LIST = "column.exclude.list";
    private static final String COLUMN_EXCLUDE_LIST_DOC =
            "Regular expressions that match the whole `SCHEMA.TABLE.COLUMN` of columns to leave out. Columns"
                    + " of the primary key cannot be left out.";

    public static final String COLUMN_INCLUDE_LIST = "column.include.list";
    private static final String COLUMN_INCLUDE_LIST_DOC =
            "Regular expressions that match the whole `SCHEMA.TABLE.COLUMN` of the columns to read. Empty: all. Columns of"
                    + " the primary key must be among them.";

    public static final String MESSAGE_KEY_COLUMNS = "message.key.columns";
    private static final String MESSAGE_KEY_COLUMNS_DOC =
            "Columns that make the key of records, for tables without a primary key or instead of it:"
                    + " `SCHEMA.TABLE:COLUMN,COLUMN;SCHEMA.OTHER:COLUMN`. The name of a table is a regular expression.";

    public static final String MISSING_KEY_HANDLING_MODE = "missing.key.handling.mode";
    private static final String MISSING_KEY_HANDLING_MODE_DOC =
            "A table without a primary key and without `message.key.columns`: `fail` refuses it, `null` sends records"
                    + " without a key.";

    public static final String TOMBSTONES_ON_DELETE = "tombstones.on.delete";
    private static final String TOMBSTONES_ON_DELETE_DOC =
            "Whether a delete is followed by a record with the same key and no value, so that a compacted"
                    + " topic forgets the row.";

    public static final String KEY_CHANGE_HEADERS = "key.change.headers";
    private static final String KEY_CHANGE_HEADERS_DOC =
            "Whether the delete and the add that an update of the key becomes carry each other's key, in the headers"
                    + " `__debezium.newkey` and `__debezium.oldkey`. Where keys are secret, our transforms of keys treat"
                    + " these headers too; set `false` where other transforms hide them.";

    public static final String HEARTBEAT_INTERVAL_MS = "heartbeat.interval.ms";
    private static final String HEARTBEAT_INTERVAL_MS_DOC =
            "While nothing changes in the tables, how often to send a record to the heartbeat topic and with"
                    + " it keep the offset near the present; 0 for never. Set it where the tables can be silent for"
                    + " longer than Capture keeps changes.";

    public static final String HEARTBEAT_ACTION_QUERY = "heartbeat.action.query";
    private static final String HEARTBEAT_ACTION_QUERY_DOC =
            "An SQL statement that is run with each heartbeat, for example an update of a table of its own that is"
                    + " captured, too, so that Capture and its log position move on while all else is silent. Needs"
                    + " `heartbeat.interval.ms`.";

    public static final String TOPIC_HEARTBEAT_PREFIX = "topic.heartbeat.prefix";
    private static final String TOPIC_HEARTBEAT_PREFIX_DOC = "Heartbeats go to `<this>.<topic.prefix>`.";

    private TableOptions() {}

    static void define(ConfigDef options) {
        OptionGroup group = new OptionGroup(options, "Tables and topics");
        group.add(
                TOPIC_PREFIX,
                ConfigDef.Type.STRING,
                ConfigDef.NO_DEFAULT_VALUE,
                OptionChecks.TOPIC_NAME,
                Importance.HIGH,
                Width.MEDIUM,
                "Topic prefix",
                TOPIC_PREFIX_DOC);
        group.add(
                TABLE_INCLUDE_LIST,
                ConfigDef.Type.LIST,
                List.of(),
                OptionChecks.PATTERNS,
                Importance.HIGH,
                Width.LONG,
                "Tables",
                TABLE_INCLUDE_LIST_DOC);
        group.add(
                TABLE_EXCLUDE_LIST,
                ConfigDef.Type.LIST,
                List.of(),
                OptionChecks.PATTERNS,
                Importance.MEDIUM,
                Width.LONG,
                "Tables left out",
                TABLE_EXCLUDE_LIST_DOC);
        group.add(
                COLUMN_EXCLUDE_LIST,
                ConfigDef.Type.LIST,
                List.of(),
                OptionChecks.PATTERNS,
                Importance.MEDIUM,
                Width.LONG,
                "Columns left out",
                COLUMN_EXCLUDE_LIST_DOC);
        group.add(
                COLUMN_INCLUDE_LIST,
                ConfigDef.Type.LIST,
                List.of(),
                OptionChecks.PATTERNS,
                Importance.MEDIUM,
                Width.LONG,
                "Columns",
                COLUMN_INCLUDE_LIST_DOC);
        group.add(
                MESSAGE_KEY_COLUMNS,
                ConfigDef.Type.STRING,
                "",
                OptionChecks.MESSAGE_KEYS,
                Importance.MEDIUM,
                Width.LONG,
                "Key columns",
                MESSAGE_KEY_COLUMNS_DOC);
        group.add(
                MISSING_KEY_HANDLING_MODE,
                ConfigDef.Type.STRING,
                "fail",
                ConfigDef.ValidString.in("fail", "null"),
                Importance.MEDIUM,
                Width.SHORT,
                "Tables without a key",
                MISSING_KEY_HANDLING_MODE_DOC);
        group.add(
                TOMBSTONES_ON_DELETE,
                ConfigDef.Type.BOOLEAN,
                true,
                OptionChecks.ANY,
                Importance.MEDIUM,
                Width.SHORT,
                "Tombstones",
                TOMBSTONES_ON_DELETE_DOC);
        group.add(
                KEY_CHANGE_HEADERS,
                ConfigDef.Type.BOOLEAN,
                true,
                OptionChecks.ANY,
                Importance.MEDIUM,
                Width.SHORT,
                "Headers of key changes",
                KEY_CHANGE_HEADERS_DOC);
        group.add(
                HEARTBEAT_INTERVAL_MS,
                ConfigDef.Type.INT,
                0,
                Range.atLeast(0),
                Importance.MEDIUM,
                Width.SHORT,
                "Heartbeat interval (ms)",
                HEARTBEAT_INTERVAL_MS_DOC);
        group.add(
                HEARTBEAT_ACTION_QUERY,
                ConfigDef.Type.STRING,
                "",
                OptionChecks.ANY,
                Importance.LOW,
                Width.LONG,
                "Heartbeat SQL",
                HEARTBEAT_ACTION_QUERY_DOC);
        group.add(
                TOPIC_HEARTBEAT_PREFIX,
                ConfigDef.Type.STRING,
                "__debezium-heartbeat",
                OptionChecks.TOPIC_NAME,
                Importance.LOW,
                Width.MEDIUM,
                "Heartbeat topic prefix",
                TOPIC_HEARTBEAT_PREFIX_DOC);
    }
}
