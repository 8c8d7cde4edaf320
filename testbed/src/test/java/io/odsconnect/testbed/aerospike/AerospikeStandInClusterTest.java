package io.odsconnect.testbed.aerospike;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.aerospike.client.AerospikeClient;
import com.aerospike.client.Bin;
import com.aerospike.client.Host;
import com.aerospike.client.Key;
import com.aerospike.client.cluster.Node;
import com.aerospike.client.cluster.Partition;
import com.aerospike.client.policy.ClientPolicy;
import com.aerospike.client.policy.WritePolicy;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The client takes nodes of the stand-in for a cluster. */
class AerospikeStandInClusterTest {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int KEYS = 100;

    @Test
    void eachNodeHasAShareOfThePartitions() {
        try (AerospikeStandInCluster cluster = AerospikeStandInCluster.start(3, "bank", line -> {});
                AerospikeClient client = client(cluster)) {
            await().atMost(LIMIT).until(() -> masters(client).size() == 3);
            put(client, 1);
            assertThat(client.getNodes()).hasSize(3);
        }
    }

    @Test
    void theOthersHaveWhatANodeHadThatLeft() {
        try (AerospikeStandInCluster cluster = AerospikeStandInCluster.start(2, "bank", line -> {});
                AerospikeClient client = client(cluster)) {
            put(client, 1);
            cluster.leave(0);
            await().atMost(LIMIT)
                    .until(() ->
                            client.getNodes().length == 1 && masters(client).size() == 1);
            for (int i = 0; i < KEYS; i++) {
                assertThat(client.get(null, key(i)).getInt("n")).isEqualTo(1);
            }
            put(client, 2);
            cluster.join(0);
            await().atMost(LIMIT).until(() -> masters(client).size() == 2);
            for (int i = 0; i < KEYS; i++) {
                assertThat(client.get(null, key(i)).getInt("n")).isEqualTo(2);
            }
        }
    }

    private static void put(AerospikeClient client, int value) {
        WritePolicy again = new WritePolicy();
        again.maxRetries = 10;
        again.sleepBetweenRetries = 100;
        again.totalTimeout = 30_000;
        for (int i = 0; i < KEYS; i++) {
            client.put(again, key(i), new Bin("n", value));
        }
    }

    private static Key key(int number) {
        return new Key("bank", "cards", number);
    }

    /** Returns the nodes that the client would write the keys to. */
    private static Set<Node> masters(AerospikeClient client) {
        Set<Node> masters = new HashSet<>();
        for (int i = 0; i < KEYS; i++) {
            Partition partition = Partition.write(client.getCluster(), new WritePolicy(), key(i));
            masters.add(partition.getNodeWrite(client.getCluster()));
        }
        return masters;
    }

    private static AerospikeClient client(AerospikeStandInCluster cluster) {
        return new AerospikeClient(new ClientPolicy(), Host.parseHosts(cluster.hosts(), 3000));
    }
}
