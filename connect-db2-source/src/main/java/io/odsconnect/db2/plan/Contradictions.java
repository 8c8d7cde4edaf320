package io.odsconnect.db2.plan;

import io.odsconnect.common.audit.AuditOptions;
import io.odsconnect.db2.config.CaptureMode;
import io.odsconnect.db2.config.CaptureOptions;
import io.odsconnect.db2.config.CompareOptions;
import io.odsconnect.db2.config.ConnectionOptions;
import io.odsconnect.db2.config.Db2SourceConfig;
import io.odsconnect.db2.config.LoadOptions;
import io.odsconnect.db2.config.QueryOptions;
import io.odsconnect.db2.config.ReadOptions;
import io.odsconnect.db2.config.SignalOptions;
import io.odsconnect.db2.config.TableOptions;
import io.odsconnect.db2.config.TypeOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Options that are right one by one, but not together. */
final class Contradictions {

    private final Db2SourceConfig config;
    private final Map<String, String> given;
    private final List<Problem> problems = new ArrayList<>();

    private Contradictions(Db2SourceConfig config) {
        this.config = config;
        this.given = config.originalsStrings();
    }

    /** Returns what contradicts what. */
    static List<Problem> in(Db2SourceConfig config) {
        Contradictions contradictions = new Contradictions(config);
        contradictions.login();
        contradictions.captureMode();
        contradictions.loads();
        contradictions.others();
        AuditOptions.mistakes(contradictions.given).forEach(contradictions::problem);
        return contradictions.problems;
    }

    private void login() {
        boolean hasUser = config.address().user() != null;
        boolean hasPassword = config.address().password() != null;
        boolean driverLogsIn = config.address().properties().containsKey("securityMechanism")
                || config.address().properties().containsKey("accessToken")
                || config.address().properties().containsKey("apiKey");
        if (!hasUser && !driverLogsIn) {
            problem(
                    ConnectionOptions.USER,
                    "There is no login. Give one, or say with connection.property.securityMechanism how to log in.");
        } else if (hasUser && !hasPassword && !driverLogsIn) {
            problem(ConnectionOptions.PASSWORD, "There is a login without a password.");
        }
        for (String property : config.address().properties().keySet()) {
            String name = property.toLowerCase(Locale.ROOT);
            if (name.equals("user") || name.equals("password")) {
                problem(
                        name.equals("user") ? ConnectionOptions.USER : ConnectionOptions.PASSWORD,
                        "Give it as database." + name + ", not as connection.property." + property + ".");
            }
            if (name.equals("timestampoutputtype") || name.equals("supportsrawdatetimeretrieval")) {
                problem(
                        ConnectionOptions.CONNECTION_PROPERTY_PREFIX + property,
                        "It is set by the connector, which needs the driver's own" + " timestamps. Leave it out.");
            }
        }
    }

    private void captureMode() {
        if (config.captureMode() == CaptureMode.SQL_REPLICATION) {
            for (String option : List.of(
                    QueryOptions.TIMESTAMP_COLUMN_NAME,
                    QueryOptions.INCREMENTING_COLUMN_NAME,
                    QueryOptions.SOFT_DELETE_COLUMN_NAME)) {
                if (given.containsKey(option)) {
                    problem(option, "It has a meaning with capture.mode=query only. Set that, or leave this out.");
                }
            }
            if (config.transactionTopic() != null && config.tasksMax() > 1) {
                problem(
                        CaptureOptions.PROVIDE_TRANSACTION_METADATA,
                        "With tasks.max greater than 1 each table has a stream of its own, so no task sees a unit of work"
                                + " whole. Set tasks.max=1, or leave it out.");
            }
            return;
        }
        for (String table : config.filteredTables()) {
            problem(
                    LoadOptions.BULK_LOAD_FILTER_PREFIX + table,
                    "With capture.mode=query no rows are filtered. Name a view that has the rows you want instead of the"
                            + " table, or leave this out.");
        }
        if (config.transactionTopic() != null) {
            problem(
                    CaptureOptions.PROVIDE_TRANSACTION_METADATA,
                    "With capture.mode=query it is not known which rows were changed together. Leave it out.");
        }
        if ("true".equalsIgnoreCase(given.get(CaptureOptions.PRUNE_CONTROL))) {
            problem(CaptureOptions.PRUNE_CONTROL, "With capture.mode=query there is nothing to prune. Leave it out.");
        }
    }

    private void loads() {
        if (config.signalTopic() != null
                && String.valueOf(config.signalConsumer().get("bootstrap.servers"))
                        .isBlank()) {
            problem(
                    SignalOptions.SIGNAL_KAFKA_BOOTSTRAP_SERVERS,
                    "Signals are read from " + SignalOptions.SIGNAL_KAFKA_TOPIC + ". Say where its brokers are.");
        }
        boolean streams = config.snapshotMode().streams() && config.captureMode() == CaptureMode.SQL_REPLICATION;
        if (!config.signalTable().isEmpty() && !streams) {
            problem(
                    SignalOptions.SIGNAL_DATA_COLLECTION,
                    "Signals in a table are read with its captured changes, and none are read. Use "
                            + SignalOptions.SIGNAL_KAFKA_TOPIC + ".");
        }
        String compareSuffix = config.getString(CompareOptions.COMPARE_TOPIC_SUFFIX);
        if (compareSuffix.equals(config.bulkTopicSuffix())) {
            problem(
                    CompareOptions.COMPARE_TOPIC_SUFFIX,
                    "It is the same as " + ReadOptions.BULK_TOPIC_SUFFIX
                            + ": sinks would apply the rows of compare runs. Give it another value.");
        }
    }

    private void others() {
        if (config.maxBackoff().compareTo(config.backoff()) < 0) {
            problem(ConnectionOptions.CONNECTION_BACKOFF_MAX_MS, "It is less than connection.backoff.ms.");
        }
        if (!config.heartbeatAction().isBlank() && config.heartbeatInterval().isZero()) {
            problem(
                    TableOptions.HEARTBEAT_ACTION_QUERY,
                    "It runs with heartbeats, and there are none. Set heartbeat.interval.ms.");
        }
        if (given.containsKey(TypeOptions.LOB_OVERSIZE_HANDLING_MODE)
                && !config.valueOptions().lobs().exists()) {
            problem(
                    TypeOptions.LOB_OVERSIZE_HANDLING_MODE,
                    "It says what becomes of large objects beyond lob.max.size, which is not set.");
        }
    }

    private void problem(String option, String text) {
        problems.add(new Problem(option, text));
    }
}
