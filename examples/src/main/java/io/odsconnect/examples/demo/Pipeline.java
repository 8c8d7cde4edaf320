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
        return Stream.of(BankTable.values()).map(table -> PREFIX + table.name()).toList();
    }

    /** Returns the topics that bulk rows travel on. */
    static List<String> bulkTopics() {
        return changeTopics().stream().map(topic -> topic + ".bulk").toList();
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
        put(SOURCE, Map.of());
    }

    /** Starts a connector, or changes it, and returns when it runs with what its file says and these options besides. */
    void put(String connector, Map<String, String> options) {
        Path file = servers.examples().resolve("connectors").resolve(connector + ".json");
        screen.line(
                "curl -X PUT -H 'Content-Type: application/json' --data @%s %s/connectors/%s/config",
                file, servers.connect().url(), connector);
        Map<String, String> config = new HashMap<>(config(file));
        config.putAll(options);
        servers.rest().putConfig(connector, config);
        servers.rest().awaitRunning(connector);
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
        for (String connector : CONNECTORS) {
            servers.rest().status(connector).failure().ifPresent(failure -> {
                throw new IllegalStateException(failure);
            });
        }
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
            List<NewTopic> topics = Stream.concat(changeTopics().stream(), bulkTopics().stream())
                    .map(topic ->
                            new NewTopic(topic, PARTITIONS, (short) 1).configs(Map.of("compression.type", "producer")))
                    .toList();
            admin.createTopics(topics).all().get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("Cannot create the topics: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
