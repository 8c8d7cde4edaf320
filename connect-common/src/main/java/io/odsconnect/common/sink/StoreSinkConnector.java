package io.odsconnect.common.sink;

import io.odsconnect.common.Version;
import io.odsconnect.common.audit.AuditOptions;
import io.odsconnect.common.compare.CompareOptions;
import io.odsconnect.common.compare.SinkMode;
import io.odsconnect.common.config.TaskName;
import io.odsconnect.common.config.UnknownOptions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.Config;
import org.apache.kafka.connect.sink.SinkConnector;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the connectors of all sinks have in common. A sink's own says {@code config()} (its options and {@link
 * SinkOptions#define}) and {@code taskClass()}, and adds to {@link #validate} what only a connection to the store can find out.
 */
public abstract class StoreSinkConnector extends SinkConnector {

    /** What stands before the options of the audit's producer, without the dot. */
    private static final String PRODUCER =
            AuditOptions.PRODUCER_PREFIX.substring(0, AuditOptions.PRODUCER_PREFIX.length() - 1);

    private static final String NOT_READ =
            "It does nothing, as the connector reads neither this topic nor one that continues it after a dot: correct the"
                    + " topic, add it to topics, or take the option out.";

    private static final Logger LOG = LoggerFactory.getLogger(StoreSinkConnector.class);

    private Map<String, String> props = Map.of();

    @Override
    public String version() {
        return Version.current();
    }

    @Override
    public void start(Map<String, String> connectorProps) {
        props = Map.copyOf(connectorProps);
        CompareOptions.vain(props).forEach(sentence -> LOG.warn("{}", sentence));
        WorkerMistakes.ofTopicsNotRead(props, unknownOptions()).forEach(option -> LOG.warn("{}: {}", option, NOT_READ));
        if (WorkerMistakes.dropsBadRecords(props)) {
            LOG.warn(
                    "{} is all, and {} is not set: a bad record is dropped, and nothing is left of it but a line in the log",
                    WorkerMistakes.TOLERANCE,
                    WorkerMistakes.DEAD_LETTER_TOPIC);
        }
    }

    @Override
    public List<Map<String, String>> taskConfigs(int maxTasks) {
        SinkMode mode = CompareOptions.of(props).mode();
        int tasks = mode == SinkMode.APPLY ? maxTasks : Math.min(1, maxTasks);
        if (tasks < maxTasks) {
            LOG.info(
                    "One task instead of {}, as {} is {}: it has to see all of a table",
                    maxTasks,
                    CompareOptions.MODE,
                    mode);
        }
        List<Map<String, String>> configs = new ArrayList<>(tasks);
        for (int task = 0; task < tasks; task++) {
            Map<String, String> config = new HashMap<>(props);
            config.put(TaskName.TASK_ID, Integer.toString(task));
            configs.add(config);
        }
        return configs;
    }

    @Override
    public Config validate(Map<String, String> connectorConfigs) {
        Config config = super.validate(connectorConfigs);
        unknownOptions()
                .problems(connectorConfigs.keySet())
                .forEach((option, sentence) -> SinkOptions.error(config, option, sentence));
        WorkerMistakes.of(connectorConfigs).forEach((option, sentence) -> SinkOptions.error(config, option, sentence));
        WorkerMistakes.ofTopicsNotRead(connectorConfigs, unknownOptions())
                .forEach(option -> SinkOptions.error(config, option, NOT_READ));
        SinkOptions.validate(config(), connectorConfigs, config);
        return config;
    }

    /**
     * Returns what finds options that are misspelt or another connector's. A sink adds those that it has for single topics,
     * and what else its users may have known elsewhere.
     */
    protected UnknownOptions unknownOptions() {
        return UnknownOptions.besideThoseOfTheWorker().know(config().names()).knowWithAnythingBehind(List.of(PRODUCER));
    }

    @Override
    public void stop() {
        // Everything that runs, runs in the tasks.
    }
}
