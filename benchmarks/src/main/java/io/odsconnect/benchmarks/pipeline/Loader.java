package io.odsconnect.benchmarks.pipeline;

import io.odsconnect.testbed.connect.ConnectRest;
import io.odsconnect.testbed.redis.RedisTalk;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.LogDirDescription;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.ReplicaInfo;
import org.apache.kafka.common.TopicPartition;

/** Runs one pipeline over the whole table, again and again, into an empty store and new topics. */
final class Loader implements AutoCloseable {

    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final long STATUS_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final long LIMIT_NANOS = TimeUnit.MINUTES.toNanos(10);
    private static final int QUARTERS = 4;

    private final Servers servers;
    private final Pipeline pipeline;
    private final ConnectRest rest;
    private final int rows;
    private final RedisTalk store;
    private final Admin admin;
    private String load = "";
    private List<String> topics = List.of();
    private int loads;

    /**
     * Makes one.
     *
     * @param rows how many rows the store shows in the end
     */
    Loader(Servers servers, Pipeline pipeline, ConnectRest rest, int rows) {
        this.servers = servers;
        this.pipeline = pipeline;
        this.rest = rest;
        this.rows = rows;
        this.store = servers.talk();
        this.admin = servers.admin();
    }

    /** Loads the table, and leaves both connectors running. */
    Load load() throws InterruptedException, ExecutionException {
        removeLast();
        load = pipeline.name() + ++loads;
        Map<String, String> places = servers.places(load);
        Map<String, String> sink = Pipeline.filled(pipeline.sink(), places);
        // A consumer that begins before its topics are there would look for them only every five minutes.
        topics =
                Arrays.asList(Objects.requireNonNullElse(sink.get("topics"), "").split(","));
        admin.createTopics(topics.stream()
                        .map(topic -> new NewTopic(topic, 1, (short) 1))
                        .toList())
                .all()
                .get();
        Map<String, Double> before = servers.cpu().seconds();
        long begin = System.nanoTime();
        rest.putConfig(load + "-sink", sink);
        rest.putConfig(load + "-source", Pipeline.filled(pipeline.source(), places));
        List<Double> timeline = awaitRows(begin);
        double seconds = (System.nanoTime() - begin) / 1e9;
        Map<String, Double> cpu = new LinkedHashMap<>();
        servers.cpu().seconds().forEach((server, after) -> cpu.put(server, after - before.getOrDefault(server, 0.0)));
        return new Load(rows, seconds, cpu, bytesPerMessage(), timeline);
    }

    private List<Double> awaitRows(long begin) {
        List<Double> timeline = new ArrayList<>();
        long nextStatus = begin + STATUS_NANOS;
        while (timeline.size() <= QUARTERS) {
            long seen = Long.parseLong(store.text("DBSIZE"));
            long now = System.nanoTime();
            while (timeline.size() <= QUARTERS && seen >= Math.max(1, (long) rows * timeline.size() / QUARTERS)) {
                timeline.add((now - begin) / 1e9);
            }
            if (now > nextStatus) {
                // Throws where a task has failed, with its error.
                var unused = rest.awaitRunning(load + "-sink");
                unused = rest.awaitRunning(load + "-source");
                nextStatus = now + STATUS_NANOS;
            }
            if (now - begin > LIMIT_NANOS) {
                throw new IllegalStateException(pipeline.name() + " has brought " + seen + " of " + rows + " rows");
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
        return timeline;
    }

    private double bytesPerMessage() throws InterruptedException, ExecutionException {
        long bytes = 0;
        for (Map<String, LogDirDescription> broker : admin.describeLogDirs(
                        List.of(admin.describeCluster().controller().get().id()))
                .allDescriptions()
                .get()
                .values()) {
            for (LogDirDescription folder : broker.values()) {
                for (Map.Entry<TopicPartition, ReplicaInfo> replica :
                        folder.replicaInfos().entrySet()) {
                    bytes += topics.contains(replica.getKey().topic())
                            ? replica.getValue().size()
                            : 0;
                }
            }
        }
        Map<TopicPartition, OffsetSpec> latest = new LinkedHashMap<>();
        topics.forEach(topic -> latest.put(new TopicPartition(topic, 0), OffsetSpec.latest()));
        long messages = admin.listOffsets(latest).all().get().values().stream()
                .mapToLong(end -> end.offset())
                .sum();
        return bytes / (double) Math.max(1, messages);
    }

    private void removeLast() throws InterruptedException, ExecutionException {
        if (!load.isEmpty()) {
            rest.delete(load + "-source");
            rest.delete(load + "-sink");
            admin.deleteTopics(topics).all().get();
        }
        var unused = store.run("FLUSHALL");
    }

    @Override
    public void close() {
        admin.close();
        store.close();
    }
}
