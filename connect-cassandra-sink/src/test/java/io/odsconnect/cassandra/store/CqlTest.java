package io.odsconnect.cassandra.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.datastax.oss.driver.api.core.type.DataTypes;
import io.odsconnect.cassandra.mapping.CqlTable;
import io.odsconnect.cassandra.mapping.TestTable;
import org.junit.jupiter.api.Test;

class CqlTest {

    private static final CqlTable CARD = new TestTable("bank.\"Card\"")
            .partitionKey("client", DataTypes.INT)
            .clusteringColumn("No", DataTypes.TEXT)
            .column("limit", DataTypes.DECIMAL)
            .column("note", DataTypes.TEXT)
            .table();

    @Test
    void aRowIsReplacedAtItsPosition() {
        assertThat(Cql.insert(CARD, true, 0))
                .isEqualTo("INSERT INTO bank.\"Card\" (client, \"No\", \"limit\", note) VALUES (?, ?, ?, ?)"
                        + " USING TIMESTAMP ?");
    }

    @Test
    void aRowIsReplacedWithATimeToLive() {
        assertThat(Cql.insert(CARD, true, 60)).endsWith(" VALUES (?, ?, ?, ?) USING TIMESTAMP ? AND TTL 60");
        assertThat(Cql.insert(CARD, false, 60)).endsWith(" VALUES (?, ?, ?, ?) USING TTL 60");
    }

    @Test
    void withoutAPositionThePresentTimeIsTheTimestamp() {
        assertThat(Cql.insert(CARD, false, 0)).endsWith(" VALUES (?, ?, ?, ?)");
        assertThat(Cql.delete(CARD, false)).isEqualTo("DELETE FROM bank.\"Card\" WHERE client = ? AND \"No\" = ?");
    }

    @Test
    void aRowIsDeletedAtItsPosition() {
        assertThat(Cql.delete(CARD, true))
                .isEqualTo("DELETE FROM bank.\"Card\" USING TIMESTAMP ? WHERE client = ? AND \"No\" = ?");
    }
}
