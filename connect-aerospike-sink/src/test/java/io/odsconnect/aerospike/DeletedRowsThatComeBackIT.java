package io.odsconnect.aerospike;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.aerospike.client.AerospikeClient;
import com.aerospike.client.Bin;
import com.aerospike.client.Host;
import com.aerospike.client.Info;
import com.aerospike.client.Key;
import com.aerospike.client.policy.ClientPolicy;
import io.odsconnect.common.config.TaskName;
import io.odsconnect.testbed.aerospike.AerospikeStandInCluster;
import io.odsconnect.testbed.sink.SinkTaskDriver;
import io.odsconnect.testbed.sink.SourceTable;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows that are there again though their delete was acknowledged: from disk, or from a node that was away. */
class DeletedRowsThatComeBackIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final Cluster cluster = Cluster.get();
    private final SourceTable rows = new SourceTable(
            "ods.ONE", SchemaBuilder.struct().field("ID", Schema.INT64_SCHEMA).build(), List.of("ID"));

    @ParameterizedTest
    @ValueSource(strings = {"true", "false"})
    void aTaskThatStartsRemovesThemAndLeavesTheOthers(String sendKey) {
        String set = cluster.newSet();
        Map<String, String> options = cluster.options(set, "send.key", sendKey);
        try (SinkTaskDriver task = new SinkTaskDriver(AerospikeSinkTask::new, options)) {
            for (long id = 1; id <= 1200; id++) {
                task.put(rows.delete(20, rows.row("ID", id)));
            }
            task.flush();
        }
        for (long id = 1; id <= 1200; id++) {
            cluster.client().put(Cluster.forever(), cluster.key(set, id), new Bin("__position", 10 + 5 * (id % 4)));
        }

        try (SinkTaskDriver task = new SinkTaskDriver(AerospikeSinkTask::new, options)) {
            await().atMost(LIMIT).until(() -> cluster.all(set).size() <= 600);
            assertThat(task.deadLetters()).isEmpty();
        }
        assertThat(cluster.all(set).keySet())
                .as("those at the position of their marker, or above it")
                .hasSize(600)
                .allMatch(id -> (Long) id % 4 >= 2);
    }

    @Test
    void severalTasksShareTheMarkersAmongThem() {
        String set = cluster.newSet();
        Map<String, String> options = cluster.options(set, "tasks.max", "3");
        for (long id = 1; id <= 300; id++) {
            cluster.client().put(Cluster.forever(), cluster.key(set, id), new Bin("__position", 10));
            cluster.client().put(Cluster.forever(), cluster.key(set + "__deleted", id), new Bin("__position", 20));
        }

        for (String task : List.of("2", "0", "1")) {
            int before = cluster.all(set).size();
            options.put(TaskName.TASK_ID, task);
            try (SinkTaskDriver driver = new SinkTaskDriver(AerospikeSinkTask::new, options)) {
                driver.flush();
                await().atMost(LIMIT).until(() -> cluster.all(set).size() < before);
            }
        }
        try (SinkTaskDriver driver =
                new SinkTaskDriver(AerospikeSinkTask::new, cluster.options(set, "tasks.max", "1"))) {
            driver.flush();
            await().atMost(LIMIT).until(() -> cluster.all(set).isEmpty());
        }
    }

    @Test
    void aTaskRemovesWhatANodeBringsThatWasAway() {
        try (AerospikeStandInCluster nodes = threeNodes();
                AerospikeClient client =
                        new AerospikeClient(new ClientPolicy(), Host.parseHosts(nodes.hosts(), 3000))) {
            Map<String, String> options = new HashMap<>(Map.of(
                    "name", "test",
                    "aerospike.namespace", "test",
                    "aerospike.hosts", nodes.hosts(),
                    "set.template", "card"));
            Key row = new Key("test", "card", 1L);
            Key newer = new Key("test", "card", 2L);
            client.put(Cluster.forever(), row, new Bin("__position", 10));
            client.put(Cluster.forever(), new Key("test", "card__deleted", 1L), new Bin("__position", 20));
            try (SinkTaskDriver task = new SinkTaskDriver(AerospikeSinkTask::new, options)) {
                await().atMost(LIMIT).until(() -> !client.exists(null, row));
                await().atMost(LIMIT)
                        .until(() -> Info.request(client.getNodes()[0], "statistics")
                                .matches(".*uptime=([3-9]|[0-9]{2,})(;.*)?"));
                nodes.leave(1);
                await().atMost(LIMIT).until(() -> client.getNodes().length == 2);
                client.put(Cluster.forever(), row, new Bin("__position", 15));
                client.put(Cluster.forever(), newer, new Bin("__position", 30));
                client.put(Cluster.forever(), new Key("test", "card__deleted", 2L), new Bin("__position", 20));
                nodes.join(1);
                await().atMost(LIMIT).until(() -> !client.exists(null, row));
                assertThat(client.exists(null, newer)).isTrue();
                assertThat(task.deadLetters()).isEmpty();
            }
        }
    }

    private static AerospikeStandInCluster threeNodes() {
        return AerospikeStandInCluster.start(3, "test", System.out::println);
    }
}
