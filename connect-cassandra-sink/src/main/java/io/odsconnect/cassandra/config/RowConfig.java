package io.odsconnect.cassandra.config;

import io.odsconnect.cassandra.mapping.ColumnMapping;
import io.odsconnect.cassandra.mapping.HistoryColumns;
import io.odsconnect.cassandra.mapping.MappingRules;
import io.odsconnect.cassandra.mapping.NullHandling;
import io.odsconnect.cassandra.mapping.TableMaking;
import io.odsconnect.cassandra.mapping.WriteMode;
import io.odsconnect.common.compare.CompareOptions;
import io.odsconnect.common.config.ByTopic;
import io.odsconnect.common.expiry.TtlOptions;
import io.odsconnect.common.sink.SinkOptions;
import io.odsconnect.common.template.TopicTemplates;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;

/** What a row is in Cassandra, typed. */
final class RowConfig {

    private RowConfig() {}

    /**
     * Returns how events become writes.
     *
     * @throws ConfigException if an option is not valid
     */
    static MappingRules rules(AbstractConfig config) {
        return new MappingRules(
                TopicTemplates.of(config, RowOptions.TABLE_TEMPLATE),
                columns(config),
                isHistory(config)
                        ? new WriteMode.History(new HistoryColumns(
                                text(config, RowOptions.HISTORY_POSITION_COLUMN),
                                text(config, RowOptions.HISTORY_OPERATION_COLUMN),
                                text(config, RowOptions.HISTORY_COMMIT_TIME_COLUMN)
                                        .strip()))
                        : new WriteMode.Upsert(NullHandling.valueOf(
                                text(config, RowOptions.NULL_HANDLING).toUpperCase(Locale.ROOT))),
                TtlOptions.rule(config),
                config.getBoolean(SinkOptions.POSITION_GUARD),
                topics(config),
                config.getBoolean(RowOptions.AUTO_CREATE) ? making(config) : null);
    }

    private static TableMaking making(AbstractConfig config) {
        List<String> partitionKey = config.getList(RowOptions.AUTO_CREATE_PARTITION_KEY);
        return new TableMaking(
                ReplicationValidator.parse(
                        RowOptions.AUTO_CREATE_REPLICATION, config.getList(RowOptions.AUTO_CREATE_REPLICATION)),
                ByTopic.of(
                        partitionKey.isEmpty() ? null : partitionKey,
                        config,
                        RowOptions.AUTO_CREATE_PARTITION_KEY,
                        RowConfig::list));
    }

    /** Returns the topics by the names that events have, also where they came on those of compare runs. */
    private static Set<String> topics(AbstractConfig config) {
        String suffix = text(config, CompareOptions.SUFFIX);
        return TopicTemplates.topics(config).stream()
                .map(topic -> topic.endsWith(suffix) ? topic.substring(0, topic.length() - suffix.length()) : topic)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Returns what is wrong between options that are each valid by itself: the option to change, and a sentence. */
    static Map<String, String> problems(AbstractConfig config) {
        Map<String, String> problems =
                new LinkedHashMap<>(TopicTemplates.problems(config, RowOptions.TABLE_TEMPLATE, "bank.card"));
        config.originalsWithPrefix(RowOptions.COLUMN_MAPPING + ".").forEach((topic, pairs) -> {
            String option = RowOptions.COLUMN_MAPPING + "." + topic;
            try {
                var unused = names(option, String.valueOf(pairs));
            } catch (ConfigException e) {
                problems.put(option, String.valueOf(e.getMessage()));
            }
        });
        problems.putAll(TtlOptions.problems(config));
        if (isHistory(config) && !config.getBoolean(SinkOptions.POSITION_GUARD)) {
            problems.put(
                    SinkOptions.POSITION_GUARD,
                    "It is false while " + RowOptions.WRITE_MODE
                            + " is history, which keeps changes by their positions:" + " set it to true, or "
                            + RowOptions.WRITE_MODE + " to upsert.");
        }
        return problems;
    }

    private static boolean isHistory(AbstractConfig config) {
        return text(config, RowOptions.WRITE_MODE).equals("history");
    }

    private static ByTopic<ColumnMapping> columns(AbstractConfig config) {
        ColumnMapping common = new ColumnMapping(
                ColumnMappingValidator.parse(RowOptions.COLUMN_MAPPING, config.getList(RowOptions.COLUMN_MAPPING)));
        return ByTopic.of(common, config, RowOptions.COLUMN_MAPPING, RowConfig::names);
    }

    private static ColumnMapping names(String option, String pairs) {
        return new ColumnMapping(ColumnMappingValidator.parse(option, list(option, pairs)));
    }

    private static List<String> list(String option, String text) {
        Object list = ConfigDef.parseType(option, text, ConfigDef.Type.LIST);
        return ((List<?>) list).stream().map(String::valueOf).toList();
    }

    private static String text(AbstractConfig config, String option) {
        return Objects.requireNonNull(config.getString(option), option);
    }
}
