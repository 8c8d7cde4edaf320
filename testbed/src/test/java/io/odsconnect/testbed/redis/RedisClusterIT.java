package io.odsconnect.testbed.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisCluster;
import redis.clients.jedis.util.JedisClusterCRC16;

/** Seen with an ordinary cluster client. */
class RedisClusterIT {

    private static final RedisCluster CLUSTER = RedisCluster.embeddedOrGiven();

    @BeforeAll
    static void start() {
        CLUSTER.start();
    }

    @AfterAll
    static void stop() {
        CLUSTER.close();
    }

    @Test
    void aSlotThatMovesTakesItsKeysAlong() {
        try (JedisCluster client = client()) {
            for (int i = 0; i < 25; i++) {
                client.set("{tag}" + i, "value" + i);
            }
            int slot = JedisClusterCRC16.getSlot("{tag}");
            RedisServer from = CLUSTER.masterOf(slot);
            RedisServer to = CLUSTER.masters().stream()
                    .filter(master -> !master.equals(from))
                    .findFirst()
                    .orElseThrow();
            boolean[] between = {false};
            CLUSTER.moveSlot(slot, to, () -> between[0] = true);
            assertThat(between[0]).isTrue();
            assertThat(CLUSTER.masterOf(slot)).isEqualTo(to);
            assertThat(client.get("{tag}24")).isEqualTo("value24");
            try (RedisTalk talk = to.talk()) {
                assertThat(talk.run("CLUSTER", "COUNTKEYSINSLOT", Integer.toString(slot)))
                        .isEqualTo(25L);
            }
        }
    }

    @Test
    void aMasterThatIsKilledIsReplacedByItsReplicaAndComesBackAsOne() {
        RedisServer killed = CLUSTER.masterOf(0);
        RedisServer successor = CLUSTER.replicaOf(killed);
        killed.kill();
        CLUSTER.awaitMaster(successor);
        killed.restart();
        CLUSTER.awaitWhole();
        assertThat(CLUSTER.masterOf(0)).isEqualTo(successor);
        assertThat(CLUSTER.replicaOf(successor)).isEqualTo(killed);
        assertThat(CLUSTER.masters()).hasSize(3);
    }

    private static JedisCluster client() {
        Set<HostAndPort> seeds = CLUSTER.addresses().stream()
                .map(address -> new HostAndPort(Objects.requireNonNull(address.getHostString()), address.getPort()))
                .collect(Collectors.toSet());
        return new JedisCluster(seeds);
    }
}
