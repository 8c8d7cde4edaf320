package io.odsconnect.testbed.cassandra;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.CqlSessionBuilder;
import com.datastax.oss.driver.api.core.DefaultConsistencyLevel;
import com.datastax.oss.driver.api.core.config.DefaultDriverOption;
import com.datastax.oss.driver.api.core.config.DriverConfigLoader;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import com.datastax.oss.driver.api.core.loadbalancing.NodeDistance;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class CassandraClusterIT {

    @Test
    void threeNodesShareTheirRowsAndOneThatComesBackGetsWhatItMissed() {
        assumeTrue(CassandraCluster.obstacle().isEmpty(), CassandraCluster.obstacle()::toString);
        try (CassandraCluster cluster = CassandraCluster.embeddedOrGiven()) {
            long start = System.nanoTime();
            cluster.start();
            System.out.println("Three nodes started in " + Duration.ofNanos(System.nanoTime() - start));
            try (CqlSession session = builder(cluster).build()) {
                session.execute(
                        "create keyspace ods with replication = {'class': 'SimpleStrategy', 'replication_factor': 3}");
                session.execute("create table ods.card (id int primary key)");
                cluster.kill(2);
                cluster.awaitWhole();
                assertThatThrownBy(() -> write(session, 1, DefaultConsistencyLevel.ALL))
                        .hasMessageContaining("3 required but only 2 alive");
                write(session, 2, DefaultConsistencyLevel.QUORUM);
            }
            cluster.restart(2);
            cluster.awaitWhole();
            try (CqlSession session = session(cluster, 2)) {
                await().atMost(Duration.ofSeconds(60)).ignoreExceptions().until(() -> has(session, 2));
            }
        }
    }

    private static void write(CqlSession session, int id, DefaultConsistencyLevel level) {
        session.execute(SimpleStatement.newInstance("insert into ods.card (id) values (?)", id)
                .setConsistencyLevel(level));
    }

    /** Says whether the session's node has a row itself. */
    private static boolean has(CqlSession session, int id) {
        return session.execute(SimpleStatement.newInstance("select id from ods.card where id = ?", id)
                                .setConsistencyLevel(DefaultConsistencyLevel.ONE))
                        .one()
                != null;
    }

    /** Returns a session with one node alone. */
    private static CqlSession session(CassandraCluster cluster, int node) {
        return builder(cluster)
                .withNodeDistanceEvaluator((other, datacenter) ->
                        other.getEndPoint().resolve().equals(cluster.address(node)) ? null : NodeDistance.IGNORED)
                .build();
    }

    private static CqlSessionBuilder builder(CassandraCluster cluster) {
        return CqlSession.builder()
                .addContactPoints(cluster.contactPoints())
                .withLocalDatacenter(cluster.localDatacenter())
                .withConfigLoader(DriverConfigLoader.programmaticBuilder()
                        .withDuration(DefaultDriverOption.METADATA_SCHEMA_WINDOW, Duration.ZERO)
                        .withDuration(DefaultDriverOption.REQUEST_TIMEOUT, Duration.ofSeconds(30))
                        .withDuration(DefaultDriverOption.CONNECTION_INIT_QUERY_TIMEOUT, Duration.ofSeconds(30))
                        .build());
    }
}
