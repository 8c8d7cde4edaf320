package io.odsconnect.aerospike;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.aerospike.client.AerospikeClient;
import com.aerospike.client.Info;
import io.odsconnect.testbed.aerospike.AerospikeStandIn;
import io.odsconnect.testbed.sink.SinkTaskDriver;
import io.odsconnect.testbed.sink.SourceTable;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A server that loses the last seconds of what it has acknowledged. */
class CrashIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final AerospikeStandIn server = AerospikeStandIn.start(0, "test", System.out::println);
    private final SourceTable table = new SourceTable(
            "ods.ONE", SchemaBuilder.struct().field("ID", Schema.INT64_SCHEMA).build(), List.of("ID"));

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void whatTheServerLosesByACrashComesAgainWhereOffsetsAreHeldBack() {
        server.flushAfter(Duration.ofSeconds(60));
        try (AerospikeClient client = new AerospikeClient(server.host(), server.port());
                SinkTaskDriver task = new SinkTaskDriver(AerospikeSinkTask::new, options("60000"))) {
            task.put(rows(1, 600));
            await().atMost(LIMIT).pollInSameThread().until(() -> {
                task.poll();
                return count(client) == 600;
            });
            task.commit();
            assertThat(task.committed(new TopicPartition("ods.ONE", 0))).isZero();
            awaitUptime(client);

            server.crash();
            assertThat(count(client)).isZero();

            await().atMost(LIMIT).pollInSameThread().until(() -> {
                task.poll();
                return count(client) == 600;
            });
            assertThat(task.deadLetters()).isEmpty();
        }
    }

    @Test
    void withoutThatTheyAreGone() {
        server.flushAfter(Duration.ofSeconds(60));
        try (AerospikeClient client = new AerospikeClient(server.host(), server.port());
                SinkTaskDriver task = new SinkTaskDriver(AerospikeSinkTask::new, options("0"))) {
            task.put(rows(1, 10));
            task.flush();
            assertThat(task.committed(new TopicPartition("ods.ONE", 0))).isEqualTo(10);
            server.crash();
            task.put(rows(11, 11));
            task.flush();
            assertThat(count(client)).isEqualTo(1);
        }
    }

    /** A crash is noticed by the time that the server is up, which it tells in seconds. */
    private static void awaitUptime(AerospikeClient client) {
        await().atMost(LIMIT)
                .until(() ->
                        Info.request(client.getNodes()[0], "statistics").matches(".*uptime=([5-9]|[0-9]{2,})(;.*)?"));
    }

    private static int count(AerospikeClient client) {
        AtomicInteger count = new AtomicInteger();
        client.scanAll(null, "test", "one", (key, record) -> count.incrementAndGet());
        return count.get();
    }

    private List<SinkRecord> rows(long from, long to) {
        return LongStream.rangeClosed(from, to)
                .mapToObj(id -> table.add(10, table.row("ID", id)))
                .toList();
    }

    private Map<String, String> options(String hold) {
        return new HashMap<>(Map.of(
                "name", "test",
                "aerospike.namespace", "test",
                "aerospike.hosts", server.host() + ":" + server.port(),
                "set.template", "one",
                "offset.hold.ms", hold));
    }
}
