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

/** Tables that change while a task runs, and rows of a topic that go to several tables. */
@ExtendWith(TestbedExtension.class)
class SchemaChangeIT {

    private final Keyspace keyspace;
    private final SourceTable table = new SourceTable(
            "ods.BANK.NOTE",
            SchemaBuilder.struct()
                    .field("ID", Schema.INT32_SCHEMA)
                    .field("A", Schema.OPTIONAL_STRING_SCHEMA)
                    .build(),
            List.of("ID"));
    private final SourceTable wide = new SourceTable(
            "ods.BANK.WIDE",
            SchemaBuilder.struct()
                    .field("ID", Schema.INT32_SCHEMA)
                    .field("A", Schema.OPTIONAL_STRING_SCHEMA)
                    .field("B", Schema.OPTIONAL_STRING_SCHEMA)
                    .build(),
            List.of("ID"));
    private SinkTaskDriver task;

    SchemaChangeIT(CassandraServer server) {
        keyspace = new Keyspace(server);
        keyspace.run("create table %s.note (id int primary key, a text, b text)");
        task = new SinkTaskDriver(CassandraSinkTask::new, keyspace.options("note"));
    }

    @AfterEach
    void stop() {
        task.close();
        keyspace.close();
    }

    @Test
    void rowsGoOnWhenAColumnThatTheyDoNotFillIsDropped() {
        put(table.add(10, table.row("ID", 1, "A", "x")));
        keyspace.run("alter table %s.note drop b");
        // The driver has not heard of it yet: the sink asks when the server refuses.
        put(table.add(11, table.row("ID", 2, "A", "y")), table.updateWithoutBefore(12, table.row("ID", 1, "A", "z")));

        assertThat(task.deadLetterReasons()).isEmpty();
        assertThat(keyspace.rows("note"))
                .containsOnly(entry(1, Map.of("id", 1, "a", "z")), entry(2, Map.of("id", 2, "a", "y")));
    }

    @Test
    void aRowThatFillsADroppedColumnIsABadRecordThatNamesIt() {
        put(wide.add(10, wide.row("ID", 1, "A", "x", "B", "y")));
        keyspace.run("alter table %s.note drop b");
        put(wide.add(11, wide.row("ID", 2, "A", "x", "B", "y")));

        assertThat(keyspace.rows("note")).containsOnlyKeys(1);
        assertThat(task.deadLetterReasons())
                .singleElement()
                .asString()
                .contains("Table " + keyspace.name() + ".note no longer has a column b");
    }

    @Test
    void aFieldOfTheRowTellsTheTableAndARowMovesWithIt() {
        keyspace.run("create table %s.note_x (id int primary key, a text)");
        keyspace.run("create table %s.note_y (id int primary key, a text)");
        task.close();
        task = new SinkTaskDriver(
                CassandraSinkTask::new,
                keyspace.options("note", "table.template", keyspace.name() + ".note_{A|lower}"));
        put(table.add(10, table.row("ID", 1, "A", "X")), table.add(10, table.row("ID", 2, "A", "X")));
        put(
                table.update(11, table.row("ID", 1, "A", "X"), table.row("ID", 1, "A", "Y")),
                table.delete(12, table.row("ID", 2, "A", "X")),
                table.tombstone(12, table.row("ID", 2)));

        assertThat(task.deadLetterReasons()).isEmpty();
        assertThat(keyspace.rows("note_x")).isEmpty();
        assertThat(keyspace.rows("note_y")).containsOnly(entry(1, Map.of("id", 1, "a", "Y")));
    }

    private void put(SinkRecord... records) {
        task.put(records);
        task.flush();
    }
}
