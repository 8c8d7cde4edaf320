package io.odsconnect.common.sink;

import static io.odsconnect.common.sink.Records.TOPIC;
import static io.odsconnect.common.sink.Records.event;
import static io.odsconnect.common.sink.Records.put;
import static io.odsconnect.common.sink.Records.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;

class SinkEngineTest {

    private static final TopicPartition PARTITION_0 = new TopicPartition(TOPIC, 0);

    @Test
    void nothingStaysUnsentWhileThereIsRoom() {
        EngineFixture sink = new EngineFixture();
        sink.put(put(0, 0, "1", "Ann", 1));
        assertThat(sink.store.log).hasSize(1);
    }

    @Test
    void batchesAreCutBySizeAndByBytes() {
        EngineFixture sink = new EngineFixture("batch.size", "3", "batch.bytes", "20", "linger.ms", "0");
        sink.put(put(0, 0, "1", "a", 1), put(0, 1, "2", "b", 2), put(0, 2, "3", "c", 3), put(0, 3, "4", "d", 4));
        assertThat(sink.store.log).extracting(List::size).containsExactly(2, 1, 1);
    }

    @Test
    void noMoreBatchesAreUnderWayThanAllowedAndTheNextGoesWhenOneEnds() {
        EngineFixture sink = new EngineFixture("batch.size", "1", "max.in.flight.batches", "2", "linger.ms", "0");
        sink.put(put(0, 0, "1", "a", 1), put(0, 1, "2", "b", 2), put(0, 2, "3", "c", 3));
        assertThat(sink.store.calls).hasSize(2);
        sink.store.calls.get(1).succeed();
        assertThat(sink.store.calls).hasSize(2);
        assertThat(sink.store.log).hasSize(3);
    }

    @Test
    void theStoreIsToldWheneverTheTaskIsGivenPartitions() {
        EngineFixture sink = new EngineFixture();
        sink.open(List.of(PARTITION_0));
        assertThat(sink.store.assignments()).isEqualTo(1);
        sink.open(List.of(new TopicPartition(TOPIC, 1)));
        assertThat(sink.store.assignments()).isEqualTo(2);
    }

    @Test
    void aStoreThatAnswersWhileItIsCalledDoesNotDeepenTheStack() {
        EngineFixture sink = new EngineFixture("batch.size", "1", "max.in.flight.batches", "1");
        sink.store.answerAtOnce();
        SinkRecord[] records = new SinkRecord[50_000];
        for (int i = 0; i < records.length; i++) {
            records[i] = put(0, i, "row" + i, "a", i);
        }
        sink.put(records);
        assertThat(sink.committable(TOPIC, 0, records.length)).isEqualTo(records.length);
    }

    @Test
    void aRowUnderWayIsNotSentAgainUntilItIsDone() {
        EngineFixture sink = new EngineFixture();
        sink.put(put(0, 0, "1", "Ann", 1));
        sink.put(put(0, 1, "1", "Bob", 2));
        assertThat(sink.store.log).hasSize(1);
        sink.store.calls.get(0).succeed();
        assertThat(sink.store.log).hasSize(2);
        sink.succeedAll();
        assertThat(sink.name("1")).isEqualTo("Bob");
    }

    @Test
    void onlyTheLastOfTheChangesThatWaitForARowIsWritten() {
        EngineFixture sink = new EngineFixture();
        sink.put(put(0, 0, "1", "Ann", 1));
        sink.put(put(0, 1, "1", "Bob", 2), put(0, 2, "1", "Cid", 3), put(0, 3, "1", "Dan", 4));
        sink.succeedAll();
        assertThat(sink.store.log).hasSize(2);
        assertThat(sink.name("1")).isEqualTo("Dan");
        assertThat(sink.committable(TOPIC, 0, 4)).isEqualTo(4);
    }

    @Test
    void aBulkRowThatArrivesLateDoesNotReplaceTheChangeThatWaits() {
        EngineFixture sink = new EngineFixture();
        sink.put(put(0, 0, "1", "change", 7), put(1, 0, "1", "bulk", 5));
        sink.succeedAll();
        assertThat(sink.store.log).hasSize(1);
        assertThat(sink.name("1")).isEqualTo("change");
        assertThat(sink.committable(TOPIC, 1, 1)).isEqualTo(1);
    }

    @Test
    void withoutPositionsTheLastToArriveWins() {
        EngineFixture sink = new EngineFixture("position.guard", "false");
        sink.put(put(0, 0, "1", "first", 7), put(0, 1, "1", "last", 5));
        sink.succeedAll();
        assertThat(sink.name("1")).isEqualTo("last");
    }

    @Test
    void anUpdateOfTheKeyRemovesTheOldRow() {
        EngineFixture sink = new EngineFixture();
        sink.put(put(0, 0, "1", "Ann", 1));
        sink.put(event(TOPIC, 0, 1, "u", row("1", "Ann"), row("2", "Ann"), 2L));
        sink.succeedAll();
        assertThat(sink.store.rows()).containsOnlyKeys("2");
        assertThat(sink.committable(TOPIC, 0, 2)).isEqualTo(2);
    }

    @Test
    void aRecordWithTwoWritesIsAcknowledgedByTheSecond() {
        EngineFixture sink = new EngineFixture("batch.size", "1");
        sink.put(event(TOPIC, 0, 4, "u", row("1", "Ann"), row("2", "Ann"), 2L));
        sink.store.calls.get(0).succeed();
        assertThat(sink.committable(TOPIC, 0, 5)).isNull();
        sink.succeedAll();
        assertThat(sink.committable(TOPIC, 0, 5)).isEqualTo(5);
    }

    @Test
    void onlyAPrefixWithoutAGapIsCommitted() {
        EngineFixture sink = new EngineFixture("batch.size", "1", "linger.ms", "0");
        sink.put(put(0, 10, "1", "a", 1), put(0, 11, "2", "b", 2), put(0, 12, "3", "c", 3));
        sink.store.calls.get(1).succeed();
        assertThat(sink.committable(TOPIC, 0, 13)).isNull();
        sink.store.calls.get(0).succeed();
        assertThat(sink.committable(TOPIC, 0, 13)).isEqualTo(12);
    }

    @Test
    void anAssignmentAloneCommitsNothing() {
        EngineFixture sink = new EngineFixture();
        sink.open(List.of(PARTITION_0));
        assertThat(sink.committable(TOPIC, 0, 0)).isNull();
        assertThat(sink.committable(TOPIC, 0, 0)).isNull();
    }

    @Test
    void recordsThatATransformDroppedAreCommittedWithTheRest() {
        EngineFixture sink = new EngineFixture();
        sink.open(List.of(PARTITION_0));
        assertThat(sink.committable(TOPIC, 0, 40)).isNull();
        assertThat(sink.committable(TOPIC, 0, 45)).isEqualTo(45);
        sink.put(put(0, 45, "1", "a", 1));
        assertThat(sink.committable(TOPIC, 0, 50)).isNull();
        sink.succeedAll();
        assertThat(sink.committable(TOPIC, 0, 50)).isEqualTo(50);
    }

    @Test
    void afterTheWorkerWentBackOnlyWhatCameAgainIsCommitted() {
        EngineFixture sink = new EngineFixture("batch.size", "1");
        sink.put(put(0, 0, "1", "a", 1), put(0, 1, "2", "b", 2), put(0, 2, "3", "c", 3));
        sink.store.calls.get(0).succeed();
        sink.put(put(0, 0, "1", "a", 1));
        assertThat(sink.committable(TOPIC, 0, 1)).isNull();
        sink.store.calls.get(0).succeed();
        sink.store.calls.get(0).succeed();
        assertThat(sink.committable(TOPIC, 0, 1)).isNull();
        sink.succeedAll();
        assertThat(sink.committable(TOPIC, 0, 1)).isEqualTo(1);
    }

    @Test
    void offsetsAreThoseOfTheOriginalTopicAndPartition() {
        EngineFixture sink = new EngineFixture();
        SinkRecord renamed = put(3, 7, "1", "Ann", 1)
                .newRecord(
                        "cards",
                        0,
                        null,
                        Map.of("ID", "1"),
                        null,
                        put(3, 7, "1", "Ann", 1).value(),
                        0L);
        sink.put(renamed);
        sink.succeedAll();
        assertThat(sink.committable(TOPIC, 3, 8)).isEqualTo(8);
        assertThat(sink.committable("cards", 0, 8)).isNull();
    }

    @Test
    void aRecordOfAPartitionThatIsNotAssignedFailsTheTaskAndNothingIsCommittedForIt() {
        EngineFixture sink = new EngineFixture();
        sink.open(List.of(PARTITION_0));
        SinkRecord given = put(0, 7, "1", "secret", 1);
        // As a transform makes it that does not know newRecord().
        SinkRecord made = new SinkRecord("cards", 3, null, given.key(), null, given.value(), given.kafkaOffset());
        assertThatThrownBy(() -> sink.engine.put(List.of(made)))
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("Connector cards")
                .hasMessageContaining("topic cards, partition 3, offset 7")
                .hasMessageContaining("not assigned")
                .hasMessageContaining("newRecord()")
                .hasMessageNotContaining("secret");
        assertThat(sink.committable(TOPIC, 0, 8)).isNull();
        assertThat(sink.store.log).isEmpty();
    }

    @Test
    void whatComesInLateFromAnEarlierAssignmentCountsForNothing() {
        EngineFixture sink = new EngineFixture();
        sink.open(List.of(PARTITION_0));
        sink.put(put(0, 0, "1", "Ann", 1));
        sink.close(List.of(PARTITION_0));
        sink.open(List.of(PARTITION_0));
        sink.succeedAll();
        assertThat(sink.committable(TOPIC, 0, 0)).isNull();
    }

    @Test
    void aPartitionThatGoesTakesWhatWaitsWithItAndLeavesTheOthers() {
        EngineFixture sink = new EngineFixture("batch.size", "1", "max.in.flight.batches", "1");
        sink.put(put(0, 0, "0", "under way", 1));
        sink.put(put(1, 0, "1", "stays", 5), put(0, 1, "1", "goes", 7), put(0, 2, "2", "goes", 8));
        sink.close(List.of(PARTITION_0));
        sink.succeedAll();
        assertThat(sink.name("1")).isEqualTo("stays");
        assertThat(sink.store.rows()).containsOnlyKeys("0", "1");
        assertThat(sink.committable(TOPIC, 1, 1)).isEqualTo(1);
    }

    @Test
    void aBatchThatFailedIsWrittenAgainAfterTheBackoff() {
        EngineFixture sink = new EngineFixture("retry.backoff.ms", "100");
        sink.put(put(0, 0, "1", "Ann", 1), put(0, 1, "2", "Bob", 2));
        sink.store.calls.get(0).succeedUnheard();
        assertThat(sink.store.calls).isEmpty();
        sink.clock.advanceMillis(99);
        assertThat(sink.store.calls).isEmpty();
        sink.clock.advanceMillis(1);
        assertThat(sink.store.log).hasSize(2);
        assertThat(sink.store.log.get(1)).isEqualTo(sink.store.log.get(0));
        sink.succeedAll();
        assertThat(sink.committable(TOPIC, 0, 2)).isEqualTo(2);
    }

    @Test
    void aStoreThatIsDownIsTriedWithOneBatchAtATimeAndLessAndLessOften() {
        EngineFixture sink = new EngineFixture("batch.size", "1", "retry.backoff.ms", "100", "linger.ms", "0");
        sink.put(put(0, 0, "1", "a", 1), put(0, 1, "2", "b", 2), put(0, 2, "3", "c", 3));
        List.copyOf(sink.store.calls).forEach(MemoryStore.Call::fail);
        sink.clock.advanceMillis(100);
        assertThat(sink.store.calls).hasSize(1);
        sink.store.calls.get(0).fail();
        sink.clock.advanceMillis(199);
        assertThat(sink.store.calls).isEmpty();
        sink.clock.advanceMillis(1);
        assertThat(sink.store.calls).hasSize(1);
        sink.store.calls.get(0).succeed();
        assertThat(sink.store.calls).hasSize(2);
        sink.succeedAll();
        assertThat(sink.store.rows()).hasSize(3);
    }

    @Test
    void aRowThatIsToTryAgainWaitsWhileTheOthersGoOn() {
        EngineFixture sink = new EngineFixture("retry.backoff.ms", "100");
        sink.put(put(0, 0, "hot", "a", 1), put(0, 1, "2", "b", 2));
        sink.store
                .calls
                .get(0)
                .answer(write ->
                        write.identity().equals("hot") ? new Outcome.Retry("hot key", null) : sink.store.apply(write));
        sink.put(put(0, 2, "hot", "c", 3), put(0, 3, "3", "d", 4));
        sink.succeedAll();
        assertThat(sink.store.rows()).containsOnlyKeys("2", "3");
        sink.clock.advanceMillis(100);
        sink.succeedAll();
        assertThat(sink.name("hot")).isEqualTo("c");
        assertThat(sink.committable(TOPIC, 0, 4)).isEqualTo(4);
    }

    @Test
    void aRowThatGotThroughHasTheWholeRetryTimeTheNextTime() {
        EngineFixture sink = new EngineFixture("retry.backoff.ms", "100", "retry.timeout.ms", "150");
        for (int offset = 0; offset < 3; offset++) {
            sink.put(put(0, offset, "1", "Ann", offset));
            sink.store.calls.get(0).fail();
            sink.clock.advanceMillis(100);
            sink.succeedAll();
        }
        assertThat(sink.committable(TOPIC, 0, 3)).isEqualTo(3);
    }

    @Test
    void theTaskFailsWithASentenceWhenTheRetryTimeIsOver() {
        EngineFixture sink = new EngineFixture("retry.backoff.ms", "100", "retry.timeout.ms", "100");
        sink.put(put(2, 41, "1", "secret", 1));
        sink.store.calls.get(0).fail();
        sink.clock.advanceMillis(100);
        sink.store.calls.get(0).fail();
        assertThatThrownBy(sink::put)
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("Connector cards")
                .hasMessageContaining("topic ods.BANK.CARD, partition 2, offset 41")
                .hasMessageContaining("retry.timeout.ms")
                .hasMessageContaining("connection reset")
                .hasMessageNotContaining("secret");
    }

    @Test
    void aBadRecordGoesToTheDeadLettersAndTheOthersOfItsBatchAreWritten() {
        EngineFixture sink = new EngineFixture();
        sink.put(put(0, 0, "1", "a", 1), put(0, 1, "bad", "b", 2), put(0, 2, "3", "c", 3));
        sink.store
                .calls
                .get(0)
                .answer(write -> write.identity().equals("bad")
                        ? new Outcome.Rejected("The row is too large", null)
                        : sink.store.apply(write));
        sink.put();
        assertThat(sink.store.rows()).containsOnlyKeys("1", "3");
        assertThat(sink.deadLetters).hasSize(1);
        assertThat(sink.deadLetters.get(0).record().kafkaOffset()).isEqualTo(1);
        assertThat(sink.deadLetters.get(0).error()).hasMessage("The row is too large");
    }

    @Test
    void aBadRecordIsAcknowledgedOnlyWhenItsDeadLetterIsWritten() {
        EngineFixture sink = new EngineFixture();
        sink.store.refuseToMap("bad");
        sink.put(put(0, 0, "bad", "b", 1), put(0, 1, "2", "c", 2));
        sink.succeedAll();
        assertThat(sink.committable(TOPIC, 0, 2)).isNull();
        sink.deadLetters.get(0).written().complete(null);
        assertThat(sink.committable(TOPIC, 0, 2)).isEqualTo(2);
    }

    @Test
    void aDeadLetterThatCannotBeWrittenFailsTheTask() {
        EngineFixture sink = new EngineFixture();
        sink.store.refuseToMap("bad");
        sink.put(put(0, 0, "bad", "b", 1));
        sink.deadLetters.get(0).written().completeExceptionally(new IllegalStateException("no such topic"));
        assertThatThrownBy(sink::put).hasMessageContaining("dead-letter queue").hasMessageContaining("offset 0");
        assertThat(sink.committable(TOPIC, 0, 1)).isNull();
    }

    @Test
    void withoutDeadLettersABadRecordFailsTheTask() {
        EngineFixture sink = new EngineFixture(false);
        sink.store.refuseToMap("bad");
        assertThatThrownBy(() -> sink.put(put(1, 5, "bad", "secret", 1)))
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("Connector cards")
                .hasMessageContaining("partition 1, offset 5")
                .hasMessageContaining("The column NAME does not fit")
                .hasMessageContaining("errors.deadletterqueue.topic.name")
                .hasMessageNotContaining("secret");
    }

    @Test
    void whatABadRecordSupersededIsWrittenAfterAll() {
        EngineFixture sink = new EngineFixture();
        sink.put(put(0, 0, "1", "first", 1));
        sink.put(put(0, 1, "1", "good", 2), put(0, 2, "1", "bad", 3));
        sink.store.calls.get(0).succeed();
        sink.store.calls.get(0).answer(write -> new Outcome.Rejected("too large", null));
        sink.succeedAll();
        assertThat(sink.name("1")).isEqualTo("good");
        sink.put();
        sink.deadLetters.get(0).written().complete(null);
        assertThat(sink.committable(TOPIC, 0, 3)).isEqualTo(3);
    }

    @Test
    void whatTheStoreThrowsForNoReasonOfTheRecordFailsTheTask() {
        EngineFixture sink = new EngineFixture();
        assertThatThrownBy(() -> sink.put(new SinkRecord(TOPIC, 0, null, "key without the id", null, null, 1)))
                .hasMessageContaining("cannot handle the record at topic ods.BANK.CARD, partition 0, offset 1")
                .hasCauseInstanceOf(NullPointerException.class);
    }

    @Test
    void whatNoRetryHealsAndNoRecordIsToBlameForFailsTheTaskAndTheRestOfTheBatchCounts() {
        EngineFixture sink = new EngineFixture();
        sink.put(put(0, 0, "1", "a", 1), put(0, 1, "2", "b", 2), put(0, 2, "3", "c", 3));
        sink.store
                .calls
                .get(0)
                .answer(write -> write.identity().equals("2")
                        ? new Outcome.Fatal("user sink may not write to card:*: grant it", null)
                        : sink.store.apply(write));
        assertThat(sink.committable(TOPIC, 0, 3)).isEqualTo(1);
        assertThat(sink.name("3")).isEqualTo("c");
        assertThatThrownBy(sink::put)
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining(
                        "Connector cards cannot write the record at topic ods.BANK.CARD, partition 0, offset 1")
                .hasMessageContaining("grant it");
        assertThat(sink.deadLetters).isEmpty();
        assertThat(sink.store.calls).isEmpty();
    }

    @Test
    void stoppingClosesTheStore() {
        EngineFixture sink = new EngineFixture();
        sink.put(put(0, 0, "1", "Ann", 1));
        sink.engine.stop();
        assertThat(sink.store.isClosed()).isTrue();
    }
}
