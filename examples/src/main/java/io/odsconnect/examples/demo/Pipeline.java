package io.odsconnect.examples.demo;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.odsconnect.examples.bank.BankTable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.TopicPartition;

/** The bank's pipeline: one source and a sink a store, configured by the files in {@code examples/connectors}. */
final class Pipeline {

    /** The sinks' names, which are those of their files. */
    static final List<String> SINKS = List.of("redis-sink", "aerospike-sink", "cassandra-sink");

    /** The topic of signals to the source. */
    static final String SIGNALS = "ods.signals";

    /** The topic of the reports of compare runs. */
    static final String REPORTS = "ods.reconciliation";

    /** The source's name, which is that of its file. */
    static final String SOURCE = "db2-source";

    private static final List<String> CONNECTORS = List.of(SOURCE, "redis-sink", "aerospike-sink", "cassandra-sink");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration DRAIN_LIMIT = Duration.ofMinutes(5);
    private static final Duration LOOK = Duration.ofMillis(100);
    private static final String PREFIX = "ods.BANK.";
    private static final int PARTITIONS = 2;

    private final Servers servers;
    private final Screen screen;

    Pipeline(Servers servers, Screen screen) {
        this.servers = servers;
        this.screen = screen;
    }

    /** Returns the topics that changes travel on. */
    static List<String> changeTopics() {
        return Stream.of(BankTable.values()).map(Pipeline::changeTopic).toList();
    }

    /** Returns the topics that bulk rows travel on. */
    static List<String> bulkTopics() {
        return changeTopics().stream().map(topic -> topic + ".bulk").toList();
    }

    /** Returns the topics that rows of compare runs travel on. */
    static List<String> compareTopics() {
        return changeTopics().stream().map(topic -> topic + ".compare").toList();
    }

    /** Returns the topic of a table's changes. */
    static String changeTopic(BankTable table) {
        return PREFIX + table.name();
    }

    /** Returns the name that people have for the store behind a sink. */
    static String storeOf(String sink) {
        return switch (sink) {
            case "redis-sink" -> "Redis";
            case "aerospike-sink" -> "Aerospike";
            case "cassandra-sink" -> "Cassandra";
            default -> throw new IllegalArgumentException(sink);
        };
    }

    /** Makes the topics and starts the connectors, the sinks first so that they are there when rows come. */
    void create() {
        createTopics();
        SINKS.forEach(sink -> put(sink, Map.of()));
        put(
                SOURCE,
                options(
                        "signal.kafka.topic",
                        SIGNALS,
                        "signal.kafka.bootstrap.servers",
                        servers.kafka().bootstrapServers()));
    }

    /** Starts a connector, or changes it, and returns when it runs with what its file says and these options besides. */
    void put(String connector, Map<String, String> options) {
        put(connector, connector, options, "'. + " + json(options) + "'");
    }

    /**
     * Starts for each sink the connector that compares or repairs its store, from the sink's file; returns when they run.
     *
     * @param mode {@code compare} or {@code repair}
     * @return their names by sink
     */
    Map<String, String> putComparers(String mode) {
        Map<String, String> options = options(
                "sink.mode",
                mode,
                "topics.regex",
                "ods\\.BANK\\.[^.]+(\\.compare)?",
                "reconciliation.topic",
                REPORTS,
                "audit.producer.bootstrap.servers",
                servers.kafka().bootstrapServers(),
                "compare.confirm.ms",
                "15000");
        screen.line("compare='%s'", json(options));
        Map<String, String> names = new LinkedHashMap<>();
        for (String sink : SINKS) {
            String name = sink + "-compare";
            put(name, sink, options, "\". + $compare\"");
            names.put(sink, name);
        }
        return names;
    }

    private void put(String connector, String of, Map<String, String> options, String change) {
        Path file = servers.examples().resolve("connectors").resolve(of + ".json");
        String target = servers.connect().url() + "/connectors/" + connector + "/config";
        String put = "curl -X PUT -H 'Content-Type: application/json' --data @";
        if (options.isEmpty()) {
            screen.line("%s%s %s", put, file, target);
        } else {
            screen.line("jq %s %s | %s- %s", change, file, put, target);
        }
        Map<String, String> config = new HashMap<>(config(file));
        config.putAll(options);
        servers.rest().putConfig(connector, config);
        servers.rest().awaitRunning(connector);
    }

    private static String json(Map<String, String> options) {
        try {
            return JSON.writeValueAsString(options);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, String> options(String... namesAndValues) {
        Map<String, String> map = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            map.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return map;
    }

    /** Returns the options in a connector's file. */
    static Map<String, String> config(Path file) {
        try {
            return JSON.readValue(Files.readString(file), new TypeReference<>() {});
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + file, e);
        }
    }

    /** Throws what a connector died of, if one did. */
    void failIfBroken() {
        CONNECTORS.forEach(this::failIfBroken);
    }

    /** Throws what this connector died of, if it did. */
    void failIfBroken(String connector) {
        servers.rest().status(connector).failure().ifPresent(failure -> {
            throw new IllegalStateException(failure);
        });
    }

    /** Returns when every change that was committed is in every store. */
    void drain(SinkProgress progress, LatencyProbe probe) throws SQLException {
        // The source keeps the order of commits: what is in Kafka when the last change is seen in a store is all.
        probe.once(false);
        List<String> topics = new ArrayList<>(changeTopics());
        topics.addAll(bulkTopics());
        Map<TopicPartition, Long> ends = progress.ends(topics);
        long all = ends.values().stream().mapToLong(Long::longValue).sum();
        long begin = System.nanoTime();
        while (SINKS.stream().anyMatch(sink -> progress.applied(sink, ends) < all)) {
            failIfBroken();
            if (System.nanoTime() - begin > DRAIN_LIMIT.toNanos()) {
                throw new IllegalStateException(
                        "The sinks have not applied the last changes after " + DRAIN_LIMIT.toMinutes() + " minutes");
            }
            LockSupport.parkNanos(LOOK.toNanos());
        }
    }

    /** Makes the topics that changes and bulk rows travel on. */
    void createTopics() {
        Properties properties = new Properties();
        properties.put(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, servers.kafka().bootstrapServers());
        try (Admin admin = Admin.create(properties)) {
            List<NewTopic> topics = new ArrayList<>();
            Stream.of(changeTopics(), bulkTopics(), compareTopics())
                    .flatMap(List::stream)
                    .map(topic ->
                            new NewTopic(topic, PARTITIONS, (short) 1).configs(Map.of("compression.type", "producer")))
                    .forEach(topics::add);
            topics.add(new NewTopic(SIGNALS, 1, (short) 1));
            topics.add(new NewTopic(REPORTS, 1, (short) 1).configs(Map.of("cleanup.policy", "compact")));
            admin.createTopics(topics).all().get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("Cannot create the topics: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
