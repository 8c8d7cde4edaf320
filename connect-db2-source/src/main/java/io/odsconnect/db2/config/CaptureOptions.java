package io.odsconnect.db2.config;

import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.Width;

/** How the Capture program is watched, and what is told of units of work. */
public final class CaptureOptions {

    public static final String FULL_SCAN_INTERVAL_MS = "capture.full.scan.interval.ms";
    private static final String FULL_SCAN_INTERVAL_MS_DOC =
            "How often every registered table is looked at, with a query to each change table, in case the register does"
                    + " not tell that it has changes (CD_NEW_SYNCHPOINT). Otherwise only tables are queried of which it"
                    + " tells that.";

    public static final String LAG_WARN_MS = "capture.lag.warn.ms";
    private static final String LAG_WARN_MS_DOC =
            "From which lag on Capture is said to lag, in the log: how far its SYNCHTIME is behind the database's clock.";

    public static final String STOPPED_WARN_MS = "capture.stopped.warn.ms";
    private static final String STOPPED_WARN_MS_DOC =
            "After how long without a new SYNCHTIME Capture is said to have stopped, in the log. Give it more than"
                    + " Capture's COMMIT_INTERVAL.";

    public static final String PROVIDE_TRANSACTION_METADATA = "provide.transaction.metadata";
    private static final String PROVIDE_TRANSACTION_METADATA_DOC =
            "Whether events of changes tell the unit of work that they belong to and their order in it, and the beginning"
                    + " and end of each are events of their own. Needs `tasks.max=1`.";

    public static final String TOPIC_TRANSACTION = "topic.transaction";
    private static final String TOPIC_TRANSACTION_DOC =
            "The events that begin and end a unit of work go to `<topic.prefix>.<this>`.";

    private CaptureOptions() {}

    static void define(ConfigDef options) {
        OptionGroup capture = new OptionGroup(options, "Capture");
        capture.add(
                FULL_SCAN_INTERVAL_MS,
                ConfigDef.Type.LONG,
                600_000L,
                Range.atLeast(1),
                Importance.LOW,
                Width.SHORT,
                "Full scan interval (ms)",
                FULL_SCAN_INTERVAL_MS_DOC);
        capture.add(
                LAG_WARN_MS,
                ConfigDef.Type.LONG,
                300_000L,
                Range.atLeast(1),
                Importance.LOW,
                Width.SHORT,
                "Capture lag to warn of (ms)",
                LAG_WARN_MS_DOC);
        capture.add(
                STOPPED_WARN_MS,
                ConfigDef.Type.LONG,
                120_000L,
                Range.atLeast(1),
                Importance.LOW,
                Width.SHORT,
                "Capture standstill to warn of (ms)",
                STOPPED_WARN_MS_DOC);
        capture.add(
                PROVIDE_TRANSACTION_METADATA,
                ConfigDef.Type.BOOLEAN,
                false,
                OptionChecks.ANY,
                Importance.LOW,
                Width.SHORT,
                "Transaction metadata",
                PROVIDE_TRANSACTION_METADATA_DOC);
        capture.add(
                TOPIC_TRANSACTION,
                ConfigDef.Type.STRING,
                "transaction",
                OptionChecks.TOPIC_NAME,
                Importance.LOW,
                Width.MEDIUM,
                "Transaction topic",
                TOPIC_TRANSACTION_DOC);
    }
}
