package io.odsconnect.common.config;

import java.util.Set;

/**
 * The options of a connector that the worker reads, of Kafka 3.7 to 4.3. Source: Kafka's ConnectorConfig,
 * SinkConnectorConfig, SourceConnectorConfig and TopicCreationConfig, which belong to the runtime and are not the plugins'.
 */
final class WorkerOptions {

    static final Set<String> NAMES = Set.of(
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
            "errors.log.include.messages",
            "errors.deadletterqueue.topic.name",
            "errors.deadletterqueue.topic.replication.factor",
            "errors.deadletterqueue.context.headers.enable",
            "topics",
            "topics.regex",
            "topic.creation.groups",
            "topic.creation.default.replication.factor",
            "topic.creation.default.partitions",
            "exactly.once.support",
            "transaction.boundary",
            "transaction.boundary.interval.ms",
            "offsets.storage.topic");

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
}
