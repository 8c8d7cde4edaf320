package io.odsconnect.aerospike;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.aerospike.client.Bin;
import com.aerospike.client.policy.RecordExistsAction;
import com.aerospike.client.policy.WritePolicy;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.odsconnect.common.compare.RunMarker;
import io.odsconnect.common.event.CompareRunHeader;
import io.odsconnect.testbed.junit.TestbedExtension;
import io.odsconnect.testbed.kafka.KafkaBroker;
import io.odsconnect.testbed.sink.SinkTaskDriver;
import io.odsconnect.testbed.sink.SourceTable;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Whole runs of a comparison with Aerospike, as their reports tell of them. */
@ExtendWith(TestbedExtension.class)
class AerospikeCompareRunIT {

    private static final Duration LIMIT = Duration.ofSeconds(90);
    private static final String TOPIC = "ods.BANK.CARD";
    private static final int IDS = 60;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Cluster cluster = Cluster.get();
    private final String set = cluster.newSet();
    private final SourceTable table = new SourceTable(
            TOPIC,
            SchemaBuilder.struct()
                    .field("ID", Schema.INT64_SCHEMA)
                    .field("NAME", Schema.OPTIONAL_STRING_SCHEMA)
                    .build(),
            List.of("ID"));
    private final String reports = "reports-" + UUID.randomUUID();
    private final long changed = TimeUnit.MILLISECONDS.toMicros(System.currentTimeMillis()) - 2_000_000;
    private final long read = changed + 1_000_000;
    private String brokers = "";
    private long position = changed;
    private long offset;

    @BeforeEach
    void createTopic(KafkaBroker broker) throws ExecutionException, InterruptedException {
        brokers = broker.bootstrapServers();
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", brokers))) {
            admin.createTopics(List.of(new NewTopic(reports, 1, (short) 1)))
                    .all()
                    .get();
        }
    }

    @Test
    void exactlyWhatWasDamagedIsFoundAndMendedAndASecondRunFindsNothing() {
        apply(LongStream.rangeClosed(1, 1500)
                .mapToObj(id -> table.add(changed, row(id, "as it is")))
                .toArray(SinkRecord[]::new));
        apply(table.add(changed, row(2000, "gone")), table.delete(changed + 1, row(2000, "gone")));
        put(1, new Bin("__position", changed), new Bin("ID", 1L), new Bin("NAME", "altered"));
        cluster.client().delete(null, cluster.key(set, 2));
        put(3, new Bin("__position", changed - 5), new Bin("ID", 3L), new Bin("NAME", "stale"));
        put(2000, new Bin("__position", changed), new Bin("NAME", "is back"));
        put(2001, new Bin("NAME", "by hand"));
        // Changes since the run has read these rows: an update, a delete, and a new row.
        apply(
                table.update(read + 1, row(4, "as it is"), row(4, "changed since")),
                table.delete(read + 1, row(5, "as it is")),
                table.add(read + 1, row(1501, "new")));

        Map<String, String> damage = Map.of(
                key(1), "different [NAME]",
                key(2), "missing []",
                key(3), "different [NAME]",
                key(2000), "extra []",
                key(2001), "extra []");
        assertThat(run("first", "compare")).containsExactlyEntriesOf(new TreeMap<>(damage));
        assertThat(state("first")).isEqualTo("different");
        assertThat(cluster.bins(set, 1)).as("nothing is written").containsEntry("NAME", "altered");

        assertThat(run("second", "repair")).containsExactlyEntriesOf(new TreeMap<>(damage));
        assertThat(cluster.bins(set, 1)).containsEntry("NAME", "as it is");
        assertThat(cluster.bins(set, 2000)).isNull();
        assertThat(cluster.bins(set, 4)).containsEntry("NAME", "changed since");
        assertThat(cluster.bins(set, 5)).isNull();
        assertThat(cluster.bins(set, 1501)).isNotNull();

        assertThat(run("third", "compare")).isEmpty();
        assertThat(state("third")).isEqualTo("equal");
    }

    /** The changes of a random history overtake the run, or come late to the store, and some rows are damaged. */
    @RepeatedTest(3)
    void aRunAmongChangesFindsNothingButWhatWasDamaged() {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("-Dseed=" + seed);
        Random random = new Random(seed);
        Map<Long, String> source = new TreeMap<>();
        List<SinkRecord> late = new ArrayList<>();
        List<SinkRecord> ofRun = new ArrayList<>();
        Map<String, String> options = options();
        options.put("batch.size", "7");
        options.put("delete.marker.check.rate", "0");
        try (SinkTaskDriver apply = new SinkTaskDriver(AerospikeSinkTask::new, options);
                SinkTaskDriver compare =
                        new SinkTaskDriver(AerospikeSinkTask::new, compareOptions("compare", "8000"))) {
            for (int i = 0; i < 150; i++) {
                late.add(change(random, source));
            }
            for (long id = 1001; id <= 1003; id++) {
                source.put(id, "as it is");
                late.add(table.add(++position, row(id, "as it is")));
            }
            apply.put(late);
            apply.flush();
            late.clear();
            put(1001, new Bin("__position", position), new Bin("ID", 1001L), new Bin("NAME", "altered"));
            cluster.client().delete(null, cluster.key(set, 1002));
            put(1004, new Bin("__position", position), new Bin("NAME", "by hand"));
            long first = ++position;
            int rows = 0;
            for (long id = 1; id <= 1004; id = id == IDS ? 1001 : id + 1) {
                for (int i = random.nextInt(3); i > 0; i--) {
                    late.add(change(random, source));
                }
                String name = source.get(id);
                if (name != null) {
                    ofRun.add(ofRun("live", table.bulk(++position, row(id, name))));
                    rows++;
                }
                if (random.nextInt(6) == 0) {
                    compare.put(ofRun);
                    ofRun.clear();
                }
                if (random.nextInt(6) == 0) {
                    apply.put(late);
                    late.clear();
                }
            }
            ofRun.add(end("live", rows, first));
            compare.put(ofRun);
            apply.put(late);
            apply.flush();
            awaitEnd(compare, "live");
        }
        assertThat(findings("live"))
                .isEqualTo(Map.of(key(1001), "different [NAME]", key(1002), "missing []", key(1004), "extra []"));
    }

    private SinkRecord change(Random random, Map<Long, String> source) {
        long id = 1L + random.nextInt(IDS);
        String before = source.get(id);
        String after = "name " + random.nextInt(5);
        if (before == null) {
            source.put(id, after);
            return table.add(++position, row(id, after));
        }
        if (random.nextInt(3) == 0) {
            source.remove(id);
            return table.delete(++position, row(id, before));
        }
        source.put(id, after);
        return table.update(++position, row(id, before), row(id, after));
    }

    private Map<String, String> compareOptions(String mode, String confirmMillis) {
        Map<String, String> options = options();
        options.put("sink.mode", mode);
        options.put("reconciliation.topic", reports);
        options.put("audit.producer.bootstrap.servers", brokers);
        options.put("compare.confirm.ms", confirmMillis);
        return options;
    }

    private Map<String, String> run(String run, String mode) {
        List<SinkRecord> records = new ArrayList<>();
        for (long id = 1; id <= 1500; id++) {
            records.add(ofRun(run, table.bulk(read, row(id, "as it is"))));
        }
        records.add(end(run, records.size(), read));
        try (SinkTaskDriver task = new SinkTaskDriver(AerospikeSinkTask::new, compareOptions(mode, "500"))) {
            task.put(records);
            awaitEnd(task, run);
        }
        return findings(run);
    }

    private void awaitEnd(SinkTaskDriver task, String run) {
        await().atMost(LIMIT).pollInSameThread().until(() -> {
            task.poll();
            return List.of("equal", "different", "incomplete").contains(state(run));
        });
    }

    private Map<String, String> findings(String run) {
        Map<String, String> findings = new TreeMap<>();
        all().forEach((key, json) -> {
            if (key.startsWith("finding/test/" + run + "/")) {
                List<String> fields = new ArrayList<>();
                json.path("fields").forEach(field -> fields.add(field.asText()));
                findings.put(json.path("key").asText(), json.path("outcome").asText() + " " + fields);
            }
        });
        return findings;
    }

    private String state(String run) {
        JsonNode report = all().get("run/test/" + run + "/" + TOPIC);
        return report == null ? "" : report.path("state").asText();
    }

    /** Returns what is on the reconciliation topic, the last record of each key. */
    private Map<String, JsonNode> all() {
        Map<String, JsonNode> latest = new HashMap<>();
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", brokers), new StringDeserializer(), new StringDeserializer())) {
            TopicPartition partition = new TopicPartition(reports, 0);
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
            while (consumer.position(partition) < end) {
                for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofSeconds(1))) {
                    latest.put(record.key(), JSON.readTree(record.value()));
                }
            }
        } catch (IOException e) {
            throw new AssertionError("A report is no JSON", e);
        }
        return latest;
    }

    private SinkRecord ofRun(String run, SinkRecord row) {
        ConnectHeaders headers = new ConnectHeaders();
        CompareRunHeader.add(headers, run);
        return new SinkRecord(
                TOPIC + ".compare",
                0,
                row.keySchema(),
                row.key(),
                row.valueSchema(),
                row.value(),
                offset++,
                null,
                TimestampType.NO_TIMESTAMP_TYPE,
                headers);
    }

    private SinkRecord end(String run, long rows, long first) {
        ConnectHeaders headers = new ConnectHeaders();
        new RunMarker("BANK", "CARD", rows, 0, first, first, false).addTo(headers, run);
        return new SinkRecord(
                TOPIC + ".compare",
                0,
                null,
                null,
                null,
                null,
                offset++,
                null,
                TimestampType.NO_TIMESTAMP_TYPE,
                headers);
    }

    private String key(long id) {
        return cluster.server().namespace() + "." + set + "/" + id;
    }

    private Struct row(long id, String name) {
        return table.row("ID", id, "NAME", name);
    }

    private void put(long id, Bin... bins) {
        WritePolicy policy = Cluster.forever();
        policy.recordExistsAction = RecordExistsAction.REPLACE;
        cluster.client().put(policy, cluster.key(set, id), bins);
    }

    private void apply(SinkRecord... records) {
        Map<String, String> options = options();
        options.put("delete.marker.check.rate", "0");
        try (SinkTaskDriver task = new SinkTaskDriver(AerospikeSinkTask::new, options)) {
            task.put(records);
            task.flush();
            assertThat(task.deadLetters()).isEmpty();
        }
    }

    private Map<String, String> options() {
        Map<String, String> props = cluster.options(set, "set.template." + TOPIC, set);
        props.remove("set.template");
        return props;
    }
}
