package io.odsconnect.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.odsconnect.testbed.kafka.KafkaBroker;
import io.odsconnect.testbed.redis.RedisServer;
import io.odsconnect.testbed.sink.CompareRun;
import io.odsconnect.testbed.sink.ReconciliationTopic;
import io.odsconnect.testbed.sink.SinkTaskDriver;
import io.odsconnect.testbed.sink.SourceTable;
import io.odsconnect.testbed.sink.suite.RandomTable;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.Protocol.Command;

/** Compare and repair runs on a real server: what is damaged by hand is found, what is on its way is not. */
class RedisCompareIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String RECONCILIATION = "reconciliation";
    private static final String COMPARE = "cards-compare";
    private static final String TOPIC = "ods.CARD";
    private static final RedisServer SERVER = RedisServer.embeddedOrGiven();
    private static final KafkaBroker BROKER = KafkaBroker.embedded(Map.of());

    @RegisterExtension
    private static final RedisOfTests REDIS = new RedisOfTests(SERVER);

    private static final Schema ROW = SchemaBuilder.struct()
            .field("ID", Schema.INT32_SCHEMA)
            .field("CLIENT", Schema.OPTIONAL_INT64_SCHEMA)
            .field("NOTE", Schema.OPTIONAL_STRING_SCHEMA)
            .field("CREDIT", Decimal.builder(2).optional().build())
            .field("DOC", Schema.OPTIONAL_BYTES_SCHEMA)
            .field("OPEN", Schema.OPTIONAL_BOOLEAN_SCHEMA)
            .field("RATE", Schema.OPTIONAL_FLOAT64_SCHEMA)
            .field("UNTIL", Timestamp.builder().optional().build())
            .build();

    private final TestClient client = REDIS.emptied();
    private final SourceTable table = new SourceTable(TOPIC, ROW, List.of("ID"), 2);
    private final CompareRun runs = new CompareRun(table);
    private final Map<Integer, Struct> rows = new LinkedHashMap<>();
    private int runNumber;

    @BeforeAll
    static void startBroker() throws Exception {
        BROKER.start();
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", BROKER.bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic(RECONCILIATION, 2, (short) 1)))
                    .all()
                    .get();
        }
    }

    @AfterAll
    static void stopBroker() {
        BROKER.close();
    }

    private static Map<String, String> props(String... options) {
        Map<String, String> props = new HashMap<>(CardTable.props("key.template", "card:{ID}"));
        props.put("redis.hosts", SERVER.host() + ":" + SERVER.port());
        props.put("redis.database", Integer.toString(SERVER.database()));
        if (SERVER.password() != null) {
            props.put("redis.password", SERVER.password());
        }
        if (SERVER.user() != null) {
            props.put("redis.username", SERVER.user());
        }
        for (int i = 0; i < options.length; i += 2) {
            props.put(options[i], options[i + 1]);
        }
        return props;
    }

    private static Map<String, String> compareProps(Map<String, String> sink, String mode) {
        Map<String, String> props = new HashMap<>(sink);
        props.put("name", COMPARE);
        props.put("topics", TOPIC + ".compare");
        props.put("sink.mode", mode);
        props.put("reconciliation.topic", RECONCILIATION);
        props.put("audit.producer.bootstrap.servers", BROKER.bootstrapServers());
        props.put("compare.confirm.ms", "400");
        return props;
    }

    private Struct row(int id) {
        return table.row(
                "ID",
                id,
                "CLIENT",
                7L + id % 2,
                "NOTE",
                "note " + id,
                "CREDIT",
                BigDecimal.valueOf(1250, 2),
                "DOC",
                new byte[] {1, 2, (byte) id},
                "OPEN",
                true,
                "RATE",
                0.5,
                "UNTIL",
                Date.from(Instant.ofEpochMilli(4_000_000_000_000L)));
    }

    /** Writes cards by the sink itself. */
    private void write(Map<String, String> sink, int count) {
        List<SinkRecord> records = new ArrayList<>();
        for (int id = 0; id < count; id++) {
            rows.put(id, row(id));
            records.add(table.add(1000 + id, row(id)));
        }
        try (SinkTaskDriver task = new SinkTaskDriver(RedisSinkTask::new, sink)) {
            task.put(records);
            task.flush();
        }
    }

    /** Runs a comparison of the table as it is now, and returns its report. */
    private JsonNode compare(SinkTaskDriver task, String run, long position) {
        runs.begin(run, position);
        List<SinkRecord> records = new ArrayList<>();
        rows.values().forEach(each -> records.add(runs.row(position, each)));
        records.add(runs.end());
        task.put(records);
        return awaitEnd(task, run);
    }

    private static JsonNode awaitEnd(SinkTaskDriver task, String run) {
        AtomicReference<JsonNode> report = new AtomicReference<>();
        try (ReconciliationTopic topic = new ReconciliationTopic(BROKER.bootstrapServers(), RECONCILIATION)) {
            await().atMost(LIMIT).until(() -> {
                task.poll();
                topic.ended(COMPARE, run, TOPIC).ifPresent(report::set);
                return report.get() != null;
            });
        }
        task.flush();
        return Objects.requireNonNull(report.get());
    }

    private static Map<String, String> findings(String run) {
        try (ReconciliationTopic topic = new ReconciliationTopic(BROKER.bootstrapServers(), RECONCILIATION)) {
            return topic.findings(COMPARE, run, TOPIC);
        }
    }

    private String nextRun() {
        return System.nanoTime() + "-" + runNumber++;
    }

    private void assertFound(Map<String, String> sink, Map<String, String> expected) {
        String run = nextRun();
        try (SinkTaskDriver task = new SinkTaskDriver(RedisSinkTask::new, compareProps(sink, "compare"))) {
            JsonNode report = compare(task, run, 100_000);
            assertThat(findings(run)).isEqualTo(expected);
            assertThat(report.path("state").asText()).isEqualTo(expected.isEmpty() ? "equal" : "different");
        }
    }

    /** Repairs, and compares once more. */
    private void assertMends(Map<String, String> sink) {
        String run = nextRun();
        try (SinkTaskDriver task = new SinkTaskDriver(RedisSinkTask::new, compareProps(sink, "repair"))) {
            JsonNode report = compare(task, run, 200_000);
            assertThat(report.path("repair").path("repaired").asInt())
                    .isEqualTo(report.path("repair").path("planned").asInt())
                    .isPositive();
        }
        String second = nextRun();
        try (SinkTaskDriver task = new SinkTaskDriver(RedisSinkTask::new, compareProps(sink, "compare"))) {
            JsonNode report = compare(task, second, 300_000);
            assertThat(findings(second)).isEmpty();
            assertThat(report.path("state").asText()).isEqualTo("equal");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"resp2", "resp3"})
    void eachDamageToAHashIsFoundAndMended(String protocol) {
        Map<String, String> sink = props("redis.protocol", protocol);
        write(sink, 20);
        assertFound(sink, Map.of());
        int card = 0;
        Map<String, String> expected = new HashMap<>();
        for (String column : List.of("CLIENT", "NOTE", "CREDIT", "DOC", "OPEN", "RATE", "UNTIL")) {
            client.run(Command.HSET, "card:" + card, column, "altered");
            expected.put("card:" + card++, "different [" + column + "]");
        }
        client.run(Command.HDEL, "card:" + card, "NOTE");
        expected.put("card:" + card++, "different [NOTE]");
        client.run(Command.HSET, "card:" + card, "MORE", "x");
        expected.put("card:" + card++, "different [MORE]");
        client.run(Command.HDEL, "card:" + card, "__position");
        expected.put("card:" + card++, "different [__position]");
        client.run(Command.DEL, "card:" + card);
        expected.put("card:" + card++, "missing");
        client.run(Command.PEXPIRE, "card:" + card, "100000000");
        expected.put("card:" + card++, "different [(time to live)]");
        client.run(Command.HSET, "card:" + card, "__position", "5", "CREDIT", "1.00");
        expected.put("card:" + card++, "different [CREDIT]");
        client.run(Command.HSET, "card:999", "ID", "999");
        expected.put("card:999", "extra");
        client.run(Command.HSET, "card:998", "ID", "998", "__position", "99999");
        client.run(Command.SET, "__del:{card:998}", "99998");
        expected.put("card:998", "extra");
        client.run(Command.HSET, "customer:1", "ID", "1");
        assertFound(sink, expected);
        assertMends(sink);
        assertThat(client.exists("customer:1")).isTrue();
    }

    @Test
    void aKeyOfAnotherTypeIsFound() {
        Map<String, String> sink = props();
        write(sink, 2);
        client.run(Command.DEL, "card:0");
        client.run(Command.SET, "card:0", "a text");
        assertFound(sink, Map.of("card:0", "different [(form)]"));
    }

    @Test
    void eachDamageToARowOfTextIsFoundAndMended() {
        Map<String, String> sink = props("value.type", "string", "null.handling", "empty");
        write(sink, 10);
        assertFound(sink, Map.of());
        Map<String, String> expected = new HashMap<>();
        int card = 0;
        for (String[] change : new String[][] {
            {"CREDIT", "12.50", "12.5"},
            {"NOTE", "note 1", "note one"},
            {"OPEN", "true", "\"true\""},
            {"RATE", "0.5", "null"},
            {"CLIENT", ":7,", ":70,"}
        }) {
            String text = Objects.requireNonNull(client.get("card:" + card));
            assertThat(text).contains(change[1]);
            client.run(Command.SET, "card:" + card, text.replace(change[1], change[2]));
            expected.put("card:" + card++, "different [" + change[0] + "]");
        }
        client.run(Command.SET, "card:" + card, "{broken");
        expected.put("card:" + card++, "different [(form), __position]");
        client.run(Command.SET, "card:77", "{\"__position\":3,\"ID\":77}");
        expected.put("card:77", "extra");
        client.run(Command.DEL, "card:" + card);
        expected.put("card:" + card, "missing");
        assertFound(sink, expected);
        assertMends(sink);
    }

    @ParameterizedTest
    @CsvSource({"hash,resp2", "hash,resp3", "string,resp2", "string,resp3"})
    void indexEntriesThatAreMissingOrWrongAreFoundAndMended(String type, String protocol) {
        Map<String, String> sink = props(
                "redis.protocol",
                protocol,
                "value.type",
                type,
                "index.template",
                "client:{CLIENT}",
                "index.type",
                "zset",
                "index.score.field",
                "RATE");
        write(sink, 6);
        assertFound(sink, Map.of());
        client.run(Command.ZREM, "client:7", "card:0");
        client.run(Command.ZADD, "client:8", "9", "card:1");
        assertFound(sink, Map.of("card:0", "different [(index)]", "card:1", "different [(index)]"));
        assertMends(sink);
    }

    @Test
    void lifetimesAreCompared() {
        Map<String, String> sink = props("ttl.field", "UNTIL");
        write(sink, 4);
        assertFound(sink, Map.of());
        client.run(Command.PERSIST, "card:0");
        client.run(Command.PEXPIREAT, "card:1", "4000000060000");
        client.run(Command.DEL, "card:2");
        assertFound(
                sink,
                Map.of(
                        "card:0", "different [(time to live)]",
                        "card:1", "different [(time to live)]",
                        "card:2", "missing"));
        assertMends(sink);
    }

    @Test
    void inRandomHistoriesWhatIsOnItsWayIsNoFindingAndOneDamageIsFoundEveryTime() throws Exception {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("RedisCompareIT -Dseed=" + seed);
        Random random = new Random(seed);
        for (int history = 0; history < 8; history++) {
            client.run(Command.FLUSHDB);
            SourceTable source = new SourceTable(TOPIC, ROW_OF_HISTORIES, List.of("ID"));
            try (History each = new History(source, new Random(random.nextLong()))) {
                each.compareWhileChangesFlow("live-" + seed + "-" + history);
                each.damageAndCompare("damaged-" + seed + "-" + history);
            }
        }
    }

    private static final Schema ROW_OF_HISTORIES = SchemaBuilder.struct()
            .field("ID", Schema.INT32_SCHEMA)
            .field("CREDIT", Schema.OPTIONAL_INT64_SCHEMA)
            .field("NOTE", Schema.OPTIONAL_STRING_SCHEMA)
            .build();

    /** A table that changes at random, its sink, and runs beside it. */
    private final class History implements AutoCloseable {

        private final Random random;
        private final RandomTable changing;
        private final CompareRun run;
        private final SinkTaskDriver sink = new SinkTaskDriver(RedisSinkTask::new, props());
        private final SinkTaskDriver compare = new SinkTaskDriver(RedisSinkTask::new, compareProps(props(), "compare"));
        private long position = 1_000_000;

        History(SourceTable source, Random random) {
            this.random = random;
            this.changing = new RandomTable(source, 60, false, random);
            this.run = new CompareRun(source);
        }

        private synchronized List<SinkRecord> change() {
            position += 1 + random.nextInt(3);
            return changing.change(position);
        }

        private synchronized long position() {
            return position;
        }

        private synchronized List<SinkRecord> read(int from, int to) {
            List<Struct> now = new ArrayList<>(changing.rows());
            List<SinkRecord> read = new ArrayList<>();
            now.stream()
                    .filter(row -> row.getInt32("ID") >= from && row.getInt32("ID") < to)
                    .forEach(row -> read.add(run.row(position, copy(row))));
            return read;
        }

        private Struct copy(Struct row) {
            Struct copy = new Struct(row.schema());
            row.schema().fields().forEach(field -> copy.put(field, row.get(field)));
            return copy;
        }

        void compareWhileChangesFlow(String id) throws Exception {
            for (int i = 0; i < 200; i++) {
                sink.put(change());
            }
            AtomicBoolean stop = new AtomicBoolean();
            CompletableFuture<Void> writer = CompletableFuture.runAsync(() -> {
                while (!stop.get()) {
                    sink.put(change());
                }
                sink.flush();
            });
            run.begin(id, position());
            for (int from = 0; from < 60; from += 10) {
                compare.put(read(from, from + 10));
            }
            compare.put(run.end());
            JsonNode report = awaitEnd(compare, id);
            stop.set(true);
            writer.get();
            assertThat(findings(id)).isEmpty();
            assertThat(report.path("state").asText()).isEqualTo("equal");
        }

        void damageAndCompare(String id) {
            sink.put(change());
            sink.flush();
            List<Struct> now = new ArrayList<>(changing.rows());
            int victim = now.get(random.nextInt(now.size())).getInt32("ID");
            String key = "card:" + victim;
            String expected = "different [NOTE]";
            switch (random.nextInt(4)) {
                case 0 -> client.run(Command.HSET, key, "NOTE", "by hand");
                case 1 -> {
                    client.run(Command.DEL, key);
                    expected = "missing";
                }
                case 2 -> {
                    key = "card:12345";
                    client.run(Command.HSET, key, "ID", "12345");
                    expected = "extra";
                }
                default -> {
                    client.run(Command.HSET, key, "NOTE", "stale", "__position", "7");
                }
            }
            run.begin(id, ++position);
            compare.put(read(0, 60));
            compare.put(run.end());
            JsonNode report = awaitEnd(compare, id);
            assertThat(findings(id)).isEqualTo(Map.of(key, expected));
            assertThat(report.path("state").asText()).isEqualTo("different");
        }

        @Override
        public void close() {
            sink.close();
            compare.close();
        }
    }

    @Test
    void keysOfTablesThatLookAlikeAreToldApartByTheirColumns() {
        Map<String, String> sink =
                props("key.template", "card:{ID}", "key.template.ods.TRAVEL", "card:{ID}:travel:{TRIP}");
        write(sink, 2);
        client.run(Command.HSET, "card:1:travel:5", "ID", "1", "TRIP", "5", "__position", "7");
        assertFound(sink, Map.of());
        client.run(Command.HSET, "card:1:travel:6", "NAME", "whose", "__position", "7");
        String run = nextRun();
        try (SinkTaskDriver task = new SinkTaskDriver(RedisSinkTask::new, compareProps(sink, "compare"))) {
            JsonNode report = compare(task, run, 400_000);
            assertThat(findings(run)).isEmpty();
            assertThat(report.path("state").asText()).isEqualTo("incomplete");
            assertThat(report.path("why").toString()).contains("Of 1 keys it is unknown");
        }
    }

    @Test
    void aUserWithoutAnyRightToWriteCompares() {
        Map<String, String> sink = props();
        write(sink, 3);
        client.run(Command.HSET, "card:1", "NOTE", "altered");
        client.run(
                Command.ACL,
                "SETUSER",
                "auditor",
                "on",
                ">look",
                "~*",
                "+@read",
                "+ping",
                "+select",
                "+client|setname");
        Map<String, String> reader = new HashMap<>(sink);
        reader.put("redis.username", "auditor");
        reader.put("redis.password", "look");
        assertFound(reader, Map.of("card:1", "different [NOTE]"));
    }
}
