package io.odsconnect.db2.config;

import io.odsconnect.common.config.OptionGroup;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.Width;

/** How the Capture program is watched, and what is told of units of work. */
public final class CaptureOptions {

    public static final String LAG_WARN_MS = "capture.lag.warn.ms";
    private static final String LAG_WARN_MS_DOC =
            "From which lag on Capture is said to lag, in the log: how far its SYNCHTIME is behind the database's clock.";

    public static final String STOPPED_WARN_MS = "capture.stopped.warn.ms";
    private static final String STOPPED_WARN_MS_DOC =
            "After how long without a sign of it Capture is said to have stopped, in the log. A sign is a row in"
                    + " IBMSNAP_CAPMON, if it writes any; then two of its MONITOR_INTERVALs are added. Else it is a new"
                    + " SYNCHTIME, and two of its COMMIT_INTERVALs are waited for at least.";

    public static final String PROVIDE_TRANSACTION_METADATA = "provide.transaction.metadata";
    private static final String PROVIDE_TRANSACTION_METADATA_DOC =
            "Whether events of changes carry the id of their unit of work and their order in it, and the begin"
                    + " and end of each unit of work are events of their own. Needs `tasks.max=1`.";

    public static final String TOPIC_TRANSACTION = "topic.transaction";
    private static final String TOPIC_TRANSACTION_DOC =
            "The events that begin and end a unit of work go to `<topic.prefix>.<this>`.";

    public static final String PRUNE_CONTROL = "capture.prune.control";
    private static final String PRUNE_CONTROL_DOC =
            "Whether the connector writes to IBMSNAP_PRUNE_SET up to where Capture may prune, which is what Kafka has stored, as"
                    + " IBM's Apply program does. The login needs UPDATE on that table, INSERT where the set's row is missing,"
                    + " and SELECT on IBMSNAP_PRUNCNTL. Nothing is written if the set holds a table that the connector does"
                    + " not read.";

    public static final String PRUNE_INTERVAL_MS = "capture.prune.interval.ms";
    private static final String PRUNE_INTERVAL_MS_DOC = "How often the connector writes up to where Capture may prune.";

    public static final String PRUNE_TARGET_SERVER = "capture.prune.target.server";
    private static final String PRUNE_TARGET_SERVER_DOC = "TARGET_SERVER of the connector's row in IBMSNAP_PRUNE_SET.";

    public static final String PRUNE_APPLY_QUALIFIER = "capture.prune.apply.qualifier";
    private static final String PRUNE_APPLY_QUALIFIER_DOC =
            "APPLY_QUAL of that row. Each connector that reads the same change tables needs one of its own.";

    public static final String PRUNE_SET_NAME = "capture.prune.set.name";
    private static final String PRUNE_SET_NAME_DOC = "SET_NAME of that row.";

    private CaptureOptions() {}

    static void define(ConfigDef options) {
        OptionGroup capture = new OptionGroup(options, "Capture");
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
        definePruning(capture);
    }

    private static void definePruning(OptionGroup capture) {
        capture.add(
                PRUNE_CONTROL,
                ConfigDef.Type.BOOLEAN,
                false,
                OptionChecks.ANY,
                Importance.MEDIUM,
                Width.SHORT,
                "Prune control",
                PRUNE_CONTROL_DOC);
        capture.add(
                PRUNE_INTERVAL_MS,
                ConfigDef.Type.LONG,
                60_000L,
                Range.atLeast(1),
                Importance.LOW,
                Width.SHORT,
                "Prune control interval (ms)",
                PRUNE_INTERVAL_MS_DOC);
        name(capture, PRUNE_TARGET_SERVER, "KAFKA", "Prune set: target server", PRUNE_TARGET_SERVER_DOC);
        name(capture, PRUNE_APPLY_QUALIFIER, "KAFKAQUAL", "Prune set: apply qualifier", PRUNE_APPLY_QUALIFIER_DOC);
        name(capture, PRUNE_SET_NAME, "SET001", "Prune set: name", PRUNE_SET_NAME_DOC);
    }

    private static void name(OptionGroup capture, String option, String value, String displayName, String doc) {
        capture.add(
                option,
                ConfigDef.Type.STRING,
                value,
                new ConfigDef.NonEmptyString(),
                Importance.LOW,
                Width.SHORT,
                displayName,
                doc);
    }
}
