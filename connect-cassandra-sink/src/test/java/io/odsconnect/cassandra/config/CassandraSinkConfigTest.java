package io.odsconnect.cassandra.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.odsconnect.cassandra.mapping.HistoryColumns;
import io.odsconnect.cassandra.mapping.NullHandling;
import io.odsconnect.cassandra.mapping.WriteMode;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CassandraSinkConfigTest {

    @TempDir
    private Path folder;

    @Test
    void aDataCentreAndATableAreEnough() {
        CassandraSinkConfig config = config();

        assertThat(config.contactPoints()).containsExactly(InetSocketAddress.createUnresolved("localhost", 9042));
        assertThat(config.getString(CassandraOptions.CONSISTENCY_LEVEL)).isEqualTo("LOCAL_QUORUM");
        assertThat(config.rules().expiry().isAnyExpiring()).isFalse();
        assertThat(config.rules().mode()).isEqualTo(new WriteMode.Upsert(NullHandling.REPLACE));
        assertThat(columns(config, "ods.BANK.CARD")).isEmpty();
        assertThat(config.sslContext()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "node1, node1, 9042",
        "node1:9142, node1, 9142",
        "10.0.0.1:9142, 10.0.0.1, 9142",
        "[::1]:9142, ::1, 9142",
        "[::1], ::1, 9042",
        "fe80::1, fe80::1, 9042"
    })
    void aContactPointIsAHostWithOrWithoutAPort(String point, String host, int port) {
        assertThat(config("cassandra.contact.points", point).contactPoints())
                .containsExactly(InetSocketAddress.createUnresolved(host, port));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a,,b", ":9042", "node:0", "node:65536", "node:x", "node:"})
    void anyOtherContactPointIsRefused(String points) {
        assertRefused("cassandra.contact.points", "cassandra.contact.points", points);
    }

    @Test
    void columnsAreMappedByPairs() {
        assertThat(columns(config("column.mapping", "NR:card_no, KUNDE : client"), "ods.BANK.CARD"))
                .isEqualTo(Map.of("NR", "card_no", "KUNDE", "client"));
    }

    @Test
    void theMappingOfATopicStandsInsteadOfTheCommonOne() {
        CassandraSinkConfig config = config("column.mapping", "NR:card_no", "column.mapping.ods.BANK.CARD", "ID:nr");

        assertThat(columns(config, "ods.BANK.CARD.bulk")).isEqualTo(Map.of("ID", "nr"));
        assertThat(columns(config, "ods.BANK.CLIENT")).isEqualTo(Map.of("NR", "card_no"));
        assertRefused("column.mapping.ods.X", "column.mapping.ods.X", "NR");
    }

    @ParameterizedTest
    @ValueSource(strings = {"NR", ":card_no", "NR:", "NR:a,NR:b"})
    void aMappingThatIsNoPairOrStandsTwiceIsRefused(String mapping) {
        assertRefused("column.mapping", "column.mapping", mapping);
    }

    @Test
    void aTableIsRequired() {
        Map<String, String> props = props();
        props.remove("table.template");

        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> new CassandraSinkConfig(props))
                .withMessageContainingAll("table.template", "bank.card");
    }

    @Test
    void aLocalDataCentreIsRequired() {
        Map<String, String> props = props();
        props.remove("cassandra.local.datacenter");

        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> new CassandraSinkConfig(props))
                .withMessageContaining("cassandra.local.datacenter");
    }

    @Test
    void aUserNeedsAPasswordAndAPasswordAUser() {
        assertRefused("cassandra.password", "cassandra.username", "ods");
        assertRefused("cassandra.username", "cassandra.password", "secret");
        assertThat(config("cassandra.username", "ods", "cassandra.password", "secret")
                        .secret("cassandra.password"))
                .isEqualTo("secret");
    }

    @Test
    void aTimeToLiveIsNoLongerThanCassandraTakes() {
        assertThat(config("ttl.ms", "630720000000").rules().expiry().fixedMillis())
                .isEqualTo(630_720_000_000L);
        assertRefused("ttl.ms", "ttl.ms", "630720000001");
        assertRefused("ttl.ms", "ttl.ms", "-1");
        assertRefused("ttl.field.format: It says what ttl.field holds", "ttl.field.format", "epoch.s");
    }

    @Test
    void aHistoryHasColumnsForTheChangeAndNeedsPositions() {
        assertThat(config("write.mode", "history", "history.commit.time.column", "")
                        .rules()
                        .mode())
                .isEqualTo(new WriteMode.History(new HistoryColumns("position", "operation", "")));
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> config("write.mode", "history", "position.guard", "false"))
                .withMessageContainingAll("position.guard", "history");
    }

    @Test
    void aConsistencyLevelForReadsAloneIsRefused() {
        assertThat(config("cassandra.consistency.level", "EACH_QUORUM").getString("cassandra.consistency.level"))
                .isEqualTo("EACH_QUORUM");
        assertRefused("cassandra.consistency.level", "cassandra.consistency.level", "LOCAL_SERIAL");
    }

    @Test
    void aDriverFileHasToBeThereUnderANameThatTheDriverReads() throws IOException {
        String option = "cassandra.driver.config.file";
        Path conf = Files.createFile(folder.resolve("driver.conf"));
        Path text = Files.createFile(folder.resolve("driver.txt"));

        assertThat(config(option, conf.toString()).getString(option)).isEqualTo(conf.toString());
        assertRefused(option, option, text.toString());
        assertRefused(option, option, folder.resolve("other.conf").toString());
    }

    @Test
    void aProfileNeedsTheDriversFile() throws IOException {
        String file = Files.createFile(folder.resolve("driver.conf")).toString();

        assertRefused("cassandra.driver.config.file", "cassandra.driver.profile", "bulk");
        assertThat(config("cassandra.driver.config.file", file, "cassandra.driver.profile", "bulk")
                        .getString("cassandra.driver.profile"))
                .isEqualTo("bulk");
    }

    @Test
    void aBundleHasToBeThere() {
        assertThat(problems(
                        "cassandra.secure.connect.bundle",
                        folder.resolve("no.zip").toString()))
                .containsOnlyKeys("cassandra.secure.connect.bundle");
    }

    @ParameterizedTest
    @CsvSource({
        "cassandra.contact.points, localhost:9042",
        "cassandra.local.datacenter, dc1",
        "cassandra.ssl.enabled, true",
        "cassandra.ssl.truststore.location, trust.jks"
    })
    void whatABundleTellsMayNotBeToldTwice(String option, String value) throws IOException {
        String bundle = Files.createFile(folder.resolve("bundle.zip")).toString();

        assertThat(problems("cassandra.secure.connect.bundle", bundle)).isEmpty();
        assertThat(problems("cassandra.secure.connect.bundle", bundle, option, value))
                .containsOnlyKeys(option)
                .extractingByKey(option)
                .asString()
                .contains("contradicts cassandra.secure.connect.bundle");
    }

    @Test
    void withoutAnyStoreTlsTrustsWhatTheJdkTrusts() {
        assertThat(config("cassandra.ssl.enabled", "true").sslContext()).isPresent();
    }

    @Test
    void noPasswordStandsInTheConfigsText() {
        assertThat(config("cassandra.username", "ods", "cassandra.password", "s3cret")
                        .values()
                        .toString())
                .doesNotContain("s3cret");
    }

    private static Map<String, String> problems(String... options) {
        Map<String, String> props = new HashMap<>(Map.of("table.template", "bank.card"));
        for (int i = 0; i < options.length; i += 2) {
            props.put(options[i], options[i + 1]);
        }
        return CassandraSinkConfig.problems(new AbstractConfig(CassandraOptions.definition(), props, false));
    }

    private static Map<String, String> columns(CassandraSinkConfig config, String topic) {
        return config.rules().columns().forTopic(topic).orElseThrow().byField();
    }

    private static CassandraSinkConfig config(String... more) {
        Map<String, String> props = props();
        for (int i = 0; i < more.length; i += 2) {
            props.put(more[i], more[i + 1]);
        }
        return new CassandraSinkConfig(props);
    }

    private static void assertRefused(String blamed, String option, String value) {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> config(option, value))
                .withMessageContaining(blamed);
    }

    private static Map<String, String> props() {
        return new HashMap<>(Map.of("cassandra.local.datacenter", "dc1", "table.template", "bank.card"));
    }
}
