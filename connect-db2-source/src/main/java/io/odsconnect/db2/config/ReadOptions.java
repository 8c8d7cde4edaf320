package io.odsconnect.db2.config;

import io.odsconnect.common.config.OptionGroup;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.ValidString;
import org.apache.kafka.common.config.ConfigDef.Width;

/** How tables are loaded and changes read. */
public final class ReadOptions {

    public static final String SNAPSHOT_MODE = "snapshot.mode";
    private static final String SNAPSHOT_MODE_DOC =
            "`initial`: load every table that was not loaded yet, then read changes. `initial_only`: load"
                    + " and stop. `when_needed`: as `initial`, and a table of which changes were lost is loaded again."
                    + " `no_data`: read changes only, from now on.";

    public static final String BULK_TOPIC_SUFFIX = "bulk.topic.suffix";
    private static final String BULK_TOPIC_SUFFIX_DOC =
            "Bulk rows go to the table's topic with this at its end. Empty: to the same topic as changes.";

    public static final String SNAPSHOT_FETCH_SIZE = "snapshot.fetch.size";
    private static final String SNAPSHOT_FETCH_SIZE_DOC =
            "Rows that the driver is asked to bring at once during the load.";

    public static final String SNAPSHOT_CHUNK_SIZE = "snapshot.chunk.size";
    private static final String SNAPSHOT_CHUNK_SIZE_DOC =
            "Rows that one statement of the load reads at most. Each chunk takes a new position, so fewer"
                    + " rows mean fresher positions and shorter cursors, and more statements.";

    public static final String SNAPSHOT_ISOLATION_MODE = "snapshot.isolation.mode";
    private static final String SNAPSHOT_ISOLATION_MODE_DOC =
            "`read_committed` reads with cursor stability, which is enough: what changes meanwhile comes as a change."
                    + " `repeatable_read` (read stability) and `serializable` (repeatable read) keep locks on what a"
                    + " statement has read until it ends. `read_uncommitted` takes no locks, but may hand"
                    + " on a row that is rolled back later and that no change ever corrects.";

    public static final String CAPTURE_SCHEMA = "capture.schema";
    private static final String CAPTURE_SCHEMA_DOC =
            "Schema of Capture's control tables (IBMSNAP_REGISTER, IBMSNAP_UOW): its CAPTURE_SCHEMA, often"
                    + " `ASN` on z/OS.";

    public static final String POLL_INTERVAL_MS = "poll.interval.ms";
    private static final String POLL_INTERVAL_MS_DOC =
            "How long to wait after a look at the register that found nothing new.";

    public static final String MAX_BATCH_SIZE = "max.batch.size";
    private static final String MAX_BATCH_SIZE_DOC =
            "About how many records are handed to the worker at once; the records of one change stay" + " together.";

    public static final String MAX_QUEUE_SIZE = "max.queue.size";
    private static final String MAX_QUEUE_SIZE_DOC =
            "How many rows a task's bulk load reads ahead of what the worker takes, at most.";

    public static final String MAX_QUEUE_SIZE_IN_BYTES = "max.queue.size.in.bytes";
    private static final String MAX_QUEUE_SIZE_IN_BYTES_DOC =
            "About how many bytes of rows it reads ahead at most, besides what the driver itself holds.";

    public static final String QUERY_FETCH_SIZE = "query.fetch.size";
    private static final String QUERY_FETCH_SIZE_DOC =
            "About how many change rows are held in memory at most, over all tables. A larger unit of work"
                    + " is read in pages.";

    private ReadOptions() {}

    static void define(ConfigDef options) {
        OptionGroup bulk = new OptionGroup(options, "Bulk load");
        bulk.add(
                SNAPSHOT_MODE,
                ConfigDef.Type.STRING,
                "initial",
                ValidString.in("initial", "initial_only", "when_needed", "no_data"),
                Importance.HIGH,
                Width.MEDIUM,
                "Snapshot mode",
                SNAPSHOT_MODE_DOC);
        bulk.add(
                BULK_TOPIC_SUFFIX,
                ConfigDef.Type.STRING,
                ".bulk",
                OptionChecks.TOPIC_SUFFIX,
                Importance.MEDIUM,
                Width.SHORT,
                "Bulk topic suffix",
                BULK_TOPIC_SUFFIX_DOC);
        bulk.add(
                SNAPSHOT_FETCH_SIZE,
                ConfigDef.Type.INT,
                10_000,
                Range.atLeast(1),
                Importance.LOW,
                Width.SHORT,
                "Snapshot fetch size",
                SNAPSHOT_FETCH_SIZE_DOC);
        bulk.add(
                SNAPSHOT_CHUNK_SIZE,
                ConfigDef.Type.INT,
                100_000,
                Range.atLeast(1),
                Importance.LOW,
                Width.SHORT,
                "Snapshot chunk size",
                SNAPSHOT_CHUNK_SIZE_DOC);
        bulk.add(
                SNAPSHOT_ISOLATION_MODE,
                ConfigDef.Type.STRING,
                "read_committed",
                ValidString.in("serializable", "repeatable_read", "read_committed", "read_uncommitted"),
                Importance.LOW,
                Width.MEDIUM,
                "Snapshot isolation",
                SNAPSHOT_ISOLATION_MODE_DOC);
        bulk.add(
                MAX_QUEUE_SIZE,
                ConfigDef.Type.INT,
                8192,
                Range.atLeast(1),
                Importance.LOW,
                Width.SHORT,
                "Rows read ahead",
                MAX_QUEUE_SIZE_DOC);
        bulk.add(
                MAX_QUEUE_SIZE_IN_BYTES,
                ConfigDef.Type.LONG,
                16L * 1024 * 1024,
                Range.atLeast(1),
                Importance.LOW,
                Width.SHORT,
                "Bytes read ahead",
                MAX_QUEUE_SIZE_IN_BYTES_DOC);
        OptionGroup changes = new OptionGroup(options, "Change data");
        changes.add(
                CAPTURE_SCHEMA,
                ConfigDef.Type.STRING,
                "ASNCDC",
                new ConfigDef.NonEmptyString(),
                Importance.MEDIUM,
                Width.SHORT,
                "Capture schema",
                CAPTURE_SCHEMA_DOC);
        changes.add(
                POLL_INTERVAL_MS,
                ConfigDef.Type.LONG,
                500L,
                Range.atLeast(1),
                Importance.MEDIUM,
                Width.SHORT,
                "Poll interval (ms)",
                POLL_INTERVAL_MS_DOC);
        changes.add(
                MAX_BATCH_SIZE,
                ConfigDef.Type.INT,
                2048,
                Range.atLeast(1),
                Importance.MEDIUM,
                Width.SHORT,
                "Batch size",
                MAX_BATCH_SIZE_DOC);
        changes.add(
                QUERY_FETCH_SIZE,
                ConfigDef.Type.INT,
                10_000,
                Range.atLeast(1),
                Importance.LOW,
                Width.SHORT,
                "Change rows in memory",
                QUERY_FETCH_SIZE_DOC);
    }
}
