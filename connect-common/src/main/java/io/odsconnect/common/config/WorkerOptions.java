package io.odsconnect.common.config;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The options of a connector that the worker reads, of Kafka 3.7 to 4.3. Source: Kafka's ConnectorConfig,
 * SinkConnectorConfig, SourceConnectorConfig and TopicCreationConfig, which belong to the runtime and are not the plugins'.
 */
final class WorkerOptions {

    private static final Set<String> OF_ALL = Set.of(
            "name",
            "connector.class",
            "connector.plugin.version",
            "tasks.max",
            "tasks.max.enforce",
            "key.converter",
            "key.converter.plugin.version",
            "value.converter",
            "value.converter.plugin.version",
            "header.converter",
            "header.converter.plugin.version",
            "transforms",
            "predicates",
            "config.action.reload",
            "errors.retry.timeout",
            "errors.retry.delay.max.ms",
            "errors.tolerance",
            "errors.log.enable",
            "errors.log.include.messages");

    private static final Set<String> OF_SINKS = Set.of(
            "errors.deadletterqueue.topic.name",
            "errors.deadletterqueue.topic.replication.factor",
            "errors.deadletterqueue.context.headers.enable",
            "topics",
            "topics.regex");

    private static final Set<String> OF_SOURCES = Set.of(
            "topic.creation.groups",
            "topic.creation.default.replication.factor",
            "topic.creation.default.partitions",
            "exactly.once.support",
            "transaction.boundary",
            "transaction.boundary.interval.ms",
            "offsets.storage.topic");

    /** What options begin with whose ends the user chooses, without the dot behind it. */
    static final Set<String> PREFIXES = Set.of(
            "transforms",
            "predicates",
            "key.converter",
            "value.converter",
            "header.converter",
            "consumer.override",
            "producer.override",
            "admin.override",
            "topic.creation");

    private WorkerOptions() {}

    /** Returns the options of a source connector. */
    static Set<String> ofSource() {
        return together(List.of(OF_ALL, OF_SOURCES));
    }

    /** Returns the options of connectors of either kind. */
    static Set<String> ofAny() {
        return together(List.of(OF_ALL, OF_SOURCES, OF_SINKS));
    }

    private static Set<String> together(List<Set<String>> parts) {
        return parts.stream().flatMap(Set::stream).collect(Collectors.toUnmodifiableSet());
    }
}
