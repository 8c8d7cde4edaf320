package io.odsconnect.db2.config;

import io.odsconnect.common.config.OptionGroup;
import java.util.List;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.Width;

/** Loads on demand, how much is read at once, and how loads are told of. */
public final class LoadOptions {

    public static final String BULK_LOAD_ID = "bulk.load.id";
    private static final String BULK_LOAD_ID_DOC =
            "Another value, put into the connector's config while it runs, starts a load of the tables while changes"
                    + " flow. A load that is done is not done again under the same id.";

    public static final String BULK_LOAD_TABLES = "bulk.load.tables";
    private static final String BULK_LOAD_TABLES_DOC =
            "Regular expressions of the tables that `bulk.load.id` loads, of those that the connector reads. Empty: all.";

    /** What follows this prefix is the name of a table. */
    public static final String BULK_LOAD_FILTER_PREFIX = "bulk.load.filter.";

    public static final String SNAPSHOT_MAX_THREADS = "snapshot.max.threads";
    private static final String SNAPSHOT_MAX_THREADS_DOC =
            "How many threads of a task read tables for loads at once, each over a connection of its own: different tables,"
                    + " or parts of one table, which are sent in the order of its key. With more than one, the key's index"
                    + " is read once more, to find where the parts end."
                    + " `bulk.load.filter.SCHEMA.TABLE` is an SQL condition that the rows of that table's loads meet, for"
                    + " example `STATUS <> 'C'`.";

    public static final String BULK_POSITION_MARGIN_SECONDS = "bulk.position.margin.seconds";
    private static final String BULK_POSITION_MARGIN_SECONDS_DOC =
            "How long after its time in the log (IBMSNAP_LOGMARKER) a commit may become visible to readers. The position of"
                    + " a bulk row is lowered by so much, so that a change wins that was committed, but not visible, when"
                    + " the row was read. More does no harm; less may leave the older row in a store.";

    public static final String NOTIFICATION_TOPIC = "notification.sink.topic.name";
    private static final String NOTIFICATION_TOPIC_DOC =
            "Topic for notifications of the start, progress and end of loads, in Debezium's form. Empty: none are sent.";

    private LoadOptions() {}

    static void define(ConfigDef options) {
        OptionGroup group = new OptionGroup(options, "Loads on demand and in parallel");
        group.add(
                BULK_LOAD_ID,
                ConfigDef.Type.STRING,
                "",
                OptionChecks.ANY,
                Importance.MEDIUM,
                Width.MEDIUM,
                "Load id",
                BULK_LOAD_ID_DOC);
        group.add(
                BULK_LOAD_TABLES,
                ConfigDef.Type.LIST,
                List.of(),
                OptionChecks.PATTERNS,
                Importance.MEDIUM,
                Width.LONG,
                "Tables of the load id",
                BULK_LOAD_TABLES_DOC);
        group.add(
                SNAPSHOT_MAX_THREADS,
                ConfigDef.Type.INT,
                2,
                Range.between(1, 64),
                Importance.MEDIUM,
                Width.SHORT,
                "Reading threads",
                SNAPSHOT_MAX_THREADS_DOC);
        group.add(
                BULK_POSITION_MARGIN_SECONDS,
                ConfigDef.Type.INT,
                10,
                Range.between(0, 86_400),
                Importance.LOW,
                Width.SHORT,
                "Margin of bulk positions (s)",
                BULK_POSITION_MARGIN_SECONDS_DOC);
        group.add(
                NOTIFICATION_TOPIC,
                ConfigDef.Type.STRING,
                "",
                OptionChecks.TOPIC_SUFFIX,
                Importance.LOW,
                Width.MEDIUM,
                "Notification topic",
                NOTIFICATION_TOPIC_DOC);
    }
}
