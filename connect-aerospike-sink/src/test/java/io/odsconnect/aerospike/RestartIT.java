package io.odsconnect.aerospike;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.aerospike.client.AerospikeClient;
import com.aerospike.client.Key;
import io.odsconnect.testbed.aerospike.AerospikeServer;
import io.odsconnect.testbed.sink.SinkTaskDriver;
import io.odsconnect.testbed.sink.SourceTable;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.junit.jupiter.api.Test;

/** A server that goes away. */
class RestartIT {

    private static final Schema ROW =
            SchemaBuilder.struct().field("ID", Schema.INT64_SCHEMA).build();

    private final SourceTable table = new SourceTable("ods.BANK.CARD", ROW, List.of("ID"));

    @Test
    void whatComesWhileTheServerIsAwayIsWrittenWhenItIsBack() {
        try (AerospikeServer server = AerospikeServer.embeddedOrGiven()) {
            assumeThat(server.isGiven())
                    .as("a given server is not for us to kill")
                    .isFalse();
            server.start();
            Map<String, String> options = Map.of(
                    "name", "test",
                    "aerospike.hosts", server.host() + ":" + server.port(),
                    "aerospike.namespace", server.namespace(),
                    "aerospike.request.timeout.ms", "500",
                    "retry.backoff.max.ms", "200",
                    "set.template", "cards");
            try (SinkTaskDriver task = new SinkTaskDriver(AerospikeSinkTask::new, options)) {
                task.put(table.add(10, table.row("ID", 1L)));
                task.flush();
                server.kill();
                task.put(table.add(11, table.row("ID", 2L)), table.add(12, table.row("ID", 3L)));
                server.restart();
                task.flush();
                assertThat(task.deadLetters()).isEmpty();
            }
            try (AerospikeClient client = new AerospikeClient(server.host(), server.port())) {
                assertThat(client.exists(null, new Key(server.namespace(), "cards", 2L)))
                        .isTrue();
                assertThat(client.exists(null, new Key(server.namespace(), "cards", 3L)))
                        .isTrue();
            }
        }
    }

    @Test
    void aTaskStartsThoughTheServerIsAwayAndWritesWhenItIsThere() {
        try (AerospikeServer server = AerospikeServer.embeddedOrGiven()) {
            assumeThat(server.isGiven())
                    .as("a given server is not for us to start")
                    .isFalse();
            Map<String, String> options = Map.of(
                    "name", "test",
                    "aerospike.hosts", server.host() + ":" + server.port(),
                    "aerospike.namespace", server.namespace(),
                    "aerospike.connect.timeout.ms", "500",
                    "retry.backoff.max.ms", "200",
                    "set.template", "cards");
            try (SinkTaskDriver task = new SinkTaskDriver(AerospikeSinkTask::new, options)) {
                task.put(table.add(10, table.row("ID", 1L)));
                server.start();
                task.flush();
            }
            try (AerospikeClient client = new AerospikeClient(server.host(), server.port())) {
                assertThat(client.exists(null, new Key(server.namespace(), "cards", 1L)))
                        .isTrue();
            }
        }
    }
}
