package io.odsconnect.cassandra.mapping;

import com.datastax.oss.driver.api.core.CqlIdentifier;
import com.datastax.oss.driver.api.core.metadata.Metadata;
import com.datastax.oss.driver.api.core.metadata.Node;
import com.datastax.oss.driver.api.core.metadata.TokenMap;
import com.datastax.oss.driver.api.core.metadata.schema.ClusteringOrder;
import com.datastax.oss.driver.api.core.metadata.schema.ColumnMetadata;
import com.datastax.oss.driver.api.core.metadata.schema.KeyspaceMetadata;
import com.datastax.oss.driver.api.core.metadata.schema.TableMetadata;
import com.datastax.oss.driver.api.core.type.DataType;
import com.datastax.oss.driver.internal.core.metadata.schema.DefaultColumnMetadata;
import com.datastax.oss.driver.internal.core.metadata.schema.DefaultKeyspaceMetadata;
import com.datastax.oss.driver.internal.core.metadata.schema.DefaultTableMetadata;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The driver's metadata of one table, made up. Names are as Cassandra stores them. */
public final class TestTable {

    private static final UUID ID = new UUID(1, 2);

    private final TableName name;
    private final Map<CqlIdentifier, ColumnMetadata> partitionKey = new LinkedHashMap<>();
    private final Map<ColumnMetadata, ClusteringOrder> clustering = new LinkedHashMap<>();
    private final Map<CqlIdentifier, ColumnMetadata> columns = new LinkedHashMap<>();

    public TestTable(String name) {
        this.name = TableName.parse(name).orElseThrow();
    }

    public TestTable partitionKey(String column, DataType type) {
        ColumnMetadata metadata = add(column, type, false);
        partitionKey.put(metadata.getName(), metadata);
        return this;
    }

    public TestTable clusteringColumn(String column, DataType type) {
        clustering.put(add(column, type, false), ClusteringOrder.ASC);
        return this;
    }

    public TestTable column(String column, DataType type) {
        var unused = add(column, type, false);
        return this;
    }

    public TestTable staticColumn(String column, DataType type) {
        var unused = add(column, type, true);
        return this;
    }

    private ColumnMetadata add(String column, DataType type, boolean isStatic) {
        ColumnMetadata metadata = new DefaultColumnMetadata(
                name.keyspace(), name.table(), CqlIdentifier.fromInternal(column), type, isStatic);
        columns.put(metadata.getName(), metadata);
        return metadata;
    }

    /** Returns the table as the sink sees it. */
    public CqlTable table() {
        return CqlTable.of(name, tableMetadata());
    }

    /** Returns new metadata of a cluster with this table alone. */
    public Metadata metadata() {
        KeyspaceMetadata keyspace = new DefaultKeyspaceMetadata(
                name.keyspace(),
                true,
                false,
                Map.of(),
                Map.of(),
                Map.of(name.table(), tableMetadata()),
                Map.of(),
                Map.of(),
                Map.of());
        return new Metadata() {
            @Override
            public Map<UUID, Node> getNodes() {
                return Map.of();
            }

            @Override
            public Map<CqlIdentifier, KeyspaceMetadata> getKeyspaces() {
                return Map.of(name.keyspace(), keyspace);
            }

            @Override
            public Optional<TokenMap> getTokenMap() {
                return Optional.empty();
            }
        };
    }

    private TableMetadata tableMetadata() {
        return new DefaultTableMetadata(
                name.keyspace(),
                name.table(),
                ID,
                false,
                false,
                List.copyOf(partitionKey.values()),
                new LinkedHashMap<>(clustering),
                new LinkedHashMap<>(columns),
                Map.of(),
                Map.of());
    }
}
