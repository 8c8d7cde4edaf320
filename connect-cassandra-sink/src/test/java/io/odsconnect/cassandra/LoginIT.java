package io.odsconnect.cassandra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.odsconnect.cassandra.connection.ConnectionProblem;
import io.odsconnect.testbed.cassandra.CassandraOptions;
import io.odsconnect.testbed.cassandra.CassandraServer;
import io.odsconnect.testbed.fault.TcpProxy;
import io.odsconnect.testbed.sink.SinkTaskDriver;
import io.odsconnect.testbed.sink.SourceTable;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.errors.ConnectException;
import org.junit.jupiter.api.Test;

/** What the sink says and does where Cassandra asks who it is. */
class LoginIT {

    @Test
    void aLoginThatIsRefusedIsSaidAndARightThatIsMissingToo() {
        try (CassandraServer server = CassandraServer.embedded(CassandraOptions.PLAIN.withLogin())) {
            server.start();
            try (Keyspace keyspace =
                    new Keyspace(server, Keyspace.builder(server).withAuthCredentials("cassandra", "cassandra"))) {
                keyspace.run("create table %s.card (id bigint primary key)");
                keyspace.run("create role sink with password = 'right' and login = true");

                refusedLogins(keyspace);
                lateRefusal(server, keyspace);
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

    /** As long as the right is missing nothing is written, and nothing is lost or set aside either. */
    private static void missingRight(Keyspace keyspace) {
        SourceTable table = new SourceTable(
                "cards", SchemaBuilder.struct().field("ID", Schema.INT64_SCHEMA).build(), List.of("ID"));
        try (SinkTaskDriver task = new SinkTaskDriver(CassandraSinkTask::new, login(keyspace))) {
            task.put(table.add(10, table.row("ID", 1L)));
            await().atMost(Duration.ofSeconds(60))
                    .pollInSameThread()
                    .untilAsserted(() -> assertThatExceptionOfType(ConnectException.class)
                            .isThrownBy(() -> task.put(List.of()))
                            .withMessageContainingAll(
                                    "no retry will help",
                                    "User sink has no MODIFY permission",
                                    "GRANT MODIFY ON " + keyspace.name() + ".card"));
            task.commit();
            keyspace.run("grant modify on table %s.card to sink");
            task.crashAndRestart(10);
            task.flush();

            assertThat(task.deadLetterReasons()).isEmpty();
            assertThat(keyspace.rows("card")).containsOnlyKeys(1L);
        }
    }

    /** A login that is refused is no reason to wait, be it the first try or a later one. */
    private static void lateRefusal(CassandraServer server, Keyspace keyspace) {
        try (TcpProxy proxy = TcpProxy.to(server.contactPoint())) {
            proxy.down();
            Map<String, String> options = login(keyspace);
            options.put("cassandra.contact.points", "127.0.0.1:" + proxy.port());
            options.put("cassandra.password", "wr0ng");
            try (SinkTaskDriver task = new SinkTaskDriver(CassandraSinkTask::new, options)) {
                task.put(List.of());
                proxy.up();
                await().atMost(Duration.ofSeconds(60))
                        .pollInSameThread()
                        .untilAsserted(() -> assertThatExceptionOfType(ConnectionProblem.class)
                                .isThrownBy(() -> task.put(List.of()))
                                .withMessageContaining("refuses the login"));
            }
        }
    }

    private static Map<String, String> login(Keyspace keyspace) {
        return keyspace.options(
                "card", "cassandra.username", "sink", "cassandra.password", "right", "retry.backoff.max.ms", "500");
    }
}
