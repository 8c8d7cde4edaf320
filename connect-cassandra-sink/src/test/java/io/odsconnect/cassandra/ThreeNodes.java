package io.odsconnect.cassandra;

import com.datastax.oss.driver.api.core.ConsistencyLevel;
import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.CqlSessionBuilder;
import com.datastax.oss.driver.api.core.config.DefaultDriverOption;
import com.datastax.oss.driver.api.core.config.DriverConfigLoader;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import com.datastax.oss.driver.api.core.loadbalancing.NodeDistance;
import io.odsconnect.testbed.cassandra.CassandraCluster;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The table of {@link CardChanges} with a replica on each of three nodes, and clients that look into it. */
final class ThreeNodes {

    private final CassandraCluster cluster;
    private final String keyspace;

    /** Creates a table of its own. */
    ThreeNodes(CassandraCluster cluster, String keyspace) {
        this(cluster, keyspace, CassandraCluster.NODES);
    }

    /** Creates a table of its own whose rows have so many replicas. */
    ThreeNodes(CassandraCluster cluster, String keyspace, int replicas) {
        this.cluster = cluster;
        this.keyspace = keyspace;
        try (CqlSession session = builder().build()) {
            session.execute("create keyspace " + keyspace
                    + " with replication = {'class': 'SimpleStrategy', 'replication_factor': " + replicas + "}");
            session.execute(CardChanges.CREATE.formatted(keyspace));
        }
    }

    /** Returns the name of the keyspace. */
    String keyspace() {
        return keyspace;
    }

    /** Returns a connector's options. */
    Map<String, String> options(String... more) {
        return options(cluster, keyspace, more);
    }

    /** Returns the options of a connector that writes to the table {@code card} of a keyspace. */
    static Map<String, String> options(CassandraCluster cluster, String keyspace, String... more) {
        Map<String, String> options = new HashMap<>();
        options.put("name", "test");
        options.put(
                "cassandra.contact.points",
                cluster.contactPoints().stream()
                        .map(node -> node.getHostString() + ":" + node.getPort())
                        .collect(Collectors.joining(",")));
        options.put("cassandra.local.datacenter", cluster.localDatacenter());
        options.put("cassandra.request.timeout.ms", "3000");
        options.put("retry.backoff.max.ms", "1000");
        options.put("table.template", keyspace + ".card");
        for (int i = 0; i < more.length; i += 2) {
            options.put(more[i], more[i + 1]);
        }
        return options;
    }

    /** Returns the rows that the cluster has, by their id. */
    Map<Long, List<@Nullable Object>> rows(ConsistencyLevel level) {
        try (CqlSession session = builder().build()) {
            return rows(session, level);
        }
    }

    /** Returns the rows that one node has itself, by their id. */
    Map<Long, List<@Nullable Object>> rowsOf(int node) {
        CqlSessionBuilder alone = builder()
                .withNodeDistanceEvaluator((other, datacenter) ->
                        other.getEndPoint().resolve().equals(cluster.address(node)) ? null : NodeDistance.IGNORED);
        try (CqlSession session = alone.build()) {
            return rows(session, ConsistencyLevel.ONE);
        }
    }

    private Map<Long, List<@Nullable Object>> rows(CqlSession session, ConsistencyLevel level) {
        Map<Long, List<@Nullable Object>> rows = new TreeMap<>();
        for (Row row : session.execute(SimpleStatement.newInstance("select id, name, note from " + keyspace + ".card")
                .setConsistencyLevel(level))) {
            rows.put(row.getLong("id"), CardChanges.row(row.getString("name"), row.getString("note")));
        }
        return rows;
    }

    private CqlSessionBuilder builder() {
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
