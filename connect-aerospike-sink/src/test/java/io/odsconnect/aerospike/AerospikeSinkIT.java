package io.odsconnect.aerospike;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import com.aerospike.client.Bin;
import com.aerospike.client.Key;
import com.aerospike.client.Record;
import io.odsconnect.testbed.sink.SinkTaskDriver;
import io.odsconnect.testbed.sink.SourceTable;
import java.math.BigDecimal;
import java.util.List;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Timestamp;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What only Aerospike has of records and bins, seen by another client; what all sinks do is in {@link AerospikeSuiteIT}. */
class AerospikeSinkIT {

    private static final Schema ROW = SchemaBuilder.struct()
            .field("ID", Schema.INT64_SCHEMA)
            .field("NAME", Schema.OPTIONAL_STRING_SCHEMA)
            .field("LIMIT", Decimal.builder(2).optional().build())
            .field("SINCE", Timestamp.builder().optional().build())
            .field("PIN", Schema.OPTIONAL_BYTES_SCHEMA)
            .field("ACTIVE", Schema.OPTIONAL_BOOLEAN_SCHEMA)
            .build();

    private final Cluster cluster = Cluster.get();
    private final String set = cluster.newSet();
    private final SourceTable table = new SourceTable("ods.BANK.CARD", ROW, List.of("ID"));
    private SinkTaskDriver task = start();

    @BeforeEach
    void nothingIsThere() {
        assertThat(cluster.all(set)).isEmpty();
    }

    @AfterEach
    void stop() {
        task.close();
    }

    @Test
    void anAddedRowIsARecordWithABinForEachColumn() {
        task.put(table.add(
                10,
                table.row(
                        "ID",
                        1L,
                        "NAME",
                        "Ann",
                        "LIMIT",
                        new BigDecimal("1500.50"),
                        "SINCE",
                        Timestamp.toLogical(Timestamp.SCHEMA, 0),
                        "PIN",
                        new byte[] {1},
                        "ACTIVE",
                        true)));
        task.flush();

        assertThat(cluster.bins(set, 1))
                .containsOnly(
                        entry("ID", 1L),
                        entry("NAME", "Ann"),
                        entry("LIMIT", "1500.50"),
                        entry("SINCE", "1970-01-01T00:00:00"),
                        entry("PIN", new byte[] {1}),
                        entry("ACTIVE", true),
                        entry("__position", 10L));
    }

    @Test
    void aBadRowIsSetAsideAndTheOthersAreWritten() {
        task.put(
                table.add(10, table.row("ID", 1L)),
                table.add(11, table.row("ID", 2L, "PIN", new byte[2 << 20])),
                table.add(12, table.row("ID", 3L)));
        task.flush();

        assertThat(cluster.all(set)).containsOnlyKeys(1L, 3L);
        assertThat(task.deadLetters()).hasSize(1);
        assertThat(task.deadLetterReasons().get(0)).contains("max-record-size");
    }

    @Test
    void aColumnWithALongNameIsABadRecordUntilItHasAMapping() {
        Schema row = SchemaBuilder.struct()
                .field("ID", Schema.INT64_SCHEMA)
                .field("CUSTOMER_SHORT_NAME", Schema.STRING_SCHEMA)
                .build();
        SourceTable customers = new SourceTable("ods.BANK.CUSTOMER", row, List.of("ID"));
        task.put(customers.add(10, customers.row("ID", 1L, "CUSTOMER_SHORT_NAME", "Ann")));
        task.flush();

        assertThat(cluster.all(set)).isEmpty();
        assertThat(task.deadLetterReasons().get(0))
                .contains("CUSTOMER_SHORT_NAME", "19 bytes", "bin.name.mapping")
                .doesNotContain("Ann");

        try (SinkTaskDriver mapped = new SinkTaskDriver(
                AerospikeSinkTask::new, cluster.options(set, "bin.name.mapping", "CUSTOMER_SHORT_NAME:SHORT_NAME"))) {
            mapped.put(customers.add(10, customers.row("ID", 1L, "CUSTOMER_SHORT_NAME", "Ann")));
            mapped.flush();
        }
        assertThat(cluster.bins(set, 1)).containsEntry("SHORT_NAME", "Ann");
    }

    @Test
    void withoutTheGuardTheLastToArriveWinsAndNothingElseIsStored() {
        task.close();
        task = new SinkTaskDriver(AerospikeSinkTask::new, cluster.options(set, "position.guard", "false"));
        task.put(table.add(10, table.row("ID", 1L, "NAME", "new")));
        task.flush();
        task.put(table.bulk(9, table.row("ID", 1L, "NAME", "old")), table.delete(8, table.row("ID", 2L)));
        task.flush();

        assertThat(cluster.bins(set, 1)).containsOnly(entry("ID", 1L), entry("NAME", "old"));
        assertThat(cluster.all(set + "__deleted")).isEmpty();
    }

    @Test
    void aRecordOfAnotherWriterIsReplaced() {
        cluster.client().put(Cluster.forever(), cluster.key(set, 1), new Bin("OTHER", 1));
        task.put(table.bulk(5, table.row("ID", 1L)));
        task.flush();

        assertThat(cluster.bins(set, 1)).containsOnly(entry("ID", 1L), entry("__position", 5L));
    }

    @Test
    void rowsAndDeleteMarkersExpireAsTheOptionsSay() {
        task.close();
        task = new SinkTaskDriver(
                AerospikeSinkTask::new, cluster.options(set, "ttl.ms", "600000", "delete.marker.ttl.ms", "900001"));
        task.put(table.add(10, table.row("ID", 1L)), table.delete(10, table.row("ID", 2L)));
        task.flush();

        Record row = cluster.client().get(null, cluster.key(set, 1));
        Record marker = cluster.client().get(null, cluster.key(set + "__deleted", 2));
        assertThat(row.getTimeToLive()).isBetween(590, 600);
        assertThat(marker.getTimeToLive()).isBetween(891, 901);
    }

    @Test
    void aKeyOfSeveralColumnsIsPutTogetherByTheTemplate() {
        Schema row = SchemaBuilder.struct()
                .field("CLIENT", Schema.INT32_SCHEMA)
                .field("CARD", Schema.STRING_SCHEMA)
                .build();
        SourceTable cards = new SourceTable("ods.BANK.CARD", row, List.of("CLIENT", "CARD"));
        task.put(cards.add(10, cards.row("CLIENT", 7, "CARD", "c1")));
        task.flush();
        assertThat(task.deadLetterReasons().get(0)).contains("2 columns", "key.template={CLIENT|escape}:{CARD|escape}");

        try (SinkTaskDriver keyed = new SinkTaskDriver(
                AerospikeSinkTask::new, cluster.options(set, "key.template.ods.BANK", "{CLIENT}:{CARD}"))) {
            keyed.put(cards.bulk(10, cards.row("CLIENT", 7, "CARD", "c1")));
            keyed.put(cards.update(11, cards.row("CLIENT", 7, "CARD", "c1"), cards.row("CLIENT", 7, "CARD", "c2")));
            keyed.flush();
        }
        assertThat(cluster.all(set)).containsOnlyKeys("7:c2");
        assertThat(cluster.client().exists(null, new Key(cluster.server().namespace(), set + "__deleted", "7:c1")))
                .isTrue();
    }

    private SinkTaskDriver start() {
        return new SinkTaskDriver(AerospikeSinkTask::new, cluster.options(set));
    }
}
