package io.odsconnect.redis.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.odsconnect.redis.connection.Login;
import io.odsconnect.redis.connection.ReplicaWait;
import io.odsconnect.redis.connection.Servers;
import io.odsconnect.redis.encoding.ValueType;
import io.odsconnect.redis.store.IndexType;
import io.odsconnect.redis.store.WriteRules;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.common.config.ConfigException;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.HostAndPort;

class RedisSinkConfigTest {

    @Test
    void aTemplateIsAllThatHasToBeSet() {
        RedisSinkConfig config = config("key.template", "card:{CARD_NO}");
        assertThat(config.connection().servers()).isEqualTo(new Servers.Standalone(new HostAndPort("localhost", 6379)));
        assertThat(config.rows().writeRules())
                .isEqualTo(new WriteRules(
                        true, "__position", 604_800_000, ValueType.HASH, false, IndexType.NONE, "__index"));
        assertThat(config.connection().encryption()).isNull();
    }

    @Test
    void withoutAnyTemplateThereIsNoSink() {
        assertRefused("key.template: It is missing", "name", "x").hasMessageContaining("key.template.<topic>");
    }

    @Test
    void everyTopicNeedsATemplateUnlessTransformsMayRenameIt() {
        assertRefused("Topic b.c has no template", "topics", "a,b.c", "key.template.a", "{ID}");
        assertAccepted("topics", "a,a.bulk", "key.template.a", "{ID}");
        assertAccepted("topics", "a,b.c", "key.template.a", "{ID}", "transforms", "route");
    }

    @Test
    void aKeyThatWouldBeTheSameForAllRowsIsAMistake() {
        assertRefused("key.template: It has no column in it", "key.template", "cards");
        assertRefused("key.template.a: It has no column in it", "key.template", "{ID}", "key.template.a", "cards");
    }

    @Test
    void aKeyOfTheTopicAloneIsTheSameForAllItsRows() {
        assertRefused("key.template: It has no column in it", "key.template", "{topic}:row");
        assertAccepted("key.template", "{topic}:{ID}");
        assertAccepted("key.template", "{header.id}");
    }

    @Test
    void howAnIndexIsKeptIsAMistakeWithoutAnIndex() {
        for (String option : List.of("index.type", "index.field", "index.score.field")) {
            assertRefused(
                    option + ": It is about indexes, and there is none: set index.template",
                    "key.template",
                    "{ID}",
                    option,
                    option.equals("index.type") ? "set" : "X");
        }
        assertAccepted("key.template", "{ID}", "index.template.a", "all", "index.type", "set", "index.field", "i");
    }

    @Test
    void aUriInTheHostsIsRefusedWithWhereItsPartsGoAndWithoutItsText() {
        assertRefused(
                        "redis.hosts: It is a URI (redis://…), and has to be host:port",
                        "key.template",
                        "{ID}",
                        "redis.hosts",
                        "redis://sink:hunter2@redis.example.com:6379/1")
                .hasMessageContainingAll("redis.username", "redis.password", "redis.database")
                .hasMessageNotContaining("hunter2");
        assertRefused(
                "rediss is redis.ssl.enabled=true", "key.template", "{ID}", "redis.hosts", "a:1,rediss://redis:6379");
    }

    @Test
    void howAColumnIsMeantThatIsNotNamedIsAMistake() {
        assertRefused(
                "ttl.field.format: It says what ttl.field holds",
                "key.template",
                "{ID}",
                "ttl.field.format",
                "epoch.s");
        assertRefused(
                "ttl.field.nonpositive.handling: It says what ttl.field holds",
                "key.template",
                "{ID}",
                "ttl.field.nonpositive.handling",
                "fail");
        assertAccepted("key.template", "{ID}", "ttl.field", "GOES", "ttl.field.format", "epoch.s");
    }

    @Test
    void aTemplateThatCannotBeReadIsNamed() {
        assertRefused("key.template.ods.CARD", "key.template.ods.CARD", "card:{ID");
        assertRefused("key.template", "key.template", "card:{ID");
    }

    @Test
    void aUserNeedsAPassword() {
        assertRefused("redis.password", "key.template", "{ID}", "redis.username", "sink");
    }

    @Test
    void hostsAreHostAndPort() {
        assertRefused("redis.hosts", "key.template", "{ID}", "redis.hosts", "redis.example.com");
        assertRefused("redis.hosts", "key.template", "{ID}", "redis.hosts", "redis:port");
        assertRefused("redis.hosts", "key.template", "{ID}", "redis.hosts", "redis:70000");
        assertRefused("redis.hosts", "key.template", "{ID}", "redis.hosts", "a:1,b:2");
        assertThat(config("key.template", "{ID}", "redis.hosts", "::1:6380")
                        .connection()
                        .servers()
                        .hosts())
                .containsExactly(new HostAndPort("::1", 6380));
    }

    @Test
    void sentinelsNeedTheMastersName() {
        assertRefused("redis.sentinel.master", "key.template", "{ID}", "redis.mode", "sentinel");
        assertThat(config(
                                "key.template",
                                "{ID}",
                                "redis.mode",
                                "sentinel",
                                "redis.hosts",
                                "a:1,b:2",
                                "redis.sentinel.master",
                                "cards")
                        .connection()
                        .servers())
                .isEqualTo(new Servers.Sentinels(
                        List.of(new HostAndPort("a", 1), new HostAndPort("b", 2)), "cards", Login.NONE));
        assertRefused("redis.sentinel.master", "key.template", "{ID}", "redis.sentinel.master", "cards");
        assertRefused(
                "redis.sentinel.password",
                "key.template",
                "{ID}",
                "redis.mode",
                "cluster",
                "redis.sentinel.password",
                "x");
        assertRefused(
                "redis.sentinel.password",
                "key.template",
                "{ID}",
                "redis.mode",
                "sentinel",
                "redis.sentinel.master",
                "cards",
                "redis.sentinel.username",
                "watcher");
    }

    @Test
    void aClusterHasNoOtherDatabases() {
        assertRefused("redis.database", "key.template", "{ID}", "redis.mode", "cluster", "redis.database", "1");
        assertThat(config("key.template", "{ID}", "redis.mode", "cluster", "redis.hosts", "a:1,b:2")
                        .connection()
                        .servers())
                .isEqualTo(new Servers.Cluster(List.of(new HostAndPort("a", 1), new HostAndPort("b", 2))));
    }

    @Test
    void replicasHaveLessTimeThanTheSocket() {
        String[] options = {"key.template", "{ID}", "wait.replicas", "1", "wait.timeout.ms", "10000"};
        assertRefused("wait.timeout.ms", options);
        assertAccepted("key.template", "{ID}", "wait.timeout.ms", "10000");
        assertThat(config("key.template", "{ID}", "wait.replicas", "2", "wait.timeout.ms", "500")
                        .connection()
                        .replicaWait())
                .isEqualTo(new ReplicaWait(2, 500));
    }

    @Test
    void storesForTlsWithoutTlsAreAMistake() {
        assertRefused("redis.ssl.enabled", "key.template", "{ID}", "redis.ssl.truststore.location", "/ca.pem");
    }

    @Test
    void theServerSeesTheConnectorsNameWithoutSpaces() {
        assertThat(config("key.template", "{ID}", "name", "my cards")
                        .connection()
                        .clientName())
                .isEqualTo("odsconnect-my_cards");
        assertThat(config("key.template", "{ID}", "redis.client.name", "cards")
                        .connection()
                        .clientName())
                .isEqualTo("cards");
    }

    @Test
    void withoutTheGuardNoFieldIsKeptForThePosition() {
        RedisSinkConfig config = config("key.template", "{ID}", "position.guard", "false");
        assertThat(config.rows().writeRules().positionField()).isEmpty();
        assertThat(config.rows().writeRules().needsScript()).isFalse();
    }

    @Test
    void nothingThatIsPrintedHoldsThePassword() {
        RedisSinkConfig config = config("key.template", "{ID}", "redis.password", "hunter2");
        assertThat(config.connection()).asString().doesNotContain("hunter2");
        assertThat(config.values()).asString().doesNotContain("hunter2");
    }

    @Test
    void indexesNeedWhatTheyAreSortedBy() {
        assertAccepted("key.template", "{ID}", "index.template", "c:{C}");
        assertRefused("index.template", "key.template", "{ID}", "index.template", "c:{C");
        assertRefused("index.template.t", "key.template", "{ID}", "index.template.t", "c:{C");
        assertRefused("index.score.field", "key.template", "{ID}", "index.template", "c:{C}", "index.type", "zset");
        assertRefused("index.score.field", "key.template", "{ID}", "index.score.field", "S");
        assertRefused("index.field", "key.template", "{ID}", "index.template", "c", "index.field", "__position");
    }

    @Test
    void inAClusterARowAndItsIndexNeedTheSameHashTag() {
        String[] cluster = {"redis.mode", "cluster", "key.template", "card:{{{C}}}:{ID}", "index.template"};
        assertAccepted(with(cluster, "cards:{{{C}}}"));
        assertRefused("same hash tag", with(cluster, "cards:{C}"));
        assertRefused("same hash tag", with(cluster, "cards:{{{D}}}"));
        assertAccepted("redis.mode", "cluster", "key.template", "{ID}");
        assertAccepted(with(cluster, "cards:{{{C}}}", "key.template.u", "u:{{{C}}}"));
        assertRefused("same hash tag", with(cluster, "cards:{{{C}}}", "key.template.u", "u:{C}"));
    }

    @Test
    void rawBytesAreForHashesOnly() {
        assertAccepted("key.template", "{ID}", "binary.format", "raw");
        assertRefused("binary.format", "key.template", "{ID}", "binary.format", "raw", "value.type", "string");
    }

    @Test
    void aFormatThatTemplatesDoNotHaveIsNamed() {
        assertAccepted("key.template", "card:{CARD_NO|sha256:16}");
        assertRefused("key.template", "key.template", "card:{CARD_NO|rot13}");
    }

    private static String[] with(String[] options, String... more) {
        return Stream.concat(Arrays.stream(options), Arrays.stream(more)).toArray(String[]::new);
    }

    private static void assertAccepted(String... options) {
        assertThat(config(options)).isNotNull();
    }

    private static AbstractThrowableAssert<?, ?> assertRefused(String message, String... options) {
        return assertThatThrownBy(() -> config(options))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(message);
    }

    private static RedisSinkConfig config(String... options) {
        Map<String, String> props = new HashMap<>();
        for (int i = 0; i < options.length; i += 2) {
            props.put(options[i], options[i + 1]);
        }
        return new RedisSinkConfig(props);
    }
}
