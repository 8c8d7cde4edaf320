package io.odsconnect.examples.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.odsconnect.examples.bank.Bank;
import io.odsconnect.examples.bank.BankTable;
import io.odsconnect.examples.bank.Workload;
import io.odsconnect.examples.compare.Comparison;
import io.odsconnect.examples.compare.StoreRows;
import io.odsconnect.testbed.connect.WorkerMetrics;
import io.odsconnect.testbed.db2.Registration;
import io.odsconnect.testbed.registry.SchemaRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** Db2, a real worker and all three stores, with what goes wrong in production. */
class PipelineIT {

    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final double TRANSACTIONS_PER_SECOND = 100;
    private static final String AUDIT = "ods.audit";
    private static final String AVRO = "avro";
    private static final Path EXAMPLES = Path.of("").toAbsolutePath();
    private static final String CHANGES_ONLY = "ods\\.BANK\\.[A-Z]+";

    private final Bank bank = Bank.ofRows(4_000);
    private final long seed = ThreadLocalRandom.current().nextLong();
    private Servers servers;
    private Pipeline pipeline;
    private SinkProgress progress;

    @BeforeEach
    void startEverything(TestInfo test) throws SQLException {
        boolean avro = test.getTags().contains(AVRO);
        assumeThat(!avro || SchemaRegistry.isBuilt())
                .as("the build brings the schema registry with -Pavro")
                .isTrue();
        System.out.println("The workload's seed is " + seed);
        Screen screen = new Screen();
        servers = Servers.start(EXAMPLES, screen, avro);
        servers.openBank(bank);
        registerEachTableInAnotherWay();
        pipeline = new Pipeline(servers, screen);
        progress = new SinkProgress(servers.kafka().bootstrapServers());
    }

    /** Updates as pairs, as rows with the row before, and where keys do not change as rows without it. */
    private void registerEachTableInAnotherWay() throws SQLException {
        List<Registration> registrations = List.of(
                Registration.of(BankTable.SCHEMA, BankTable.CARD.name())
                        .updates(Registration.Updates.UPDATE)
                        .beforeImages("X"),
                Registration.of(BankTable.SCHEMA, BankTable.CUSTOMER.name()).updates(Registration.Updates.UPDATE));
        for (Registration registration : registrations) {
            servers.capture().unregister(registration.schema(), registration.table());
            servers.capture().register(registration);
        }
    }

    @AfterEach
    void stopEverything() {
        if (progress != null) {
            progress.close();
        }
        if (servers != null) {
            servers.close();
        }
    }

    @Test
    void aWorkerKilledInTheMiddleOfTheLoadAndOfTheChangesLosesNothing() throws SQLException {
        pipeline.create();
        await().atMost(LIMIT).until(() -> appliedByAll(Pipeline.bulkTopics()) > bank.rows() / 10);
        servers.connect().kill();
        servers.connect().restart();

        try (Workload workload = workload()) {
            workload.start();
            await().atMost(LIMIT).until(() -> appliedByAll(Pipeline.changeTopics()) > 100);
            servers.connect().kill();
            long changesAtTheKill = workload.rowChanges();
            await().atMost(LIMIT).until(() -> workload.rowChanges() > changesAtTheKill + 100);
            servers.connect().restart();
            workload.finish();
        }

        assertThatAllStoresHoldTheRowsOfDb2();
    }

    @Test
    void bulkRowsThatArriveAfterTheChangesOfTheirRowsDoNotBringThemBack() throws SQLException {
        pipeline.createTopics();
        pipeline.put(Pipeline.SOURCE, audit());
        // All bulk rows are read before the first change is made, so that each is older than the changes of its row.
        await().atMost(LIMIT).until(() -> recordsIn(Pipeline.bulkTopics()) >= bank.rows());
        for (String sink : Pipeline.SINKS) {
            Map<String, String> options = new HashMap<>(audit());
            options.put("topics.regex", CHANGES_ONLY);
            pipeline.put(sink, options);
        }
        try (Workload workload = workload()) {
            workload.start();
            await().atMost(LIMIT).until(() -> workload.rowChanges() > 1_000);
            workload.finish();
        }
        long changes = recordsAfterTheLastCommit();
        await().atMost(LIMIT).until(() -> appliedByAll(Pipeline.changeTopics()) >= changes);

        for (String sink : Pipeline.SINKS) {
            pipeline.put(sink, audit());
        }

        assertThatAllStoresHoldTheRowsOfDb2();
        assertThatTheSinksAuditMeetsTheSources();
        assertThatMetricsAndHeadersNameTheConnector();
    }

    @Test
    @Tag(AVRO)
    void withAvroAndASchemaRegistryTheStoresHoldTheSameRows() throws SQLException {
        pipeline.create();
        try (Workload workload = workload()) {
            workload.start();
            await().atMost(LIMIT).until(() -> appliedByAll(Pipeline.changeTopics()) > 100);
            workload.finish();
        }
        assertThatAllStoresHoldTheRowsOfDb2();
        assertThat(RecordSizes.read(servers.kafka().bootstrapServers(), Pipeline.bulkTopics()))
                .isNotEmpty()
                .allSatisfy(sizes -> assertThat(sizes.bytes()).isBetween(1L, sizes.jsonBytes()));
    }

    private Map<String, String> audit() {
        return Map.of(
                "audit.topic",
                AUDIT,
                "audit.producer.bootstrap.servers",
                servers.kafka().bootstrapServers());
    }

    /** Record by record: what the source has published is what each sink has dealt with. */
    private void assertThatTheSinksAuditMeetsTheSources() {
        List<String> topics = new ArrayList<>(Pipeline.changeTopics());
        topics.addAll(Pipeline.bulkTopics());
        await().atMost(LIMIT).untilAsserted(() -> {
            AuditSums sums = AuditSums.read(servers.kafka().bootstrapServers(), AUDIT);
            Map<String, Long> published = sums.records(Pipeline.SOURCE, topics);
            assertThat(published.values().stream().mapToLong(Long::longValue).sum())
                    .isEqualTo(recordsIn(topics));
            for (String sink : Pipeline.SINKS) {
                assertThat(sums.records(sink, topics)).as(sink).isEqualTo(published);
            }
        });
    }

    /** What operators see in JMX, and the headers of records, name the connector as the worker does. */
    private void assertThatMetricsAndHeadersNameTheConnector() {
        try (WorkerMetrics metrics = servers.connect().metrics()) {
            String source = "kafka.connect:type=plugins,connector=" + Pipeline.SOURCE + ",task=0";
            assertThat(metrics.value(source, "loaded-rows-total")).isEqualTo(bank.rows());
            assertThat(metrics.value(source, "changes-update-total")).isPositive();
            assertThat(metrics.value(source, "capture-state")).isPositive();
            assertThat(metrics.value(source + ",table=BANK.CARD", "changes-total"))
                    .isPositive();
            for (String sink : Pipeline.SINKS) {
                String tasks = "connector=" + sink + ",*";
                String sinkTasks = "kafka.connect:type=plugins," + tasks;
                // Cassandra keeps stale rows out by itself and does not tell.
                assertThat(sum(metrics, sinkTasks, "applied-total") + sum(metrics, sinkTasks, "stale-total"))
                        .as("late bulk rows at " + sink)
                        .isPositive();
                assertThat(sum(metrics, "odsconnect:type=verify-digest," + tasks, "match-total"))
                        .as("digests at " + sink)
                        .isPositive();
            }
        }
        for (String topic : Pipeline.bulkTopics()) {
            assertThat(header(topic, "connector")).isEqualTo(Pipeline.SOURCE);
        }
    }

    private static double sum(WorkerMetrics metrics, String pattern, String attribute) {
        return metrics.names(pattern).stream()
                .mapToDouble(name -> metrics.value(name, attribute))
                .sum();
    }

    /** Returns a header of some record of a topic. */
    private String header(String topic, String name) {
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", servers.kafka().bootstrapServers(), "auto.offset.reset", "earliest"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            consumer.assign(consumer.partitionsFor(topic).stream()
                    .map(partition -> new TopicPartition(topic, partition.partition()))
                    .toList());
            var records =
                    await().atMost(LIMIT).until(() -> consumer.poll(Duration.ofMillis(200)), some -> !some.isEmpty());
            byte[] header = records.iterator().next().headers().lastHeader(name).value();
            return new String(header, StandardCharsets.UTF_8);
        }
    }

    private Workload workload() {
        return new Workload(servers::openDb2, bank, seed, TRANSACTIONS_PER_SECOND);
    }

    private long appliedByAll(List<String> topics) {
        var ends = progress.ends(topics);
        return Pipeline.SINKS.stream()
                .mapToLong(sink -> progress.applied(sink, ends))
                .min()
                .orElseThrow();
    }

    private long recordsIn(List<String> topics) {
        return progress.ends(topics).values().stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    /** Returns how many change records there are when the last change of all has come to the stores. */
    private long recordsAfterTheLastCommit() throws SQLException {
        List<StoreRows> stores = servers.openStores();
        try (LatencyProbe probe = new LatencyProbe(servers.openDb2(), stores)) {
            probe.once(false);
            return recordsIn(Pipeline.changeTopics());
        } finally {
            stores.forEach(StoreRows::close);
        }
    }

    private void assertThatAllStoresHoldTheRowsOfDb2() throws SQLException {
        List<StoreRows> stores = servers.openStores();
        try (LatencyProbe probe = new LatencyProbe(servers.openDb2(), stores);
                Connection db2 = servers.openDb2()) {
            pipeline.drain(progress, probe);
            List<Comparison.Result> results = Comparison.compare(db2, stores);
            assertThat(results).hasSize(stores.size() * BankTable.values().length);
            assertThat(results).allMatch(Comparison.Result::same);
            String card = Demo.anyCard(servers);
            String encrypted = servers.cards().encrypt(card);
            assertThat(stores).allMatch(store -> store.hasCard(encrypted)).noneMatch(store -> store.hasCard(card));
        } finally {
            stores.forEach(StoreRows::close);
        }
    }
}
