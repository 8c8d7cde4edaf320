package io.odsconnect.common.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UnknownOptionsTest {

    private final UnknownOptions options = UnknownOptions.besideThoseOfTheWorker()
            .know(List.of("key.template", "redis.hosts", "redis.password", "batch.size", "batch.bytes", "ttl.ms"))
            .know(List.of("delete.marker.ttl.ms", "null.handling"))
            .knowWithAnythingBehind(List.of("key.template", "audit.producer"))
            .own("redis.")
            .elsewhere(OtherConnectors.besides("Redis sink"))
            .elsewhere(Map.of("redis.uri", "Use redis.hosts, redis.username and redis.password."));

    @ParameterizedTest
    @CsvSource({
        "key.templat, key.template",
        "Key.Template, key.template",
        "redis.passwrd, redis.password",
        "redis.host, redis.hosts",
        "batch.siz, batch.size",
        "batch.szie, batch.size",
        "delete.marker.ttl, delete.marker.ttl.ms",
        "ttl, ttl.ms",
        "null_handling, null.handling",
        "key.templat.ods.BANK.CARD, key.template.ods.BANK.CARD",
        "errors.tolerence, errors.tolerance",
        "error.tolerance, errors.tolerance",
        "errors.deadletterqueue.topic, errors.deadletterqueue.topic.name",
        "task.max, tasks.max",
        "topic, topics",
        "transform.mask.type, transforms.mask.type",
        "consumer.overide.max.poll.records, consumer.override.max.poll.records",
        "value.convertor.schemas.enable, value.converter.schemas.enable",
    })
    void aMisspeltNameIsToldWithTheNearest(String wrong, String right) {
        assertThat(options.problems(Set.of(wrong)))
                .containsExactly(Map.entry(wrong, "This connector has no such option. Use " + right + "."));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "name",
                "connector.class",
                "connector.plugin.version",
                "tasks.max",
                "tasks.max.enforce",
                "config.action.reload",
                "key.converter",
                "value.converter.schema.registry.url",
                "header.converter",
                "header.converter.plugin.version",
                "transforms",
                "transforms.mask.type",
                "predicates.isBulk.pattern",
                "errors.log.enable",
                "errors.deadletterqueue.context.headers.enable",
                "consumer.override.max.poll.records",
                "producer.override.linger.ms",
                "admin.override.request.timeout.ms",
                "topics.regex",
                "key.template.ods.BANK.CARD",
                "audit.producer.security.protocol",
                "batch.size",
                "of.somebody.else",
                "kafka.api.key"
            })
    void whatIsKnownOrLikeNothingKnownPasses(String name) {
        assertThat(options.problems(Set.of(name))).isEmpty();
    }

    @Test
    void optionsOfAnotherConnectorSayWhich() {
        assertThat(options.problems(Set.of(
                        "cassandra.contact.points",
                        "set.template",
                        "table.template.ods.BANK.CARD",
                        "database.hostname")))
                .isEqualTo(Map.of(
                        "cassandra.contact.points",
                        "It is an option of the Cassandra sink, and does nothing here: take it out.",
                        "set.template",
                        "It is an option of the Aerospike sink, and does nothing here: take it out.",
                        "table.template.ods.BANK.CARD",
                        "It is an option of the Cassandra sink, and does nothing here: take it out.",
                        "database.hostname",
                        "It is an option of the Db2 source, and does nothing here: take it out."));
        assertThat(options.problems(Set.of("redis.uri")))
                .containsEntry("redis.uri", "Use redis.hosts, redis.username and redis.password.");
    }

    @Test
    void ofItsOwnNamesAConnectorKnowsAll() {
        assertThat(options.problems(Set.of("redis.pipeline.depth")))
                .containsEntry(
                        "redis.pipeline.depth",
                        "This connector has no such option; its documentation lists all that it has.");
    }
}
