package io.odsconnect.redis.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.odsconnect.redis.CardTable;
import io.odsconnect.redis.RedisSinkTask;
import io.odsconnect.redis.StoredRows;
import io.odsconnect.testbed.redis.RedisCluster;
import io.odsconnect.testbed.redis.RedisOptions;
import io.odsconnect.testbed.redis.RedisServer;
import io.odsconnect.testbed.sink.SinkTaskDriver;
import io.odsconnect.testbed.sink.SourceTable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.util.JedisClusterCRC16;

/** A cluster that serves what it has while it has lost a third of its slots, with both of their nodes. */
class LostShardIT {

    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final TopicPartition CARDS = new TopicPartition("ods.CARD", 0);
    private static final Schema ROW = SchemaBuilder.struct()
            .field("CARD_NO", Schema.INT32_SCHEMA)
            .field("NOTE", Schema.OPTIONAL_STRING_SCHEMA)
            .build();

    private static final int LOST = 300;
    private static final int HEALTHY = 3000;

    private final SourceTable cards = new SourceTable("ods.CARD", ROW, List.of("CARD_NO"));

    @Test
    void theRowsOfTheOtherShardsGoOnAndThoseOfTheLostOneComeWhenItIsBack() {
        try (RedisCluster cluster =
                RedisCluster.embedded(RedisOptions.PLAIN.with("cluster-require-full-coverage", "no"))) {
            cluster.start();
            RedisServer master = cluster.masterOf(0);
            RedisServer replica = cluster.replicaOf(master);
            List<Integer> lost = new ArrayList<>();
            List<Integer> healthy = new ArrayList<>();
            for (int card = 0; lost.size() < LOST || healthy.size() < HEALTHY; card++) {
                boolean isLost = JedisClusterCRC16.getSlot("card:" + card) < RedisCluster.SLOTS / 3;
                List<Integer> to = isLost ? lost : healthy;
                if (to.size() < (isLost ? LOST : HEALTHY)) {
                    to.add(card);
                }
            }
            replica.kill();
            master.kill();
            // The worst order: all of the lost shard first, in whole batches.
            try (SinkTaskDriver task = new SinkTaskDriver(RedisSinkTask::new, props(cluster))) {
                task.put(records(lost));
                task.put(records(healthy));
                await().atMost(LIMIT).pollInSameThread().until(() -> {
                    task.poll();
                    task.commit();
                    return StoredRows.in(cluster.masters()).size() == HEALTHY;
                });
                assertThat(task.committed(CARDS)).isZero();
                assertThat(task.deadLetters()).isEmpty();

                master.restart();
                replica.restart();
                task.flush();
                assertThat(task.deadLetters()).isEmpty();
            }
            cluster.awaitWhole();
            assertThat(StoredRows.in(cluster.masters())).hasSize(LOST + HEALTHY);
        }
    }

    private List<SinkRecord> records(List<Integer> numbers) {
        return numbers.stream()
                .map(card -> cards.add(1000 + card, cards.row("CARD_NO", card, "NOTE", "a")))
                .toList();
    }

    private static Map<String, String> props(RedisCluster cluster) {
        return CardTable.props(
                "redis.mode",
                "cluster",
                "redis.hosts",
                cluster.nodes().stream().map(node -> "127.0.0.1:" + node.port()).collect(Collectors.joining(",")),
                "redis.connect.timeout.ms",
                "1000",
                "batch.size",
                "100",
                "retry.backoff.max.ms",
                "1000");
    }
}
