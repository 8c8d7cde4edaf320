package io.odsconnect.common.sink;

import static io.odsconnect.common.sink.Records.TOPIC;
import static io.odsconnect.common.sink.Records.delete;
import static io.odsconnect.common.sink.Records.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.odsconnect.common.audit.AuditOutcome;
import io.odsconnect.common.audit.AuditRecord;
import io.odsconnect.common.event.Operation;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SinkAuditTest {

    private static final TopicPartition PARTITION_0 = new TopicPartition(TOPIC, 0);

    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final FakeAuditLog audit = new FakeAuditLog();

    @Test
    void anOffsetIsCommittedOnlyWhenItsAuditRecordIsThere() {
        EngineFixture sink = new EngineFixture(audit);
        sink.put(put(0, 0, "1", "a", 1), put(0, 1, "2", "b", 2));
        sink.succeedAll();
        assertThat(sink.committable(TOPIC, 0, 2)).isNull();
        assertThat(sink.engine.isBusy()).isTrue();
        audit.acknowledgeAll();
        assertThat(sink.committable(TOPIC, 0, 2)).isEqualTo(2);
        assertThat(sink.engine.isBusy()).isFalse();
    }

    @Test
    void aRangeIsToldWhenItIsAcknowledgedWithoutAGap() {
        EngineFixture sink = new EngineFixture(audit, "batch.size", "2", "linger.ms", "0");
        sink.put(put(0, 5, "1", "a", 11), put(0, 6, "2", "b", 12), delete(0, 7, "3", 13), put(0, 8, "4", "d", 14));
        sink.store.calls.get(1).succeed();
        assertThat(audit.records).isEmpty();
        sink.store.calls.get(0).succeed();
        AuditRecord record = onlyRecord();
        assertRange(record, 5, 8);
        assertThat(record.tally().records()).isEqualTo(4);
        assertThat(record.tally().count(Operation.CREATE, AuditOutcome.APPLIED)).isEqualTo(3);
        assertThat(record.tally().count(Operation.DELETE, AuditOutcome.APPLIED)).isEqualTo(1);
        assertThat(record.tally().lowestPosition()).isEqualTo(11);
        assertThat(record.tally().highestPosition()).isEqualTo(14);
    }

    @Test
    void eachRecordIsCountedOnceByWhatBecameOfIt() {
        EngineFixture sink = new EngineFixture(audit);
        sink.store.refuseToMap("bad");
        sink.put(put(0, 0, "1", "newest", 9));
        sink.succeedAll();
        sink.put(put(0, 1, "2", "a", 2), put(0, 2, "2", "b", 3), put(0, 3, "1", "old", 1), put(0, 4, "bad", "x", 5));
        sink.put(new SinkRecord(TOPIC, 0, null, null, null, List.of("no row"), 5));
        sink.succeedAll();
        sink.deadLetters.forEach(letter -> letter.written().complete(null));
        sink.put();
        AuditRecord last = audit.records.get(audit.records.size() - 1);
        assertThat(last.lastOffset()).isEqualTo(5);
        assertThat(sum(Operation.CREATE, AuditOutcome.APPLIED)).isEqualTo(2);
        assertThat(sum(Operation.CREATE, AuditOutcome.SUPERSEDED)).isEqualTo(1);
        assertThat(sum(Operation.CREATE, AuditOutcome.STALE)).isEqualTo(1);
        assertThat(sum(Operation.CREATE, AuditOutcome.REJECTED)).isEqualTo(1);
        assertThat(sum(null, AuditOutcome.REJECTED)).isEqualTo(1);
        assertThat(audit.rangesOf(PARTITION_0)).isNotEmpty();
    }

    @Test
    void digestsAreSummedUp() {
        EngineFixture sink = new EngineFixture(audit);
        SinkRecord first = put(0, 0, "1", "a", 1);
        SinkRecord second = put(0, 1, "2", "b", 2);
        first.headers().addString("odsconnect.digest", "crc32c:ffffffff");
        second.headers().addString("odsconnect.digest", "crc32c:00000003");
        sink.put(first, second);
        sink.succeedAll();
        assertThat(onlyRecord().tally().digestSum("crc32c")).isEqualTo("00000002");
    }

    @Test
    void offsetsWithoutARecordAreInTheRangeOfTheNext() {
        EngineFixture sink = new EngineFixture(audit);
        sink.put(put(0, 0, "1", "a", 1));
        sink.succeedAll();
        sink.put(put(0, 7, "2", "b", 2));
        sink.succeedAll();
        assertRange(audit.records.get(1), 1, 7);
        assertThat(audit.records.get(1).tally().records()).isEqualTo(1);
    }

    @Test
    void offsetsWithoutARecordAtTheEndHaveARangeOfTheirOwnBeforeTheyAreCommitted() {
        EngineFixture sink = new EngineFixture(audit);
        sink.put(put(0, 0, "1", "a", 1));
        sink.succeedAll();
        audit.acknowledgeAll();
        assertThat(sink.committable(TOPIC, 0, 3)).isEqualTo(1);
        assertRange(audit.records.get(1), 1, 2);
        assertThat(audit.records.get(1).tally().records()).isZero();
        audit.acknowledgeAll();
        assertThat(sink.committable(TOPIC, 0, 3)).isEqualTo(3);
        assertThat(audit.records).hasSize(2);
    }

    @Test
    void whatIsAcknowledgedFromBeforeARewindDoesNotCountAfterIt() {
        EngineFixture sink = new EngineFixture(audit);
        sink.put(put(0, 0, "1", "a", 1), put(0, 1, "2", "b", 2));
        sink.succeedAll();
        sink.put(put(0, 0, "1", "a", 1));
        audit.acknowledgeAll();
        assertThat(sink.committable(TOPIC, 0, 1)).isNull();
        sink.succeedAll();
        sink.put(put(0, 1, "2", "b", 2));
        sink.succeedAll();
        audit.acknowledgeAll();
        assertThat(sink.committable(TOPIC, 0, 2)).isEqualTo(2);
        assertThat(audit.rangesOf(PARTITION_0)).hasSize(2);
    }

    @Test
    void aPartitionThatWentIsNotAuditedAnyMore() {
        EngineFixture sink = new EngineFixture(audit);
        sink.open(List.of(PARTITION_0));
        sink.put(put(0, 0, "1", "a", 1));
        sink.close(List.of(PARTITION_0));
        sink.succeedAll();
        assertThat(audit.records).isEmpty();
    }

    @Test
    void aPartitionGoesOnlyWhenItsWritesAndAuditRecordsHaveEnded() throws InterruptedException {
        EngineFixture sink = new EngineFixture(audit, Duration.ofMinutes(5));
        sink.open(List.of(PARTITION_0));
        sink.put(put(0, 0, "1", "a", 1));
        sink.succeedAll();
        sink.put(put(0, 1, "1", "b", 2));
        Thread closing = new Thread(() -> sink.close(List.of(PARTITION_0)));
        closing.start();
        await().atMost(LIMIT).until(() -> closing.getState() == Thread.State.TIMED_WAITING);
        audit.acknowledgeAll();
        sink.succeedAll();
        closing.join(LIMIT.toMillis());
        assertThat(closing.isAlive()).isFalse();
    }

    @Test
    void anAuditTopicThatIsBehindHoldsTheTaskBack() {
        EngineFixture sink = new EngineFixture(audit);
        sink.put(put(0, 0, "1", "a", 1), put(0, 1, "2", "b", 2));
        sink.succeedAll();
        assertThat(sink.engine.awaitRoom(new BufferLimit(1, 1000, false), 0)).isFalse();
        audit.acknowledgeAll();
        assertThat(sink.engine.awaitRoom(new BufferLimit(1, 1000, false), 0)).isTrue();
    }

    @Test
    void anAuditRecordThatIsRefusedFailsTheTaskAndNothingOfItIsCommitted() {
        EngineFixture sink = new EngineFixture(audit);
        sink.put(put(0, 0, "1", "a", 1));
        sink.succeedAll();
        audit.failWith(new ConnectException("the audit topic refused the record"));
        assertThat(sink.committable(TOPIC, 0, 1)).isNull();
        assertThatThrownBy(sink::put).hasMessageContaining("the audit topic refused the record");
        sink.engine.stop();
        assertThat(audit.isClosed()).isTrue();
    }

    private AuditRecord onlyRecord() {
        assertThat(audit.records).hasSize(1);
        return audit.records.get(0);
    }

    private static void assertRange(AuditRecord record, long first, long last) {
        assertThat(record.firstOffset()).isEqualTo(first);
        assertThat(record.lastOffset()).isEqualTo(last);
    }

    private long sum(@Nullable Operation operation, AuditOutcome outcome) {
        return audit.records.stream()
                .mapToLong(record -> record.tally().count(operation, outcome))
                .sum();
    }
}
