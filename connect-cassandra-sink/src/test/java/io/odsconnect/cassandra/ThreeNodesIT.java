package io.odsconnect.cassandra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.datastax.oss.driver.api.core.ConsistencyLevel;
import com.datastax.oss.driver.api.core.CqlSession;
import io.odsconnect.cassandra.config.CassandraSinkConfig;
import io.odsconnect.cassandra.connection.Sessions;
import io.odsconnect.cassandra.mapping.CassandraWrite;
import io.odsconnect.cassandra.mapping.CqlTable;
import io.odsconnect.cassandra.mapping.TableName;
import io.odsconnect.cassandra.mapping.Tables;
import io.odsconnect.cassandra.store.CassandraStore;
import io.odsconnect.common.sink.Outcome;
import io.odsconnect.testbed.cassandra.CassandraCluster;
import io.odsconnect.testbed.sink.SinkTaskDriver;
import io.odsconnect.testbed.sink.TaskBean;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of rows when nodes of a cluster are lost, which has a replica of each row on each of three nodes. */
class ThreeNodesIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final CassandraCluster CLUSTER = CassandraCluster.embeddedOrGiven();
    private static final TaskBean METRICS = new TaskBean("test");
    private static int tables;

    private final CardChanges table = new CardChanges(300);
    private ThreeNodes nodes;

    @BeforeAll
    static void startCluster() {
        assumeTrue(CassandraCluster.obstacle().isEmpty(), CassandraCluster.obstacle()::toString);
        CLUSTER.start();
    }

    @AfterAll
    static void stopCluster() {
        CLUSTER.close();
    }

    @BeforeEach
    void allNodesAreThere() {
        for (int node = 0; node < CassandraCluster.NODES; node++) {
            if (!CLUSTER.isRunning(node)) {
                CLUSTER.restart(node);
            }
        }
        CLUSTER.awaitWhole();
        nodes = new ThreeNodes(CLUSTER, "sink" + ++tables);
    }

    @Test
    void aNodeThatIsLostWhileRowsAreWrittenIsNotMissedAndGetsAllWhenItIsBack() {
        try (SinkTaskDriver task = new SinkTaskDriver(CassandraSinkTask::new, nodes.options())) {
            task.put(table.change(1000));
            task.flush();
            task.put(table.change(1000));
            CLUSTER.kill(0);
            task.put(table.change(1000));
            task.flush();
            task.put(table.lateBulkRows());
            task.flush();
            assertThat(task.deadLetterReasons()).isEmpty();
            assertThat(nodes.rows(ConsistencyLevel.QUORUM)).isEqualTo(table.expected());

            CLUSTER.restart(0);
            await().atMost(LIMIT)
                    .ignoreExceptions()
                    .untilAsserted(() -> assertThat(nodes.rowsOf(0)).isEqualTo(table.expected()));
            assertThat(nodes.rows(ConsistencyLevel.ALL)).isEqualTo(table.expected());
        }
    }

    @Test
    void whileTwoNodesAreLostTheTaskWaitsAndItGoesOnWhenOneIsBack() {
        try (SinkTaskDriver task = new SinkTaskDriver(CassandraSinkTask::new, nodes.options())) {
            task.put(table.change(500));
            task.flush();
            CLUSTER.kill(1);
            CLUSTER.kill(2);
            CLUSTER.awaitWhole();
            task.put(table.change(1000));
            // As long as the task is polled and throws nothing, it stays in its group.
            await().atMost(LIMIT).pollInSameThread().until(() -> {
                task.put(List.of());
                return METRICS.value("batches-failed-total") > 2;
            });
            task.put(table.lateBulkRows());

            CLUSTER.restart(1);
            task.flush();
            assertThat(task.deadLetterReasons()).isEmpty();
            assertThat(nodes.rows(ConsistencyLevel.QUORUM)).isEqualTo(table.expected());
        }
    }

    @Test
    void withConsistencyAllANodeThatIsLostIsWaitedForAndThenHasEveryRow() {
        try (SinkTaskDriver task =
                new SinkTaskDriver(CassandraSinkTask::new, nodes.options("cassandra.consistency.level", "ALL"))) {
            task.put(table.change(500));
            task.flush();
            CLUSTER.kill(1);
            task.put(table.change(1000));
            await().atMost(LIMIT).until(() -> METRICS.value("batches-failed-total") > 2);

            CLUSTER.restart(1);
            task.flush();
            assertThat(task.deadLetterReasons()).isEmpty();
            for (int node = 0; node < CassandraCluster.NODES; node++) {
                assertThat(nodes.rowsOf(node)).as("node %d", node).isEqualTo(table.expected());
            }
        }
    }

    @Test
    void aReplicaThatMissedDeletesAndUpdatesNeverBringsAnOldRowBack() {
        try (SinkTaskDriver task =
                new SinkTaskDriver(CassandraSinkTask::new, nodes.options("cassandra.consistency.level", "QUORUM"))) {
            task.put(table.change(1500));
            task.flush();
            CLUSTER.kill(2);
            task.put(table.change(500));
            task.put(table.deleteMost());
            task.flush();
            task.put(table.lateBulkRows());
            task.flush();

            CLUSTER.restart(2);
            CLUSTER.awaitWhole();
            // Whether it has got what it missed by now or not, its old rows lose against what the others say.
            assertThat(nodes.rows(ConsistencyLevel.ALL)).isEqualTo(table.expected());
            await().atMost(LIMIT)
                    .untilAsserted(() -> assertThat(nodes.rowsOf(2)).isEqualTo(table.expected()));
        }
    }

    /** With one replica of each row, a node that is lost takes a third of the ring with it. */
    @Test
    void rowsOfARangeThatIsBelowItsLevelAreToBeTriedAgainAndTheOthersAreWritten() {
        ThreeNodes single = new ThreeNodes(CLUSTER, "single" + ++tables, 1);
        CassandraSinkConfig config = new CassandraSinkConfig(single.options());
        CqlSession session = Sessions.open(config);
        try (CassandraStore store = new CassandraStore(session, config.rules(), config.batchBytes())) {
            CqlTable card = new Tables(session::getMetadata, session::refreshSchema)
                    .get(TableName.parse(single.keyspace() + ".card").orElseThrow());
            List<CassandraWrite> writes = new ArrayList<>();
            for (long id = 0; id < 300; id++) {
                ByteBuffer[] key = {ByteBuffer.allocate(Long.BYTES).putLong(id).flip()};
                writes.add(CassandraWrite.of(card, 10, CassandraWrite.Kind.DELETE, key, null));
            }
            assertThat(store.write(writes).toCompletableFuture().join()).containsOnly(Outcome.APPLIED);

            CLUSTER.kill(2);
            CLUSTER.awaitWhole();
            await().atMost(LIMIT).untilAsserted(() -> {
                List<Outcome> outcomes =
                        store.write(writes).toCompletableFuture().join();
                for (int i = 0; i < writes.size(); i++) {
                    assertThat(outcomes.get(i))
                            .as("row %d", i)
                            .isInstanceOf(
                                    isOfNode(2, session, single, writes.get(i))
                                            ? Outcome.Retry.class
                                            : Outcome.Applied.class);
                }
            });

            CLUSTER.restart(2);
            await().atMost(LIMIT)
                    .untilAsserted(() -> assertThat(
                                    store.write(writes).toCompletableFuture().join())
                            .containsOnly(Outcome.APPLIED));
        }
    }

    private static boolean isOfNode(int node, CqlSession session, ThreeNodes nodes, CassandraWrite write) {
        return session
                .getMetadata()
                .getTokenMap()
                .orElseThrow()
                .getReplicas(nodes.keyspace(), write.partitionKey().get(0).duplicate())
                .stream()
                .anyMatch(replica -> replica.getEndPoint().resolve().equals(CLUSTER.address(node)));
    }
}
