package io.odsconnect.cassandra.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.datastax.oss.driver.api.core.type.DataTypes;
import io.odsconnect.cassandra.config.CassandraSinkConfig;
import io.odsconnect.cassandra.mapping.CassandraWrite;
import io.odsconnect.cassandra.mapping.RowMapper;
import io.odsconnect.cassandra.mapping.Tables;
import io.odsconnect.cassandra.mapping.TestTable;
import io.odsconnect.common.event.ChangeEvent;
import io.odsconnect.common.event.Operation;
import io.odsconnect.common.event.Origin;
import io.odsconnect.common.value.Row;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PartitionBatchesTest {

    private static final TestTable ENTRY =
            new TestTable("bank.entry").partitionKey("account", DataTypes.INT).clusteringColumn("seq", DataTypes.INT);
    private static final TestTable CARD = new TestTable("bank.card").partitionKey("account", DataTypes.INT);

    @Test
    void writesOfOnePartitionGoTogether() {
        List<CassandraWrite> batch = List.of(entry(1, 1), entry(2, 1), entry(1, 2), entry(2, 2), entry(3, 1));

        assertThat(new PartitionBatches(1000).mayJoin(batch)).isTrue();
        assertThat(new PartitionBatches(1000).of(batch)).containsExactly(List.of(0, 2), List.of(1, 3), List.of(4));
    }

    @Test
    void aBatchHasSoManyBytesAndALargeRowGoesAlone() {
        List<CassandraWrite> batch = List.of(entry(1, 1), entry(1, 2), entry(1, 3));

        assertThat(new PartitionBatches(2 * batch.get(0).sizeInBytes()).of(batch))
                .containsExactly(List.of(0, 1), List.of(2));
        assertThat(new PartitionBatches(1).of(batch)).containsExactly(List.of(0), List.of(1), List.of(2));
    }

    @Test
    void withoutClusteringColumnsOrTheOptionNothingIsLookedFor() {
        CassandraWrite card = write(CARD, Row.of("ACCOUNT", 1));

        assertThat(new PartitionBatches(1000).mayJoin(List.of(card, card))).isFalse();
        assertThat(new PartitionBatches(0).mayJoin(List.of(entry(1, 1), entry(1, 2))))
                .isFalse();
        assertThat(new PartitionBatches(1000).mayJoin(List.of(entry(1, 1)))).isFalse();
    }

    private final Map<TestTable, RowMapper> mappers = new HashMap<>();

    private CassandraWrite entry(int account, int seq) {
        return write(ENTRY, Row.of("ACCOUNT", account, "SEQ", seq));
    }

    private CassandraWrite write(TestTable table, Row row) {
        RowMapper mapper = mappers.computeIfAbsent(table, PartitionBatchesTest::mapper);
        return mapper.map(new ChangeEvent(
                        Operation.CREATE, "t", new Origin("t", 0, 0), null, null, row, 10, ChangeEvent.NO_TIME))
                .get(0);
    }

    private static RowMapper mapper(TestTable table) {
        String name = table == CARD ? "bank.card" : "bank.entry";
        CassandraSinkConfig config =
                new CassandraSinkConfig(Map.of("cassandra.local.datacenter", "dc1", "table.template", name));
        var metadata = table.metadata();
        return new RowMapper(config.rules(), new Tables(() -> metadata, () -> {}), () -> 0);
    }
}
