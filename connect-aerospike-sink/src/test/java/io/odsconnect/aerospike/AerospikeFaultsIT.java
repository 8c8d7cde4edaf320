package io.odsconnect.aerospike;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import com.aerospike.client.AerospikeClient;
import com.aerospike.client.Bin;
import com.aerospike.client.Info;
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
import io.odsconnect.common.sink.Outcome;
import io.odsconnect.testbed.aerospike.AerospikeServer;
import io.odsconnect.testbed.fault.Direction;
import io.odsconnect.testbed.fault.TcpProxy;
import io.odsconnect.testbed.sink.SinkTaskDriver;
import io.odsconnect.testbed.sink.SourceTable;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the network and a server do to a task; in the end the server holds the source's rows. */
class AerospikeFaultsIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final Cluster cluster = Cluster.get();
    private final AerospikeServer server = cluster.server();
    private final TcpProxy proxy = TcpProxy.to(new InetSocketAddress(server.host(), server.port()));
    private final String sets = cluster.newSet();
    private final RandomTable table = new RandomTable(sets, 150);
    private final SourceTable rows = new SourceTable(
            "ods.ONE", SchemaBuilder.struct().field("ID", Schema.INT64_SCHEMA).build(), List.of("ID"));

    @AfterEach
    void endFaults() {
        proxy.close();
        if (!server.isGiven()) {
            refuseNext(ResultCode.SERVER_ERROR, 0);
            answerLogins(ResultCode.SECURITY_NOT_SUPPORTED);
        }
    }

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

    @ParameterizedTest
    @ValueSource(
            ints = {
                ResultCode.KEY_BUSY,
                ResultCode.DEVICE_OVERLOAD,
                ResultCode.PARTITION_UNAVAILABLE,
                ResultCode.CLUSTER_KEY_MISMATCH,
                ResultCode.SERVER_MEM_ERROR,
                ResultCode.TIMEOUT,
                ResultCode.BATCH_QUEUES_FULL
            })
    void whatTheServerCannotDoNowIsTriedUntilItCan(int code) {
        try (SinkTaskDriver task = task("retry.backoff.max.ms", "50")) {
            task.put(table.change(200));
            task.flush();
            refuseNext(code, 500);
            task.put(table.change(200));
            task.flush();
            assertHolds(task);
        }
    }

    @Test
    void whatIsForbiddenForNowIsNoBadRecordButTriedUntilItIsAllowed() {
        String set = cluster.newSet();
        try (SinkTaskDriver task = new SinkTaskDriver(AerospikeSinkTask::new, through(cluster.options(set)))) {
            task.put(rows.add(10, rows.row("ID", 1L)), rows.add(10, rows.row("ID", 2L)));
            task.flush();
            refuseNext(ResultCode.FAIL_FORBIDDEN, 30);
            task.put(
                    rows.delete(11, rows.row("ID", 1L)),
                    rows.add(11, rows.row("ID", 3L)),
                    rows.add(11, rows.row("ID", 4L)));
            task.flush();
            assertThat(task.deadLetters()).isEmpty();
        }
        assertThat(cluster.all(set)).containsOnlyKeys(2L, 3L, 4L);
    }

    @Test
    void aSetThatMayHaveNoMoreRecordsTakesTheRowsWhenItMay() {
        String set = cluster.newSet();
        try (SinkTaskDriver task = new SinkTaskDriver(AerospikeSinkTask::new, through(cluster.options(set)))) {
            task.put(rows.add(10, rows.row("ID", 1L)));
            task.flush();
            setConfig("set=" + set + ";stop-writes-count=1");
            setConfig("set=" + set + "__deleted;stop-writes-count=1");
            task.put(rows.delete(11, rows.row("ID", 1L)), rows.delete(11, rows.row("ID", 8L)));
            task.put(rows.add(11, rows.row("ID", 2L)), rows.add(11, rows.row("ID", 3L)));
            await().atMost(LIMIT).until(() -> !cluster.all(set).containsKey(1L));
            setConfig("set=" + set + ";stop-writes-count=0");
            setConfig("set=" + set + "__deleted;stop-writes-count=0");
            task.flush();
            assertThat(task.deadLetters()).isEmpty();
        }
        assertThat(cluster.all(set)).containsOnlyKeys(2L, 3L);
        assertThat(cluster.all(set + "__deleted")).containsOnlyKeys(1L, 8L);
    }

    @Test
    void aNamespaceThatExpiresNothingAnyMoreTakesDeletesWhenItDoes() {
        assumeThat(server.isGiven())
                .as("what else a given server does with other tests' records is not for us to change")
                .isFalse();
        String set = cluster.newSet();
        try (SinkTaskDriver task = new SinkTaskDriver(AerospikeSinkTask::new, through(cluster.options(set)))) {
            task.put(rows.add(10, rows.row("ID", 1L)));
            task.flush();
            setConfig("nsup-period=0");
            task.put(rows.delete(11, rows.row("ID", 1L)));
            await().atMost(LIMIT).until(() -> cluster.all(set).isEmpty());
            setConfig("nsup-period=120");
            task.flush();
            assertThat(task.deadLetters()).isEmpty();
            assertThat(cluster.all(set + "__deleted")).containsOnlyKeys(1L);
        } finally {
            setConfig("nsup-period=120");
        }
    }

    @Test
    void aNamespaceThatIsFullIsFreedOfDeletedRowsAndGetsTheirMarkersLater() {
        String set = cluster.newSet();
        try (SinkTaskDriver task = new SinkTaskDriver(AerospikeSinkTask::new, through(cluster.options(set)))) {
            task.put(
                    rows.add(10, rows.row("ID", 1L)),
                    rows.add(10, rows.row("ID", 2L)),
                    rows.add(30, rows.row("ID", 3L)));
            task.flush();
            refusePuts(ResultCode.SERVER_MEM_ERROR);
            task.put(rows.delete(20, rows.row("ID", 1L)), rows.delete(20, rows.row("ID", 3L)));
            await().atMost(LIMIT).until(() -> !cluster.all(set).containsKey(1L));
            assertThat(cluster.all(set)).containsOnlyKeys(2L, 3L);
            assertThat(cluster.all(set + "__deleted")).isEmpty();
            refuseNext(ResultCode.SERVER_ERROR, 0);
            task.flush();
            task.put(rows.bulk(15, rows.row("ID", 1L)));
            task.flush();
            assertThat(task.deadLetters()).isEmpty();
        }
        assertThat(cluster.all(set)).containsOnlyKeys(2L, 3L);
        assertThat(cluster.all(set + "__deleted")).containsOnlyKeys(1L, 3L);
    }

    @Test
    void aUserKeyThatTheClientHasNoRoomForIsABadRecordAndTheOthersAreWritten() {
        SourceTable texts = new SourceTable(
                "ods.TEXT",
                SchemaBuilder.struct().field("ID", Schema.STRING_SCHEMA).build(),
                List.of("ID"));
        String set = cluster.newSet();
        String longest = "k".repeat(8128);
        try (SinkTaskDriver task = new SinkTaskDriver(AerospikeSinkTask::new, through(cluster.options(set)))) {
            task.put(
                    texts.add(10, texts.row("ID", "a")),
                    texts.add(10, texts.row("ID", longest)),
                    texts.add(10, texts.row("ID", "k".repeat(9000))),
                    texts.delete(10, texts.row("ID", "k".repeat(8187))),
                    texts.add(10, texts.row("ID", "b")));
            task.flush();
            assertThat(task.deadLetters()).hasSize(2);
            assertThat(task.deadLetterReasons().toString())
                    .contains("Column ID", "9000 bytes", "key.template")
                    .doesNotContain("kkkk");
        }
        assertThat(cluster.all(set)).containsOnlyKeys("a", longest, "b");
    }

    @Test
    void aRowThatTheClientCannotSendIsFoundBySplittingTheBatch() {
        Map<String, String> options = cluster.options(sets);
        Bin odd = new Bin("A", Map.of("k", new Object()));
        try (AerospikeClient client = Clients.connect(new AerospikeSinkConfig(options), true)) {
            ClientRecords records =
                    new ClientRecords(client, new WriteRules("__position", true, false, CommitLevel.COMMIT_ALL));
            Step good = new Step.Put(cluster.key(sets, 1), List.of(), 1, Lifetime.DEFAULT, false);
            Step bad = new Step.Put(cluster.key(sets, 2), List.of(odd), 1, Lifetime.DEFAULT, false);

            assertThatThrownBy(() -> records.run(List.of(good, bad))).isInstanceOf(RuntimeException.class);
            assertThat(records.run(List.of(bad)).get(0))
                    .isInstanceOfSatisfying(
                            Answer.Failed.class,
                            failed -> assertThat(failed.outcome()).isInstanceOf(Outcome.Rejected.class));
            assertThat(records.run(List.of(good)).get(0)).isInstanceOf(Answer.Done.class);
        }
    }

    @Test
    void aRecordWithoutAPositionInItsBinIsNotOverwrittenAndMakesABadRecord() {
        String set = cluster.newSet();
        for (long id = 1; id <= 3; id++) {
            cluster.client().put(Cluster.forever(), cluster.key(set, id), new Bin("__position", "ten"));
        }
        try (SinkTaskDriver task = new SinkTaskDriver(AerospikeSinkTask::new, through(cluster.options(set)))) {
            task.put(
                    rows.add(10, rows.row("ID", 1L)),
                    rows.delete(10, rows.row("ID", 2L)),
                    rows.bulk(10, rows.row("ID", 3L)),
                    rows.add(10, rows.row("ID", 4L)));
            task.flush();
            assertThat(task.deadLetters()).hasSize(3);
            assertThat(task.deadLetterReasons())
                    .allSatisfy(reason ->
                            assertThat(reason).contains("position.bin").doesNotContain("ten"));
        }
        assertThat(cluster.all(set)).containsOnlyKeys(1L, 2L, 3L, 4L);
        assertThat(cluster.bins(set, 1)).isEqualTo(Map.of("__position", "ten"));
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
    void aUserWhoLosesTheRightToWriteFailsTheTaskWithASentenceAndLosesNothing() {
        try (SinkTaskDriver task = task()) {
            task.put(table.change(200));
            task.flush();
            refuseNext(ResultCode.ROLE_VIOLATION, Integer.MAX_VALUE);
            List<SinkRecord> refused = table.change(200);
            assertFails(task, refused, "the user needs the role read-write");
            refuseNext(ResultCode.SERVER_ERROR, 0);
            task.crashAndRestart(500);
            task.flush();
            assertHolds(task);
        }
    }

    @Test
    void aUserWhoIsNotLetInAnyMoreFailsTheTaskWithASentenceAndLosesNothing() {
        answerLogins(ResultCode.OK);
        try (SinkTaskDriver task = task("aerospike.username", "ods", "aerospike.password", "secret")) {
            task.put(table.change(200));
            task.flush();
            answerLogins(ResultCode.INVALID_PASSWORD);
            proxy.reset();
            assertFails(task, table.change(200), "does not let the user in");
            answerLogins(ResultCode.OK);
            task.crashAndRestart(500);
            task.flush();
            assertHolds(task);
            assertThat(task.deadLetterReasons().toString()).doesNotContain("secret");
        }
    }

    @Test
    void aUserWhoIsNotLetInStartsNoTask() {
        answerLogins(ResultCode.INVALID_PASSWORD);
        Map<String, String> props = props("aerospike.username", "ods", "aerospike.password", "secret");

        assertThatThrownBy(() -> new AerospikeStore(props))
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("aerospike.username")
                .hasMessageContaining("result code 62")
                .hasMessageNotContaining("secret");
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

    private static void assertFails(SinkTaskDriver task, List<SinkRecord> records, String words) {
        AtomicReference<List<SinkRecord>> next = new AtomicReference<>(records);
        await().atMost(LIMIT)
                .pollInSameThread()
                .untilAsserted(() -> assertThatThrownBy(() -> task.put(next.getAndSet(List.of())))
                        .isInstanceOf(ConnectException.class)
                        .hasMessageContaining(words));
    }

    private void refuseNext(int code, int count) {
        tellStandIn("stand-in-refuse:code=" + code + ";count=" + count);
    }

    private void refusePuts(int code) {
        tellStandIn("stand-in-refuse:code=" + code + ";only=puts;count=" + Integer.MAX_VALUE);
    }

    /** Sets something of the namespace, or of a set of it, as any server lets one. */
    private void setConfig(String settings) {
        assertThat(Info.request(
                        server.host(),
                        server.port(),
                        "set-config:context=namespace;id=" + server.namespace() + ";" + settings))
                .isEqualTo("ok");
    }

    private void answerLogins(int code) {
        tellStandIn("stand-in-login:code=" + code);
    }

    private void tellStandIn(String command) {
        assumeThat(server.isGiven())
                .as("only the stand-in refuses what it is told to")
                .isFalse();
        assertThat(Info.request(server.host(), server.port(), command)).isEqualTo("ok");
    }

    private void assertHolds(SinkTaskDriver task) {
        assertThat(task.deadLetters()).isEmpty();
        assertThat(table.stored(cluster.client(), server.namespace())).isEqualTo(table.expected());
    }

    private SinkTaskDriver task(String... options) {
        return new SinkTaskDriver(AerospikeSinkTask::new, props(options));
    }

    private Map<String, String> props(String... options) {
        Map<String, String> props = through(cluster.options("", table.options()));
        for (int i = 0; i < options.length; i += 2) {
            props.put(options[i], options[i + 1]);
        }
        return props;
    }

    /** Returns options with the proxy in place of the server. */
    private Map<String, String> through(Map<String, String> options) {
        Map<String, String> props = new HashMap<>(options);
        props.put("aerospike.hosts", "127.0.0.1:" + proxy.port());
        props.put("aerospike.request.timeout.ms", "1000");
        props.put("aerospike.connect.timeout.ms", "2000");
        props.put("retry.backoff.ms", "50");
        props.put("retry.backoff.max.ms", "200");
        return props;
    }
}
