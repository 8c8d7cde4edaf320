package io.odsconnect.aerospike;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.aerospike.client.Info;
import io.odsconnect.common.Version;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.errors.ConnectException;
import org.junit.jupiter.api.Test;

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
    void aTemplateOfASingleTopicThatIsWrongIsFound() {
        Map<String, String> options = cluster.options("any", "key.template.ods.BANK", "{ID");

        assertThat(errors(options).values().toString()).contains("key.template.ods.BANK");
    }

    private Map<String, List<String>> errors(Map<String, String> options) {
        Map<String, List<String>> errors = new HashMap<>();
        connector.validate(options).configValues().stream()
                .filter(value -> !value.errorMessages().isEmpty())
                .forEach(value -> errors.put(value.name(), value.errorMessages()));
        return errors;
    }
}
