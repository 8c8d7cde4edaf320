package io.odsconnect.cassandra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.odsconnect.cassandra.config.CassandraSinkConfig;
import io.odsconnect.cassandra.connection.ConnectionProblem;
import io.odsconnect.cassandra.connection.Sessions;
import io.odsconnect.cassandra.mapping.CassandraWrite;
import io.odsconnect.cassandra.store.CassandraStore;
import io.odsconnect.common.compare.Comparer;
import io.odsconnect.common.compare.Comparison;
import io.odsconnect.common.event.ChangeEvent;
import io.odsconnect.common.event.Operation;
import io.odsconnect.common.event.Origin;
import io.odsconnect.common.sink.Outcome;
import io.odsconnect.common.value.Row;
import io.odsconnect.testbed.cassandra.CassandraOptions;
import io.odsconnect.testbed.cassandra.CassandraServer;
import io.odsconnect.testbed.fault.TcpProxy;
import io.odsconnect.testbed.sink.SinkTaskDriver;
import io.odsconnect.testbed.sink.SourceTable;
import io.odsconnect.testbed.sink.TaskBean;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.errors.ConnectException;
import org.junit.jupiter.api.Test;

/** What the sink says and does where Cassandra asks who it is. */
class LoginIT {

    @Test
    void whatTheServerRefusesIsSaid() {
        try (CassandraServer server = CassandraServer.embedded(CassandraOptions.PLAIN
                .withLogin()
                // Else a right that is granted holds only two seconds later.
                .with("permissions_validity", "0ms")
                .with("max_mutation_size", "256KiB")
                .with("native_transport_max_message_size", "4MiB")
                .with("native_transport_rate_limiting_enabled", "true")
                .with("native_transport_max_requests_per_second", "500")
                .with("native_transport_throw_on_overload", "true"))) {
            server.start();
            try (Keyspace keyspace =
                    new Keyspace(server, Keyspace.builder(server).withAuthCredentials("cassandra", "cassandra"))) {
                keyspace.run("create table %s.card (id bigint primary key)");
                keyspace.run("create role sink with password = 'right' and login = true");

                refusedLogins(keyspace);
                lateRefusal(server, keyspace);
                missingRight(keyspace);
                oversizedMutation(keyspace);
                overload(keyspace);
                readingAlone(keyspace);
            }
        }
    }

    /** Guardrails hold for a role that is no superuser. What a node has on its disk is more than two percent of 1 MiB. */
    @Test
    void aDiskThatIsFullerThanAGuardrailAllowsIsWaitedForAndNoRowIsSetAside() {
        try (CassandraServer server = CassandraServer.embedded(CassandraOptions.PLAIN
                .withLogin()
                .with("permissions_validity", "0ms")
                .with("data_disk_usage_max_disk_size", "1MiB")
                .with("data_disk_usage_percentage_warn_threshold", "1")
                .with("data_disk_usage_percentage_fail_threshold", "2"))) {
            server.start();
            try (Keyspace keyspace =
                    new Keyspace(server, Keyspace.builder(server).withAuthCredentials("cassandra", "cassandra"))) {
                keyspace.run("create table %s.card (id bigint primary key)");
                keyspace.run("create role sink with password = 'right' and login = true");
                keyspace.run("grant modify on table %s.card to sink");
                SourceTable table = new SourceTable(
                        "cards",
                        SchemaBuilder.struct().field("ID", Schema.INT64_SCHEMA).build(),
                        List.of("ID"));
                AtomicLong id = new AtomicLong();
                try (SinkTaskDriver task = new SinkTaskDriver(CassandraSinkTask::new, login(keyspace))) {
                    // The node looks at its disk every half minute, and takes rows until it has.
                    await().atMost(Duration.ofMinutes(2)).pollInSameThread().until(() -> {
                        task.put(table.add(10, table.row("ID", id.incrementAndGet())));
                        return new TaskBean("test").value("batches-failed-total") > 2;
                    });
                    assertThat(task.deadLetterReasons()).isEmpty();
                }
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
        Map<String, String> options = login(keyspace);
        options.put("topics", "cards");
        CassandraSinkConnectorIT.assertBlamed(
                options,
                "cassandra.username",
                "The role may not write to table " + keyspace.name() + ".card: GRANT MODIFY ON");
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
        CassandraSinkConnectorIT.assertNotBlamed(options);
        options.put("sink.mode", "repair");
        options.put("reconciliation.topic", "reports");
        options.put("audit.producer.bootstrap.servers", "localhost:1");
        CassandraSinkConnectorIT.assertBlamed(
                options,
                "cassandra.username",
                "The role may not read from table " + keyspace.name() + ".card: GRANT SELECT ON");
        assertThat(keyspace.rows("card")).containsOnlyKeys(1L);
    }

    /** A node that turns requests away gets them again when it has time. */
    private static void overload(Keyspace keyspace) {
        CardChanges table = new CardChanges(2000);
        keyspace.run(CardChanges.CREATE.replace("card (", "many ("));
        keyspace.run("grant modify on table %s.many to sink");
        Map<String, String> options = login(keyspace);
        options.put("table.template", keyspace.name() + ".many");
        try (SinkTaskDriver task = new SinkTaskDriver(CassandraSinkTask::new, options)) {
            task.put(table.change(2000));
            task.flush();

            assertThat(new TaskBean("test").value("retried-total")).isPositive();
            assertThat(task.deadLetterReasons()).isEmpty();
            assertThat(keyspace.rows("many")).hasSameSizeAs(table.expected());
        }
    }

    /** Of such a row the server tells the key, and we do not. */
    private static void oversizedMutation(Keyspace keyspace) {
        keyspace.run("create table %s.note (card_no text primary key, body blob)");
        keyspace.run("grant modify on table %s.note to sink");
        SourceTable table = new SourceTable(
                "notes",
                SchemaBuilder.struct()
                        .field("CARD_NO", Schema.STRING_SCHEMA)
                        .field("BODY", Schema.BYTES_SCHEMA)
                        .build(),
                List.of("CARD_NO"));
        Map<String, String> options = login(keyspace);
        options.put("table.template", keyspace.name() + ".note");
        try (SinkTaskDriver task = new SinkTaskDriver(CassandraSinkTask::new, options)) {
            task.put(
                    table.add(10, table.row("CARD_NO", "4111", "BODY", new byte[1 << 20])),
                    table.add(11, table.row("CARD_NO", "4222", "BODY", new byte[1])));
            task.flush();

            assertThat(task.deadLetterReasons())
                    .singleElement()
                    .asString()
                    .contains(keyspace.name() + ".note", "larger than max_mutation_size")
                    .doesNotContain("4111");
            assertThat(keyspace.rows("note")).containsOnlyKeys("4222");
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

    /** A comparison needs SELECT and nothing else; a login that has that alone cannot write. */
    private static void readingAlone(Keyspace keyspace) {
        keyspace.run("create table %s.seen (id bigint primary key, name text)");
        keyspace.run("insert into %s.seen (id, name) values (1, 'Ann') using timestamp 5");
        keyspace.run("create role reader with password = 'right' and login = true");
        Map<String, String> options = login(keyspace);
        options.put("cassandra.username", "reader");
        options.put("table.template", keyspace.name() + ".seen");
        CassandraSinkConfig config = new CassandraSinkConfig(options);
        try (CassandraStore store = new CassandraStore(Sessions.open(config), config.rules(), 0)) {
            List<CassandraWrite> row = store.map(new ChangeEvent(
                    Operation.READ, "t", new Origin("t", 0, 0), null, null, Row.of("ID", 1L, "NAME", "Ann"), 9, 9));
            Comparer<CassandraWrite> comparer = store.comparer().orElseThrow();
            assertThat(comparer.compare(row))
                    .failsWithin(Duration.ofSeconds(30))
                    .withThrowableThat()
                    .withMessageContaining("GRANT SELECT ON " + keyspace.name() + ".seen");
            keyspace.run("grant select on table %s.seen to reader");
            options.put("topics", "cards");
            CassandraSinkConnectorIT.assertBlamed(options, "cassandra.username", "may not write to table");
            assertThat(comparer.compare(row))
                    .succeedsWithin(Duration.ofSeconds(30))
                    .isEqualTo(List.of(Comparison.MATCH));
            assertThat(comparer.scan("t").next()).succeedsWithin(Duration.ofSeconds(30));
            assertThat(store.write(row))
                    .succeedsWithin(Duration.ofSeconds(30))
                    .satisfies(outcomes -> assertThat(outcomes.get(0)).isInstanceOf(Outcome.Fatal.class));
        }
    }

    private static Map<String, String> login(Keyspace keyspace) {
        return keyspace.options(
                "card", "cassandra.username", "sink", "cassandra.password", "right", "retry.backoff.max.ms", "500");
    }
}
