package io.odsconnect.examples.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.odsconnect.examples.bank.Bank;
import io.odsconnect.examples.bank.BankTable;
import io.odsconnect.examples.bank.Workload;
import io.odsconnect.examples.compare.Comparison;
import io.odsconnect.examples.compare.StoreRows;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.ListGroupsOptions;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Follows the steps of {@code docs/operations/recovery.md}: in the end every store holds exactly the rows of Db2. */
class RecoveryIT {

    private static final Duration LIMIT = Duration.ofMinutes(2);

    private final Bank bank = Bank.ofRows(1_000);
    private final long seed = ThreadLocalRandom.current().nextLong();
    private Servers servers;
    private Pipeline pipeline;

    @BeforeEach
    void startEverything() throws SQLException {
        System.out.println("The workload's seed is " + seed);
        Screen screen = new Screen();
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
    void aStoreThatHasLostItsRowsHasThemAgainAfterALoadWhileChangesGoOn() throws SQLException {
        try (Workload workload = workload()) {
            workload.start();
            await().atMost(LIMIT).until(() -> workload.rowChanges() > 300);

            // This Redis keeps nothing on disk.
            servers.redis().kill();
            servers.redis().restart();
            pipeline.put(Pipeline.SOURCE, Map.of("bulk.load.id", "redis-was-lost"));

            long changes = workload.rowChanges();
            await().atMost(LIMIT).until(() -> workload.rowChanges() > changes + 300);
            workload.finish();
        }
        awaitRowsOfDb2InAllStores();
    }

    @Test
    void afterKafkaWasLostWithOffsetsAndConfigsEmptiedStoresHaveAllRowsAgain() throws Exception {
        someWork();
        awaitRowsOfDb2InAllStores();

        servers.connect().stop();
        loseAllOfKafka();
        changeRowsThatNobodyReads();
        emptyStores();
        servers.connect().restart();
        pipeline.create();

        awaitRowsOfDb2InAllStores();
    }

    @Test
    void afterDb2WasRestoredToAnEarlierPointTheUndoneRowsAreGoneFromAllStores() throws SQLException {
        awaitRowsOfDb2InAllStores();
        servers.db2().backup();
        someWork();
        awaitRowsOfDb2InAllStores();

        servers.rest().stop(Pipeline.SOURCE);
        servers.db2().restore();
        emptyStores();
        servers.rest().deleteOffsets(Pipeline.SOURCE);
        servers.rest().resume(Pipeline.SOURCE);
        servers.rest().awaitRunning(Pipeline.SOURCE);

        awaitRowsOfDb2InAllStores();
    }

    private void someWork() {
        try (Workload workload = workload()) {
            workload.start();
            await().atMost(LIMIT).until(() -> workload.rowChanges() > 300);
            workload.finish();
        }
    }

    private Workload workload() {
        return new Workload(servers::openDb2, bank, seed, 100);
    }

    /** Deletes what the worker and the connectors keep in Kafka: topics, offsets, configs. */
    private void loseAllOfKafka() throws Exception {
        try (Admin kafka =
                Admin.create(Map.of("bootstrap.servers", servers.kafka().bootstrapServers()))) {
            List<String> groups = kafka.listGroups(new ListGroupsOptions()).all().get().stream()
                    .map(GroupListing::groupId)
                    .toList();
            kafka.deleteConsumerGroups(groups).all().get();
            Set<String> topics = kafka.listTopics(new ListTopicsOptions().listInternal(true))
                    .names()
                    .get();
            topics.remove("__consumer_offsets");
            topics.remove("__transaction_state");
            kafka.deleteTopics(topics).all().get();
        }
    }

    private void changeRowsThatNobodyReads() throws SQLException {
        try (Connection db2 = servers.openDb2();
                Statement statement = db2.createStatement()) {
            assertThat(statement.executeUpdate("DELETE FROM BANK.LEDGER WHERE ENTRY_NO < 3"))
                    .isPositive();
            assertThat(statement.executeUpdate("UPDATE BANK.CUSTOMER SET EMAIL = NULL WHERE CUSTOMER_ID < 9"))
                    .isPositive();
            assertThat(statement.executeUpdate("DELETE FROM BANK.CUSTOMER WHERE CUSTOMER_ID = 9"))
                    .isPositive();
        }
    }

    private void emptyStores() {
        for (StoreRows store : servers.openStores()) {
            try (store) {
                store.removeAll();
                assertThat(store.hasRows()).as(store.name()).isFalse();
            }
        }
    }

    /** Waits until each store has been compared with Db2 row by row, and no row is missing, extra or different. */
    private void awaitRowsOfDb2InAllStores() throws SQLException {
        List<StoreRows> stores = new ArrayList<>(servers.openStores());
        try (Connection db2 = servers.openDb2()) {
            await().atMost(LIMIT).pollInterval(Duration.ofSeconds(1)).untilAsserted(() -> {
                pipeline.failIfBroken();
                assertThat(Comparison.compare(db2, stores))
                        .hasSize(stores.size() * BankTable.values().length)
                        .allMatch(Comparison.Result::same);
            });
        } finally {
            stores.forEach(StoreRows::close);
        }
    }
}
