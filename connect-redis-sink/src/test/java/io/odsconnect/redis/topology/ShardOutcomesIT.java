package io.odsconnect.redis.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.odsconnect.common.sink.Outcome;
import io.odsconnect.redis.CardTable;
import io.odsconnect.redis.config.RedisSinkConfig;
import io.odsconnect.redis.connection.RedisConnections;
import io.odsconnect.redis.mapping.RedisWrite;
import io.odsconnect.redis.store.RedisStore;
import io.odsconnect.testbed.redis.RedisCluster;
import io.odsconnect.testbed.redis.RedisOptions;
import io.odsconnect.testbed.redis.RedisServer;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.util.JedisClusterCRC16;

/** What the store says of each row when a cluster loses a shard, a master with its replica, and serves what is left. */
class ShardOutcomesIT {

    private static final int ROWS = 60;

    private static final RedisCluster CLUSTER =
            RedisCluster.embedded(RedisOptions.PLAIN.with("cluster-require-full-coverage", "no"));

    @BeforeAll
    static void start() {
        CLUSTER.start();
    }

    @AfterAll
    static void stop() {
        CLUSTER.close();
    }

    @Test
    void rowsOfTheOtherShardsAreWrittenAndThoseOfTheLostOneWhenItIsBack() {
        RedisServer lost = CLUSTER.masterOf(slot(0));
        RedisServer replica = CLUSTER.replicaOf(lost);
        List<Boolean> isLost = IntStream.range(0, ROWS)
                .mapToObj(card -> CLUSTER.masterOf(slot(card)).equals(lost))
                .toList();
        RedisSinkConfig config = new RedisSinkConfig(CardTable.props(
                "redis.mode",
                "cluster",
                "redis.hosts",
                "127.0.0.1:" + lost.port() + ",127.0.0.1:" + port(lost, replica)));
        try (RedisStore store = new RedisStore(
                config.rows().newMapper(), config.rows().writeRules(), new RedisConnections(config.connection()), 2)) {
            assertThat(write(store)).containsOnly(Outcome.APPLIED);
            replica.kill();
            lost.kill();

            for (int times = 0; times < 3; times++) {
                List<Outcome> outcomes = write(store);
                for (int card = 0; card < ROWS; card++) {
                    if (isLost.get(card)) {
                        assertThat(outcomes.get(card)).as("card %d", card).isInstanceOf(Outcome.Retry.class);
                    } else {
                        assertThat(outcomes.get(card)).as("card %d", card).isEqualTo(Outcome.APPLIED);
                    }
                }
            }

            lost.restart();
            replica.restart();
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> write(store), outcomes -> outcomes.stream().allMatch(Outcome.APPLIED::equals));
        }
    }

    private static int port(RedisServer lost, RedisServer replica) {
        return CLUSTER.nodes().stream()
                .filter(node -> !node.equals(lost) && !node.equals(replica))
                .findFirst()
                .orElseThrow()
                .port();
    }

    /** Deletes rows, each of a slot of its own: what there is to be done is the same as for rows that are put. */
    private static List<Outcome> write(RedisStore store) {
        return store.write(IntStream.range(0, ROWS)
                        .mapToObj(card -> RedisWrite.delete("card:" + card, 10))
                        .toList())
                .toCompletableFuture()
                .join();
    }

    private static int slot(int card) {
        return JedisClusterCRC16.getSlot("card:" + card);
    }
}
