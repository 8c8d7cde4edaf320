package io.odsconnect.cassandra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.config.DefaultDriverOption;
import com.datastax.oss.driver.api.core.config.DriverConfigLoader;
import com.datastax.oss.driver.api.core.metadata.Node;
import com.datastax.oss.driver.api.core.metadata.TokenMap;
import com.datastax.oss.driver.api.core.type.codec.TypeCodecs;
import io.odsconnect.testbed.cassandra.CassandraCluster;
import io.odsconnect.testbed.sink.SinkTaskDriver;
import io.odsconnect.testbed.sink.SourceTable;
import io.odsconnect.testbed.sink.TaskBean;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;

/** Three nodes with each row on one of them, of which one is lost: a third of the rows has no replica for a while. */
class RangeAwayIT {

    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final String KEYSPACE = "range_away";
    private static final TaskBean METRICS = new TaskBean("range");
    private static final TopicPartition CARDS = new TopicPartition("ods.BANK.CARD", 0);
    private static final Schema ROW = SchemaBuilder.struct()
            .field("ID", Schema.INT64_SCHEMA)
            .field("NAME", Schema.OPTIONAL_STRING_SCHEMA)
            .build();
    private static final int ROWS = 3000;
    private static final int LOST = 2;

    private final SourceTable cards = new SourceTable("ods.BANK.CARD", ROW, List.of("ID"));

    @Test
    void theRowsOfTheOtherNodesGoOnAndThoseOfTheLostOneComeWhenItIsBack() {
        assumeTrue(CassandraCluster.obstacle().isEmpty(), CassandraCluster.obstacle()::toString);
        try (CassandraCluster cluster = CassandraCluster.embeddedOrGiven()) {
            cluster.start();
            cluster.awaitWhole();
            List<Long> lost = new ArrayList<>();
            List<Long> healthy = new ArrayList<>();
            try (CqlSession session = session(cluster)) {
                session.execute("create keyspace " + KEYSPACE
                        + " with replication = {'class': 'SimpleStrategy', 'replication_factor': 1}");
                session.execute(CardChanges.CREATE.formatted(KEYSPACE));
                for (long id = 0; id < ROWS; id++) {
                    (isOn(session, cluster, id) ? lost : healthy).add(id);
                }
            }
            assertThat(lost).hasSizeGreaterThan(200);
            cluster.kill(LOST);
            // The worst order: all that have no replica first.
            try (SinkTaskDriver task = new SinkTaskDriver(
                    CassandraSinkTask::new,
                    ThreeNodes.options(cluster, KEYSPACE, "name", "range", "batch.size", "100"))) {
                task.put(records(lost));
                task.put(records(healthy));
                await().atMost(LIMIT).pollInSameThread().until(() -> {
                    task.poll();
                    task.commit();
                    return METRICS.value("applied-total") == healthy.size();
                });
                assertThat(task.committed(CARDS)).isZero();
                assertThat(task.deadLetterReasons()).isEmpty();

                cluster.restart(LOST);
                cluster.awaitWhole();
                task.flush();
                assertThat(task.deadLetterReasons()).isEmpty();
            }
            try (CqlSession session = session(cluster)) {
                assertThat(session.execute("select id from " + KEYSPACE + ".card")
                                .all())
                        .hasSize(ROWS);
            }
        }
    }

    private List<SinkRecord> records(List<Long> ids) {
        return ids.stream()
                .map(id -> cards.add(1000 + id, cards.row("ID", id, "NAME", "a")))
                .toList();
    }

    private static boolean isOn(CqlSession session, CassandraCluster cluster, long id) {
        TokenMap tokens = session.getMetadata().getTokenMap().orElseThrow();
        ByteBuffer key = Objects.requireNonNull(
                TypeCodecs.BIGINT.encode(id, session.getContext().getProtocolVersion()));
        Set<Node> replicas = tokens.getReplicas(KEYSPACE, key);
        return replicas.stream().anyMatch(node -> node.getEndPoint().resolve().equals(cluster.address(LOST)));
    }

    private static CqlSession session(CassandraCluster cluster) {
        return CqlSession.builder()
                .addContactPoints(cluster.contactPoints())
                .withLocalDatacenter(cluster.localDatacenter())
                // Three nodes agree on a schema in their own time.
                .withConfigLoader(DriverConfigLoader.programmaticBuilder()
                        .withDuration(DefaultDriverOption.REQUEST_TIMEOUT, Duration.ofSeconds(30))
                        .withDuration(DefaultDriverOption.CONNECTION_INIT_QUERY_TIMEOUT, Duration.ofSeconds(30))
                        .build())
                .build();
    }
}
