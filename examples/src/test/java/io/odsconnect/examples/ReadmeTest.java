package io.odsconnect.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.Connector;
import org.apache.kafka.connect.transforms.Transformation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The configs that people copy: those of the README and those of the demo. */
class ReadmeTest {

    private static final Set<String> OF_CONNECT =
            Set.of("name", "connector.class", "topics", "topics.regex", "tasks.max");

    @Test
    void theReadmeShowsAConfigForEachConnector() {
        assertThat(readmeConfigs().map(config -> config.get("connector.class")))
                .containsExactlyInAnyOrder(
                        "io.odsconnect.db2.Db2SourceConnector",
                        "io.odsconnect.redis.RedisSinkConnector",
                        "io.odsconnect.aerospike.AerospikeSinkConnector",
                        "io.odsconnect.cassandra.CassandraSinkConnector");
    }

    @ParameterizedTest
    @MethodSource({"readmeConfigs", "demoConfigs"})
    void aConfigThatPeopleCopyHasOnlyOptionsThatAreThereAndNoMistake(Map<String, String> config) throws Exception {
        ConfigDef options = Class.forName(config.get("connector.class"))
                .asSubclass(Connector.class)
                .getDeclaredConstructor()
                .newInstance()
                .config();

        assertThat(config.keySet()).allMatch(option -> isKnown(options, option));
        Map<String, String> resolved = new HashMap<>(config);
        resolved.replaceAll((option, value) ->
                value.replaceAll("\\$\\{file:[^:]+:\\w+\\.port}", "1000").replaceAll("\\$\\{file:[^}]+}", "text"));
        assertThat(options.validate(resolved))
                .allMatch(value -> value.errorMessages().isEmpty());
    }

    @ParameterizedTest
    @MethodSource({"readmeConfigs", "demoConfigs"})
    void aTransformThatPeopleCopyHasOnlyOptionsThatAreThereAndNoMistake(Map<String, String> config) throws Exception {
        String aliases = config.getOrDefault("transforms", "");
        for (String alias : aliases.isEmpty() ? new String[0] : aliases.split(",", -1)) {
            String prefix = "transforms." + alias + ".";
            Map<String, String> own = new HashMap<>();
            config.forEach((option, value) -> {
                if (option.startsWith(prefix)) {
                    own.put(option.substring(prefix.length()), secret(option, value));
                }
            });
            String predicate = own.remove("predicate");
            assertThat(predicate == null || config.containsKey("predicates." + predicate + ".type"))
                    .isTrue();
            try (Transformation<?> transform = Class.forName(own.remove("type"))
                    .asSubclass(Transformation.class)
                    .getDeclaredConstructor()
                    .newInstance()) {
                assertThat(transform.config().names()).containsAll(own.keySet());
                assertThat(transform.config().validate(own))
                        .allMatch(value -> value.errorMessages().isEmpty());
                transform.configure(own);
            }
        }
    }

    /** Stands in for the config provider. */
    private static String secret(String option, String value) {
        String key = Base64.getEncoder().encodeToString(new byte[32]);
        return value.startsWith("${file:") ? (option.endsWith("keyset") ? "card-1:FF1:" + key : key) : value;
    }

    private static boolean isKnown(ConfigDef options, String option) {
        return OF_CONNECT.contains(option)
                || option.startsWith("transforms")
                || option.startsWith("predicates")
                || option.startsWith("producer.override.")
                || option.startsWith("consumer.override.")
                || options.names().contains(option)
                // An option that is a template may be set for single topics.
                || options.names().stream()
                        .anyMatch(name -> name.endsWith(".template") && option.startsWith(name + "."));
    }

    static Stream<Map<String, String>> readmeConfigs() {
        return ReadmeConfigs.all().stream();
    }

    static Stream<Map<String, String>> demoConfigs() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("connectors"))) {
            List<Path> all = files.sorted().toList();
            return all.stream().map(file -> {
                try {
                    return ReadmeConfigs.parse(Files.readString(file));
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            });
        }
    }
}
