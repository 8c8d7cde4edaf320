package io.odsconnect.cassandra;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.ConfigValue;
import org.junit.jupiter.api.Test;

class CassandraSinkConnectorTest {

    /** None of them gets as far as a look at the cluster. */
    @Test
    void misspeltOptionsAndThoseOfOtherConnectorsAreErrors() {
        assertThat(errors(
                        "cassandra.contact.point",
                        "table.templat.ods.BANK.CARD",
                        "colum.mapping",
                        "cassandra.keyspace",
                        "null.handing",
                        "redis.hosts",
                        "contactPoints",
                        "topic.cards.bank.card.mapping"))
                .isEqualTo(Map.of(
                        "cassandra.contact.point", use("cassandra.contact.point", "cassandra.contact.points"),
                        "table.templat.ods.BANK.CARD",
                                use("table.templat.ods.BANK.CARD", "table.template.ods.BANK.CARD"),
                        "colum.mapping", use("colum.mapping", "column.mapping"),
                        "cassandra.keyspace",
                                List.of("cassandra.keyspace: This connector has no such option; its documentation lists"
                                        + " all that it has."),
                        "null.handing", use("null.handing", "null.handling"),
                        "redis.hosts",
                                List.of("redis.hosts: It is an option of the Redis sink, and does nothing here: take it"
                                        + " out."),
                        "contactPoints", use("contactPoints", "cassandra.contact.points"),
                        "topic.cards.bank.card.mapping",
                                use("topic.cards.bank.card.mapping", "table.template and column.mapping")));
    }

    private static List<String> use(String wrong, String right) {
        return List.of(wrong + ": This connector has no such option. Use " + right + ".");
    }

    private static Map<String, List<String>> errors(String... options) {
        Map<String, String> props = new HashMap<>(Map.of(
                "name", "cards",
                "connector.class", "CassandraSinkConnector",
                "topics", "ods.BANK.CARD",
                "predicates", "bulk",
                "predicates.bulk.type", "TopicNameMatches",
                "cassandra.local.datacenter", "dc1",
                "table.template.ods.BANK.CARD", "bank.card",
                "column.mapping.ods.BANK.CARD", "A:b"));
        for (String option : options) {
            props.put(option, "1");
        }
        return new CassandraSinkConnector()
                .validate(props).configValues().stream()
                        .filter(value -> !value.errorMessages().isEmpty())
                        .collect(Collectors.toMap(ConfigValue::name, ConfigValue::errorMessages));
    }
}
