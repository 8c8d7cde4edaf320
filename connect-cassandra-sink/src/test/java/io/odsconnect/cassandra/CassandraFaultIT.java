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

/** What the network between a task and a node does; in the end Cassandra holds the source's rows. */
@ExtendWith(TestbedExtension.class)
class CassandraFaultIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);

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
                long failed = TaskMetric.retriedWrites();
                List<SinkRecord> records = table.change(500);
                proxy.cutAfter(Direction.TO_CLIENT, bytes);
                task.put(records);
                task.flush();
                assertThat(TaskMetric.retriedWrites()).isGreaterThan(failed);
                assertHolds();
            }
            assertThat(task.deadLetterReasons()).isEmpty();
        }
    }

    @Test
    void aNodeThatSaysNothingForLongerThanTheRequestTimeoutIsTriedAgain() {
        try (SinkTaskDriver task = task("cassandra.request.timeout.ms", "500")) {
            task.put(table.change(300));
            task.flush();
            proxy.stall();
            task.put(table.change(300));
            await().atMost(LIMIT).until(() -> TaskMetric.failedBatches() > 2);
            proxy.flow();
            task.put(table.change(300));
            task.flush();
            assertThat(task.deadLetterReasons()).isEmpty();
        }
        // What was given up may arrive late, behind what is newer.
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(proxy.connections()).isZero());
        assertHolds();
    }

    @Test
    void aClusterThatIsNotThereWhenTheTaskStartsIsWaitedFor() {
        proxy.down();
        try (SinkTaskDriver task = task()) {
            task.put(table.change(300));
            assertThat(TaskMetric.isPaused()).isTrue();
            task.put(List.of());
            task.commit();
            proxy.up();
            task.flush();
            assertThat(TaskMetric.isPaused()).isFalse();
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

    @Test
    void anyFaultsInAnyOrderEndInTheSourcesRows() {
        try (SinkTaskDriver task = task("batch.size", "40", "cassandra.request.timeout.ms", "1000")) {
            for (int step = 0; step < 30; step++) {
                disturb();
                task.put(table.change(1 + (int) table.choose(200)));
                if (table.choose(4) == 0) {
                    task.commit();
                    task.crashAndRestart(1 + (int) table.choose(300));
                }
            }
            proxy.latency(Duration.ZERO);
            task.put(table.lateBulkRows());
            task.flush();
            assertThat(task.deadLetterReasons()).isEmpty();
        }
        assertHolds();
    }

    private void disturb() {
        switch ((int) table.choose(5)) {
            case 0 -> proxy.cutAfter(Direction.TO_SERVER, table.choose(30_000));
            case 1 -> proxy.cutAfter(Direction.TO_CLIENT, table.choose(500));
            case 2 -> proxy.reset();
            case 3 -> proxy.latency(Duration.ofMillis(table.choose(20)));
            default -> {
                proxy.down();
                proxy.up();
            }
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
