package io.odsconnect.cassandra;

import static org.assertj.core.api.Assertions.assertThat;

import io.odsconnect.testbed.cassandra.CassandraServer;
import io.odsconnect.testbed.fault.Direction;
import io.odsconnect.testbed.fault.TcpProxy;
import io.odsconnect.testbed.junit.TestbedExtension;
import io.odsconnect.testbed.sink.SinkTaskDriver;
import io.odsconnect.testbed.sink.SourceTable;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What becomes of rows when a connection is lost while the driver reads the schema, of which it only logs. */
@ExtendWith(TestbedExtension.class)
class UnreadSchemaIT {

    private static final int LAST_CUT = 60_000;
    private static final int STEP = 2_500;

    private final CassandraServer server;
    private final Keyspace keyspace;
    private final SourceTable table = new SourceTable(
            "ods.BANK.NOTE",
            SchemaBuilder.struct()
                    .field("ID", Schema.INT32_SCHEMA)
                    .field("A", Schema.OPTIONAL_STRING_SCHEMA)
                    .build(),
            List.of("ID"));

    UnreadSchemaIT(CassandraServer server) {
        this.server = server;
        keyspace = new Keyspace(server);
        keyspace.run("create table %s.note (id int primary key, a text)");
    }

    @AfterEach
    void stop() {
        keyspace.close();
    }

    @Test
    void noTableSeemsToBeMissingWhereverTheConnectionIsCutWhileTheSessionOpens() {
        for (int cut = 0; cut < LAST_CUT; cut += STEP) {
            try (TcpProxy proxy = TcpProxy.to(server.contactPoint())) {
                proxy.cutAfter(Direction.TO_CLIENT, cut);
                Map<String, String> options = keyspace.options("note", "retry.backoff.max.ms", "200");
                options.put("cassandra.contact.points", "127.0.0.1:" + proxy.port());
                try (SinkTaskDriver task = new SinkTaskDriver(CassandraSinkTask::new, options)) {
                    task.put(List.of(table.add(10 + cut, table.row("ID", cut, "A", "x"))));
                    task.flush();

                    assertThat(task.deadLetterReasons()).as("cut after %d", cut).isEmpty();
                }
            }
            assertThat(keyspace.rows("note")).as("cut after %d", cut).containsKey(cut);
        }
    }
}
