package io.odsconnect.db2;

import static org.assertj.core.api.Assertions.assertThat;

import io.odsconnect.common.compare.RunMarker;
import io.odsconnect.common.event.CompareRunHeader;
import io.odsconnect.testbed.connect.ConnectOptions;
import io.odsconnect.testbed.connect.ConnectWorker;
import io.odsconnect.testbed.connect.PluginPath;
import io.odsconnect.testbed.kafka.KafkaBroker;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.header.Headers;
import org.apache.kafka.connect.storage.SimpleHeaderConverter;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A compare run in a real worker that is killed, asked for by a signal from a topic. */
class CompareWorkerIT extends Db2TestBase {

    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final int ROWS = 20_000;
    private static final int PARTITIONS = 3;
    private static final String TOPIC = "ods.RUNS.BIG.compare";

    private static final PluginPath PLUGINS = PluginPath.ofModules("connect-db2-source");
    private static final KafkaBroker BROKER = KafkaBroker.embedded(Map.of());
    private static ConnectWorker worker;

    @BeforeAll
    static void startWorker() throws Exception {
        BROKER.start();
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", BROKER.bootstrapServers()))) {
            admin.createTopics(List.of(
                            new NewTopic(TOPIC, PARTITIONS, (short) 1),
                            new NewTopic("signals", 1, (short) 1),
                            new NewTopic("told", 1, (short) 1)))
                    .all()
                    .get();
        }
        worker = new ConnectWorker(
                ConnectOptions.of(BROKER.bootstrapServers(), PLUGINS.path()).with("offset.flush.interval.ms", "200"));
        worker.start();
    }

    @AfterAll
    static void stopWorker() {
        worker.close();
        BROKER.close();
        PLUGINS.close();
    }

    /** What is in the compare topic, run by run. */
    private static final class Runs implements AutoCloseable {

        private final KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", BROKER.bootstrapServers()),
                new StringDeserializer(),
                new StringDeserializer());
        private final Map<String, Set<String>> keys = new HashMap<>();
        private final Map<String, List<RunMarker>> markers = new HashMap<>();
        private final SimpleHeaderConverter converter = new SimpleHeaderConverter();

        Runs() {
            List<TopicPartition> partitions = IntStream.range(0, PARTITIONS)
                    .mapToObj(partition -> new TopicPartition(TOPIC, partition))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
        }

        private void read() {
            for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(100))) {
                Headers headers = new ConnectHeaders();
                for (Header header : record.headers()) {
                    headers.add(header.key(), converter.toConnectHeader(TOPIC, header.key(), header.value()));
                }
                String run = String.valueOf(CompareRunHeader.of(headers));
                RunMarker marker = RunMarker.of(headers);
                if (marker == null) {
                    keys.computeIfAbsent(run, any -> new HashSet<>()).add(record.key());
                } else {
                    assertThat(record.partition()).isZero();
                    assertThat(record.key()).isNull();
                    assertThat(record.value()).isNull();
                    markers.computeIfAbsent(run, any -> new ArrayList<>()).add(marker);
                }
            }
        }

        int rows(String run) {
            read();
            return keys.getOrDefault(run, Set.of()).size();
        }

        List<RunMarker> markers(String run) {
            read();
            return markers.getOrDefault(run, List.of());
        }

        @Override
        public void close() {
            consumer.close();
        }
    }

    @Test
    void aRunGoesOnAfterAKillWithoutLosingARowWhileChangesFlowAndFurtherRunsFollow() throws Exception {
        sql("CREATE TABLE RUNS.BIG (ID INTEGER NOT NULL PRIMARY KEY, V INTEGER)");
        try (Connection connection = DB2.connect();
                PreparedStatement insert = connection.prepareStatement("INSERT INTO RUNS.BIG VALUES (?, 0)")) {
            connection.setAutoCommit(false);
            for (int i = 0; i < ROWS; i++) {
                insert.setInt(1, i);
                insert.addBatch();
            }
            insert.executeBatch();
            connection.commit();
        }
        DB2.capture().register("RUNS", "BIG");
        worker.rest().putConfig("ods", connector());
        worker.rest().awaitRunning("ods");
        try (Runs runs = new Runs();
                Topic told = new Topic(BROKER.bootstrapServers(), "told");
                Topic changes = new Topic(BROKER.bootstrapServers(), "ods.RUNS.BIG")) {
            compare("007");
            await(() -> runs.rows("007") > ROWS / 4);
            worker.kill();
            worker.restart();
            sql("UPDATE RUNS.BIG SET V = 1 WHERE ID = 0");
            await(() -> changes.count() == 1);
            await(() -> !runs.markers("007").isEmpty());
            await(() -> runs.rows("007") == ROWS);
            assertThat(runs.markers("007")).hasSize(1);
            RunMarker marker = runs.markers("007").get(0);
            assertThat(marker.rows()).isEqualTo(ROWS);
            assertThat(marker.dropped()).isZero();
            assertThat(marker.firstPosition()).isLessThan(marker.lastPosition());
            await(() -> told.loads("COMPLETED").contains("007"));

            signal("{\"id\": \"some\", \"type\": \"execute-snapshot\", \"data\": {\"type\": \"compare\","
                    + " \"data-collections\": [\"RUNS\\\\..*\"], \"additional-conditions\":"
                    + " [{\"data-collection\": \"RUNS\\\\.BIG\", \"filter\": \"ID < 10\"}]}}");
            signal("{\"id\": \"none\", \"type\": \"execute-snapshot\", \"data\": {\"type\": \"compare\","
                    + " \"data-collections\": [\"RUNS.BIG\"], \"additional-conditions\":"
                    + " [{\"data-collection\": \"RUNS.BIG\", \"filter\": \"ID < 0\"}]}}");
            signal("{\"id\": \"wrong\", \"type\": \"execute-snapshot\", \"data\": {\"type\": \"comprae\","
                    + " \"data-collections\": [\"RUNS.BIG\"]}}");
            await(() -> !runs.markers("none").isEmpty());
            assertThat(runs.rows("some")).isEqualTo(10);
            assertThat(runs.markers("some")).hasSize(1);
            assertThat(runs.rows("none")).isZero();
            assertThat(runs.markers("none").get(0).filtered()).isTrue();
            await(() -> told.notifications("REFUSED").stream()
                    .anyMatch(data -> data.path("signal_id").asText().equals("wrong")));
        }
    }

    private static void compare(String id) throws Exception {
        signal("{\"id\": \"" + id + "\", \"type\": \"execute-snapshot\", \"data\": {\"type\": \"compare\","
                + " \"data-collections\": [\"RUNS.BIG\"]}}");
    }

    private static Map<String, String> connector() {
        Map<String, String> config = new HashMap<>(config(
                "RUNS\\.BIG",
                "snapshot.mode",
                "no_data",
                "snapshot.chunk.size",
                "500",
                "max.batch.size",
                "100",
                "compare.rate.limit",
                "5000",
                "notification.sink.topic.name",
                "told",
                "signal.kafka.topic",
                "signals",
                "signal.kafka.bootstrap.servers",
                BROKER.bootstrapServers()));
        config.put("connector.class", Db2SourceConnector.class.getName());
        config.put("tasks.max", "2");
        config.put("key.converter", "org.apache.kafka.connect.json.JsonConverter");
        config.put("key.converter.schemas.enable", "false");
        config.put("value.converter", "org.apache.kafka.connect.json.JsonConverter");
        config.put("value.converter.schemas.enable", "false");
        return config;
    }

    private static void signal(String json) throws Exception {
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", BROKER.bootstrapServers()),
                new StringSerializer(),
                new StringSerializer())) {
            producer.send(new ProducerRecord<>("signals", "ods", json)).get();
        }
    }

    private static void await(Callable<Boolean> condition) {
        Awaitility.await().atMost(LIMIT).until(condition);
    }
}
