package io.odsconnect.aerospike;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.aerospike.client.AerospikeClient;
import com.aerospike.client.Host;
import com.aerospike.client.policy.ClientPolicy;
import io.odsconnect.testbed.aerospike.AerospikeStandInCluster;
import io.odsconnect.testbed.sink.SinkTaskDriver;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nodes that leave a cluster and come back, on the stand-in's cluster: see there what it does not know. */
class ClusterChangesIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final RandomTable table = new RandomTable("cards", 150);

    @ParameterizedTest
    @ValueSource(ints = {0, 5})
    void whatWasOnItsWayToANodeThatLeavesIsWrittenToTheOthers(int clientRetries) {
        try (AerospikeStandInCluster cluster = cluster()) {
            Map<String, String> options = options(cluster);
            options.put("aerospike.max.retries", Integer.toString(clientRetries));
            try (SinkTaskDriver task = new SinkTaskDriver(AerospikeSinkTask::new, options)) {
                for (int node : new int[] {0, 1, 2, 0}) {
                    task.put(table.change(300));
                    cluster.leave(node);
                    task.put(table.change(300));
                    task.flush();
                    cluster.join(node);
                }
                task.flush();
                assertThat(task.deadLetters()).isEmpty();
            }
            try (AerospikeClient client = client(cluster)) {
                assertThat(table.stored(client, cluster.namespace())).isEqualTo(table.expected());
            }
        }
    }

    @Test
    void aTaskWritesOnToNodesThatCameAfterItStarted() {
        try (AerospikeStandInCluster cluster = cluster();
                AerospikeClient client = client(cluster)) {
            cluster.leave(1);
            cluster.leave(2);
            try (SinkTaskDriver task = new SinkTaskDriver(AerospikeSinkTask::new, options(cluster))) {
                task.put(table.change(300));
                task.flush();
                cluster.join(1);
                cluster.join(2);
                await().atMost(LIMIT).until(() -> client.getNodes().length == 3);
                cluster.leave(0);
                task.put(table.change(300));
                task.flush();
                assertThat(task.deadLetters()).isEmpty();
            }
            assertThat(table.stored(client, cluster.namespace())).isEqualTo(table.expected());
        }
    }

    @Test
    void theUserKeyIsStoredAlsoWhereANodeGetsOneRecordOfABatchOnly() {
        try (AerospikeStandInCluster cluster = cluster();
                AerospikeClient client = client(cluster)) {
            try (SinkTaskDriver task = new SinkTaskDriver(AerospikeSinkTask::new, options(cluster))) {
                for (int batch = 0; batch < 60; batch++) {
                    task.put(table.change(4));
                    task.flush();
                }
            }
            assertThat(table.stored(client, cluster.namespace())).isEqualTo(table.expected());
        }
    }

    private static AerospikeStandInCluster cluster() {
        return AerospikeStandInCluster.start(3, "test", System.out::println);
    }

    private static AerospikeClient client(AerospikeStandInCluster cluster) {
        return new AerospikeClient(new ClientPolicy(), Host.parseHosts(cluster.hosts(), 3000));
    }

    private Map<String, String> options(AerospikeStandInCluster cluster) {
        Map<String, String> options = new HashMap<>(table.options(
                "name",
                "test",
                "aerospike.namespace",
                cluster.namespace(),
                "aerospike.hosts",
                cluster.hosts(),
                "aerospike.request.timeout.ms",
                "2000",
                "retry.backoff.ms",
                "50",
                "retry.backoff.max.ms",
                "200"));
        return options;
    }
}
