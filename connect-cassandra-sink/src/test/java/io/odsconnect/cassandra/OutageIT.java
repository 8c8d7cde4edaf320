package io.odsconnect.cassandra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.odsconnect.testbed.cassandra.CassandraOptions;
import io.odsconnect.testbed.cassandra.CassandraServer;
import io.odsconnect.testbed.sink.SinkTaskDriver;
import io.odsconnect.testbed.sink.SourceTable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;

/** What becomes of rows while the only node is down. */
class OutageIT {

    private static final int ROWS = 3000;

    private final SourceTable table = new SourceTable(
            "ods.BANK.CARD",
            SchemaBuilder.struct()
                    .field("ID", Schema.INT64_SCHEMA)
                    .field("NAME", Schema.OPTIONAL_STRING_SCHEMA)
                    .build(),
            List.of("ID"));

    @Test
    void nothingIsLostWhenTheNodeDiesInTheMiddleAndComesBack() {
        try (CassandraServer server = CassandraServer.embedded(CassandraOptions.PLAIN.withDurability())) {
            server.start();
            try (Keyspace keyspace = new Keyspace(server)) {
                keyspace.run("create table %s.card (id bigint primary key, name text)");
                try (SinkTaskDriver task = new SinkTaskDriver(
                        CassandraSinkTask::new,
                        keyspace.options(
                                "card", "cassandra.request.timeout.ms", "2000", "retry.backoff.max.ms", "500"))) {
                    task.put(adds(0, ROWS / 3));
                    task.flush();
                    task.put(adds(ROWS / 3, 2 * ROWS / 3));
                    server.kill();
                    task.put(adds(2 * ROWS / 3, ROWS));
                    task.put(table.delete(ROWS + 10, table.row("ID", 0L)));
                    server.restart();
                    task.flush();

                    assertThat(task.deadLetterReasons()).isEmpty();
                }
                // The tests' own session finds the node again in its own time.
                await().atMost(Duration.ofSeconds(60))
                        .ignoreExceptions()
                        .untilAsserted(() -> assertThat(keyspace.value("select count(*) from %s.card"))
                                .isEqualTo(ROWS - 1L));
                assertThat(keyspace.rows("card")).doesNotContainKey(0L).containsKey(ROWS - 1L);
            }
        }
    }

    private List<SinkRecord> adds(int from, int to) {
        List<SinkRecord> records = new ArrayList<>();
        for (long id = from; id < to; id++) {
            records.add(table.add(1 + id, table.row("ID", id, "NAME", "n" + id)));
        }
        return records;
    }
}
