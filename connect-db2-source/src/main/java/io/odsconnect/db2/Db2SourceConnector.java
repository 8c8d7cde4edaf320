package io.odsconnect.db2;

import io.odsconnect.common.Version;
import io.odsconnect.db2.capture.TaskShare;
import io.odsconnect.db2.config.CaptureMode;
import io.odsconnect.db2.config.Db2SourceConfig;
import io.odsconnect.db2.config.QueryOptions;
import io.odsconnect.db2.connection.Db2Session;
import io.odsconnect.db2.connection.SqlFailure;
import io.odsconnect.db2.offset.OffsetCheck;
import io.odsconnect.db2.plan.OptionNames;
import io.odsconnect.db2.plan.Preflight;
import io.odsconnect.db2.plan.Problem;
import io.odsconnect.db2.sql.Catalog;
import io.odsconnect.db2.table.TableId;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.common.config.Config;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.source.ConnectorTransactionBoundaries;
import org.apache.kafka.connect.source.ExactlyOnceSupport;
import org.apache.kafka.connect.source.SourceConnector;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads tables of a Db2 database: each whole first, then its changes, as SQL Replication's Capture program collects
 * them.
 */
public final class Db2SourceConnector extends SourceConnector {

    private static final Logger LOG = LoggerFactory.getLogger(Db2SourceConnector.class);

    private Map<String, String> properties = Map.of();
    private @Nullable FirstCommit firstCommit;

    /** Called by the worker. */
    public Db2SourceConnector() {}

    @Override
    public String version() {
        return Version.current();
    }

    @Override
    public ConfigDef config() {
        return Db2SourceConfig.CONFIG_DEF;
    }

    /** Checks each option, then all together, then against the database. */
    @Override
    public Config validate(Map<String, String> connectorConfigs) {
        Config config = super.validate(connectorConfigs);
        boolean sound = config.configValues().stream()
                .allMatch(value -> value.errorMessages().isEmpty());
        if (sound) {
            new Preflight(new Db2SourceConfig(connectorConfigs)).problems().forEach(problem -> report(problem, config));
        }
        config.configValues().forEach(Db2SourceConnector::nameOption);
        return config;
    }

    /** Where a config is refused, the worker answers with the messages alone, so each begins with its option. */
    private static void nameOption(ConfigValue value) {
        value.errorMessages()
                .replaceAll(message -> message.startsWith(value.name()) ? message : value.name() + ": " + message);
    }

    private static void report(Problem problem, Config config) {
        for (ConfigValue value : config.configValues()) {
            if (value.name().equals(problem.option())) {
                value.addErrorMessage(problem.text());
                return;
            }
        }
        // An option that nobody knows: the worker shows it beside the others.
        ConfigValue unknown = new ConfigValue(problem.option());
        unknown.addErrorMessage(problem.text());
        config.configValues().add(unknown);
    }

    /**
     * Returns that every record is written once, where the worker's exactly-once support is on; but not with
     * {@code capture.mode=query}, where a restart tells the look-back again.
     */
    @Override
    public ExactlyOnceSupport exactlyOnceSupport(Map<String, String> connectorConfig) {
        return queries(connectorConfig) ? ExactlyOnceSupport.UNSUPPORTED : ExactlyOnceSupport.SUPPORTED;
    }

    /** Returns that with {@code transaction.boundary=connector} a unit of work is never split over two transactions. */
    @Override
    public ConnectorTransactionBoundaries canDefineTransactionBoundaries(Map<String, String> connectorConfig) {
        return queries(connectorConfig)
                ? ConnectorTransactionBoundaries.UNSUPPORTED
                : ConnectorTransactionBoundaries.SUPPORTED;
    }

    private static boolean queries(Map<String, String> connectorConfig) {
        return "query".equals(connectorConfig.get(QueryOptions.CAPTURE_MODE));
    }

    /**
     * Checks what an operator is about to store as offsets.
     *
     * @throws ConnectException if something is wrong with it; the message tells what
     */
    @Override
    public boolean alterOffsets(Map<String, String> connectorConfig, Map<Map<String, ?>, Map<String, ?>> newOffsets) {
        Db2SourceConfig config = new Db2SourceConfig(connectorConfig);
        Set<String> known = knownTables(config);
        new OffsetCheck(config.topicPrefix(), table -> known.isEmpty() || known.contains(table)).check(newOffsets);
        return true;
    }

    /** Returns the names of all tables; none where the database cannot be asked. */
    private static Set<String> knownTables(Db2SourceConfig config) {
        try (Db2Session session = new Db2Session(config.address())) {
            return new Catalog(session.connection())
                    .tables().stream().map(TableId::toString).collect(Collectors.toSet());
        } catch (SQLException e) {
            LOG.warn(
                    "The tables in the new offsets are not checked: {}",
                    SqlFailure.of(e, config.address()).text());
            return Set.of();
        }
    }

    @Override
    public void start(Map<String, String> props) {
        properties = Map.copyOf(props);
        boolean sound = config().validate(props).stream()
                .allMatch(value -> value.errorMessages().isEmpty());
        if (sound) {
            OptionNames.warn(new Db2SourceConfig(props));
        }
    }

    @Override
    public Class<? extends Task> taskClass() {
        return Db2SourceTask.class;
    }

    /**
     * Returns one task, so that the order of commits holds over all tables; or as many as the user allows, where that is
     * more: each reads some of the tables.
     */
    @Override
    public List<Map<String, String>> taskConfigs(int maxTasks) {
        Db2SourceConfig config = new Db2SourceConfig(properties);
        if (firstCommit == null
                && config.captureMode() == CaptureMode.SQL_REPLICATION
                && config.snapshotMode().streams()) {
            firstCommit = new FirstCommit(config, context());
        }
        FirstCommit commit = firstCommit;
        Map<String, String> common = AskedCommits.in(properties, commit == null ? 0 : commit.asked());
        return maxTasks == 1
                ? List.of(Map.copyOf(common))
                : IntStream.range(0, maxTasks)
                        .mapToObj(task -> new TaskShare(task, maxTasks).in(common))
                        .toList();
    }

    @Override
    public void stop() {
        if (firstCommit != null) {
            firstCommit.close();
        }
        firstCommit = null;
    }
}
