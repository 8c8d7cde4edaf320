package io.odsconnect.examples.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.odsconnect.examples.bank.Bank;
import io.odsconnect.examples.bank.Workload;
import io.odsconnect.examples.compare.Comparison;
import io.odsconnect.examples.compare.StoreRows;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The whole way of a compare run: signal, source, compare topics, a connector for each store that compares, its reports. */
class CompareIT {

    private static final Duration LIMIT = Duration.ofMinutes(5);

    private final Bank bank = Bank.ofRows(2_000);
    private final long seed = ThreadLocalRandom.current().nextLong();
    private final Screen screen = new Screen();
    private Servers servers;
    private Pipeline pipeline;

    @BeforeEach
    void startEverything() throws SQLException {
        System.out.println("The workload's seed is " + seed);
        servers = Servers.start(Path.of("").toAbsolutePath(), screen, false);
        servers.openBank(bank);
        pipeline = new Pipeline(servers, screen);
        pipeline.create();
    }

    @AfterEach
    void stopEverything() {
        if (servers != null) {
            servers.close();
        }
    }

    @Test
    void aRunFindsExactlyTheRowsThatSomebodyHasDamagedInEachStoreAndARepairMendsThem() throws SQLException {
        List<StoreRows> stores = servers.openStores();
        try (SinkProgress progress = new SinkProgress(servers.kafka().bootstrapServers());
                CompareRuns runs = new CompareRuns(servers, pipeline, screen);
                LatencyProbe probe = new LatencyProbe(servers.openDb2(), stores);
                Workload workload = new Workload(servers::openDb2, bank, seed, 50)) {
            await().atMost(LIMIT).until(() -> isLoaded(progress));
            workload.start();
            runs.connectors("compare");
            assertThat(runs.run("clean", Map.of(), false)).isTrue();

            HandDamage damage = HandDamage.to(stores, screen);
            CompareRuns.awaitOlderThanARun(damage.doneNanos());
            assertThat(runs.run("damaged", damage.expected(), false)).isTrue();

            runs.connectors("repair");
            assertThat(runs.run("repair", damage.expected(), true)).isTrue();

            runs.connectors("compare");
            assertThat(runs.run("mended", Map.of(), false)).isTrue();

            workload.finish();
            pipeline.drain(progress, probe);
            try (Connection db2 = servers.openDb2()) {
                assertThat(Comparison.compare(db2, stores)).allMatch(Comparison.Result::same);
            }
        } finally {
            stores.forEach(StoreRows::close);
        }
    }

    private boolean isLoaded(SinkProgress progress) {
        return Pipeline.SINKS.stream()
                .allMatch(sink -> progress.applied(sink, progress.ends(Pipeline.bulkTopics())) >= bank.rows());
    }
}
