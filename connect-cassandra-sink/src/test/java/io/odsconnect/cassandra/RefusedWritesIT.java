package io.odsconnect.cassandra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.odsconnect.testbed.cassandra.CassandraServer;
import io.odsconnect.testbed.junit.TestbedExtension;
import io.odsconnect.testbed.sink.SinkTaskDriver;
import io.odsconnect.testbed.sink.SourceTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.errors.ConnectException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What the sink makes of a server's refusals. */
@ExtendWith(TestbedExtension.class)
class RefusedWritesIT {

    /** With this the driver, and so the sink, learns of a change of the schema only when the server refuses a write. */
    private static final String LATE_SCHEMA =
            "datastax-java-driver.advanced.metadata.schema.debouncer.window = 10 minutes\n";

    private static final int MEBIBYTE = 1 << 20;

    private final Keyspace keyspace;
    private final SourceTable table = new SourceTable(
            "ods.BANK.NOTE",
            SchemaBuilder.struct()
                    .field("CARD_NO", Schema.STRING_SCHEMA)
                    .field("BODY", Schema.OPTIONAL_BYTES_SCHEMA)
                    .build(),
            List.of("CARD_NO"));

    @TempDir
    private Path folder;

    RefusedWritesIT(CassandraServer server) {
        keyspace = new Keyspace(server);
        keyspace.run("create table %s.note (card_no text primary key, body blob)");
    }

    @AfterEach
    void close() {
        keyspace.close();
    }

    @Test
    void aTableThatIsDroppedUnderTheTaskFailsItAndItGoesOnWithANewOne() throws IOException {
        try (SinkTaskDriver task = new SinkTaskDriver(CassandraSinkTask::new, lateSchema())) {
            task.put(table.add(10, table.row("CARD_NO", "1")));
            task.flush();
            keyspace.run("drop table %s.note");
            task.put(table.add(11, table.row("CARD_NO", "2")));
            assertFails(task, "Table " + keyspace.name() + ".note no longer exists", "create it again");

            keyspace.run("create table %s.note (card_no text primary key, body blob)");
            task.crashAndRestart(10);
            task.flush();
            assertThat(task.deadLetterReasons()).isEmpty();
            assertThat(keyspace.rows("note")).containsKey("2");
        }
    }

    @Test
    void rowsThatAreTooLargeAreBadRecordsThatTellNoKey() {
        try (SinkTaskDriver task = new SinkTaskDriver(CassandraSinkTask::new, keyspace.options("note"))) {
            // The limit is half a segment of the commit log, 4 MiB here, for all of the message.
            for (int beyond : new int[] {-1000, -40, -1, 0, 1000, MEBIBYTE, 20 * MEBIBYTE}) {
                task.put(table.add(10, table.row("CARD_NO", "4111", "BODY", new byte[4 * MEBIBYTE + beyond])));
                task.flush();
            }
            assertThat(task.deadLetterReasons())
                    .hasSizeGreaterThan(3)
                    .allSatisfy(reason -> assertThat(reason)
                            .contains(keyspace.name() + ".note", "native_transport_max_message_size")
                            .doesNotContain("4111"));
            task.put(table.add(11, table.row("CARD_NO", "1")));
            task.flush();
        }
        assertThat(keyspace.rows("note")).containsKey("1");
    }

    private static void assertFails(SinkTaskDriver task, String... parts) {
        await().atMost(Duration.ofSeconds(60))
                .pollInSameThread()
                .untilAsserted(() -> assertThatExceptionOfType(ConnectException.class)
                        .isThrownBy(() -> task.put(List.of()))
                        .withMessageContainingAll(parts));
        task.commit();
    }

    private Map<String, String> lateSchema() throws IOException {
        Path file = Files.writeString(folder.resolve("driver.conf"), LATE_SCHEMA);
        return keyspace.options("note", "cassandra.driver.config.file", file.toString());
    }
}
