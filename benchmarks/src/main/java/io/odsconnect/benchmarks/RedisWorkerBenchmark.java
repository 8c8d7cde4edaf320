package io.odsconnect.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import io.odsconnect.testbed.connect.ConnectOptions;
import io.odsconnect.testbed.connect.ConnectRest;
import io.odsconnect.testbed.connect.ConnectWorker;
import io.odsconnect.testbed.connect.PluginPath;
import io.odsconnect.testbed.kafka.KafkaBroker;
import io.odsconnect.testbed.redis.RedisServer;
import io.odsconnect.testbed.registry.SchemaRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.connect.json.JsonConverter;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.storage.Converter;

/**
 * The Redis sink in a real worker, from a topic in JSON with schema, or in Avro, to Redis: records a second, which share of
 * the CPU time of the task's threads is the sink's (the rest is the consumer's and the converter's), and which of the
 * worker's. The shares are from the samples that Flight Recorder takes of the worker.
 */
public final class RedisWorkerBenchmark {

    private static final int CHANGES = Integer.getInteger("changes", 200_000);
    private static final int ROWS = 50_000;
    private static final int DELETE_EVERY = 20;
    private static final String TOPIC = "ods.BANK.CARD";
    private static final String CONNECTOR = "bench";
    private static final int HEAP_MEGABYTES = 768;

    private RedisWorkerBenchmark() {}

    /** Runs the benchmark; with the argument {@code avro} in Avro, for which the build needs {@code -Pavro}. */
    public static void main(String[] arguments) throws IOException {
        if (List.of(arguments).contains("avro")) {
            try (SchemaRegistry registry = new SchemaRegistry()) {
                registry.start();
                measure("Avro", registry::with, registry::converter);
            }
        } else {
            measure("JSON with schema", options -> options, RedisWorkerBenchmark::json);
        }
        System.exit(0);
    }

    private static Converter json(boolean keys) {
        JsonConverter converter = new JsonConverter();
        converter.configure(Map.of(), keys);
        return converter;
    }

    private static void measure(
            String form, UnaryOperator<ConnectOptions> converting, Function<Boolean, Converter> converters)
            throws IOException {
        Path recording = Files.createTempFile("redis-worker", ".jfr");
        try (RedisServer redis = RedisServer.embeddedOrGiven();
                KafkaBroker kafka = KafkaBroker.embeddedOrGiven();
                PluginPath plugins = PluginPath.ofModules("connect-redis-sink")) {
            redis.start();
            kafka.start();
            produce(kafka.bootstrapServers(), converters);
            ConnectOptions options = converting.apply(ConnectOptions.of(kafka.bootstrapServers(), plugins.path())
                    .withHeap(HEAP_MEGABYTES)
                    .with("offset.flush.interval.ms", "500")
                    .withJvmOptions(
                            "-XX:FlightRecorderOptions=stackdepth=256",
                            "-XX:StartFlightRecording=settings=profile,dumponexit=true,filename=" + recording));
            double seconds;
            try (ConnectWorker worker = new ConnectWorker(options)) {
                worker.start();
                seconds = run(worker.rest(), redis);
                worker.stop();
            }
            TaskSamples samples = TaskSamples.read(recording, CONNECTOR);
            System.out.printf(
                    Locale.ROOT,
                    "%,d changes in %s through a worker: %,.0f a second; in the sink are %.0f%% of the task's CPU samples"
                            + " (%d of %d), and %.0f%% of the worker's CPU time of %.1f s%n",
                    CHANGES,
                    form,
                    CHANGES / seconds,
                    samples.percentOfTask(),
                    samples.inSink(),
                    samples.all(),
                    samples.percentOfWorker(),
                    samples.workerSeconds());
        } finally {
            Files.deleteIfExists(recording);
        }
    }

    private static void produce(String bootstrapServers, Function<Boolean, Converter> converters) {
        Converter keys = converters.apply(true);
        Converter values = converters.apply(false);
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers, "linger.ms", "20"),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            for (SinkRecord record : Workload.records(CHANGES, ROWS, DELETE_EVERY)) {
                var unused = producer.send(new ProducerRecord<>(
                        TOPIC,
                        0,
                        keys.fromConnectData(TOPIC, record.keySchema(), record.key()),
                        values.fromConnectData(TOPIC, record.valueSchema(), record.value())));
            }
            producer.flush();
        }
    }

    /** Runs the connector over the topic; returns the seconds until all of it is committed. */
    private static double run(ConnectRest rest, RedisServer redis) {
        Map<String, String> config = new HashMap<>();
        config.put("connector.class", "io.odsconnect.redis.RedisSinkConnector");
        config.put("topics", TOPIC);
        config.put("redis.hosts", redis.host() + ":" + redis.port());
        config.put("key.template", "card:{CARD_NO}");
        long begin = System.nanoTime();
        rest.putConfig(CONNECTOR, config);
        rest.awaitRunning(CONNECTOR);
        while (committed(rest.offsets(CONNECTOR)) < CHANGES) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
        }
        return (System.nanoTime() - begin) / 1e9;
    }

    private static long committed(JsonNode offsets) {
        List<JsonNode> found = offsets.findValues("kafka_offset");
        return found.isEmpty() ? 0 : found.get(0).asLong();
    }
}
