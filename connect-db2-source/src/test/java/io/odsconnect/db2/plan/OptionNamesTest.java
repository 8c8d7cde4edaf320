package io.odsconnect.db2.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.odsconnect.db2.config.Db2SourceConfig;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OptionNamesTest {

    @Test
    void whatTheWorkerAndItsPluginsHaveIsKnown() {
        assertThat(problems(
                        "name", "x",
                        "connector.class", "x",
                        "tasks.max", "1",
                        "transforms", "a",
                        "transforms.a.type", "x",
                        "value.converter.schema.registry.url", "x",
                        "producer.override.linger.ms", "5",
                        "topic.creation.default.partitions", "1",
                        "errors.tolerance", "all",
                        "signal.consumer.security.protocol", "SSL",
                        "audit.producer.bootstrap.servers", "x",
                        "odsconnect.task.count", "2"))
                .isEmpty();
    }

    @Test
    void misspeltOptionsOfThisConnectorAndTheWorkerAreRefused() {
        assertThat(problems("colum.exlude.list", "x")).singleElement().satisfies(problem -> {
            assertThat(problem.option()).isEqualTo("colum.exlude.list");
            assertThat(problem.text()).contains("Use column.exclude.list");
        });
        assertThat(problems("transform.mask.type", "x"))
                .singleElement()
                .satisfies(problem -> assertThat(problem.text()).contains("transforms.mask.type"));
        assertThat(problems("errors.tolerence", "all"))
                .singleElement()
                .satisfies(problem -> assertThat(problem.text()).contains("errors.tolerance"));
        assertThat(problems("database.pasword", "x"))
                .singleElement()
                .satisfies(problem -> assertThat(problem.text()).contains("database.password"));
    }

    @Test
    void aMisspeltBeginningIsFoundAsInTheSinks() {
        assertThat(problems("conection.property.sslConnection", "true"))
                .singleElement()
                .satisfies(problem -> assertThat(problem.text()).contains("Use connection.property.sslConnection."));
        assertThat(problems("poll.interval", "5"))
                .singleElement()
                .satisfies(problem -> assertThat(problem.text()).contains("Use poll.interval.ms."));
    }

    @Test
    void optionsThatTheWorkerHasOfSinksOnlyAreNotPassedOver() {
        assertThat(problems("unknown.option.handling.mode", "fail", "topics.regex", "x"))
                .hasSize(1);
    }

    @Test
    void aShortNameIsNotTakenForAnotherOne() {
        assertThat(problems("nane", "x"))
                .singleElement()
                .satisfies(problem -> assertThat(problem.text()).contains("Use name"));
        assertThat(problems("date", "x")).as("two letters of four").isEmpty();
    }

    @Test
    void whatWouldReachTheDriverElsewhereIsRefused() {
        for (String option : List.of("driver.sslConnection", "database.sslConnection", "connection.sslConnection")) {
            assertThat(problems(option, "true"))
                    .singleElement()
                    .satisfies(problem -> assertThat(problem.text()).contains("connection.property.NAME"));
        }
    }

    @Test
    void theRestIsRefusedAtWillOnly() {
        assertThat(problems("schema.history.internal.kafka.topic", "x", "skipped.operations", "t"))
                .isEmpty();
        assertThat(problems("unknown.option.handling.mode", "fail", "schema.history.internal.kafka.topic", "x"))
                .hasSize(1);
        assertThat(problems("skipped.operations", "c, d")).hasSize(1);
    }

    private static List<Problem> problems(String... options) {
        Map<String, String> config = new HashMap<>(
                Map.of("database.hostname", "h", "database.dbname", "D", "database.user", "u", "topic.prefix", "ods"));
        for (int i = 0; i < options.length; i += 2) {
            config.put(options[i], options[i + 1]);
        }
        return OptionNames.in(new Db2SourceConfig(config));
    }
}
