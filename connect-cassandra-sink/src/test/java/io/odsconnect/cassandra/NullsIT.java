package io.odsconnect.cassandra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.odsconnect.testbed.cassandra.CassandraServer;
import io.odsconnect.testbed.junit.TestbedExtension;
import io.odsconnect.testbed.sink.SinkTaskDriver;
import io.odsconnect.testbed.sink.SourceTable;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of nulls, and how many tombstones that costs. */
@ExtendWith(TestbedExtension.class)
class NullsIT {

    private final Keyspace keyspace;
    private final SourceTable table = new SourceTable(
            "ods.BANK.NOTE",
            SchemaBuilder.struct()
                    .field("ID", Schema.INT32_SCHEMA)
                    .field("A", Schema.OPTIONAL_STRING_SCHEMA)
                    .field("B", Schema.OPTIONAL_STRING_SCHEMA)
                    .field(
                            "C",
                            SchemaBuilder.array(Schema.STRING_SCHEMA).optional().build())
                    .build(),
            List.of("ID"));

    private SinkTaskDriver task;

    NullsIT(CassandraServer server) {
        keyspace = new Keyspace(server);
        keyspace.run("create table %s.note (id int primary key, a text, b text, c set<text>)");
        task = new SinkTaskDriver(CassandraSinkTask::new, keyspace.options("note"));
    }

    @AfterEach
    void stop() {
        task.close();
        keyspace.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"replace", "tombstone"})
    void noColumnOfAnOlderRowStaysWhicheverComesFirst(String handling) {
        start("null.handling", handling);
        SinkRecord old = table.bulk(9, table.row("ID", 1, "A", "old", "B", "old", "C", List.of("old")));
        SinkRecord older = table.bulk(8, table.row("ID", 2, "A", "old", "B", "old", "C", List.of("old")));
        put(old);
        put(table.updateWithoutBefore(10, table.row("ID", 1, "A", "new")));
        put(table.updateWithoutBefore(10, table.row("ID", 2, "B", "new")));
        put(older);
        // An empty row is a row.
        put(table.add(10, table.row("ID", 3)));

        assertThat(keyspace.rows("note"))
                .containsOnly(
                        entry(1, Map.of("id", 1, "a", "new")),
                        entry(2, Map.of("id", 2, "b", "new")),
                        entry(3, Map.of("id", 3)));
    }

    @Test
    void aRowWithManyNullsIsReadWithoutATombstone() {
        put(table.add(10, table.row("ID", 1, "A", "x")));
        assertThat(Tombstones.of(keyspace, "select * from %s.note where id = 1"))
                .isZero();

        start("null.handling", "tombstone");
        put(table.add(10, table.row("ID", 2, "A", "x")));
        assertThat(Tombstones.of(keyspace, "select * from %s.note where id = 2"))
                .isPositive();
    }

    @Test
    void theFirstPositionOfAllIsOneToo() {
        start("position.from", "offset", "record.format", "flat");
        put(new SinkRecord("note", 0, null, null, null, Map.of("ID", 1, "A", "x"), 0));

        assertThat(keyspace.rows("note")).containsOnly(entry(1, Map.of("id", 1, "a", "x")));
        assertThat(keyspace.value("select writetime(a) from %s.note")).isEqualTo(0L);
    }

    @Test
    void whatIsUnsetStaysAsItWasAndCostsNoTombstone() {
        start("null.handling", "unset");
        put(table.add(10, table.row("ID", 1, "A", "old", "B", "old")));
        put(table.updateWithoutBefore(11, table.row("ID", 1, "A", "new")));

        assertThat(keyspace.rows("note")).containsOnly(entry(1, Map.of("id", 1, "a", "new", "b", "old")));
        assertThat(Tombstones.of(keyspace, "select * from %s.note where id = 1"))
                .isZero();
    }

    @Test
    void withoutPositionsARowIsReplacedAsWell() {
        start("position.guard", "false");
        put(table.add(10, table.row("ID", 1, "A", "old", "B", "old", "C", List.of("old"))));
        put(table.add(9, table.row("ID", 1, "A", "new")));

        assertThat(keyspace.rows("note")).containsOnly(entry(1, Map.of("id", 1, "a", "new")));
    }

    private void put(SinkRecord record) {
        task.put(record);
        task.flush();
    }

    private void start(String... more) {
        task.close();
        task = new SinkTaskDriver(CassandraSinkTask::new, keyspace.options("note", more));
    }
}
