package io.odsconnect.cassandra.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.datastax.oss.driver.api.core.CqlIdentifier;
import com.datastax.oss.driver.api.core.type.DataTypes;
import io.odsconnect.cassandra.mapping.CassandraWrite.Kind;
import io.odsconnect.cassandra.mapping.CqlTable;
import io.odsconnect.cassandra.mapping.TestTable;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CqlTest {

    private static final CqlTable CARD = new TestTable("bank.\"Card\"")
            .partitionKey("client", DataTypes.INT)
            .clusteringColumn("No", DataTypes.TEXT)
            .column("limit", DataTypes.DECIMAL)
            .column("note", DataTypes.TEXT)
            .table();

    @Test
    void aRowIsInsertedAtItsPosition() {
        for (Kind kind : List.of(Kind.INSERT, Kind.MERGE)) {
            assertThat(Cql.of(kind, CARD, true, false))
                    .isEqualTo("INSERT INTO bank.\"Card\" (client, \"No\", \"limit\", note) VALUES (?, ?, ?, ?)"
                            + " USING TIMESTAMP ?");
        }
    }

    @Test
    void aRowIsInsertedWithATimeToLive() {
        assertThat(Cql.of(Kind.INSERT, CARD, true, true)).endsWith(" VALUES (?, ?, ?, ?) USING TIMESTAMP ? AND TTL ?");
        assertThat(Cql.of(Kind.INSERT, CARD, false, true)).endsWith(" VALUES (?, ?, ?, ?) USING TTL ?");
    }

    @Test
    void withoutAPositionThePresentTimeIsTheTimestamp() {
        assertThat(Cql.of(Kind.INSERT, CARD, false, false)).endsWith(" VALUES (?, ?, ?, ?)");
        assertThat(Cql.of(Kind.DELETE, CARD, false, true))
                .isEqualTo("DELETE FROM bank.\"Card\" WHERE client = ? AND \"No\" = ?");
    }

    @Test
    void aRowIsDeletedAtItsPosition() {
        assertThat(Cql.of(Kind.DELETE, CARD, true, true))
                .isEqualTo("DELETE FROM bank.\"Card\" USING TIMESTAMP ? WHERE client = ? AND \"No\" = ?");
    }

    @Test
    void aRowIsReplacedByADeleteAndAnInsertInOneStep() {
        assertThat(Cql.of(Kind.REPLACE, CARD, true, true))
                .isEqualTo("BEGIN UNLOGGED BATCH"
                        + " DELETE FROM bank.\"Card\" USING TIMESTAMP ? WHERE client = ? AND \"No\" = ?;"
                        + " INSERT INTO bank.\"Card\" (client, \"No\", \"limit\", note) VALUES (?, ?, ?, ?)"
                        + " USING TIMESTAMP ? AND TTL ?;"
                        + " APPLY BATCH");
    }

    @Test
    void aKeyspaceIsMadeWithItsCopies() {
        assertThat(Cql.createKeyspace(CqlIdentifier.fromInternal("Bank"), Map.of("dc2", 1, "dc1", 3)))
                .isEqualTo("CREATE KEYSPACE IF NOT EXISTS \"Bank\" WITH replication ="
                        + " {'class': 'NetworkTopologyStrategy', 'dc1': 3, 'dc2': 1}");
    }

    @Test
    void aTableIsMade() {
        assertThat(Cql.createTable(CARD, false))
                .isEqualTo("CREATE TABLE IF NOT EXISTS bank.\"Card\" (client int, \"No\" text, \"limit\" decimal,"
                        + " note text, PRIMARY KEY ((client), \"No\"))");
        assertThat(Cql.createTable(CARD, true)).endsWith(" WITH CLUSTERING ORDER BY (\"No\" DESC)");
    }
}
