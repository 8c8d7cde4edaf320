package io.odsconnect.cassandra;

import static org.assertj.core.api.Assertions.assertThat;

import io.odsconnect.cassandra.config.CassandraSinkConfig;
import io.odsconnect.cassandra.connection.Sessions;
import io.odsconnect.cassandra.mapping.CassandraWrite;
import io.odsconnect.cassandra.store.CassandraStore;
import io.odsconnect.common.compare.Comparer;
import io.odsconnect.common.compare.Comparison;
import io.odsconnect.common.compare.Comparison.Different;
import io.odsconnect.common.compare.Comparison.Newer;
import io.odsconnect.common.compare.RowHash;
import io.odsconnect.common.compare.RowScan;
import io.odsconnect.common.compare.StoredRow;
import io.odsconnect.common.event.ChangeEvent;
import io.odsconnect.common.event.Operation;
import io.odsconnect.common.event.Origin;
import io.odsconnect.common.sink.Outcome;
import io.odsconnect.common.value.Row;
import io.odsconnect.testbed.cassandra.CassandraServer;
import io.odsconnect.testbed.junit.TestbedExtension;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a comparison makes of rows that another client has altered, deleted or added. */
@ExtendWith(TestbedExtension.class)
class CassandraCompareIT {

    private static final String TOPIC = "ods.BANK.CARD";
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final Keyspace keyspace;
    private @Nullable CassandraStore store;

    CassandraCompareIT(CassandraServer server) {
        keyspace = new Keyspace(server);
    }

    @AfterEach
    void close() {
        if (store != null) {
            store.close();
        }
        keyspace.close();
    }

    /** A column, what the source has in it, and what somebody makes of it. */
    private record Sample(String type, Object value, String altered) {}

    private static Map<String, Sample> samples() {
        Map<String, Sample> samples = new LinkedHashMap<>();
        samples.put("c_ascii", new Sample("ascii", "plain", "'plaim'"));
        samples.put("c_text", new Sample("text", "Grüße", "'Grüsse'"));
        samples.put("c_tinyint", new Sample("tinyint", (byte) 1, "2"));
        samples.put("c_smallint", new Sample("smallint", (short) 1, "2"));
        samples.put("c_int", new Sample("int", 1, "2"));
        samples.put("c_bigint", new Sample("bigint", 1L, "2"));
        samples.put("c_varint", new Sample("varint", new BigInteger("12345678901234567890"), "12345678901234567891"));
        samples.put("c_decimal", new Sample("decimal", new BigDecimal("12.50"), "12.51"));
        samples.put("c_float", new Sample("float", 0.25f, "0.5"));
        samples.put("c_double", new Sample("double", 1e300, "1e299"));
        samples.put("c_boolean", new Sample("boolean", true, "false"));
        samples.put("c_blob", new Sample("blob", new byte[] {0, -1}, "0x00fe"));
        samples.put("c_date", new Sample("date", LocalDate.of(1582, 10, 4), "'1582-10-05'"));
        samples.put("c_time", new Sample("time", LocalTime.of(23, 59), "'23:58:00'"));
        samples.put("c_ts", new Sample("timestamp", Instant.EPOCH, "1"));
        samples.put(
                "c_uuid",
                new Sample("uuid", "00000000-0000-4000-8000-000000000001", "00000000-0000-4000-8000-000000000002"));
        samples.put("c_inet", new Sample("inet", "2001:db8::1", "'2001:db8::2'"));
        samples.put("c_set", new Sample("set<text>", List.of("b", "a"), "{'a', 'c'}"));
        samples.put("c_map", new Sample("map<text, int>", Map.of("b", 2, "a", 1), "{'a': 1, 'b': 3}"));
        samples.put("c_frozen_list", new Sample("frozen<list<int>>", List.of(2, 1), "[1, 2]"));
        samples.put("c_frozen_set", new Sample("frozen<set<int>>", List.of(2, 1), "{2, 3}"));
        samples.put("c_frozen_map", new Sample("frozen<map<text, int>>", Map.of("a", 1), "{'a': 2}"));
        return samples;
    }

    @Test
    void aColumnOfAnyTypeThatIsAlteredOrNulledIsFoundAndRepaired() {
        Map<String, Sample> samples = samples();
        StringBuilder columns = new StringBuilder();
        Object[] row = new Object[2 + 2 * samples.size()];
        row[0] = "ID";
        row[1] = 1;
        int at = 2;
        for (Map.Entry<String, Sample> each : samples.entrySet()) {
            columns.append(each.getKey())
                    .append(' ')
                    .append(each.getValue().type())
                    .append(", ");
            row[at++] = each.getKey();
            row[at++] = each.getValue().value();
        }
        keyspace.run("create table %s.card (" + columns + "id int primary key)");
        open("card");
        long position = 10;
        write(put(position, row));
        assertThat(compare(put(position, row))).isEqualTo(Comparison.MATCH);
        assertThat(compare(put(position + 5, row))).isEqualTo(Comparison.MATCH);
        for (Map.Entry<String, Sample> each : samples.entrySet()) {
            for (String value : List.of(each.getValue().altered(), "null")) {
                keyspace.run("update %s.card using timestamp " + (position + 5) + " set " + each.getKey() + " = "
                        + value.replace("%", "%%") + " where id = 1");
                position += 10;
                assertThat(compare(put(position, row)))
                        .as("%s = %s", each.getKey(), value)
                        .isInstanceOfSatisfying(
                                Different.class,
                                different -> assertThat(different.fields()).containsExactly(each.getKey()));
                write(put(position, row));
                assertThat(compare(put(position, row))).as(each.getKey()).isEqualTo(Comparison.MATCH);
            }
        }
    }

    @Test
    void whatIsNullInTheSourceMayNotBeFilledInTheStore() {
        keyspace.run("create table %s.card (id int primary key, name text, note text, tags set<text>)");
        open("card");
        List<CassandraWrite> row = put(10, "ID", 1, "NAME", null, "NOTE", null, "TAGS", List.of());
        write(row);
        assertThat(compare(row)).isEqualTo(Comparison.MATCH);
        keyspace.run("update %s.card using timestamp 12 set note = 'x', tags = {'y'} where id = 1");
        assertThat(compare(put(20, "ID", 1, "NAME", null, "NOTE", null, "TAGS", List.of())))
                .isEqualTo(new Different(12, List.of("note", "tags")));
    }

    @Test
    void aRowIsMissingNewerOrNotToBeThere() {
        keyspace.run("create table %s.card (id int primary key, name text)");
        open("card");
        assertThat(compare(put(10, "ID", 1, "NAME", "Ann"))).isEqualTo(Comparison.MISSING);
        assertThat(compare(delete(10, 1))).isEqualTo(Comparison.MATCH);
        write(put(20, "ID", 1, "NAME", "Bob"));
        assertThat(compare(put(10, "ID", 1, "NAME", "Ann"))).isEqualTo(new Newer(20));
        assertThat(compare(put(20, "ID", 1, "NAME", "Ann"))).isEqualTo(new Different(20, List.of("name")));
        assertThat(compare(delete(10, 1))).as("a newer row").isEqualTo(Comparison.MATCH);
        assertThat(compare(delete(25, 1))).isEqualTo(new Different(20, List.of(Comparison.ROW)));
        keyspace.run("delete from %s.card using timestamp 30 where id = 1");
        assertThat(compare(put(40, "ID", 1, "NAME", "Bob"))).isEqualTo(Comparison.MISSING);
    }

    @Test
    void aScanFindsEachRowAndMakesDeletesThatANewerRowOutlives() {
        keyspace.run("create table %s.card (a int, b text, name text, primary key (a, b))");
        CassandraStore opened = open("card");
        List<CassandraWrite> all = new ArrayList<>();
        Map<RowHash, String> expected = new HashMap<>();
        Comparer<CassandraWrite> comparer = opened.comparer().orElseThrow();
        for (int i = 0; i < 2500; i++) {
            CassandraWrite row =
                    put(10 + i, "A", i % 1200, "B", "b" + i, "NAME", "n").get(0);
            all.add(row);
            expected.put(comparer.identity(row), comparer.key(row));
        }
        // As many as the engine writes at a time: the driver takes only so many for a connection.
        for (int i = 0; i < all.size(); i += 100) {
            write(all.subList(i, i + 100));
        }
        Map<RowHash, StoredRow<CassandraWrite>> found = scan();
        Map<RowHash, String> keys = new HashMap<>();
        found.forEach((hash, row) -> keys.put(hash, row.key()));
        assertThat(keys).isEqualTo(expected);
        StoredRow<CassandraWrite> first = Objects.requireNonNull(found.get(comparer.identity(all.get(0))));
        assertThat(first.key()).isEqualTo("a = 0 AND b = 'b0'");
        assertThat(first.position()).isEqualTo(10);
        write(List.of(first.deletion().apply(9)));
        assertThat(scan()).hasSize(2500);
        write(List.of(first.deletion().apply(11)));
        assertThat(scan()).hasSize(2499).doesNotContainKey(first.identity());
    }

    @Test
    void aWrongTimeToLiveIsFoundAndOneThatIsOverIsNoFinding() {
        keyspace.run("create table %s.card (id int primary key, name text, until timestamp)");
        open("card", "ttl.field", "UNTIL");
        Instant until = Instant.now().plusSeconds(4000);
        write(put(10, "ID", 1, "NAME", "Ann", "UNTIL", until));
        assertThat(compare(put(20, "ID", 1, "NAME", "Ann", "UNTIL", until))).isEqualTo(Comparison.MATCH);
        for (String ttl : List.of("0", "3900", "4100")) {
            keyspace.run("insert into %s.card (id, name, until) values (1, 'Ann', " + until.toEpochMilli()
                    + ") using timestamp 15 and ttl " + ttl);
            assertThat(compare(put(20, "ID", 1, "NAME", "Ann", "UNTIL", until)))
                    .as(ttl)
                    .isEqualTo(new Different(15, List.of(Comparison.TIME_TO_LIVE)));
            keyspace.run("delete from %s.card using timestamp 15 where id = 1");
            keyspace.run("truncate %s.card");
        }
        assertThat(compare(put(20, "ID", 1, "NAME", "Ann", "UNTIL", until))).isEqualTo(Comparison.MISSING);
        assertThat(compare(put(20, "ID", 1, "NAME", "Ann", "UNTIL", Instant.now())))
                .as("a delete")
                .isEqualTo(Comparison.MATCH);
    }

    @Test
    void aRowThatStaysForATimeMayBeOverAndMayNotStayLonger() {
        keyspace.run("create table %s.card (id int primary key, name text) with default_time_to_live = 5000");
        open("card");
        write(put(10, "ID", 1, "NAME", "Ann"));
        assertThat(compare(put(20, "ID", 1, "NAME", "Ann"))).isEqualTo(Comparison.MATCH);
        keyspace.run("insert into %s.card (id, name) values (1, 'Ann') using timestamp 15 and ttl 0");
        assertThat(compare(put(20, "ID", 1, "NAME", "Ann")))
                .isEqualTo(new Different(15, List.of(Comparison.TIME_TO_LIVE)));
        assertThat(compare(put(20, "ID", 2, "NAME", "Bob"))).isEqualTo(Comparison.EXPIRED);
    }

    @Test
    void ofAHistoryTheNewestVersionIsComparedAndADeleteIsKnown() {
        keyspace.run("create table %s.card (id int, position bigint, operation text, name text,"
                + " primary key (id, position))");
        CassandraStore opened = open(
                "card",
                "write.mode",
                "history",
                "history.position.column",
                "position",
                "history.operation.column",
                "operation",
                "history.commit.time.column",
                "");
        assertThat(compare(put(10, "ID", 1, "NAME", "Ann"))).isEqualTo(Comparison.MISSING);
        write(put(10, "ID", 1, "NAME", "Ann"));
        write(put(20, "ID", 1, "NAME", "Bob"));
        assertThat(compare(put(30, "ID", 1, "NAME", "Bob"))).isEqualTo(Comparison.MATCH);
        assertThat(compare(put(30, "ID", 1, "NAME", "Ann"))).isEqualTo(new Different(20, List.of("name")));
        assertThat(compare(put(15, "ID", 1, "NAME", "Ann"))).isEqualTo(new Newer(20));
        write(put(12, "ID", 2, "NAME", "Cleo"));
        Map<RowHash, StoredRow<CassandraWrite>> rows = scan();
        assertThat(rows.values()).extracting(StoredRow::key).containsExactlyInAnyOrder("id = 1", "id = 2");
        assertThat(rows.values()).extracting(StoredRow::position).containsExactlyInAnyOrder(20L, 12L);
        StoredRow<CassandraWrite> second = rows.values().stream()
                .filter(row -> row.key().equals("id = 2"))
                .findFirst()
                .orElseThrow();
        assertThat(compare(List.of(second.deletion().apply(40)))).isEqualTo(new Different(12, List.of(Comparison.ROW)));
        write(List.of(second.deletion().apply(40)));
        assertThat(scan().values()).extracting(StoredRow::key).containsExactly("id = 1");
        assertThat(compare(put(30, "ID", 2, "NAME", "Cleo"))).isEqualTo(new Newer(40));
        assertThat(compare(put(50, "ID", 2, "NAME", "Cleo"))).isEqualTo(Comparison.MISSING);
        assertThat(opened.comparer().orElseThrow().knowsDeletesFor()).isPositive();
    }

    @Test
    void aTableThatOnlyRecordsNameCannotBeScannedAndNoneThatIsToBeMadeIsMade() {
        CassandraStore opened = open(
                "x", "table.template", keyspace.name() + ".{KIND}", "table.template.other", keyspace.name() + ".other");
        Comparer<CassandraWrite> comparer = opened.comparer().orElseThrow();
        assertThat(comparer.whyNoScan(TOPIC))
                .hasValueSatisfying(why -> assertThat(why).startsWith("table.template "));
        assertThat(comparer.whyNoScan("other")).isEmpty();
        assertThat(comparer.scan("other").next())
                .succeedsWithin(LIMIT)
                .satisfies(page -> assertThat(page.isLast()).isTrue());
    }

    /** Else a repair would delete the rows of the other topic. */
    @Test
    void aTableThatSeveralTopicsMayHaveIsNotScanned() {
        for (List<String> shared : List.of(
                List.of("topics", "ods.A.compare,ods.B.compare"),
                List.of("topics.regex", "ods.*"),
                List.of("topics", "ods.A", "table.template.ods.A", "x.card", "table.template.ods.B", "x.card"))) {
            Comparer<CassandraWrite> comparer =
                    open("card", shared.toArray(String[]::new)).comparer().orElseThrow();
            assertThat(comparer.whyNoScan("ods.A"))
                    .as("%s", shared)
                    .hasValueSatisfying(why -> assertThat(why).startsWith("table.template "));
            Objects.requireNonNull(store).close();
        }
        assertThat(open("card", "topics", "ods.A,ods.A.compare")
                        .comparer()
                        .orElseThrow()
                        .whyNoScan("ods.A"))
                .isEmpty();
    }

    private CassandraStore open(String table, String... more) {
        CassandraSinkConfig config = new CassandraSinkConfig(keyspace.options(table, more));
        CassandraStore opened = new CassandraStore(Sessions.open(config), config.rules(), config.batchBytes());
        store = opened;
        return opened;
    }

    private List<CassandraWrite> put(long position, @Nullable Object... row) {
        return Objects.requireNonNull(store)
                .map(new ChangeEvent(
                        Operation.READ, TOPIC, new Origin(TOPIC, 0, 0), null, null, Row.of(row), position, position));
    }

    private List<CassandraWrite> delete(long position, int id) {
        return Objects.requireNonNull(store)
                .map(new ChangeEvent(
                        Operation.DELETE,
                        TOPIC,
                        new Origin(TOPIC, 0, 0),
                        Row.of("ID", id),
                        null,
                        null,
                        position,
                        position));
    }

    private Comparison compare(List<CassandraWrite> write) {
        Comparer<CassandraWrite> comparer =
                Objects.requireNonNull(store).comparer().orElseThrow();
        List<Comparison> results = comparer.compare(write).toCompletableFuture().join();
        assertThat(results).hasSize(1);
        return results.get(0);
    }

    private void write(List<CassandraWrite> rows) {
        assertThat(Objects.requireNonNull(store).write(rows))
                .succeedsWithin(LIMIT)
                .satisfies(outcomes -> assertThat(outcomes).allMatch(Outcome.APPLIED::equals));
    }

    private Map<RowHash, StoredRow<CassandraWrite>> scan() {
        Map<RowHash, StoredRow<CassandraWrite>> found = new HashMap<>();
        Comparer<CassandraWrite> comparer =
                Objects.requireNonNull(store).comparer().orElseThrow();
        try (RowScan<CassandraWrite> scan = comparer.scan(TOPIC)) {
            boolean isLast = false;
            while (!isLast) {
                RowScan.Page<CassandraWrite> page =
                        scan.next().toCompletableFuture().join();
                page.rows()
                        .forEach(row ->
                                assertThat(found.put(row.identity(), row)).isNull());
                isLast = page.isLast();
            }
        }
        return found;
    }
}
