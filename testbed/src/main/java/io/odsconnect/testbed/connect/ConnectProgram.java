package io.odsconnect.testbed.connect;

import io.odsconnect.testbed.process.ChildProcess;
import io.odsconnect.testbed.process.ServerProgram;
import java.io.IOException;
import java.io.Writer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;

/** The distributed worker as Kafka ships it, in a JVM of its own. */
final class ConnectProgram implements ServerProgram {

    private static final String MAIN = "org.apache.kafka.connect.cli.ConnectDistributed";
    private static final int OK = 200;
    private static final int NOT_FOUND = 404;
    private static final String JSON = "org.apache.kafka.connect.json.JsonConverter";

    private final ConnectOptions options;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

    ConnectProgram(ConnectOptions options) {
        this.options = options;
    }

    @Override
    public String name() {
        return "connect";
    }

    @Override
    public int ports() {
        return 1;
    }

    @Override
    public ChildProcess launch(Path folder, List<Integer> ports) throws IOException {
        Path file = folder.resolve("worker.properties");
        try (Writer writer = Files.newBufferedWriter(file)) {
            properties(ports.get(0)).store(writer, null);
        }
        List<String> jvm = new ArrayList<>(List.of(
                "-Xmx" + options.heapMegabytes() + "m",
                "-XX:+UseSerialGC",
                "-Dlog4j2.configurationFile=testbed-log4j2.xml"));
        jvm.addAll(options.jvmOptions());
        List<String> command = new ArrayList<>(
                ChildProcess.jvmCommand(folder, options.release().classPath(), jvm, MAIN, List.of(file.toString())));
        command.set(
                0, options.release().javaHome().resolve("bin").resolve("java").toString());
        return ChildProcess.start(name(), folder, command);
    }

    @Override
    public boolean serves(ChildProcess process, Path folder, List<Integer> ports) {
        return process.hasLogged("REST server listening at") && isHealthy(ports.get(0));
    }

    private boolean isHealthy(int port) {
        int health = status(port, "/health");
        // Workers before 3.9 do not have it; the list of connectors is answered when the worker has joined its group.
        return (health == NOT_FOUND ? status(port, "/connectors") : health) == OK;
    }

    /** Returns the status of an answer; 0 if there was none. */
    private int status(int port, String path) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(5))
                .build();
        try {
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        } catch (IOException e) {
            return 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }

    private Properties properties(int port) {
        Properties properties = new Properties();
        properties.putAll(Map.of(
                "bootstrap.servers",
                options.bootstrapServers(),
                "listeners",
                "http://127.0.0.1:" + port,
                "plugin.discovery",
                "service_load",
                "key.converter",
                JSON,
                "value.converter",
                JSON));
        properties.putAll(Map.of(
                "group.id", "odsconnect",
                "config.storage.topic", "connect-configs",
                "config.storage.replication.factor", "1",
                "offset.storage.topic", "connect-offsets",
                "offset.storage.replication.factor", "1",
                "offset.storage.partitions", "1",
                "status.storage.topic", "connect-status",
                "status.storage.replication.factor", "1",
                "status.storage.partitions", "1"));
        properties.putAll(Map.of(
                "config.providers", "file",
                "config.providers.file.class", "org.apache.kafka.common.config.provider.FileConfigProvider",
                // A worker that was killed and is back must not wait for the worker that it was itself.
                "scheduled.rebalance.max.delay.ms", "0",
                "session.timeout.ms", "6000",
                "heartbeat.interval.ms", "1000"));
        // Connect takes no empty list.
        if (!options.pluginPath().isEmpty()) {
            properties.put(
                    "plugin.path",
                    options.pluginPath().stream().map(Path::toString).collect(Collectors.joining(",")));
        }
        properties.putAll(options.settings());
        return properties;
    }
}
