package io.odsconnect.aerospike;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import com.aerospike.client.ResultCode;
import io.odsconnect.testbed.sink.SinkTaskDriver;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Writes and logins that a server refuses, for now or until somebody changes its settings. */
class AerospikeRefusalsIT extends FaultyAerospike {

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

    private static void assertFails(SinkTaskDriver task, List<SinkRecord> records, String words) {
        AtomicReference<List<SinkRecord>> next = new AtomicReference<>(records);
        await().atMost(LIMIT)
                .pollInSameThread()
                .untilAsserted(() -> assertThatThrownBy(() -> task.put(next.getAndSet(List.of())))
                        .isInstanceOf(ConnectException.class)
                        .hasMessageContaining(words));
    }
}
