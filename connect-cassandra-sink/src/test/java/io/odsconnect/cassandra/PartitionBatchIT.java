package io.odsconnect.cassandra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import com.datastax.oss.driver.api.core.cql.Row;
import io.odsconnect.testbed.cassandra.CassandraServer;
import io.odsconnect.testbed.junit.TestbedExtension;
import io.odsconnect.testbed.sink.SinkTaskDriver;
import io.odsconnect.testbed.sink.SourceTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Rows of one partition that are sent together. */
@ExtendWith(TestbedExtension.class)
class PartitionBatchIT {

    private final Keyspace keyspace;
    private final SourceTable table = new SourceTable(
            "ods.BANK.ENTRY",
            SchemaBuilder.struct()
                    .field("ACCOUNT", Schema.INT32_SCHEMA)
                    .field("SEQ", Schema.STRING_SCHEMA)
                    .field("A", Schema.OPTIONAL_STRING_SCHEMA)
                    .field("B", Schema.OPTIONAL_STRING_SCHEMA)
                    .field("RAW", Schema.OPTIONAL_BYTES_SCHEMA)
                    .build(),
            List.of("ACCOUNT", "SEQ"));
    private final SinkTaskDriver task;

    PartitionBatchIT(CassandraServer server) {
        keyspace = new Keyspace(server);
        keyspace.run("create table %s.entry (account int, seq text, a text, b text, raw blob,"
                + " primary key (account, seq))");
        task = new SinkTaskDriver(CassandraSinkTask::new, keyspace.options("entry"));
    }

    @AfterEach
    void stop() {
        task.close();
        keyspace.close();
    }

    @Test
    void replacedRowsInsertsAndDeletesOfAPartitionKeepTheirPositions() {
        task.put(
                table.add(10, table.row("ACCOUNT", 1, "SEQ", "1", "A", "x", "B", "y")),
                table.add(11, table.row("ACCOUNT", 1, "SEQ", "2", "A", "x", "B", "y")),
                table.add(12, table.row("ACCOUNT", 1, "SEQ", "3", "A", "x", "B", "y")));
        task.flush();
        task.put(
                table.update(
                        20,
                        table.row("ACCOUNT", 1, "SEQ", "1", "A", "x", "B", "y"),
                        table.row("ACCOUNT", 1, "SEQ", "4", "A", "z")),
                table.updateWithoutBefore(21, table.row("ACCOUNT", 1, "SEQ", "2")),
                table.delete(22, table.row("ACCOUNT", 1, "SEQ", "3")),
                // Late ones in the same batch.
                table.bulk(9, table.row("ACCOUNT", 1, "SEQ", "1", "A", "old", "B", "old")),
                table.bulk(8, table.row("ACCOUNT", 1, "SEQ", "5", "A", "only", "B", "one")));
        task.flush();

        assertThat(entries())
                .containsOnly(
                        entry("2", Map.of()),
                        entry("4", Map.of("a", "z")),
                        entry("5", Map.of("a", "only", "b", "one")));
    }

    @Test
    void oneBadRowHoldsUpNoneOfItsPartition() {
        List<SinkRecord> records = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            records.add(table.add(10 + i, table.row("ACCOUNT", 1, "SEQ", "s" + i, "A", "x")));
            if (i == 5) {
                // The server takes no row of such a size.
                records.add(table.add(9, table.row("ACCOUNT", 1, "SEQ", "large", "RAW", new byte[5 << 20])));
            } else if (i == 10) {
                // Nor a clustering column of more than 64 KiB.
                records.add(table.add(9, table.row("ACCOUNT", 1, "SEQ", "k".repeat(66_000))));
            }
        }
        task.put(records);
        task.flush();

        assertThat(entries()).hasSize(20);
        assertThat(task.deadLetterReasons()).hasSize(2);
    }

    @Test
    void aBatchOfOnePartitionMayBeLargerThanTheServersLimitForOthers() {
        List<SinkRecord> records = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            records.add(table.add(10 + i, table.row("ACCOUNT", 1, "SEQ", "s" + i, "A", "x".repeat(1000))));
        }
        task.put(records);
        task.flush();

        assertThat(task.deadLetterReasons()).isEmpty();
        assertThat(entries()).hasSize(100);
    }

    private Map<String, Map<String, Object>> entries() {
        Map<String, Map<String, Object>> entries = new HashMap<>();
        for (Row row : keyspace.session().execute("select seq, a, b from " + keyspace.name() + ".entry")) {
            Map<String, Object> columns = new HashMap<>(Keyspace.columns(row));
            entries.put(String.valueOf(columns.remove("seq")), columns);
        }
        return entries;
    }
}
