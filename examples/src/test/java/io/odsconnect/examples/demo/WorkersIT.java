package io.odsconnect.examples.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.odsconnect.common.Version;
import io.odsconnect.examples.bank.Bank;
import io.odsconnect.examples.bank.BankTable;
import io.odsconnect.examples.bank.Workload;
import io.odsconnect.examples.compare.Comparison;
import io.odsconnect.examples.compare.StoreRows;
import io.odsconnect.testbed.connect.ConnectOptions;
import io.odsconnect.testbed.connect.ConnectWorker;
import io.odsconnect.testbed.connect.PluginPath;
import io.odsconnect.testbed.connect.WorkerRelease;
import io.odsconnect.testbed.kafka.KafkaBroker;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The plugin ZIPs on stock workers of other versions, whose class paths {@code .ci/workers} has resolved, and on the
 * JDKs in {@code -Dconnect.java.homes}.
 */
@EnabledIf(value = "anyIsResolved", disabledReason = ".ci/workers resolves the workers of other versions")
class WorkersIT {

    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final List<String> DISCOVERY_MODES =
            List.of("only_scan", "hybrid_warn", "hybrid_fail", "service_load");
    private static final int CHANGES = 300;
    private static final String OWN_JAVA = WorkerRelease.ofBuild().java();

    private static KafkaBroker kafka;
    private static PluginPath plugins;

    static boolean anyIsResolved() {
        return !workers().isEmpty();
    }

    /** Each other version on this JVM's Java, and the oldest and the build's own on each further Java. */
    static List<WorkerRelease> workers() {
        List<WorkerRelease> workers = new ArrayList<>(WorkerRelease.resolved());
        List<WorkerRelease> ends = new ArrayList<>(workers.stream().limit(1).toList());
        ends.add(WorkerRelease.ofBuild());
        String homes = System.getProperty("connect.java.homes", "");
        for (String home : homes.isEmpty() ? new String[0] : homes.split(",")) {
            ends.forEach(release -> workers.add(release.on(Path.of(home))));
        }
        return workers;
    }

    @BeforeAll
    static void startBroker() {
        kafka = KafkaBroker.embeddedOrGiven();
        kafka.start();
        plugins = PluginPath.ofModules(Servers.PLUGINS);
    }

    @AfterAll
    static void stopBroker() {
        plugins.close();
        kafka.close();
    }

    @ParameterizedTest
    @MethodSource("workers")
    void everyPluginIsListedWithItsVersionInEachDiscoveryMode(WorkerRelease release) throws IOException {
        Set<String> ours = ourPlugins();
        assertThat(ours).hasSizeGreaterThan(20);
        List<String> modes = release.java().equals(OWN_JAVA) ? DISCOVERY_MODES : List.of("service_load");
        for (String mode : modes) {
            try (ConnectWorker worker = new ConnectWorker(ConnectOptions.of(kafka.bootstrapServers(), plugins.path())
                    .withRelease(release)
                    .with("group.id", "plugins-" + release.version() + "-" + release.java() + "-" + mode)
                    .with("plugin.discovery", mode))) {
                worker.start();
                Map<String, String> listed = worker.rest().pluginVersions();
                assertThat(ours)
                        .as(mode)
                        .allSatisfy(plugin -> assertThat(listed).containsEntry(plugin, Version.current()));
            }
        }
        System.out.println(release + ": all " + ours.size() + " plugins are listed, by " + String.join(", ", modes));
    }

    @ParameterizedTest
    @MethodSource("workers")
    void allStoresHoldTheRowsOfDb2AfterALoadAndChanges(WorkerRelease release) throws SQLException {
        long seed = ThreadLocalRandom.current().nextLong();
        System.out.println(release + ": the workload's seed is " + seed);
        Bank bank = Bank.ofRows(1_000);
        Screen screen = new Screen();
        try (Servers servers = Servers.start(Path.of("").toAbsolutePath(), screen, release)) {
            servers.openBank(bank);
            Pipeline pipeline = new Pipeline(servers, screen);
            pipeline.create();
            try (Workload workload = new Workload(servers::openDb2, bank, seed, 100)) {
                workload.start();
                await().atMost(LIMIT).until(() -> workload.rowChanges() > CHANGES);
                workload.finish();
            }
            assertThat(servers.rest().version()).isEqualTo(release.version());
            assertThatAllStoresHoldTheRowsOfDb2(servers, pipeline);
            System.out.println(release + ": all rows are the same in every store");
        }
    }

    private static void assertThatAllStoresHoldTheRowsOfDb2(Servers servers, Pipeline pipeline) throws SQLException {
        List<StoreRows> stores = servers.openStores();
        try (LatencyProbe probe = new LatencyProbe(servers.openDb2(), stores);
                SinkProgress progress = new SinkProgress(servers.kafka().bootstrapServers());
                Connection db2 = servers.openDb2()) {
            pipeline.drain(progress, probe);
            assertThat(Comparison.compare(db2, stores))
                    .hasSize(stores.size() * BankTable.values().length)
                    .allMatch(Comparison.Result::same);
        } finally {
            stores.forEach(StoreRows::close);
        }
    }

    /** Returns the classes in the services files of our own JARs. */
    private static Set<String> ourPlugins() throws IOException {
        Set<String> classes = new TreeSet<>();
        try (Stream<Path> files = Files.walk(plugins.path())) {
            for (Path jar :
                    files.filter(file -> file.toString().endsWith(".jar")).toList()) {
                try (ZipFile zip = new ZipFile(jar.toFile())) {
                    for (ZipEntry entry : zip.stream()
                            .filter(each -> each.getName().startsWith("META-INF/services/org.apache.kafka."))
                            .toList()) {
                        try (InputStream lines = zip.getInputStream(entry)) {
                            new String(lines.readAllBytes(), StandardCharsets.UTF_8)
                                    .lines()
                                    .filter(line -> line.startsWith("io.odsconnect."))
                                    .forEach(classes::add);
                        }
                    }
                }
            }
        }
        return classes;
    }
}
