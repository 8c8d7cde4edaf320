package io.odsconnect.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.ConfigValue;
import org.junit.jupiter.api.Test;

class RedisSinkConnectorTest {

    /** None of them gets as far as a look at the server. */
    @Test
    void misspeltOptionsAndThoseOfOtherConnectorsAreErrors() {
        assertThat(errors(
                        "key.templat",
                        "redis.passwrd",
                        "batch.siz",
                        "delete.marker.ttl",
                        "index.templte.ods.BANK.CARD",
                        "errors.tolerence",
                        "ttl.field.formt",
                        "cassandra.contact.points",
                        "set.template",
                        "redis.uri"))
                .isEqualTo(Map.of(
                        "key.templat", use("key.templat", "key.template"),
                        "redis.passwrd", use("redis.passwrd", "redis.password"),
                        "batch.siz", use("batch.siz", "batch.size"),
                        "delete.marker.ttl", use("delete.marker.ttl", "delete.marker.ttl.ms"),
                        "index.templte.ods.BANK.CARD",
                                use("index.templte.ods.BANK.CARD", "index.template.ods.BANK.CARD"),
                        "errors.tolerence", use("errors.tolerence", "errors.tolerance"),
                        "ttl.field.formt", use("ttl.field.formt", "ttl.field.format"),
                        "cassandra.contact.points",
                                List.of(
                                        "cassandra.contact.points: It is an option of the Cassandra sink, and does nothing"
                                                + " here: take it out."),
                        "set.template",
                                List.of(
                                        "set.template: It is an option of the Aerospike sink, and does nothing here: take"
                                                + " it out."),
                        "redis.uri", use("redis.uri", "redis.hosts, redis.username and redis.password")));
    }

    private static List<String> use(String wrong, String right) {
        return List.of(wrong + ": This connector has no such option. Use " + right + ".");
    }

    private static Map<String, List<String>> errors(String... options) {
        Map<String, String> props = new HashMap<>(Map.of(
                "name", "cards",
                "connector.class", "RedisSinkConnector",
                "topics", "ods.BANK.CARD",
                "tasks.max.enforce", "true",
                "transforms", "mask",
                "transforms.mask.type", "MaskFields",
                "consumer.override.max.poll.records", "10",
                "key.template.ods.BANK.CARD", "card:{CARD_NO}"));
        for (String option : options) {
            props.put(option, "1");
        }
        return new RedisSinkConnector()
                .validate(props).configValues().stream()
                        .filter(value -> !value.errorMessages().isEmpty())
                        .collect(Collectors.toMap(ConfigValue::name, ConfigValue::errorMessages));
    }
}
