package io.odsconnect.examples.demo;

import io.odsconnect.testbed.Backend;
import io.odsconnect.testbed.process.ChildProcess;
import io.odsconnect.testbed.process.EmbeddedServer;
import io.odsconnect.testbed.process.ServerProgram;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The Apicurio registry, which keeps the Avro schemas in memory, and what a worker needs to use it. The build brings both
 * with {@code -Pavro}.
 */
final class SchemaRegistry implements Backend {

    private static final Path HOME = Path.of("..", "testbed", "servers", "registry", "target");
    private static final String CONVERTER = "io.apicurio.registry.utils.converter.AvroConverter";
    private static final Duration LIMIT = Duration.ofMinutes(2);

    private final EmbeddedServer server;
    private final Path plugins;

    /** Says whether the build has brought it. */
    static boolean isBuilt(Path examples) {
        return Files.isDirectory(examples.resolve(HOME).resolve("server"));
    }

    /** Takes the folder {@code examples} of the repository. */
    SchemaRegistry(Path examples) {
        Path home = examples.resolve(HOME).toAbsolutePath().normalize();
        if (!isBuilt(examples)) {
            throw new IllegalStateException(
                    "There is no schema registry in " + home + ": build with ./mvnw -Pavro package");
        }
        server = new EmbeddedServer(new Program(home.resolve("server")), LIMIT);
        plugins = home.resolve("plugins");
    }

    @Override
    public String name() {
        return "Apicurio registry 2.6 (Avro schemas)";
    }

    @Override
    public void start() {
        server.start();
    }

    /** Returns the folder for {@code plugin.path} that holds the converter. */
    Path plugins() {
        return plugins;
    }

    /** Returns the worker's settings that make its converters write Avro. */
    Map<String, String> settings() {
        String url = "http://127.0.0.1:" + server.port(0) + "/apis/registry/v2";
        return Map.of(
                "key.converter",
                CONVERTER,
                "key.converter.apicurio.registry.url",
                url,
                "key.converter.apicurio.registry.auto-register",
                "true",
                "key.converter.apicurio.registry.as-confluent",
                "true",
                "value.converter",
                CONVERTER,
                "value.converter.apicurio.registry.url",
                url,
                "value.converter.apicurio.registry.auto-register",
                "true",
                "value.converter.apicurio.registry.as-confluent",
                "true");
    }

    @Override
    public void close() {
        server.close();
    }

    private record Program(Path home) implements ServerProgram {

        @Override
        public String name() {
            return "registry";
        }

        @Override
        public int ports() {
            return 1;
        }

        @Override
        public ChildProcess launch(Path folder, List<Integer> ports) throws IOException {
            try (Stream<Path> files = Files.list(home)) {
                Path jar = files.filter(file -> file.toString().endsWith("-runner.jar"))
                        .findFirst()
                        .orElseThrow(() -> new IOException("No registry in " + home));
                return ChildProcess.start(
                        name(),
                        folder,
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java")
                                        .toString(),
                                "-Xmx256m",
                                "-Djava.io.tmpdir=" + folder,
                                "-Dquarkus.http.host=127.0.0.1",
                                "-Dquarkus.http.port=" + ports.get(0),
                                "-jar",
                                jar.toString()));
            }
        }

        @Override
        public boolean serves(ChildProcess process, Path folder, List<Integer> ports) {
            if (!process.hasLogged("Listening on")) {
                return false;
            }
            try {
                HttpURLConnection health =
                        (HttpURLConnection) URI.create("http://127.0.0.1:" + ports.get(0) + "/health/ready")
                                .toURL()
                                .openConnection();
                return health.getResponseCode() == HttpURLConnection.HTTP_OK;
            } catch (IOException e) {
                return false;
            }
        }
    }
}
