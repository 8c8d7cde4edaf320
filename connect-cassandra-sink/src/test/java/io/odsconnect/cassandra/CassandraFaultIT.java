package io.odsconnect.cassandra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import com.datastax.oss.driver.api.core.cql.Row;
import io.odsconnect.testbed.cassandra.CassandraServer;
import io.odsconnect.testbed.fault.Direction;
import io.odsconnect.testbed.fault.TcpProxy;
import io.odsconnect.testbed.junit.TestbedExtension;
import io.odsconnect.testbed.sink.SinkTaskDriver;
import io.odsconnect.testbed.sink.TaskBean;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What the network between a task and a node does, beside what the suite of all sinks has of it; in the end Cassandra
 * holds the source's rows.
 */
@ExtendWith(TestbedExtension.class)
class CassandraFaultIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final TaskBean METRICS = new TaskBean("test");

    private final CardChanges table = new CardChanges(200);
    private final Keyspace keyspace;
    private final TcpProxy proxy;

    CassandraFaultIT(CassandraServer server) {
        keyspace = new Keyspace(server);
        keyspace.run(CardChanges.CREATE);
        proxy = TcpProxy.to(server.contactPoint());
    }

    @AfterEach
    void close() {
        proxy.close();
        keyspace.close();
    }

    @Test
    void aConnectionThatIsCutWithinABatchLosesNothing() {
        try (SinkTaskDriver task = task()) {
            for (int bytes : new int[] {0, 1, 100, 5000, 20_000, 40_000}) {
                proxy.cutAfter(Direction.TO_SERVER, bytes);
                task.put(table.change(500));
                task.flush();
                assertHolds();
            }
            assertThat(task.deadLetterReasons()).isEmpty();
        }
    }

    @Test
    void rowsThatWereWrittenButNotAcknowledgedAreWrittenAgain() {
        try (SinkTaskDriver task = task()) {
            task.put(table.change(500));
            task.flush();
            for (int bytes : new int[] {0, 1, 50, 450}) {
                double retried = METRICS.value("retried-total");
                List<SinkRecord> records = table.change(500);
                proxy.cutAfter(Direction.TO_CLIENT, bytes);
                task.put(records);
                task.flush();
                assertThat(METRICS.value("retried-total")).isGreaterThan(retried);
                assertHolds();
            }
            assertThat(task.deadLetterReasons()).isEmpty();
        }
    }

    @Test
    void aClusterThatIsNotThereWhenTheTaskStartsIsWaitedFor() {
        proxy.down();
        try (SinkTaskDriver task = task()) {
            task.put(table.change(300));
            assertThat(task.isPaused()).isTrue();
            task.put(List.of());
            task.commit();
            proxy.up();
            task.flush();
            assertThat(task.isPaused()).isFalse();
            task.put(table.change(300));
            task.put(table.lateBulkRows());
            task.flush();
            assertThat(task.deadLetterReasons()).isEmpty();
        }
        assertHolds();
    }

    @Test
    void aTaskThatStillWaitsForItsClusterCanBeStopped() {
        proxy.down();
        try (SinkTaskDriver task = task()) {
            task.put(table.change(10));
        }
        proxy.up();
        // Nobody connects any more: the one thread that did has ended.
        await().atMost(LIMIT)
                .until(() -> Thread.getAllStackTraces().keySet().stream()
                        .noneMatch(thread -> thread.getName().startsWith("odsconnect-connect-")));
        assertThat(proxy.connections()).isZero();
    }

    @Test
    void aClusterThatIsNotThereForLongerThanTheRetryTimeoutFailsTheTask() {
        proxy.down();
        try (SinkTaskDriver task = task("retry.timeout.ms", "300")) {
            await().atMost(LIMIT)
                    .pollInSameThread()
                    .untilAsserted(() -> assertThatExceptionOfType(ConnectException.class)
                            .isThrownBy(() -> task.put(List.of()))
                            .withMessageContainingAll(
                                    "Could not reach Cassandra",
                                    "retry.timeout.ms is 300",
                                    "127.0.0.1:" + proxy.port()));
        }
    }

    private void assertHolds() {
        Map<Long, List<@Nullable Object>> rows = new TreeMap<>();
        for (Row row : keyspace.session().execute("select id, name, note from " + keyspace.name() + ".card")) {
            rows.put(row.getLong("id"), CardChanges.row(row.getString("name"), row.getString("note")));
        }
        assertThat(rows).isEqualTo(table.expected());
    }

    private SinkTaskDriver task(String... more) {
        Map<String, String> options = keyspace.options("card", more);
        options.put("cassandra.contact.points", "127.0.0.1:" + proxy.port());
        options.put("retry.backoff.max.ms", "300");
        return new SinkTaskDriver(CassandraSinkTask::new, options);
    }
}
