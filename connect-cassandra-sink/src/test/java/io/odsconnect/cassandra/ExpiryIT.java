package io.odsconnect.cassandra;

import static org.assertj.core.api.Assertions.assertThat;

import io.odsconnect.testbed.cassandra.CassandraServer;
import io.odsconnect.testbed.junit.TestbedExtension;
import io.odsconnect.testbed.sink.SinkTaskDriver;
import io.odsconnect.testbed.sink.SourceTable;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Timestamp;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** When rows go by themselves, as a column of theirs says. */
@ExtendWith(TestbedExtension.class)
class ExpiryIT {

    private final Keyspace keyspace;
    private final SourceTable table = new SourceTable(
            "ods.BANK.TICKET",
            SchemaBuilder.struct()
                    .field("ID", Schema.INT32_SCHEMA)
                    .field("NAME", Schema.STRING_SCHEMA)
                    .field("UNTIL", Timestamp.builder().optional().build())
                    .field("SECONDS", Schema.OPTIONAL_INT32_SCHEMA)
                    .build(),
            List.of("ID"));
    private @Nullable SinkTaskDriver task;

    ExpiryIT(CassandraServer server) {
        keyspace = new Keyspace(server);
        keyspace.run("create table %s.ticket (id int primary key, name text, until timestamp, seconds int)"
                + " with default_time_to_live = 9000");
    }

    @AfterEach
    void stop() {
        if (task != null) {
            task.close();
        }
        keyspace.close();
    }

    @Test
    void aRowGoesAtTheInstantThatItsColumnTells() {
        start("ttl.field", "UNTIL");
        put(10, "UNTIL", Date.from(Instant.now().plus(Duration.ofSeconds(4000))));

        assertThat(secondsLeft()).isBetween(3000, 4000);
    }

    @Test
    void aRowGoesAfterTheSecondsThatItsColumnTells() {
        start("ttl.field", "SECONDS", "ttl.field.format", "duration.s");
        put(10, "SECONDS", 4000);

        assertThat(secondsLeft()).isBetween(3000, 4000);
    }

    @Test
    void whereTheColumnIsNullTheOptionHoldsAndElseTheTable() {
        start("ttl.field", "SECONDS", "ttl.ms", "2000000");
        put(10, "SECONDS", null);
        assertThat(secondsLeft()).isBetween(1000, 2000);

        start("ttl.field", "SECONDS");
        put(11, "SECONDS", null);
        assertThat(secondsLeft()).isBetween(8000, 9000);
    }

    @Test
    void aTimeThatIsTooFarAwayForCassandraIsNone() {
        start("ttl.field", "UNTIL");
        put(10, "UNTIL", Date.from(Instant.parse("9999-12-31T00:00:00Z")));

        assertThat(keyspace.rows("ticket")).containsOnlyKeys(1);
        assertThat(keyspace.value("select ttl(name) from %s.ticket")).isNull();
    }

    @Test
    void aRowWhoseTimeIsOverIsDeletedAndHoldsAgainstAnOlderOne() {
        start("ttl.field", "UNTIL");
        put(10, "UNTIL", Date.from(Instant.now().plus(Duration.ofSeconds(4000))));
        put(12, "UNTIL", Date.from(Instant.EPOCH));
        put(11, "UNTIL", Date.from(Instant.now().plus(Duration.ofSeconds(4000))));

        assertThat(keyspace.rows("ticket")).isEmpty();
    }

    private void put(long position, String column, @Nullable Object value) {
        SinkTaskDriver running = Objects.requireNonNull(task);
        running.put(table.add(position, table.row("ID", 1, "NAME", "Ann", column, value)));
        running.flush();
        assertThat(running.deadLetterReasons()).isEmpty();
    }

    private int secondsLeft() {
        return (Integer) Objects.requireNonNull(keyspace.value("select ttl(name) from %s.ticket"));
    }

    private void start(String... more) {
        if (task != null) {
            task.close();
        }
        task = new SinkTaskDriver(CassandraSinkTask::new, keyspace.options("ticket", more));
    }
}
