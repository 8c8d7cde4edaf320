package io.odsconnect.aerospike.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.aerospike.client.Host;
import com.aerospike.client.policy.CommitLevel;
import io.odsconnect.aerospike.protocol.WriteRules;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AerospikeSinkConfigTest {

    @Test
    void hostsMayHaveAPortAndATlsName() {
        assertThat(config("aerospike.hosts", "a,b:3100,c:name:4333").hosts())
                .containsExactly(new Host("a", 3000), new Host("b", 3100), new Host("c", "name", 4333));
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "-1, -1", "1, 1", "1000, 1", "1001, 2", "315360000000, 315360000"})
    void aTimeToLiveIsBroughtUpToWholeSeconds(String millis, int seconds) {
        assertThat(config("ttl.ms", millis).ttl().seconds(0)).isEqualTo(seconds);
        assertThat(config("delete.marker.ttl.ms", millis).markerTtl().seconds(0))
                .isEqualTo(seconds);
    }

    @ParameterizedTest
    @CsvSource({
        "aerospike.hosts, a:b:c:d:e",
        "bin.name.mapping, CUSTOMER_NAME",
        "bin.name.mapping, CUSTOMER_NAME:a_name_too_long_",
        "position.bin, a_name_too_long_",
        "set.template, {topic",
        "ttl.ms, -2",
        "key.template.ods.BANK, {ID",
        "aerospike.namespace, ''",
        "aerospike.rack.ids, 'a1'",
        "aerospike.max.retries, -1",
        "bin.name.strategy, lower",
        "commit.level, most",
    })
    void anOptionThatCannotBeIsNamed(String option, String value) {
        assertThatThrownBy(() -> config(option, value))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(option);
    }

    @Test
    void aSilentNodeIsWaitedForAsLongAsTheRequestUnlessSaidOtherwise() {
        assertThat(config("aerospike.request.timeout.ms", "700").socketTimeoutMs())
                .isEqualTo(700);
        assertThat(config("aerospike.socket.timeout.ms", "300").socketTimeoutMs())
                .isEqualTo(300);
    }

    @Test
    void theNamespacesThatNoColumnIsInAreKnownBeforeTheStart() {
        Map<String, String> options = options();
        options.put("aerospike.namespace.ods.CARD", "cards");
        options.put("aerospike.namespace.ods.CLIENT", "clients-{REGION}");

        assertThat(new AerospikeSinkConfig(options).namespaces()).containsExactly("cards", "test");
    }

    @Test
    void aUserLogsInAndSoDoesWhoeverACertificateNames() {
        assertThat(config("aerospike.username", "ods").logsIn()).isTrue();
        assertThat(config("aerospike.auth.mode", "pki").logsIn()).isTrue();
        assertThat(config("aerospike.password", "secret").logsIn()).isFalse();
    }

    @Test
    void racksStandInTheOrderOfPreference() {
        assertThat(config("aerospike.rack.ids", "2, 1").rackIds()).containsExactly(2, 1);
        assertThat(config("send.key", "true").rackIds()).isEmpty();
    }

    @Test
    void rowsAreWrittenToAllReplicasAndDeletedForGoodOnlyWhereTheOptionsSay() {
        assertThat(config("send.key", "false").writeRules())
                .isEqualTo(new WriteRules("__position", false, false, CommitLevel.COMMIT_ALL));
        assertThat(config("commit.level", "master").writeRules().commitLevel()).isEqualTo(CommitLevel.COMMIT_MASTER);
        assertThat(config("durable.delete", "true").writeRules().durableDelete())
                .isTrue();
    }

    @Test
    void aTrustStoreThatIsNotThereIsNamedAndItsPasswordIsNot() {
        Map<String, String> options = options();
        options.put("aerospike.ssl.enabled", "true");
        options.put("aerospike.ssl.truststore.location", "/nowhere.p12");
        options.put("aerospike.ssl.truststore.password", "secret");
        AerospikeSinkConfig config = new AerospikeSinkConfig(options);

        assertThatThrownBy(config::sslContext)
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("nowhere.p12")
                .hasMessageNotContaining("secret");
    }

    private static AerospikeSinkConfig config(String option, String value) {
        Map<String, String> options = options();
        options.put(option, value);
        return new AerospikeSinkConfig(options);
    }

    private static Map<String, String> options() {
        return new HashMap<>(Map.of("aerospike.hosts", "localhost", "aerospike.namespace", "test"));
    }
}
