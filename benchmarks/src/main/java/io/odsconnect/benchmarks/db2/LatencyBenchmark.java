package io.odsconnect.benchmarks.db2;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.odsconnect.testbed.connect.ConnectOptions;
import io.odsconnect.testbed.connect.ConnectRest;
import io.odsconnect.testbed.connect.ConnectWorker;
import io.odsconnect.testbed.connect.PluginPath;
import io.odsconnect.testbed.db2.Db2Server;
import io.odsconnect.testbed.kafka.KafkaBroker;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * How long after its commit a change is in its topic: a real worker and broker, and changes at a steady rate. The commit
 * is Capture's log marker, the arrival the broker's time of the append.
 */
public final class LatencyBenchmark {

    private static final int RATE = Integer.getInteger("rate", 1_000);
    private static final int SECONDS = Integer.getInteger("seconds", 30);
    private static final int WARM_UP_SECONDS = 20;
    private static final int PER_COMMIT = 4;
    private static final int POLL_INTERVAL_MS = Integer.getInteger("poll.interval.ms", 100);
    private static final String TOPIC = "bench.BENCH.CARD";
    private static final Duration POLL = Duration.ofMillis(200);

    private LatencyBenchmark() {}

    /** Runs the benchmark; takes no arguments. */
    public static void main(String[] arguments) throws Exception {
        try (Db2Server db2 = Db2Server.embeddedOrGiven();
                KafkaBroker kafka = KafkaBroker.embedded(Map.of("log.message.timestamp.type", "LogAppendTime"));
                PluginPath plugins = PluginPath.ofModules("connect-db2-source")) {
            db2.start();
            kafka.start();
            try (Connection connection = db2.connect()) {
                BenchTable.create(connection, "CARD", 1);
            }
            db2.capture().register(BenchTable.SCHEMA, "CARD");
            try (ConnectWorker worker =
                    new ConnectWorker(ConnectOptions.of(kafka.bootstrapServers(), plugins.path()))) {
                worker.start();
                ConnectRest rest = worker.rest();
                rest.putConfig("bench", config(db2));
                // What is committed before the row is read comes with the row, not as a change.
                read(kafka.bootstrapServers(), TOPIC + ".bulk", 1);
                measure(db2, kafka.bootstrapServers());
            }
        }
        System.exit(0);
    }

    private static void measure(Db2Server db2, String bootstrapServers) throws Exception {
        int warmUp = WARM_UP_SECONDS * RATE;
        int all = warmUp + SECONDS * RATE;
        ExecutorService writer = Executors.newSingleThreadExecutor();
        try {
            Future<Double> writing = writer.submit(() -> write(db2, all));
            List<Long> latencies = read(bootstrapServers, TOPIC, all);
            List<Long> measured = new ArrayList<>(latencies.subList(warmUp, all));
            Collections.sort(measured);
            System.out.printf(
                    Locale.ROOT,
                    "%,d changes, %d a commit, %,.0f a second, poll.interval.ms=%d: commit to topic p50 %d ms, p99 %d ms,"
                            + " longest %d ms%n",
                    measured.size(),
                    PER_COMMIT,
                    writing.get(),
                    POLL_INTERVAL_MS,
                    measured.get(measured.size() / 2),
                    measured.get(measured.size() * 99 / 100),
                    measured.get(measured.size() - 1));
        } finally {
            writer.shutdownNow();
        }
    }

    /** Commits {@code count} changes at the rate that is asked for; returns the rate that it was. */
    private static double write(Db2Server db2, int count) throws SQLException {
        long begin = System.nanoTime();
        try (Connection connection = db2.connect();
                PreparedStatement update = connection.prepareStatement(
                        "UPDATE " + BenchTable.SCHEMA + ".CARD SET STATUS = ? WHERE CARD_ID = 0")) {
            connection.setAutoCommit(false);
            for (int i = 1; i <= count; i++) {
                update.setInt(1, i);
                update.executeUpdate();
                if (i % PER_COMMIT == 0) {
                    connection.commit();
                    LockSupport.parkNanos(begin + i * 1_000_000_000L / RATE - System.nanoTime());
                }
            }
            connection.commit();
        }
        return count / ((System.nanoTime() - begin) / 1e9);
    }

    private static List<Long> read(String bootstrapServers, String topic, int count) throws IOException {
        ObjectMapper json = new ObjectMapper();
        List<Long> latencies = new ArrayList<>(count);
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrapServers, "auto.offset.reset", "earliest"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            consumer.assign(List.of(new TopicPartition(topic, 0)));
            while (latencies.size() < count) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    JsonNode source = json.readTree(record.value()).path("source");
                    latencies.add(record.timestamp() - source.path("ts_us").asLong() / 1000);
                }
            }
        }
        return latencies;
    }

    private static Map<String, String> config(Db2Server db2) {
        Map<String, String> config = new HashMap<>();
        config.put("connector.class", "io.odsconnect.db2.Db2SourceConnector");
        config.put("database.hostname", db2.host());
        config.put("database.port", Integer.toString(db2.port()));
        config.put("database.user", db2.user());
        config.put("database.password", db2.password());
        config.put("database.dbname", db2.database());
        config.put("topic.prefix", "bench");
        config.put("table.include.list", "BENCH\\.CARD");
        config.put("snapshot.mode", "initial");
        config.put("poll.interval.ms", Integer.toString(POLL_INTERVAL_MS));
        config.put("key.converter", "org.apache.kafka.connect.json.JsonConverter");
        config.put("key.converter.schemas.enable", "false");
        config.put("value.converter", "org.apache.kafka.connect.json.JsonConverter");
        config.put("value.converter.schemas.enable", "false");
        return config;
    }
}
