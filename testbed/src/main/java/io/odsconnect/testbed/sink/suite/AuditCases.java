package io.odsconnect.testbed.sink.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.odsconnect.testbed.kafka.KafkaBroker;
import io.odsconnect.testbed.sink.AuditTopic;
import io.odsconnect.testbed.sink.SinkTaskDriver;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The audit, read from a real broker by an ordinary consumer. */
abstract class AuditCases extends SinkCases {

    private final OtherForms forms = new OtherForms();
    private final String topic = "audit-" + UUID.randomUUID();
    private String brokers = "";

    AuditCases(StoreUnderTest store) {
        super(store);
    }

    @BeforeEach
    void createTopic(KafkaBroker broker) throws ExecutionException, InterruptedException {
        brokers = broker.bootstrapServers();
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", brokers))) {
            admin.createTopics(List.of(new NewTopic(topic, 2, (short) 1))).all().get();
        }
    }

    @Test
    void eachRecordIsToldOnceByOperationAndOutcome() {
        SinkTaskDriver task = audited();
        task.put(forms.flat("c", null, "a", 10), forms.flat("u", null, "b", 11), forms.schemaless("no row"));
        task.flush();
        task.put(forms.flat("u", null, "old", 9), forms.schemaless(Map.of("ts_ms", 1L)));
        task.flush();
        task.put(forms.flat("d", null, "b", 12), cards.bulk(9, card(2, "c")));
        task.flush();

        AuditTopic audit = AuditTopic.read(brokers, topic);
        List<JsonNode> changes = audit.ranges(CARDS.topic(), 0);
        List<JsonNode> bulk = audit.ranges(cards.bulkTopic(), 0);
        assertThat(AuditTopic.first(changes.get(0))).isZero();
        assertThat(AuditTopic.last(changes.get(changes.size() - 1))).isEqualTo(5);
        assertThat(AuditTopic.count(changes, "create", "superseded")).isEqualTo(1);
        assertThat(AuditTopic.count(changes, "update")).isEqualTo(2);
        assertThat(AuditTopic.count(changes, "update", "stale")).isEqualTo(store.tellsStale() ? 1 : 0);
        assertThat(AuditTopic.count(changes, "delete", "applied")).isEqualTo(1);
        assertThat(AuditTopic.count(changes, "none", "rejected")).isEqualTo(1);
        assertThat(AuditTopic.count(changes, "none", "skipped")).isEqualTo(1);
        assertThat(changes.stream()
                        .mapToLong(range -> range.path("records").asLong())
                        .sum())
                .isEqualTo(6);
        assertThat(AuditTopic.count(bulk, "read", "applied")).isEqualTo(1);
        assertThat(bulk).singleElement().satisfies(range -> {
            assertThat(range.path("lowest_position").asLong()).isEqualTo(9);
            assertThat(range.path("highest_position").asLong()).isEqualTo(9);
            assertThat(range.path("role").asText()).isEqualTo("sink");
        });
    }

    @Test
    void rangesMeetWhateverCrashesAndWhatIsCommittedIsAudited() {
        SinkTaskDriver task = audited("batch.size", "10");
        List<SinkRecord> records = adds(0, 600);
        for (int from = 0; from < records.size(); from += 100) {
            task.put(records.subList(from, from + 100));
            task.commit();
            if (from % 200 == 100) {
                assertCommittedIsAudited(task);
                task.crashAndRestart(50);
            }
        }
        task.flush();

        List<JsonNode> ranges = AuditTopic.read(brokers, topic).ranges(CARDS.topic(), 0);
        assertThat(AuditTopic.first(ranges.get(0))).isZero();
        assertThat(AuditTopic.last(ranges.get(ranges.size() - 1))).isEqualTo(599);
        assertThat(AuditTopic.count(ranges, "create")).isEqualTo(600);
    }

    @Test
    void nothingIsCommittedBeforeItsAuditRecordIsThere() {
        // The producer keeps its records until the task ends.
        SinkTaskDriver task = audited("audit.producer.linger.ms", "3600000");
        task.put(adds(0, 5));
        await().atMost(LIMIT).pollInSameThread().until(() -> {
            task.poll();
            task.commit();
            return cards().size() == 5 && metrics().value("audit-pending-records") == 5;
        });
        assertThat(task.committed(CARDS)).isZero();
        assertThat(AuditTopic.read(brokers, topic).size()).isZero();

        task.crashAndRestart(10);
        List<JsonNode> ranges = AuditTopic.read(brokers, topic).ranges(CARDS.topic(), 0);
        assertThat(ranges).hasSize(1);
        assertThat(AuditTopic.last(ranges.get(0))).isEqualTo(4);
    }

    private void assertCommittedIsAudited(SinkTaskDriver task) {
        long committed = task.committed(CARDS);
        List<JsonNode> ranges = AuditTopic.read(brokers, topic).ranges(CARDS.topic(), 0);
        if (committed > 0) {
            assertThat(ranges).anyMatch(range -> AuditTopic.last(range) == committed - 1);
        }
    }

    private SinkTaskDriver audited(String... options) {
        String[] all = new String[options.length + 4];
        all[0] = "audit.topic";
        all[1] = topic;
        all[2] = "audit.producer.bootstrap.servers";
        all[3] = brokers;
        System.arraycopy(options, 0, all, 4, options.length);
        return task(all);
    }
}
