package io.odsconnect.aerospike;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.aerospike.client.AerospikeClient;
import com.aerospike.client.Bin;
import com.aerospike.client.Info;
import com.aerospike.client.Key;
import com.aerospike.client.policy.CommitLevel;
import io.odsconnect.aerospike.client.ClientRecords;
import io.odsconnect.aerospike.protocol.Answer;
import io.odsconnect.aerospike.protocol.Lifetime;
import io.odsconnect.aerospike.protocol.Step;
import io.odsconnect.aerospike.protocol.WriteRules;
import io.odsconnect.common.Version;
import io.odsconnect.common.sink.Outcome;
import io.odsconnect.testbed.aerospike.AerospikeStandIn;
import io.odsconnect.testbed.aerospike.AerospikeStandInCluster;
import io.odsconnect.testbed.process.FreePorts;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.errors.ConnectException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the connector says of its options before it starts. */
class AerospikeSinkConnectorIT {

    private final Cluster cluster = Cluster.get();
    private final AerospikeSinkConnector connector = new AerospikeSinkConnector();

    @Test
    void optionsThatTheClusterAgreesWithAreValid() {
        assertThat(errors(cluster.options("any"))).isEmpty();
        assertThat(connector.version()).isEqualTo(Version.current());
    }

    @Test
    void aNamespaceThatTheClusterDoesNotHaveIsFoundBeforeTheStartAndAtIt() {
        Map<String, String> options = cluster.options("any", "aerospike.namespace", "nowhere");

        assertThat(errors(options)).containsOnlyKeys("aerospike.namespace");
        assertThat(errors(options).values().toString()).contains("no namespace nowhere");
        assertThatThrownBy(() -> new AerospikeStore(options))
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("no namespace nowhere");
    }

    @Test
    void aClusterThatCannotBeReachedIsFound() {
        assertThat(errors(cluster.options("any", "aerospike.hosts", "127.0.0.1:1")))
                .containsOnlyKeys("aerospike.hosts");
    }

    @Test
    void aNamespaceOnSeveralNodesHasToResolveConflictsByTime() {
        try (AerospikeStandInCluster nodes = twoNodes()) {
            Map<String, String> options =
                    cluster.options("any", "aerospike.hosts", nodes.hosts(), "aerospike.namespace", "test");

            assertThat(errors(options)).containsOnlyKeys("conflict.resolution.check");
            assertThat(errors(options).values().toString())
                    .contains("conflict-resolution-policy last-update-time", "set this to false");
            assertThat(errors(with(options, "conflict.resolution.check", "false")))
                    .isEmpty();
            assertThat(errors(with(options, "position.guard", "false"))).isEmpty();
            try (AerospikeStore store = new AerospikeStore(options)) {
                assertThat(store.isReady()).as("a task starts all the same").isTrue();
            }

            String first = nodes.hosts().split(",", -1)[0];
            int colon = first.indexOf(':');
            assertThat(Info.request(
                            first.substring(0, colon),
                            Integer.parseInt(first.substring(colon + 1)),
                            "set-config:context=namespace;id=test;conflict-resolution-policy=last-update-time"))
                    .isEqualTo("ok");
            assertThat(errors(options)).isEmpty();
        }
    }

    @Test
    void setsThatDoNotFitAreFoundAndRowsOfOneThatDoesNotAreNoBadRecords() {
        try (AerospikeStandIn full = oneNode();
                AerospikeClient client = new AerospikeClient(full.host(), full.port())) {
            Map<String, String> options = cluster.options(
                    "card", "aerospike.hosts", full.host() + ":" + full.port(), "aerospike.namespace", "test");
            for (int set = 0; set < 4094; set++) {
                client.put(null, new Key("test", "set" + set, 1), new Bin("A", 1));
            }

            assertThat(errors(options)).containsOnlyKeys("set.template");
            assertThat(errors(options).values().toString()).contains("4094 sets", "4095", "delete markers");
            assertThat(errors(with(options, "position.guard", "false"))).isEmpty();
            client.put(null, new Key("test", "card", 1), new Bin("A", 1));
            assertThat(errors(options)).containsOnlyKeys("set.template");

            ClientRecords records =
                    new ClientRecords(client, new WriteRules("__position", true, false, CommitLevel.COMMIT_ALL));
            assertThat(records.run(List.of(
                                    new Step.Put(new Key("test", "one more", 1), List.of(), 1, Lifetime.DEFAULT, false),
                                    new Step.Put(new Key("test", "card", 2), List.of(), 1, Lifetime.DEFAULT, false)))
                            .get(0))
                    .isInstanceOfSatisfying(
                            Answer.Failed.class,
                            failed -> assertThat(failed.outcome())
                                    .isInstanceOfSatisfying(
                                            Outcome.Retry.class,
                                            why -> assertThat(why.reason()).contains("4095 sets", "set.template")));
        }
    }

    private static AerospikeStandInCluster twoNodes() {
        return AerospikeStandInCluster.start(2, "test", System.out::println);
    }

    private static AerospikeStandIn oneNode() {
        return AerospikeStandIn.start(0, "test", System.out::println);
    }

    private static Map<String, String> with(Map<String, String> options, String name, String value) {
        Map<String, String> more = new HashMap<>(options);
        more.put(name, value);
        return more;
    }

    @Test
    void racksAreRefusedWhereTheServerHasNone() {
        assumeThat(Info.request(cluster.server().host(), cluster.server().port(), "edition"))
                .contains("Community");

        assertThat(errors(cluster.options("any", "aerospike.rack.ids", "1"))
                        .values()
                        .toString())
                .contains("aerospike.rack.ids", "only the Enterprise Edition has racks");
    }

    @Test
    void durableDeletesAreRefusedWhereTheServerHasNone() {
        assumeThat(Info.request(cluster.server().host(), cluster.server().port(), "edition"))
                .contains("Community");
        Map<String, String> options = cluster.options("any", "durable.delete", "true");

        assertThat(errors(options)).containsOnlyKeys("durable.delete");
        assertThat(errors(options).values().toString()).contains("Enterprise Edition", "set this to false");
        assertThatThrownBy(() -> new AerospikeStore(options))
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("durable.delete");
    }

    @Test
    void aUserIsRefusedWhereTheServerKnowsNone() {
        assumeThat(Info.request(cluster.server().host(), cluster.server().port(), "edition"))
                .contains("Community");
        Map<String, String> options =
                cluster.options("any", "aerospike.username", "ods", "aerospike.password", "secret");

        assertThat(errors(options)).containsOnlyKeys("aerospike.username");
        assertThat(errors(options).values().toString())
                .contains("knows no users")
                .doesNotContain("secret");
    }

    @Test
    void aBatchThatIsLargerThanTheServerTakesIsFound() {
        try (AerospikeStandIn node = oneNode()) {
            Map<String, String> options = cluster.options(
                    "any", "aerospike.hosts", node.host() + ":" + node.port(), "aerospike.namespace", "test");
            assertThat(errors(with(options, "batch.size", "5000"))).isEmpty();
            assertThat(errors(with(options, "batch.size", "5001")))
                    .containsOnlyKeys("batch.size")
                    .satisfies(errors -> assertThat(String.valueOf(errors.get("batch.size")))
                            .contains("It is 5001", "takes 5000 rows in a batch (batch-max-requests)"));
            assertThat(Info.request(node.host(), node.port(), "set-config:context=service;batch-max-requests=0"))
                    .isEqualTo("ok");
            assertThat(errors(with(options, "batch.size", "5001"))).isEmpty();
        }
    }

    @Test
    void nodesThatAreAwayAreNamedTogetherAndPassedOverWhereAnotherIsThere() {
        String first = "127.0.0.1:" + FreePorts.next();
        String second = "127.0.0.1:" + FreePorts.next();
        assertThat(errors(cluster.options("any", "aerospike.hosts", first + "," + second)))
                .containsOnlyKeys("aerospike.hosts")
                .satisfies(errors -> assertThat(String.valueOf(errors.get("aerospike.hosts")))
                        .contains(first + " (Connection refused)", second + " (Connection refused)"));
        Map<String, String> one = cluster.options("any");
        assertThat(errors(with(one, "aerospike.hosts", first + "," + one.get("aerospike.hosts"))))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "key.template.ods.BANK | {ID | key.template.ods.BANK | not closed",
                "key.template | all | key.template | It has no column in it",
                "key.template.ods.BANK | {topic} | key.template.ods.BANK | It has no column in it",
                "ttl.field.format | epoch.s | ttl.field.format | It says what ttl.field holds",
                "aerospike.password | secret | aerospike.username | It is missing: aerospike.password is set",
                "aerospike.username | ods | aerospike.password | It is missing: aerospike.username needs one",
                "aerospike.socket.timeout.ms | 5001 | aerospike.socket.timeout.ms | It is above aerospike.request.timeout.ms",
                "bin.name.mapping | A:a,B:a | bin.name.mapping | Columns A and B would both go to bin a",
                "bin.name.mapping | A:a,A:b | bin.name.mapping | Column A stands in it twice",
                "bin.name.mapping | A:__position | bin.name.mapping | which is position.bin",
                "aerospike.hosts | aerospike://ods:secret@a:3000 | aerospike.hosts | It is a URI (aerospike://…)",
                "aerospike.hosts | a:3000,http://b:3000 | aerospike.hosts | It is a URI (http://…)"
            })
    void aMistakeThatNoServerIsAskedForIsNamedAtItsOption(String option, String value, String at, String sentence) {
        Map<String, List<String>> errors = errors(cluster.options("any", option, value));

        assertThat(errors).containsOnlyKeys(at);
        assertThat(String.valueOf(errors.get(at))).contains(at, sentence).doesNotContain("secret");
    }

    @Test
    void anOptionOfATopicThatIsNotReadIsNamed() {
        Map<String, String> options = cluster.options("any", "topics", "ods.CARD,ods.CARD.bulk");
        for (String option :
                List.of("key.template.ods.CRAD", "set.template.ods.CRAD", "aerospike.namespace.ods.CRAD")) {
            assertThat(errors(with(options, option, "{ID}"))).containsOnlyKeys(option);
        }
        assertThat(errors(with(options, "key.template.ods.CARD", "{ID}"))).isEmpty();
    }

    private Map<String, List<String>> errors(Map<String, String> options) {
        Map<String, List<String>> errors = new HashMap<>();
        connector.validate(options).configValues().stream()
                .filter(value -> !value.errorMessages().isEmpty())
                .forEach(value -> errors.put(value.name(), value.errorMessages()));
        return errors;
    }
}
