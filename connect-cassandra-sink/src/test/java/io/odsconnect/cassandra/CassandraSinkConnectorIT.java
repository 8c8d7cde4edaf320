package io.odsconnect.cassandra;

import static org.assertj.core.api.Assertions.assertThat;

import io.odsconnect.testbed.cassandra.CassandraServer;
import io.odsconnect.testbed.junit.TestbedExtension;
import io.odsconnect.testbed.process.FreePorts;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.config.ConfigValue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What validation says before a connector is started, held against a real cluster. */
@ExtendWith(TestbedExtension.class)
class CassandraSinkConnectorIT {

    private final Keyspace keyspace;

    @TempDir
    private Path folder;

    CassandraSinkConnectorIT(CassandraServer server) {
        keyspace = new Keyspace(server);
        keyspace.run("create table %s.card (id int primary key, name text)");
    }

    @AfterEach
    void close() {
        keyspace.close();
    }

    @Test
    void optionsThatAreRightHaveNoError() {
        assertThat(errors(options())).isEmpty();
    }

    @Test
    void aTableThatIsNotThereIsNamed() {
        assertBlamed(
                options("table.template.ods.CLIENT", keyspace.name() + ".client", "topics", "ods.CLIENT.bulk"),
                "table.template",
                "There is no table " + keyspace.name() + ".client",
                "create it");
    }

    @Test
    void aTableWhoseRowsCannotBeReplacedIsNamed() {
        keyspace.run("create table %s.visits (id int primary key, hits counter)");

        assertBlamed(
                options("table.template", keyspace.name() + ".visits"),
                "table.template",
                "Column hits of table " + keyspace.name() + ".visits is a counter");
    }

    @Test
    void aTextThatIsNoTableNameIsNamed() {
        assertBlamed(options("table.template", "card"), "table.template", "card is not of the form keyspace.table");
    }

    @Test
    void aDataCentreThatTheClusterHasNotIsNamedWithThoseThatItHas() {
        assertBlamed(
                options("cassandra.local.datacenter", "elsewhere"),
                "cassandra.local.datacenter",
                "no data centre elsewhere, but datacenter1");
    }

    @Test
    void aNodeThatDoesNotAnswerIsNamed() throws IOException {
        String nobody;
        try (ServerSocket free = new ServerSocket(0)) {
            nobody = "127.0.0.1:" + free.getLocalPort();
        }

        assertBlamed(options("cassandra.contact.points", nobody), "cassandra.contact.points", nobody, "can be reached");
    }

    @Test
    void nodesThatAreAwayAreNamedTogetherAndPassedOverWhereAnotherIsThere() {
        String first = "127.0.0.1:" + FreePorts.next();
        String second = "127.0.0.1:" + FreePorts.next();
        assertBlamed(
                options("cassandra.contact.points", first + "," + second),
                "cassandra.contact.points",
                first + " (Connection refused)",
                second + " (Connection refused)");
        Map<String, String> one = options();
        one.put("cassandra.contact.points", first + "," + one.get("cassandra.contact.points"));
        assertThat(errors(one)).isEmpty();
    }

    @Test
    void aUriIsNoContactPointAndIsNotQuoted() {
        assertBlamed(
                options("cassandra.contact.points", "http://sink:hunter2@cassandra.example.com:9042"),
                "cassandra.contact.points",
                "cassandra.contact.points: It is a URI (http://…), and has to be host:port");
        assertThat(errors(options("cassandra.contact.points", "a:9042,cassandra://sink:hunter2@b:9042"))
                        .get("cassandra.contact.points"))
                .doesNotContain("hunter2");
    }

    @Test
    void aTrustStoreThatCannotBeReadIsNamed() {
        assertThat(errors(options(
                        "cassandra.ssl.enabled",
                        "true",
                        "cassandra.ssl.truststore.location",
                        folder.resolve("no.jks").toString())))
                .containsOnlyKeys("cassandra.ssl.enabled");
    }

    @Test
    void theDriversFileIsHeededAndOurOptionsWin() throws IOException {
        Path file = folder.resolve("driver.conf");
        Files.writeString(file, "datastax-java-driver.basic.request.consistency = NO_SUCH_LEVEL\n");
        assertBlamed(
                options("cassandra.driver.config.file", file.toString()),
                "cassandra.driver.config.file",
                "NO_SUCH_LEVEL");
        assertThat(errors(
                        options("cassandra.driver.config.file", file.toString(), "cassandra.consistency.level", "ONE")))
                .isEmpty();

        Files.writeString(file, "datastax-java-driver.basic.load-balancing-policy.class = no.such.Policy\n");
        assertBlamed(
                options("cassandra.driver.config.file", file.toString()),
                "cassandra.driver.config.file",
                "no.such.Policy");
    }

    private Map<String, String> options(String... more) {
        Map<String, String> options = keyspace.options("card", more);
        options.putIfAbsent("topics", "ods.CARD");
        options.put("connector.class", CassandraSinkConnector.class.getName());
        return options;
    }

    /** Asserts that an option and no other is said to be wrong, in a sentence with these parts. */
    static void assertBlamed(Map<String, String> options, String option, String... parts) {
        Map<String, String> errors = errors(options);
        assertThat(errors).containsOnlyKeys(option);
        assertThat(errors.get(option)).contains(parts);
    }

    /** Asserts that no option is said to be wrong. */
    static void assertNotBlamed(Map<String, String> options) {
        assertThat(errors(options)).isEmpty();
    }

    private static Map<String, String> errors(Map<String, String> options) {
        Map<String, String> errors = new HashMap<>();
        for (ConfigValue value : new CassandraSinkConnector().validate(options).configValues()) {
            if (!value.errorMessages().isEmpty()) {
                errors.put(value.name(), String.join(" ", value.errorMessages()));
            }
        }
        return errors;
    }
}
