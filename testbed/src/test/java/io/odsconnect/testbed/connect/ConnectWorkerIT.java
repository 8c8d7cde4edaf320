package io.odsconnect.testbed.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.odsconnect.testbed.kafka.KafkaBroker;
import io.odsconnect.testbed.process.PortThief;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConnectWorkerIT {

    @TempDir
    static Path folder;

    private static final KafkaBroker BROKER = KafkaBroker.embedded(Map.of());

    private static PluginPath plugins;
    private static ConnectWorker worker;
    private static ConnectRest rest;

    @BeforeAll
    static void start() throws IOException {
        plugins = PluginPath.ofZips(List.of(PluginZip.write(folder)));
        BROKER.start();
        worker = new ConnectWorker(ConnectOptions.of(BROKER.bootstrapServers(), plugins.path())
                .with("exactly.once.source.support", "enabled")
                .with("offset.flush.interval.ms", "200"));
        worker.start();
        rest = worker.rest();
    }

    @AfterAll
    static void close() {
        worker.close();
        BROKER.close();
        plugins.close();
    }

    @Test
    void aPluginFromAZipIsFoundByItsServicesFile() {
        assertThat(rest.plugins()).contains(CountingSource.class.getName());
        assertThat(rest.pluginVersion(CountingSource.class.getName())).isEqualTo("1.2.3");
    }

    @Test
    void validationNamesTheOptionsThatAreWrong() {
        Map<String, String> wrong =
                Map.of("name", "x", "connector.class", CountingSource.class.getName(), "limit", "-1");

        assertThat(rest.validate(wrong)).containsOnlyKeys("topic", "limit");
        assertThat(rest.validate(counting("x", "5"))).isEmpty();
    }

    @Test
    void aConnectorGoesOnFromItsOffsetsAfterTheWorkerWasKilled() {
        rest.putConfig("killed", counting("killed", "5"));
        rest.awaitRunning("killed");
        awaitOffset("killed", 5);

        worker.kill();
        worker.restart();

        rest.awaitRunning("killed");
        rest.putConfig("killed", counting("killed", "9"));
        awaitOffset("killed", 9);
        assertThat(rest.config("killed")).containsEntry("limit", "9");
        rest.delete("killed");
        assertThat(rest.connectors()).doesNotContain("killed");
    }

    @Test
    void aConnectorIsStoppedItsOffsetsChangedAndResumed() {
        rest.create("{\"name\": \"moved\", \"config\": {\"connector.class\": \"" + CountingSource.class.getName()
                + "\", \"topic\": \"moved\", \"limit\": \"3\"}}");
        rest.awaitRunning("moved");
        awaitOffset("moved", 3);

        rest.pause("moved");
        rest.awaitState("moved", "PAUSED");
        rest.stop("moved");
        rest.awaitState("moved", "STOPPED");
        JsonNode offsets = rest.offsets("moved");
        rest.deleteOffsets("moved");
        assertThat(rest.offsets("moved").path("offsets")).isEmpty();
        // Right after another change of the offsets the worker may answer 500.
        Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .ignoreExceptionsInstanceOf(ConnectRestException.class)
                .untilAsserted(() -> {
                    rest.patchOffsets("moved", offsets);
                    assertThat(rest.offsets("moved")).isEqualTo(offsets);
                });
        rest.resume("moved");
        rest.awaitRunning("moved");
        rest.delete("moved");
    }

    @Test
    void aFailedTaskIsReportedAtOnceWithItsTraceAndCanBeRestarted() {
        rest.putConfig("failing", failing("true"));

        assertThatThrownBy(() -> rest.awaitRunning("failing"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("Task 0 of connector failing has failed")
                .hasMessageContaining("Told to fail");

        rest.putConfig("failing", failing("false"));
        rest.restart("failing");
        awaitOffset("failing", 4);
        rest.delete("failing");
    }

    @Test
    void aSecretComesFromAFileByTheConfigProvider() throws IOException {
        Path secrets = Files.writeString(folder.resolve("secrets.properties"), "limit=7\n");
        rest.putConfig("secret", counting("secret", "${file:" + secrets + ":limit}"));
        awaitOffset("secret", 7);
        rest.delete("secret");
    }

    @Test
    void aPortThatAnotherProgramTakesIsReplaced() throws Exception {
        ConnectOptions other = ConnectOptions.of(BROKER.bootstrapServers())
                .with("group.id", "other")
                .with("config.storage.topic", "other-configs")
                .with("offset.storage.topic", "other-offsets")
                .with("status.storage.topic", "other-status");
        assertThat(PortThief.steal(new ConnectProgram(other), 0)).hasSize(2);
    }

    @Test
    void anUnknownConnectorIsAnErrorThatSaysWhatWasAsked() {
        assertThatThrownBy(() -> rest.status("nobody"))
                .isInstanceOf(ConnectRestException.class)
                .hasMessageContaining("GET /connectors/nobody/status was answered with 404");
    }

    private static Map<String, String> counting(String topic, String limit) {
        return Map.of("name", topic, "connector.class", CountingSource.class.getName(), "topic", topic, "limit", limit);
    }

    private static Map<String, String> failing(String fail) {
        return Map.of(
                "connector.class", CountingSource.class.getName(), "topic", "failing", "limit", "4", "fail", fail);
    }

    private static void awaitOffset(String connector, int next) {
        Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .untilAsserted(() -> assertThat(rest.offsets(connector)
                                .at("/offsets/0/offset/next")
                                .asInt())
                        .isEqualTo(next));
    }
}
