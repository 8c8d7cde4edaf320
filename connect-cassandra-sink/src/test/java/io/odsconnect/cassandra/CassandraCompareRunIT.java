package io.odsconnect.cassandra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.odsconnect.testbed.cassandra.CassandraOptions;
import io.odsconnect.testbed.cassandra.CassandraServer;
import io.odsconnect.testbed.kafka.KafkaBroker;
import io.odsconnect.testbed.sink.CompareRun;
import io.odsconnect.testbed.sink.ReconciliationTopic;
import io.odsconnect.testbed.sink.SinkTaskDriver;
import io.odsconnect.testbed.sink.SourceTable;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.sink.SinkRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whole compare runs on Cassandra, by a role that has the right to read the table and no other. */
@SuppressWarnings("JavaUtilDate") // Connect's timestamps are java.util.Date.
class CassandraCompareRunIT {

    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final String RECONCILIATION = "reconciliation";
    private static final String COMPARE = "cards-compare";
    private static final String TOPIC = "ods.CARD";
    /** More than a page of the scan, all in one partition. */
    private static final int CARDS_OF_ONE_CLIENT = 600;

    private static final CassandraServer SERVER =
            CassandraServer.embedded(CassandraOptions.PLAIN.withLogin().with("permissions_validity", "0ms"));
    private static final KafkaBroker BROKER = KafkaBroker.embedded(Map.of());

    /** What a column is in CQL, what the source has in it, and what somebody makes of it by hand. */
    private record Sample(String type, Schema schema, Object value, String altered) {}

    private static final Map<String, Sample> SAMPLES = samples();

    private final Keyspace keyspace =
            new Keyspace(SERVER, Keyspace.builder(SERVER).withAuthCredentials("cassandra", "cassandra"));
    private final Map<String, Struct> rows = new LinkedHashMap<>();
    private final SourceTable table = new SourceTable(TOPIC, schema(), List.of("CLIENT", "ID"));
    private final CompareRun runs = new CompareRun(table);
    private Map<String, String> found = Map.of();
    private int runNumber;

    @BeforeAll
    static void start() throws Exception {
        SERVER.start();
        BROKER.start();
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", BROKER.bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic(RECONCILIATION, 2, (short) 1)))
                    .all()
                    .get();
        }
    }

    @AfterAll
    static void stop() {
        SERVER.close();
        BROKER.close();
    }

    @BeforeEach
    void makeRole() {
        keyspace.run("create role if not exists auditor with password = 'look' and login = true");
    }

    @AfterEach
    void close() {
        keyspace.close();
    }

    private static Map<String, Sample> samples() {
        Map<String, Sample> samples = new LinkedHashMap<>();
        Schema text = Schema.OPTIONAL_STRING_SCHEMA;
        samples.put("C_ASCII", new Sample("ascii", text, "plain", "'plaim'"));
        samples.put("C_TEXT", new Sample("text", text, "Grüße", "'Grüsse'"));
        samples.put("C_TINYINT", new Sample("tinyint", Schema.OPTIONAL_INT8_SCHEMA, (byte) 1, "2"));
        samples.put("C_SMALLINT", new Sample("smallint", Schema.OPTIONAL_INT16_SCHEMA, (short) 1, "2"));
        samples.put("C_INT", new Sample("int", Schema.OPTIONAL_INT32_SCHEMA, 1, "2"));
        samples.put("C_BIGINT", new Sample("bigint", Schema.OPTIONAL_INT64_SCHEMA, 1L, "2"));
        samples.put(
                "C_VARINT",
                new Sample(
                        "varint", Decimal.builder(0).optional().build(), new BigDecimal("12345678901234567890"), "7"));
        samples.put(
                "C_DECIMAL",
                new Sample("decimal", Decimal.builder(2).optional().build(), new BigDecimal("12.50"), "12.51"));
        samples.put("C_FLOAT", new Sample("float", Schema.OPTIONAL_FLOAT32_SCHEMA, 0.25f, "0.5"));
        samples.put("C_DOUBLE", new Sample("double", Schema.OPTIONAL_FLOAT64_SCHEMA, 1e300, "1e299"));
        samples.put("C_BOOLEAN", new Sample("boolean", Schema.OPTIONAL_BOOLEAN_SCHEMA, true, "false"));
        samples.put("C_BLOB", new Sample("blob", Schema.OPTIONAL_BYTES_SCHEMA, new byte[] {0, -1}, "0x00fe"));
        samples.put("C_DATE", new Sample("date", text, "1582-10-04", "'1582-10-05'"));
        samples.put("C_TIME", new Sample("time", text, "23:59:59.999999999", "'23:58:00'"));
        samples.put(
                "C_TS", new Sample("timestamp", Timestamp.builder().optional().build(), Date.from(Instant.EPOCH), "1"));
        samples.put(
                "C_UUID",
                new Sample(
                        "uuid", text, "00000000-0000-4000-8000-000000000001", "00000000-0000-4000-8000-000000000002"));
        samples.put(
                "C_TIMEUUID",
                new Sample(
                        "timeuuid",
                        text,
                        "a5f3ea10-c6f1-11f0-8de9-0242ac120002",
                        "a5f3ea11-c6f1-11f0-8de9-0242ac120002"));
        samples.put("C_INET", new Sample("inet", text, "2001:db8::1", "'2001:db8::2'"));
        samples.put("C_DURATION", new Sample("duration", text, "1y2mo1h", "1y3mo1h"));
        Schema texts = SchemaBuilder.array(Schema.STRING_SCHEMA).optional().build();
        samples.put("C_SET", new Sample("set<text>", texts, List.of("b", "a"), "{'a', 'c'}"));
        samples.put("C_LIST", new Sample("frozen<list<text>>", texts, List.of("b", "a"), "['a', 'b']"));
        Schema limits = SchemaBuilder.map(Schema.STRING_SCHEMA, Schema.INT32_SCHEMA)
                .optional()
                .build();
        samples.put("C_MAP", new Sample("map<text, int>", limits, Map.of("b", 2, "a", 1), "{'a': 1, 'b': 3}"));
        samples.put("C_FROZEN_MAP", new Sample("frozen<map<text, int>>", limits, Map.of("a", 1), "{'a': 2}"));
        Struct address = new Struct(StructColumns.ADDRESS).put("STREET", "Main").put("PHONES", List.of("2", "1"));
        samples.put(
                "C_UDT",
                new Sample("%1$s.address", StructColumns.ADDRESS, address, "{street: 'Side', phones: {'1', '2'}}"));
        samples.put(
                "C_FROZEN_UDT",
                new Sample("frozen<%1$s.address>", StructColumns.ADDRESS, address, "{street: 'Main', phones: {'1'}}"));
        samples.put(
                "C_UDTS",
                new Sample(
                        "frozen<list<%1$s.address>>",
                        SchemaBuilder.array(StructColumns.ADDRESS).optional().build(), List.of(address), "[]"));
        samples.put(
                "C_TUPLE",
                new Sample(
                        "tuple<int, double>",
                        StructColumns.POINT,
                        new Struct(StructColumns.POINT).put("X", 1).put("Y", 0.5),
                        "(1, 0.25)"));
        return samples;
    }

    private static Schema schema() {
        SchemaBuilder schema = SchemaBuilder.struct()
                .field("CLIENT", Schema.INT32_SCHEMA)
                .field("ID", Schema.INT32_SCHEMA)
                .field("UNTIL", Timestamp.builder().optional().build());
        SAMPLES.forEach((name, sample) -> schema.field(name, sample.schema()));
        return schema.build();
    }

    private Struct row(int client, int id) {
        Struct row = new Struct(table.columns())
                .put("CLIENT", client)
                .put("ID", id)
                .put("UNTIL", Date.from(Instant.now().plusSeconds(400_000)));
        SAMPLES.forEach((name, sample) -> row.put(name, sample.value()));
        return row;
    }

    private void createTable(String more, String key) {
        keyspace.run("create type if not exists %s.address (street text, phones frozen<set<text>>)");
        StringBuilder columns = new StringBuilder("client int, id int, until timestamp, " + more);
        SAMPLES.forEach((name, sample) ->
                columns.append(name).append(' ').append(sample.type()).append(", "));
        keyspace.run("create table %1$s.card (" + columns + "primary key (" + key + "))");
        keyspace.run("grant select on %s.card to auditor");
    }

    /** Writes cards of one client and one card of each of others, by the sink itself. */
    private void write(Map<String, String> sink) {
        List<SinkRecord> records = new ArrayList<>();
        for (int i = 0; i < CARDS_OF_ONE_CLIENT + 100; i++) {
            int client = i < CARDS_OF_ONE_CLIENT ? 1 : i;
            Struct row = row(client, i);
            rows.put(client + "/" + i, row);
            records.add(table.add(1000 + i, row));
        }
        try (SinkTaskDriver task = new SinkTaskDriver(CassandraSinkTask::new, sink)) {
            task.put(records);
            task.flush();
            assertThat(task.deadLetterReasons()).isEmpty();
        }
    }

    private Map<String, String> props(String... more) {
        Map<String, String> props = keyspace.options("card", more);
        props.put("topics", TOPIC);
        props.put("cassandra.username", "cassandra");
        props.put("cassandra.password", "cassandra");
        return props;
    }

    /** Carries out a run over the rows, notes what it finds, and returns its report. */
    private JsonNode run(Map<String, String> sink, String mode, long position) {
        Map<String, String> props = new HashMap<>(sink);
        props.put("name", COMPARE);
        props.put("topics", TOPIC + "," + TOPIC + ".compare");
        props.put("sink.mode", mode);
        props.put("reconciliation.topic", RECONCILIATION);
        props.put("audit.producer.bootstrap.servers", BROKER.bootstrapServers());
        props.put("compare.confirm.ms", "1500");
        if (mode.equals("compare")) {
            props.put("cassandra.username", "auditor");
            props.put("cassandra.password", "look");
        }
        String run = keyspace.name() + "-" + runNumber++;
        runs.begin(run, position);
        List<SinkRecord> records = new ArrayList<>();
        rows.values().forEach(each -> records.add(runs.row(position, each)));
        records.add(runs.end());
        AtomicReference<JsonNode> report = new AtomicReference<>();
        try (SinkTaskDriver task = new SinkTaskDriver(CassandraSinkTask::new, props);
                ReconciliationTopic topic = new ReconciliationTopic(BROKER.bootstrapServers(), RECONCILIATION)) {
            task.put(records);
            Awaitility.await().atMost(LIMIT).pollInSameThread().until(() -> {
                // Changes flow, so it is known that no delete is on its way.
                task.put(now(table.add(position + 100_000, row(1_000_000, 1))));
                topic.ended(COMPARE, run, TOPIC).ifPresent(report::set);
                return report.get() != null;
            });
            found = topic.findings(COMPARE, run, TOPIC);
        }
        return Objects.requireNonNull(report.get());
    }

    private static SinkRecord now(SinkRecord record) {
        return new SinkRecord(
                record.topic(),
                record.kafkaPartition(),
                record.keySchema(),
                record.key(),
                record.valueSchema(),
                record.value(),
                record.kafkaOffset(),
                System.currentTimeMillis(),
                TimestampType.CREATE_TIME);
    }

    private void assertFoundAndMended(Map<String, String> sink, Map<String, String> expected) {
        JsonNode report = run(sink, "compare", 100_000);
        assertThat(found).as("%s", report).isEqualTo(expected);
        assertThat(report.path("state").asText()).isEqualTo("different");
        assertThat(report.path("rows").asInt()).isEqualTo(rows.size());
        report = run(sink, "repair", 200_000);
        assertThat(found).as("%s", report).isEqualTo(expected);
        assertThat(report.path("repair").path("repaired").asInt()).isEqualTo(expected.size());
        report = run(sink, "compare", 300_000);
        assertThat(found).as("%s", report).isEmpty();
        assertThat(report.path("state").asText()).as("%s", report).isEqualTo("equal");
    }

    @Test
    void eachDamageToARowWithColumnsOfAllTypesIsFoundAndMended() {
        createTable("", "(client), id");
        Map<String, String> sink = props("ttl.field", "UNTIL");
        write(sink);
        assertThat(run(sink, "compare", 50_000).path("state").asText()).isEqualTo("equal");
        Map<String, String> expected = new HashMap<>();
        int id = 0;
        for (Map.Entry<String, Sample> each : SAMPLES.entrySet()) {
            String column = each.getKey();
            keyspace.run("update %s.card using timestamp 60000 and ttl " + secondsLeft(id) + " set " + column + " = "
                    + each.getValue().altered() + " where client = 1 and id = " + id);
            expected.put(key(1, id++), "different [" + column.toLowerCase(Locale.ROOT) + "]");
        }
        keyspace.run(
                "update %s.card using timestamp 60000 and ttl 300000 set c_int = 1 where client = 1 and id = " + id);
        expected.put(key(1, id++), "different [(time to live)]");
        keyspace.run("delete from %s.card using timestamp 60000 where client = 1 and id = " + id);
        expected.put(key(1, id), "missing");
        keyspace.run("delete from %s.card using timestamp 60000 where client = " + CARDS_OF_ONE_CLIENT);
        expected.put(key(CARDS_OF_ONE_CLIENT, CARDS_OF_ONE_CLIENT), "missing");
        keyspace.run("insert into %s.card (client, id, c_int) values (1, 999999, 1) using timestamp 60000");
        expected.put(key(1, 999999), "extra");
        keyspace.run("insert into %s.card (client, id, c_int) values (777777, 1, 1) using timestamp 60000");
        expected.put(key(777777, 1), "extra");
        assertFoundAndMended(sink, expected);
    }

    @Test
    void ofAHistoryTheNewestVersionsAreComparedAndARepairAddsOne() {
        createTable("position bigint, operation text, ", "(client), id, position");
        Map<String, String> sink = props("write.mode", "history", "history.commit.time.column", "");
        write(sink);
        assertThat(run(sink, "compare", 50_000).path("state").asText()).isEqualTo("equal");
        long newest = 1000;
        keyspace.run("update %s.card set c_int = 2 where client = 1 and id = 0 and position = " + newest);
        keyspace.run("insert into %s.card (client, id, position, operation) values (1, 1, 60000, 'd')");
        keyspace.run("delete from %s.card using timestamp 60000 where client = 1 and id = 2");
        keyspace.run("insert into %s.card (client, id, position, operation, c_int) values (1, 999999, 60000, 'c', 1)");
        assertFoundAndMended(
                sink,
                Map.of(
                        key(1, 0), "different [c_int]",
                        key(1, 1), "missing",
                        key(1, 2), "missing",
                        key(1, 999999), "extra"));
        assertThat(keyspace.value("select count(*) from %s.card where client = 1 and id = 0"))
                .as("the damaged version and that of the repair")
                .isEqualTo(2L);
    }

    private long secondsLeft(int id) {
        Date until = (Date) Objects.requireNonNull(rows.get("1/" + id)).get("UNTIL");
        return Instant.now().until(until.toInstant(), ChronoUnit.SECONDS);
    }

    private static String key(int client, int id) {
        return "client = " + client + " AND id = " + id;
    }
}
