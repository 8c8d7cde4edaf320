package io.odsconnect.aerospike;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import com.aerospike.client.AerospikeClient;
import com.aerospike.client.Key;
import com.aerospike.client.ResultCode;
import com.aerospike.client.policy.CommitLevel;
import io.odsconnect.aerospike.client.ClientRecords;
import io.odsconnect.aerospike.client.Clients;
import io.odsconnect.aerospike.config.AerospikeSinkConfig;
import io.odsconnect.aerospike.protocol.Answer;
import io.odsconnect.aerospike.protocol.Lifetime;
import io.odsconnect.aerospike.protocol.Step;
import io.odsconnect.aerospike.protocol.WriteRules;
import io.odsconnect.testbed.aerospike.AerospikeServer;
import io.odsconnect.testbed.fault.Direction;
import io.odsconnect.testbed.sink.SinkTaskDriver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Faults of the network and of a server. In the end the server holds the rows of the source. */
class AerospikeFaultsIT extends FaultyAerospike {

    @Test
    void aConnectionThatIsCutWithinABatchLosesNothing() {
        try (SinkTaskDriver task = task()) {
            for (int bytes : new int[] {0, 1, 100, 5000, 20_000, 40_000}) {
                proxy.cutAfter(Direction.TO_SERVER, bytes);
                task.put(table.change(300));
                task.flush();
                assertHolds(task);
            }
        }
    }

    @Test
    void aBatchThatWasAppliedButNotAcknowledgedIsWrittenAgain() {
        String set = cluster.newSet();
        List<Integer> generations = new ArrayList<>();
        try (SinkTaskDriver task = new SinkTaskDriver(AerospikeSinkTask::new, through(cluster.options(set)))) {
            for (int bytes = 0; bytes < 100; bytes += 3) {
                proxy.cutAfter(Direction.TO_CLIENT, bytes);
                task.put(rows.add(10, rows.row("ID", (long) bytes)));
                task.flush();
                generations.add(cluster.client().get(null, cluster.key(set, bytes)).generation);
            }
            assertThat(task.deadLetters()).isEmpty();
        }
        assertThat(generations).contains(2);
    }

    @Test
    void aRowThatTheClientWroteTwiceIsTakenForNewSoThatItsMarkerIsLookedFor() {
        Map<String, String> options = props("aerospike.max.retries", "5", "aerospike.request.timeout.ms", "30000");
        int writtenTwice = 0;
        try (AerospikeClient client = Clients.connect(new AerospikeSinkConfig(options), true)) {
            ClientRecords records =
                    new ClientRecords(client, new WriteRules("__position", true, false, CommitLevel.COMMIT_ALL));
            for (int bytes = 0; bytes < 100; bytes++) {
                Key key = cluster.key(sets, bytes);
                proxy.cutAfter(Direction.TO_CLIENT, bytes);
                Answer answer = records.run(List.of(new Step.Put(key, List.of(), 1, Lifetime.DEFAULT, false)))
                        .get(0);
                assertThat(answer).isEqualTo(new Answer.Done(true));
                writtenTwice += cluster.client().get(null, key).generation > 1 ? 1 : 0;
            }
        }
        assertThat(writtenTwice).isPositive();
    }

    @Test
    void aServerThatSaysNothingForLongerThanTheTimeoutIsTriedAgain() {
        try (SinkTaskDriver task = task("aerospike.request.timeout.ms", "300", "max.in.flight.batches", "1")) {
            task.put(table.change(300));
            task.flush();
            long connections = proxy.accepted();
            proxy.stall();
            // No deletes: of a put that the network holds back until its row was deleted, nobody learns.
            task.put(table.write(300));
            await().atMost(LIMIT).until(() -> proxy.accepted() > connections + 2);
            proxy.flow();
            task.put(table.write(300));
            task.flush();
            assertHolds(task);
        }
    }

    @Test
    void aServerThatWasKilledAndLostItsMemoryIsFilledAgainByARewind() {
        try (AerospikeServer own = AerospikeServer.embeddedOrGiven()) {
            assumeThat(own.isGiven()).as("a given server is not for us to kill").isFalse();
            own.start();
            Map<String, String> props = props("aerospike.hosts", own.host() + ":" + own.port());
            try (SinkTaskDriver task = new SinkTaskDriver(AerospikeSinkTask::new, props)) {
                for (int kill = 0; kill < 3; kill++) {
                    task.put(table.change(300));
                    own.kill();
                    task.put(table.change(300));
                    own.restart();
                }
                task.flush();
                task.rewind();
                task.flush();
                assertThat(task.deadLetters()).isEmpty();
            }
            try (AerospikeClient client = new AerospikeClient(own.host(), own.port())) {
                assertThat(table.stored(client, own.namespace())).isEqualTo(table.expected());
            }
        }
    }

    @Test
    void aRowThatAHeldBackPutBroughtBackAfterItsDeleteIsRemoved() {
        String set = cluster.newSet();
        Map<String, String> options = through(cluster.options(set));
        options.put("aerospike.request.timeout.ms", "300");
        try (SinkTaskDriver task = new SinkTaskDriver(AerospikeSinkTask::new, options);
                SinkTaskDriver other = new SinkTaskDriver(AerospikeSinkTask::new, cluster.options(set))) {
            task.put(rows.add(5, rows.row("ID", 9L)));
            task.flush();
            proxy.stall();
            long connections = proxy.accepted();
            task.put(rows.add(10, rows.row("ID", 1L)), rows.update(10, rows.row("ID", 9L), rows.row("ID", 9L)));
            await().atMost(LIMIT).until(() -> proxy.accepted() > connections + 1);
            other.put(rows.delete(20, rows.row("ID", 1L)), rows.delete(20, rows.row("ID", 9L)));
            other.flush();
            proxy.flow();
            task.flush();
            await().atMost(LIMIT).until(() -> cluster.all(set).isEmpty());
        }
    }

    @Test
    void anyFaultsInAnyOrderEndInTheSourcesRows() {
        try (SinkTaskDriver task = task("batch.size", "40")) {
            for (int step = 0; step < 30; step++) {
                disturb();
                task.put(table.change(1 + table.choose(200)));
                if (table.choose(4) == 0) {
                    task.commit();
                    task.crashAndRestart(1 + table.choose(300));
                }
            }
            proxy.latency(Duration.ZERO);
            task.flush();
            assertHolds(task);
        }
    }

    private void disturb() {
        switch (table.choose(6)) {
            case 0 -> proxy.cutAfter(Direction.TO_SERVER, table.choose(30_000));
            case 1 -> proxy.cutAfter(Direction.TO_CLIENT, table.choose(3000));
            case 2 -> proxy.reset();
            case 3 -> proxy.latency(Duration.ofMillis(table.choose(20)));
            case 4 -> {
                proxy.down();
                proxy.up();
            }
            default -> {
                if (!server.isGiven()) {
                    refuseNext(ResultCode.KEY_BUSY, table.choose(100));
                }
            }
        }
    }
}
