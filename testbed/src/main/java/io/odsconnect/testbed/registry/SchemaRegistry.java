package io.odsconnect.testbed.registry;

import io.odsconnect.testbed.Backend;
import io.odsconnect.testbed.connect.ConnectOptions;
import io.odsconnect.testbed.process.ChildProcess;
import io.odsconnect.testbed.process.EmbeddedServer;
import io.odsconnect.testbed.process.Repository;
import io.odsconnect.testbed.process.ServerProgram;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.connect.storage.Converter;

/**
 * The Apicurio registry, which keeps the Avro schemas in memory, and what a worker needs to use it. The build brings both
 * with {@code -Pavro}.
 */
public final class SchemaRegistry implements Backend {

    private static final String CONVERTER = "io.apicurio.registry.utils.converter.AvroConverter";
    private static final Duration LIMIT = Duration.ofMinutes(2);

    private final EmbeddedServer server;
    private final Path plugins;

    /** Says whether the build has brought it. */
    public static boolean isBuilt() {
        return Files.isDirectory(home().resolve("server"));
    }

    private static Path home() {
        return Repository.servers().resolve("registry").resolve("target");
    }

    /**
     * Describes a registry; {@link #start()} starts it.
     *
     * @throws IllegalStateException if the build has not brought it
     */
    public SchemaRegistry() {
        Path home = home();
        if (!isBuilt()) {
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

    /** Returns the options of a worker whose converters write Avro. */
    public ConnectOptions with(ConnectOptions options) {
        List<Path> pluginPath = new ArrayList<>(options.pluginPath());
        pluginPath.add(plugins);
        ConnectOptions more = new ConnectOptions(
                options.release(),
                options.bootstrapServers(),
                pluginPath,
                options.heapMegabytes(),
                options.jvmOptions(),
                options.settings());
        for (Map.Entry<String, String> setting : settings().entrySet()) {
            more = more.with(setting.getKey(), setting.getValue());
        }
        return more;
    }

    /**
     * Returns a converter such as the worker has.
     *
     * @param keys whether it is for keys
     */
    public Converter converter(boolean keys) {
        try (Stream<Path> files = Files.walk(plugins)) {
            List<URL> jars = new ArrayList<>();
            for (Path jar :
                    files.filter(file -> file.toString().endsWith(".jar")).toList()) {
                jars.add(jar.toUri().toURL());
            }
            ClassLoader loader = new URLClassLoader(jars.toArray(URL[]::new), Converter.class.getClassLoader());
            Converter converter = loader.loadClass(CONVERTER)
                    .asSubclass(Converter.class)
                    .getDeclaredConstructor()
                    .newInstance();
            String prefix = keys ? "key.converter." : "value.converter.";
            Map<String, String> own = new HashMap<>();
            settings().forEach((name, value) -> {
                if (name.startsWith(prefix)) {
                    own.put(name.substring(prefix.length()), value);
                }
            });
            configure(converter, own, keys, loader);
            return converter;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("There is no converter in " + plugins, e);
        }
    }

    /** The converter looks for its parts by the thread's class loader, which a worker sets as well. */
    private static void configure(Converter converter, Map<String, String> settings, boolean keys, ClassLoader loader) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(loader);
        try {
            converter.configure(settings, keys);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private Map<String, String> settings() {
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
