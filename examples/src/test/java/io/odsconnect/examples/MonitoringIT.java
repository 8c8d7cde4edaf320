package io.odsconnect.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.odsconnect.testbed.connect.ConnectOptions;
import io.odsconnect.testbed.connect.ConnectWorker;
import io.odsconnect.testbed.connect.PluginPath;
import io.odsconnect.testbed.db2.Db2Server;
import io.odsconnect.testbed.kafka.KafkaBroker;
import io.odsconnect.testbed.process.ChildProcess;
import io.odsconnect.testbed.process.FreePorts;
import io.odsconnect.testbed.process.WorkFolder;
import io.odsconnect.testbed.redis.RedisServer;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What {@code examples/monitoring} shows of a real worker that runs the source and a sink. */
class MonitoringIT {

    private static final Path MONITORING = Path.of("monitoring").toAbsolutePath();
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern METRIC = Pattern.compile("\\b(?:odsconnect|kafka_connect)_[a-z_]+");

    private static Db2Server db2;
    private static KafkaBroker kafka;
    private static RedisServer redis;
    private static PluginPath plugins;
    private static ConnectWorker worker;
    private static int exporterPort;

    @BeforeAll
    static void runAPipelineThatTheExporterShows() throws SQLException {
        db2 = Db2Server.embedded();
        kafka = KafkaBroker.embeddedOrGiven();
        redis = RedisServer.embeddedOrGiven();
        db2.start();
        kafka.start();
        redis.start();
        plugins = PluginPath.ofModules("connect-db2-source", "connect-redis-sink");
        exporterPort = FreePorts.next();
        worker = new ConnectWorker(ConnectOptions.of(kafka.bootstrapServers(), plugins.path())
                .withJvmOptions("-javaagent:" + agent() + "=127.0.0.1:" + exporterPort + ":"
                        + MONITORING.resolve("jmx-exporter.yml"))
                .with("offset.flush.interval.ms", "500"));
        worker.start();
        try (Connection connection = db2.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("create schema MON");
            statement.execute("create table MON.CARD (ID int not null primary key, NAME varchar(20))");
            statement.execute("insert into MON.CARD values (1, 'a'), (2, 'b')");
        }
        db2.capture().register("MON", "CARD");
        worker.rest().putConfig("db2-source", source());
        worker.rest().putConfig("redis-sink", sink());
        worker.rest().awaitRunning("db2-source");
        worker.rest().awaitRunning("redis-sink");
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(scrape())
                        .containsPattern(
                                "odsconnect_applied_read_total\\{connector=\"redis-sink\",task=\"0\",?} 2\\.0"));
        try (Connection connection = db2.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("update MON.CARD set NAME = 'c' where ID = 1");
        }
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(scrape())
                        .containsPattern(
                                "odsconnect_applied_update_total\\{connector=\"redis-sink\",task=\"0\",?} 1\\.0"));
    }

    @AfterAll
    static void stop() {
        Stream.of(worker, plugins, redis, kafka, db2).forEach(each -> {
            if (each != null) {
                close(each);
            }
        });
    }

    @Test
    void theExporterShowsEveryMetricThatAnAlertOrTheDashboardAsksFor() throws IOException {
        Set<String> asked = new TreeSet<>(metricsIn("alerts.yml"));
        asked.addAll(metricsIn("grafana.json"));

        assertThat(asked).hasSizeGreaterThan(20);
        await().atMost(LIMIT).untilAsserted(() -> assertThat(metricsShown()).containsAll(asked));
    }

    @Test
    void prometheusFindsDataForEveryQueryOfTheDashboardAndNoAlertFires() throws IOException {
        Optional<String> prometheus = prometheus();
        assumeThat(prometheus)
                .as("Prometheus is there, by -Dprometheus.binary or on the PATH")
                .isPresent();
        try (WorkFolder folder = WorkFolder.create("prometheus")) {
            Path config = folder.path().resolve("prometheus.yml");
            Files.writeString(
                    config,
                    Files.readString(MONITORING.resolve("prometheus.yml"))
                            .replace("15s", "1s")
                            .replace("- alerts.yml", "- " + MONITORING.resolve("alerts.yml"))
                            .replace("connect.example.com:9404", "127.0.0.1:" + exporterPort));
            int port = FreePorts.next();
            try (ChildProcess process = ChildProcess.start(
                    "prometheus",
                    folder.path(),
                    List.of(
                            prometheus.get(),
                            "--config.file=" + config,
                            "--storage.tsdb.path=" + folder.path().resolve("data"),
                            "--web.listen-address=127.0.0.1:" + port))) {
                assertThat(process.isAlive()).isTrue();
                for (JsonNode panel : JSON.readTree(Files.readString(MONITORING.resolve("grafana.json")))
                        .path("panels")) {
                    for (JsonNode target : panel.path("targets")) {
                        String query = target.path("expr").asText().replace("$connector", ".*");
                        await().atMost(LIMIT)
                                .ignoreExceptions()
                                .untilAsserted(() -> assertThat(query(port, "query?query=" + encoded(query))
                                                .path("result"))
                                        .as(query)
                                        .isNotEmpty());
                    }
                }
                await().atMost(LIMIT)
                        .untilAsserted(() -> assertThat(query(port, "rules")
                                        .path("groups")
                                        .path(0)
                                        .path("rules"))
                                .allMatch(rule -> rule.path("health").asText().equals("ok")));
                // Pending ones are among them: a scrape that was late passes.
                await().atMost(LIMIT)
                        .untilAsserted(() ->
                                assertThat(query(port, "alerts").path("alerts")).isEmpty());
            }
        }
    }

    private static Map<String, String> source() {
        Map<String, String> config = new HashMap<>();
        config.put("connector.class", "io.odsconnect.db2.Db2SourceConnector");
        config.put("database.hostname", db2.host());
        config.put("database.port", Integer.toString(db2.port()));
        config.put("database.user", db2.user());
        config.put("database.password", db2.password());
        config.put("database.dbname", db2.database());
        config.put("capture.schema", Db2Server.CAPTURE_SCHEMA);
        config.put("topic.prefix", "mon");
        config.put("table.include.list", "MON\\.CARD");
        return config;
    }

    private static Map<String, String> sink() {
        Map<String, String> config = new HashMap<>();
        config.put("connector.class", "io.odsconnect.redis.RedisSinkConnector");
        config.put("topics", "mon.MON.CARD,mon.MON.CARD.bulk");
        config.put("redis.hosts", redis.host() + ":" + redis.port());
        config.put("key.template", "card:{ID}");
        config.put("consumer.override.metadata.max.age.ms", "1000");
        return config;
    }

    private static Set<String> metricsIn(String file) throws IOException {
        Matcher found = METRIC.matcher(Files.readString(MONITORING.resolve(file)));
        // A state that no task is in has no line.
        return found.results().map(result -> result.group()).collect(Collectors.toSet());
    }

    private static Set<String> metricsShown() {
        return METRIC.matcher(scrape()).results().map(result -> result.group()).collect(Collectors.toSet());
    }

    private static String scrape() {
        return get(URI.create("http://127.0.0.1:" + exporterPort + "/metrics"));
    }

    private static JsonNode query(int port, String path) throws IOException {
        return JSON.readTree(get(URI.create("http://127.0.0.1:" + port + "/api/v1/" + path)))
                .path("data");
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static String get(URI uri) {
        try {
            return HttpClient.newHttpClient()
                    .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
                    .body();
        } catch (IOException e) {
            throw new AssertionError("No answer from " + uri, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private static String agent() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> entry.contains("jmx_prometheus_javaagent"))
                .findFirst()
                .orElseThrow(() -> new AssertionError("The JMX exporter is not on the class path"));
    }

    private static Optional<String> prometheus() {
        if (System.getProperty("prometheus.binary") != null) {
            return Optional.of(System.getProperty("prometheus.binary"));
        }
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .map(folder -> Path.of(folder, "prometheus"))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst();
    }

    private static void close(AutoCloseable each) {
        try {
            each.close();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
