package io.odsconnect.aerospike;

import static org.assertj.core.api.Assertions.assertThat;

import com.aerospike.client.Record;
import io.odsconnect.aerospike.config.BinNameStrategy;
import io.odsconnect.testbed.sink.SinkTaskDriver;
import io.odsconnect.testbed.sink.SourceTable;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Timestamp;
import org.junit.jupiter.api.Test;

/** What rows look like to another client: nested values, names that are too long, and rows that go by themselves. */
class AerospikeRowsIT {

    private static final Schema ADDRESS = SchemaBuilder.struct()
            .field("STREET", Schema.STRING_SCHEMA)
            .field("SINCE", Timestamp.SCHEMA)
            .field("MAIN", Schema.BOOLEAN_SCHEMA)
            .field("NOTE", Schema.OPTIONAL_STRING_SCHEMA)
            .build();

    private static final Date EPOCH = Timestamp.toLogical(Timestamp.SCHEMA, 0);

    private final Cluster cluster = Cluster.get();
    private final String set = cluster.newSet();

    @Test
    void nestedValuesAreMapsAndListsWithTheSameFormsInThem() {
        Schema limits =
                SchemaBuilder.map(Schema.STRING_SCHEMA, Decimal.schema(2)).build();
        Schema tags = SchemaBuilder.array(Schema.OPTIONAL_BYTES_SCHEMA).build();
        SourceTable table = table("ADDRESS", ADDRESS, "LIMITS", limits, "TAGS", tags);
        Struct address = new Struct(ADDRESS)
                .put("STREET", "Main Street 1")
                .put("SINCE", EPOCH)
                .put("MAIN", true);
        write(
                Map.of(),
                table,
                table.row(
                        "ID",
                        1L,
                        "ADDRESS",
                        address,
                        "LIMITS",
                        Map.of("day", new BigDecimal("500.00")),
                        "TAGS",
                        Arrays.asList(new byte[] {1}, null)));

        Map<String, Object> bins = Objects.requireNonNull(cluster.bins(set, 1));
        Map<String, Object> stored = new HashMap<>();
        stored.put("STREET", "Main Street 1");
        stored.put("SINCE", "1970-01-01T00:00:00");
        stored.put("MAIN", true);
        stored.put("NOTE", null);
        assertThat(bins.get("ADDRESS")).isEqualTo(stored);
        assertThat(bins.get("LIMITS")).isEqualTo(Map.of("day", "500.00"));
        assertThat((List<?>) bins.get("TAGS")).hasSize(2).element(0).isEqualTo(new byte[] {1});
    }

    @Test
    void aLongColumnNameIsShortenedWhereTheOptionsSay() {
        SourceTable table = table("CUSTOMER_SHORT_NAME", Schema.STRING_SCHEMA);
        write(Map.of("bin.name.strategy", "shorten"), table, table.row("ID", 1L, "CUSTOMER_SHORT_NAME", "Ann"));

        assertThat(cluster.bins(set, 1)).containsEntry(BinNameStrategy.SHORTEN.binOf("CUSTOMER_SHORT_NAME"), "Ann");
    }

    @Test
    void aColumnSaysWhenARowGoesAndTheEndOfTimeIsNever() {
        SourceTable table = table("VALID_TO", Timestamp.builder().optional().build());
        Map<String, String> options = Map.of("ttl.field", "VALID_TO", "ttl.ms", "600000");
        write(
                options,
                table,
                table.row("ID", 1L, "VALID_TO", Date.from(Instant.now().plusSeconds(5000))),
                table.row("ID", 2L, "VALID_TO", Date.from(Instant.parse("9999-12-31T00:00:00Z"))),
                table.row("ID", 3L, "VALID_TO", null),
                table.row("ID", 4L, "VALID_TO", EPOCH));

        assertThat(left(1)).isBetween(4000, 5001);
        assertThat(left(2)).isEqualTo(-1);
        assertThat(left(3)).isBetween(300, 601);
        assertThat(cluster.bins(set, 4)).isNull();
    }

    @Test
    void aRowThatHadAnEndStaysWhenItsUpdateHasNone() {
        SourceTable table = table("VALID_TO", Timestamp.builder().optional().build());
        Map<String, String> options = Map.of("ttl.field", "VALID_TO", "ttl.ms", "-1");
        write(
                options,
                table,
                table.row("ID", 1L, "VALID_TO", Date.from(Instant.now().plusSeconds(5000))));
        assertThat(left(1)).isPositive();

        write(options, table, table.row("ID", 1L));
        assertThat(left(1)).isEqualTo(-1);
    }

    private int left(long id) {
        Record record = cluster.client().get(null, cluster.key(set, id));
        return record.getTimeToLive();
    }

    private void write(Map<String, String> options, SourceTable table, Struct... rows) {
        try (SinkTaskDriver task = new SinkTaskDriver(AerospikeSinkTask::new, cluster.options(set, options))) {
            for (Struct row : rows) {
                task.put(table.add(10, row));
            }
            task.flush();
            assertThat(task.deadLetterReasons()).isEmpty();
        }
    }

    private static SourceTable table(Object... columns) {
        SchemaBuilder row = SchemaBuilder.struct().field("ID", Schema.INT64_SCHEMA);
        for (int i = 0; i < columns.length; i += 2) {
            row.field((String) columns[i], (Schema) columns[i + 1]);
        }
        return new SourceTable("ods.BANK.CUSTOMER", row.build(), List.of("ID"));
    }
}
