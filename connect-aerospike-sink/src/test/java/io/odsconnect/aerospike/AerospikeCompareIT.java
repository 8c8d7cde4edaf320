package io.odsconnect.aerospike;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.aerospike.client.Bin;
import com.aerospike.client.Info;
import com.aerospike.client.ResultCode;
import com.aerospike.client.Value;
import com.aerospike.client.policy.WritePolicy;
import io.odsconnect.aerospike.config.AerospikeSinkConfig;
import io.odsconnect.aerospike.config.BinNameStrategy;
import io.odsconnect.aerospike.protocol.AerospikeWrite;
import io.odsconnect.common.compare.Comparer;
import io.odsconnect.common.compare.Comparison;
import io.odsconnect.common.compare.RowScan;
import io.odsconnect.common.compare.StoredRow;
import io.odsconnect.common.event.ChangeEvent;
import io.odsconnect.common.sink.Outcome;
import io.odsconnect.common.sink.StoreUnavailableException;
import io.odsconnect.testbed.sink.SinkTaskDriver;
import io.odsconnect.testbed.sink.SourceTable;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a comparison is told of rows that somebody has altered, deleted, added or brought back, and what it mends. */
class AerospikeCompareIT {

    private static final String TOPIC = "ods.BANK.CARD";
    private static final Schema NEST =
            SchemaBuilder.struct().field("A", Schema.INT64_SCHEMA).build();
    private static final Schema ROW = SchemaBuilder.struct()
            .field("ID", Schema.INT64_SCHEMA)
            .field("TXT", Schema.OPTIONAL_STRING_SCHEMA)
            .field("NUM", Schema.OPTIONAL_INT32_SCHEMA)
            .field("DBL", Schema.OPTIONAL_FLOAT64_SCHEMA)
            .field("FLAG", Schema.OPTIONAL_BOOLEAN_SCHEMA)
            .field("RAW", Schema.OPTIONAL_BYTES_SCHEMA)
            .field("DEC", Decimal.builder(2).optional().build())
            .field(
                    "LST",
                    SchemaBuilder.array(Schema.OPTIONAL_BYTES_SCHEMA).optional().build())
            .field(
                    "MAP",
                    SchemaBuilder.map(Schema.STRING_SCHEMA, Schema.FLOAT64_SCHEMA)
                            .optional()
                            .build())
            .field("NEST", SchemaBuilder.array(NEST).optional().build())
            .field("A_NAME_THAT_IS_TOO_LONG", Schema.OPTIONAL_STRING_SCHEMA)
            .field("GOES", Timestamp.builder().optional().build())
            .build();

    private final Cluster cluster = Cluster.get();
    private final String set = cluster.newSet();
    private final SourceTable table = new SourceTable(TOPIC, ROW, List.of("ID"));
    private final Map<String, String> options = options();
    /** When the rows were changed last, and when the run has read them, as positions of the source: in microseconds. */
    private final long changed = TimeUnit.MILLISECONDS.toMicros(System.currentTimeMillis()) - 2_000_000;

    private final long read = changed + 1_000_000;

    private @Nullable AerospikeStore opened;

    @AfterEach
    void close() {
        if (opened != null) {
            opened.close();
        }
        if (!cluster.server().isGiven()) {
            tell("stand-in-refuse:code=1;count=0");
        }
    }

    @Test
    void rowsThatAreAsTheyWouldBeWrittenAreEqual() {
        fill(50);

        assertThat(compare(rows(50))).containsOnly(Comparison.MATCH);
        assertThat(compare(List.of(table.bulk(read, table.row("ID", 51L))))).containsExactly(Comparison.MISSING);
    }

    @Test
    void aBinOfEachKindThatWasAlteredByHandIsFoundByItsName() {
        Map<String, List<Object>> altered = new LinkedHashMap<>();
        altered.put("TXT", List.of("txt 1", "", 1L));
        altered.put("NUM", List.of(2L, "1", 1.0));
        altered.put("DBL", List.of(1.5000000000000002, -1.5, "1.5"));
        altered.put("FLAG", List.of(false, 1L));
        altered.put("RAW", List.of(new byte[] {1, 2}, new byte[0], "1"));
        altered.put("DEC", List.of("10.5", "10.500", 10.5));
        altered.put("LST", List.of(List.of(), Arrays.asList(null, new byte[] {7}), List.of("7")));
        altered.put("MAP", List.of(Map.of("a", 0.0), Map.of("a", 1.0, "b", 2.0), Map.of("A", 1.0)));
        altered.put("NEST", List.of(List.of(Map.of("A", 2L)), List.of(Map.of("A", 1L), Map.of("A", 1L))));
        altered.put(BinNameStrategy.SHORTEN.binOf("A_NAME_THAT_IS_TOO_LONG"), List.of("long 2"));
        altered.put("GOES", List.of("2026-11-21T09:05:00.1", 0L));
        altered.put("ONE_MORE", List.of("x"));
        long id = 0;
        List<String> names = new ArrayList<>();
        fill(60);
        for (Map.Entry<String, List<Object>> each : altered.entrySet()) {
            String bin = each.getKey();
            for (Object value : each.getValue()) {
                alter(++id, new Bin(bin, Value.get(value)));
                names.add(bin);
            }
            if (!bin.equals("ONE_MORE")) {
                alter(++id, Bin.asNull(bin));
                names.add(bin);
            }
        }

        List<Comparison> found = compare(rows(60));

        for (int i = 0; i < id; i++) {
            assertThat(found.get(i))
                    .as("row %s, bin %s", i + 1, names.get(i))
                    .isEqualTo(new Comparison.Different(changed, List.of(names.get(i))));
        }
        assertThat(found.subList((int) id, 60)).containsOnly(Comparison.MATCH);
    }

    @Test
    void aRowIsToldFromItsPositionAndTheMarkerOfItsDelete() {
        fill(8);
        alter(1, new Bin("__position", read + 1), new Bin("TXT", "newer"));
        alter(2, new Bin("__position", changed - 1), new Bin("TXT", "stale"));
        alter(3, Bin.asNull("__position"));
        alter(4, new Bin("__position", "odd"));
        cluster.client().delete(null, cluster.key(set, 5));
        apply(table.delete(read + 5, row(6)), table.delete(read, row(7)), table.delete(changed + 1, row(8)));

        assertThat(compare(rows(8)))
                .containsExactly(
                        new Comparison.Newer(read + 1),
                        new Comparison.Different(changed - 1, List.of("TXT")),
                        new Comparison.Different(ChangeEvent.NO_POSITION, List.of(Comparison.FORM)),
                        new Comparison.Different(ChangeEvent.NO_POSITION, List.of(Comparison.FORM)),
                        Comparison.MISSING,
                        new Comparison.Newer(read + 5),
                        new Comparison.Newer(read),
                        Comparison.MISSING);
    }

    @Test
    void whereNoRowShouldBeARowThatIsThereIsDifferent() {
        fill(3);
        alter(2, new Bin("__position", read + 1));
        alter(3, Bin.asNull("__position"));

        assertThat(compare(List.of(
                        table.delete(read, row(1)),
                        table.delete(read, row(2)),
                        table.delete(read, row(3)),
                        table.delete(read, row(4)))))
                .containsExactly(
                        new Comparison.Different(changed, List.of(Comparison.ROW)),
                        Comparison.MATCH,
                        new Comparison.Different(ChangeEvent.NO_POSITION, List.of(Comparison.ROW)),
                        Comparison.MATCH);
    }

    @Test
    void aWrongTimeToLiveIsADifferenceAndARowWhoseTimeMayBeOverIsNotMissing() {
        options.put("ttl.ms", "7200000");
        fill(5);
        touch(2, -1);
        touch(3, 100_000);
        touch(4, 60);
        cluster.client().delete(null, cluster.key(set, 5));

        Comparison wrong = new Comparison.Different(changed, List.of(Comparison.TIME_TO_LIVE));
        assertThat(compare(rows(5))).containsExactly(Comparison.MATCH, wrong, wrong, wrong, Comparison.EXPIRED);
    }

    @Test
    void aRowThatShouldStayForEverAndGoesIsADifference() {
        fill(2);
        touch(2, 100_000);

        assertThat(compare(rows(2)))
                .containsExactly(Comparison.MATCH, new Comparison.Different(changed, List.of(Comparison.TIME_TO_LIVE)));
    }

    @Test
    void anEndThatAColumnSaysIsComparedWithTheEndThatIsStored() {
        options.put("ttl.field", "GOES");
        Instant inAnHour = Instant.now().plus(Duration.ofHours(1));
        List<SinkRecord> rows = new ArrayList<>();
        for (long id = 1; id <= 6; id++) {
            Struct row =
                    row(id).put("GOES", Date.from(id == 5 ? Instant.now().plusSeconds(3_650L * 86_400 * 2) : inAnHour));
            apply(table.add(changed, row));
            rows.add(table.bulk(read, row));
        }
        rows.add(table.bulk(read, row(7).put("GOES", Date.from(Instant.now().minusSeconds(500)))));
        cluster.client().put(Cluster.forever(), cluster.key(set, 7), new Bin("__position", changed));
        touch(2, -1);
        touch(3, 1800);
        cluster.client().delete(null, cluster.key(set, 4));
        touch(6, 5400);

        Comparison wrong = new Comparison.Different(changed, List.of(Comparison.TIME_TO_LIVE));
        assertThat(compare(rows))
                .containsExactly(
                        Comparison.MATCH,
                        wrong,
                        wrong,
                        Comparison.MISSING,
                        Comparison.MATCH,
                        wrong,
                        new Comparison.Different(changed, List.of(Comparison.ROW)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "false"})
    void aScanFindsTheRowsOfTheTableThatARunDoesNotHaveAndNoMarker(String sendKey) {
        options.put("send.key", sendKey);
        fill(2500);
        apply(table.delete(read, row(2500)));
        WritePolicy stored = Cluster.forever();
        stored.sendKey = sendKey.equals("true");
        cluster.client().put(stored, cluster.key(set, 9001), new Bin("TXT", "by hand"));
        cluster.client().put(stored, cluster.key(set, 2500), new Bin("__position", changed), new Bin("TXT", "is back"));

        Map<Object, StoredRow<AerospikeWrite>> found = scan();

        Map<Object, AerospikeWrite> writes = new HashMap<>();
        map(rows(2500)).forEach(write -> writes.put(comparer().identity(write), write));
        AerospikeWrite byHand = map(List.of(table.bulk(read, row(9001)))).get(0);
        assertThat(found).hasSize(2501).containsKeys(writes.keySet().toArray());
        StoredRow<AerospikeWrite> extra =
                Objects.requireNonNull(found.get(comparer().identity(byHand)));
        assertThat(extra.position()).isEqualTo(ChangeEvent.NO_POSITION);
        assertThat(extra.key())
                .startsWith(cluster.server().namespace() + "." + set + "/")
                .matches(sendKey.equals("true") ? ".*/9001" : ".*/digest [0-9a-f]{40}");
        if (sendKey.equals("true")) {
            assertThat(extra.key()).isEqualTo(comparer().key(byHand));
        }
        found.values().stream()
                .filter(row -> !row.equals(extra))
                .forEach(row -> assertThat(row.position()).isEqualTo(changed));
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "false"})
    void whatIsFoundIsMendedByThePositionRuleAndFoundNoMore(String sendKey) {
        options.put("send.key", sendKey);
        fill(20);
        alter(1, new Bin("TXT", "altered"));
        alter(2, Bin.asNull("NUM"));
        touch(3, 1000);
        alter(5, Bin.asNull("__position"));
        cluster.client().delete(null, cluster.key(set, 4));
        WritePolicy stored = Cluster.forever();
        stored.sendKey = sendKey.equals("true");
        cluster.client().put(stored, cluster.key(set, 101), new Bin("__position", changed));
        cluster.client().put(stored, cluster.key(set, 102), new Bin("TXT", "by hand"));
        cluster.client().put(stored, cluster.key(set, 103), new Bin("__position", changed));
        Map<Object, StoredRow<AerospikeWrite>> found = scan();
        List<AerospikeWrite> rows = map(rows(20));
        List<Comparison> before = comparer().compare(rows).toCompletableFuture().join();
        assertThat(before).filteredOn(each -> each != Comparison.MATCH).hasSize(5);
        // A change that comes meanwhile.
        cluster.client().put(stored, cluster.key(set, 103), new Bin("__position", read + 7));
        alter(6, new Bin("__position", read + 7), new Bin("TXT", "meanwhile"));

        List<AerospikeWrite> repairs = new ArrayList<>(rows);
        rows.forEach(row -> found.remove(comparer().identity(row)));
        assertThat(found).hasSize(3);
        found.values().forEach(extra -> repairs.add(extra.deletion().apply(read)));
        List<Outcome> outcomes = store().write(repairs).toCompletableFuture().join();

        assertThat(outcomes).filteredOn(Outcome.STALE::equals).hasSize(2);
        assertThat(outcomes).filteredOn(Outcome.APPLIED::equals).hasSize(21);
        assertThat(cluster.bins(set, 101)).isNull();
        assertThat(cluster.bins(set, 102)).isNull();
        assertThat(cluster.bins(set, 103)).isEqualTo(Map.of("__position", read + 7));
        List<Comparison> after = comparer().compare(rows).toCompletableFuture().join();
        assertThat(after.remove(5)).isEqualTo(new Comparison.Newer(read + 7));
        assertThat(after).containsOnly(Comparison.MATCH);
        Map<Object, StoredRow<AerospikeWrite>> again = scan();
        rows.forEach(row -> again.remove(comparer().identity(row)));
        assertThat(again.values()).extracting(StoredRow::position).containsExactly(read + 7);
    }

    @Test
    void aUserWhoMayOnlyReadComparesAndScans() {
        fill(50);
        cluster.client().put(Cluster.forever(), cluster.key(set, 60), new Bin("__position", changed));
        cluster.client().put(Cluster.forever(), cluster.key(set + "__deleted", 60), new Bin("__position", read));
        tell("stand-in-refuse:code=" + ResultCode.ROLE_VIOLATION + ";only=writes;count=" + Integer.MAX_VALUE);

        assertThat(compare(rows(50))).containsOnly(Comparison.MATCH);
        assertThat(scan()).hasSize(51);
        assertThat(cluster.bins(set, 60)).as("a row below its marker").isNotNull();
    }

    @Test
    void aServerThatRefusesToBeReadNowIsAskedAgainAndOneThatNeverWillBeFailsTheTask() {
        fill(3);
        store();
        tell("stand-in-refuse:code=" + ResultCode.DEVICE_OVERLOAD + ";count=" + Integer.MAX_VALUE);
        assertThatThrownBy(() -> compare(rows(3)))
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(StoreUnavailableException.class);
        tell("stand-in-refuse:code=" + ResultCode.ROLE_VIOLATION + ";count=" + Integer.MAX_VALUE);
        assertThatThrownBy(() -> compare(rows(3))).rootCause().hasMessageContaining("role read");
    }

    @Test
    void setsThatMayHoldOtherRowsAreNotScanned() {
        assertThat(comparer().whyNoScan(TOPIC)).isEmpty();
        assertThat(whyNoScan("set.template", set)).contains("set.template." + TOPIC);
        assertThat(whyNoScan("set.template", "{ID}", "set.template." + TOPIC, "c{ID}"))
                .contains("set.template depends on fields of the row");
        assertThat(whyNoScan("set.template." + TOPIC, set, "set.template.ods.BANK.OTHER", set))
                .contains("set.template.ods.BANK.OTHER");
        assertThat(whyNoScan("set.template." + TOPIC, set, "aerospike.namespace", "n{ID}"))
                .contains("aerospike.namespace depends on fields of the row");
        assertThat(whyNoScan()).isEmpty();
    }

    private String whyNoScan(String... more) {
        Map<String, String> props = cluster.options(set, more);
        if (!List.of(more).contains("set.template")) {
            props.remove("set.template");
        }
        try (AerospikeStore other = new AerospikeStore(new AerospikeSinkConfig(props), unused -> cluster.newClient())) {
            return other.comparer().orElseThrow().whyNoScan(TOPIC).orElse("");
        }
    }

    private Map<String, String> options() {
        Map<String, String> props = cluster.options(set, "set.template." + TOPIC, set);
        props.remove("set.template");
        props.put("bin.name.strategy", "shorten");
        return props;
    }

    private Struct row(long id) {
        return table.row(
                "ID",
                id,
                "TXT",
                "txt",
                "NUM",
                1,
                "DBL",
                1.5,
                "FLAG",
                true,
                "RAW",
                new byte[] {1},
                "DEC",
                new BigDecimal("10.50"),
                "LST",
                Arrays.asList(new byte[] {7}, null),
                "MAP",
                Map.of("a", 1.0),
                "NEST",
                List.of(new Struct(NEST).put("A", 1L)),
                "A_NAME_THAT_IS_TOO_LONG",
                "long",
                "GOES",
                Date.from(Instant.parse("2036-11-21T09:05:00Z")));
    }

    /** Returns the rows of a run. */
    private List<SinkRecord> rows(int count) {
        return LongStream.rangeClosed(1, count)
                .mapToObj(id -> table.bulk(read, row(id)))
                .toList();
    }

    private void fill(int count) {
        apply(LongStream.rangeClosed(1, count)
                .mapToObj(id -> table.add(changed, row(id)))
                .toArray(SinkRecord[]::new));
    }

    private void apply(SinkRecord... records) {
        try (SinkTaskDriver task = new SinkTaskDriver(AerospikeSinkTask::new, options)) {
            task.put(records);
            task.flush();
            assertThat(task.deadLetters()).isEmpty();
        }
    }

    /** Alters bins by hand, and leaves the rest of the record as it is. */
    private void alter(long id, Bin... bins) {
        WritePolicy policy = new WritePolicy();
        policy.expiration = -2;
        cluster.client().put(policy, cluster.key(set, id), bins);
    }

    private void touch(long id, int seconds) {
        WritePolicy policy = new WritePolicy();
        policy.expiration = seconds;
        cluster.client().touch(policy, cluster.key(set, id));
    }

    private AerospikeStore store() {
        AerospikeStore now = opened;
        if (now == null) {
            Map<String, String> props = new HashMap<>(options);
            props.put("sink.mode", "repair");
            now = new AerospikeStore(props);
            opened = now;
        }
        return now;
    }

    private Comparer<AerospikeWrite> comparer() {
        return store().comparer().orElseThrow();
    }

    private List<AerospikeWrite> map(List<SinkRecord> records) {
        List<AerospikeWrite> writes = new ArrayList<>();
        for (SinkRecord record : records) {
            ChangeEvent event =
                    new AerospikeSinkConfig(options).shared().decoder().decode(record);
            writes.addAll(store().map(Objects.requireNonNull(event)));
        }
        return writes;
    }

    private List<Comparison> compare(List<SinkRecord> records) {
        List<AerospikeWrite> writes = map(records);
        return comparer().compare(writes).toCompletableFuture().join();
    }

    private Map<Object, StoredRow<AerospikeWrite>> scan() {
        Map<Object, StoredRow<AerospikeWrite>> found = new HashMap<>();
        try (RowScan<AerospikeWrite> scan = comparer().scan(TOPIC)) {
            RowScan.Page<AerospikeWrite> page;
            do {
                page = scan.next().toCompletableFuture().join();
                assertThat(page.rows()).hasSizeLessThanOrEqualTo(1000);
                page.rows().forEach(row -> found.put(row.identity(), row));
            } while (!page.isLast());
        }
        return found;
    }

    private void tell(String command) {
        assumeThat(cluster.server().isGiven())
                .as("only the stand-in refuses what it is told to")
                .isFalse();
        assertThat(Info.request(cluster.server().host(), cluster.server().port(), command))
                .isEqualTo("ok");
    }
}
