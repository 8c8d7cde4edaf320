package io.odsconnect.cassandra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.odsconnect.cassandra.connection.ConnectionProblem;
import io.odsconnect.testbed.cassandra.CassandraOptions;
import io.odsconnect.testbed.cassandra.CassandraServer;
import io.odsconnect.testbed.sink.SinkTaskDriver;
import io.odsconnect.testbed.sink.SourceTable;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.junit.jupiter.api.Test;

/** What the sink says and does where Cassandra asks who it is. */
class LoginIT {

    @Test
    void aLoginThatIsRefusedIsSaidAndARightThatIsMissingIsWaitedFor() {
        try (CassandraServer server = CassandraServer.embedded(CassandraOptions.PLAIN.withLogin())) {
            server.start();
            try (Keyspace keyspace =
                    new Keyspace(server, Keyspace.builder(server).withAuthCredentials("cassandra", "cassandra"))) {
                keyspace.run("create table %s.card (id bigint primary key)");
                keyspace.run("create role sink with password = 'right' and login = true");

                refusedLogins(keyspace);
                missingRight(keyspace);
            }
        }
    }

    private static void refusedLogins(Keyspace keyspace) {
        Map<String, String> wrong = keyspace.options(
                "card", "cassandra.username", "sink", "cassandra.password", "wr0ng", "topics", "cards");
        CassandraSinkConnectorIT.assertBlamed(wrong, "cassandra.username", "refuses the login", "cassandra.password");
        assertThatExceptionOfType(ConnectionProblem.class)
                .isThrownBy(() -> new SinkTaskDriver(CassandraSinkTask::new, wrong))
                .withMessageContaining("refuses the login")
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("wr0ng"));
        CassandraSinkConnectorIT.assertBlamed(
                keyspace.options("card", "topics", "cards"), "cassandra.username", "refuses the login");
    }

    private static void missingRight(Keyspace keyspace) {
        SourceTable table = new SourceTable(
                "cards", SchemaBuilder.struct().field("ID", Schema.INT64_SCHEMA).build(), List.of("ID"));
        try (SinkTaskDriver task = new SinkTaskDriver(
                CassandraSinkTask::new,
                keyspace.options(
                        "card",
                        "cassandra.username",
                        "sink",
                        "cassandra.password",
                        "right",
                        "retry.backoff.max.ms",
                        "500"))) {
            task.put(table.add(10, table.row("ID", 1L)));
            keyspace.run("grant modify on table %s.card to sink");
            task.flush();

            assertThat(task.deadLetterReasons()).isEmpty();
            assertThat(keyspace.rows("card")).containsOnlyKeys(1L);
        }
    }
}
