package io.odsconnect.cassandra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import com.datastax.oss.driver.api.core.metadata.schema.ColumnMetadata;
import com.datastax.oss.driver.api.core.metadata.schema.TableMetadata;
import io.odsconnect.testbed.cassandra.CassandraServer;
import io.odsconnect.testbed.junit.TestbedExtension;
import io.odsconnect.testbed.sink.SinkTaskDriver;
import io.odsconnect.testbed.sink.SourceTable;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Date;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Tables that are not there, made from the records for them. */
@ExtendWith(TestbedExtension.class)
class AutoCreateIT {

    private static final Schema ROW = SchemaBuilder.struct()
            .field("SEQ", Schema.INT16_SCHEMA)
            .field("ACCOUNT", Schema.STRING_SCHEMA)
            .field("AMOUNT", Decimal.builder(2).optional().build())
            .field("BOOKED", Timestamp.builder().optional().build())
            .field("VALUTA", Date.builder().optional().build())
            .field("AT", Time.builder().optional().build())
            .field("RAW", Schema.OPTIONAL_BYTES_SCHEMA)
            .field("RATE", Schema.OPTIONAL_FLOAT64_SCHEMA)
            .field("TAGS", SchemaBuilder.array(Schema.STRING_SCHEMA).optional().build())
            .field(
                    "MORE",
                    SchemaBuilder.struct()
                            .field("A", Schema.INT32_SCHEMA)
                            .optional()
                            .build())
            .field("Order", Schema.OPTIONAL_BOOLEAN_SCHEMA)
            .build();

    private final Keyspace keyspace;
    private final SourceTable entries = new SourceTable("ods.BANK.ENTRY", ROW, List.of("ACCOUNT", "SEQ"));
    private @Nullable SinkTaskDriver task;

    AutoCreateIT(CassandraServer server) {
        keyspace = new Keyspace(server);
    }

    @AfterEach
    void stop() {
        if (task != null) {
            task.close();
        }
        keyspace.close();
    }

    @Test
    void aTableIsMadeOfTheFirstRecordForIt() {
        SinkTaskDriver started = start("auto.create.partition.key", "ACCOUNT", "column.mapping", "RATE:Rate");
        List<SinkRecord> records = new ArrayList<>();
        for (short seq = 0; seq < 300; seq++) {
            records.add(
                    entries.add(10 + seq, entries.row("ACCOUNT", "a", "SEQ", seq, "AMOUNT", new BigDecimal("1.50"))));
        }
        started.put(records);
        started.flush();

        assertThat(started.deadLetterReasons()).isEmpty();
        assertThat(keyspace.value("select count(*) from %s.entry")).isEqualTo(300L);
        TableMetadata made = metadata("entry");
        assertThat(names(made.getPartitionKey())).containsExactly("account");
        assertThat(names(made.getPrimaryKey())).containsExactly("account", "seq");
        Map<String, String> types = new HashMap<>();
        made.getColumns()
                .forEach((name, column) ->
                        types.put(name.asInternal(), column.getType().asCql(true, true)));
        assertThat(types)
                .containsOnly(
                        entry("account", "text"),
                        entry("seq", "smallint"),
                        entry("amount", "decimal"),
                        entry("booked", "timestamp"),
                        entry("valuta", "date"),
                        entry("at", "time"),
                        entry("raw", "blob"),
                        entry("Rate", "double"),
                        entry("tags", "frozen<list<text>>"),
                        entry("more", "text"),
                        entry("order", "boolean"));
    }

    @Test
    void aTableThatIsMadeKeepsADeleteThatComesFirstAgainstALateBulkRow() {
        SinkTaskDriver started = start();
        started.put(entries.delete(10, entries.row("ACCOUNT", "a", "SEQ", (short) 1)));
        started.flush();
        started.put(entries.bulk(9, entries.row("ACCOUNT", "a", "SEQ", (short) 1)));
        started.flush();

        assertThat(started.deadLetterReasons()).isEmpty();
        assertThat(keyspace.rows("entry")).isEmpty();
        assertThat(names(metadata("entry").getPartitionKey())).containsExactly("account", "seq");
    }

    @Test
    void aHistoryIsMadeWithItsColumnsAndTheNewestChangeFirst() {
        SinkTaskDriver started = start("write.mode", "history", "auto.create.partition.key", "ACCOUNT");
        started.put(
                entries.add(10, entries.row("ACCOUNT", "a", "SEQ", (short) 1)),
                entries.delete(11, entries.row("ACCOUNT", "a", "SEQ", (short) 1)));
        started.flush();

        assertThat(started.deadLetterReasons()).isEmpty();
        assertThat(names(metadata("entry").getPrimaryKey())).containsExactly("account", "seq", "position");
        assertThat(keyspace.session()
                        .execute("select operation from " + keyspace.name() + ".entry")
                        .map(row -> String.valueOf(row.getString(0)))
                        .all())
                .containsExactly("d", "c");
    }

    @Test
    void aKeyspaceIsMadeWithTheCopiesThatTheOptionTells() {
        String other = keyspace.name() + "b";
        SinkTaskDriver started = start("table.template", other + ".entry", "auto.create.replication", "datacenter1:1");
        started.put(entries.add(10, entries.row("ACCOUNT", "a", "SEQ", (short) 1)));
        started.flush();
        try {
            assertThat(keyspace.session()
                            .refreshSchema()
                            .getKeyspace(other)
                            .orElseThrow()
                            .getReplication())
                    .containsEntry("datacenter1", "1");
        } finally {
            keyspace.session().execute("drop keyspace " + other);
        }
    }

    @Test
    void aTableThatIsThereIsLeftAsItIs() {
        keyspace.run("create table %s.entry (account text, seq int, primary key (account, seq))");
        SinkTaskDriver started = start();
        started.put(entries.add(10, entries.row("ACCOUNT", "a", "SEQ", (short) 1)));
        started.flush();

        assertThat(started.deadLetterReasons()).singleElement().asString().contains("has no column for field");
    }

    @Test
    void aRecordWithoutASchemaOrKeyMakesNoTable() {
        SinkTaskDriver started = start("position.from", "offset", "record.format", "flat");
        started.put(
                new SinkRecord("flat", 0, null, Map.of("ID", 1), null, Map.of("ID", 1), 0),
                new SinkRecord("flat", 0, null, null, null, Map.of("ID", 1), 1));
        started.flush();

        assertThat(started.deadLetterReasons()).hasSize(2);
        assertThat(started.deadLetterReasons().get(0)).contains("auto.create", "without a schema");
        assertThat(started.deadLetterReasons().get(1)).contains("auto.create", "without a key");
    }

    @Test
    void severalTasksMakeATableOnce() {
        SinkTaskDriver one = start();
        try (SinkTaskDriver two = new SinkTaskDriver(CassandraSinkTask::new, options("auto.create", "true"))) {
            one.put(entries.add(10, entries.row("ACCOUNT", "a", "SEQ", (short) 1)));
            two.put(entries.bulk(9, entries.row("ACCOUNT", "b", "SEQ", (short) 1)));
            one.flush();
            two.flush();
        }

        assertThat(keyspace.rows("entry")).containsOnlyKeys("a", "b");
    }

    private TableMetadata metadata(String table) {
        return keyspace.session()
                .refreshSchema()
                .getKeyspace(keyspace.name())
                .flatMap(found -> found.getTable(table))
                .orElseThrow();
    }

    private static List<String> names(List<ColumnMetadata> columns) {
        return columns.stream().map(column -> column.getName().asInternal()).toList();
    }

    private Map<String, String> options(String... more) {
        return keyspace.options("entry", more);
    }

    private SinkTaskDriver start(String... more) {
        Map<String, String> options = options(more);
        options.put("auto.create", "true");
        SinkTaskDriver started = new SinkTaskDriver(CassandraSinkTask::new, options);
        task = started;
        return started;
    }
}
