package io.odsconnect.cassandra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.odsconnect.testbed.cassandra.CassandraServer;
import io.odsconnect.testbed.junit.TestbedExtension;
import io.odsconnect.testbed.sink.SinkTaskDriver;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A task that cannot start leaves nothing behind: no thread of the driver's, no connection. */
@ExtendWith(TestbedExtension.class)
class FailedStartIT {

    private final Keyspace keyspace;

    FailedStartIT(CassandraServer server) {
        keyspace = new Keyspace(server);
        keyspace.run("create table %s.card (card_no text primary key)");
    }

    @AfterEach
    void close() {
        keyspace.close();
    }

    @Test
    void threadsAndConnectionsAreAsBefore() {
        Set<String> threads = threads();
        Object connections = connections();
        for (Map<String, String> wrong : List.of(
                keyspace.options("card", "cassandra.local.datacenter", "nowhere"),
                keyspace.options("card", "batch.size", "0"),
                // Less than the driver's file has as the shortest: the driver finds out after it has begun.
                keyspace.options("card", "retry.backoff.ms", "10", "retry.backoff.max.ms", "50"),
                keyspace.options(
                        "card", "audit.topic", "audit", "audit.producer.bootstrap.servers", "nowhere.invalid:1"))) {
            for (int i = 0; i < 3; i++) {
                assertThatThrownBy(() -> start(wrong)).isNotNull();
            }
        }
        await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
            assertThat(threads()).isEqualTo(threads);
            assertThat(connections()).isEqualTo(connections);
        });
    }

    private static void start(Map<String, String> options) {
        new SinkTaskDriver(CassandraSinkTask::new, options).close();
    }

    private Object connections() {
        return Objects.requireNonNull(keyspace.value("select count(*) from system_views.clients"));
    }

    /** Of a producer and the driver alike: whatever a start may begin. */
    private static Set<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.matches("s\\d+-(admin|io|timer).*|kafka-producer.*|odsconnect.*"))
                .collect(Collectors.toSet());
    }
}
