package io.odsconnect.common.sink;

import static io.odsconnect.common.sink.Records.TOPIC;
import static io.odsconnect.common.sink.Records.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A batch that the store ends in another way than by outcomes. */
class BadBatchTest {

    @Test
    void oneRowThatTheClientCannotSendIsFoundAndTheOthersGoOn() {
        for (int bad : new int[] {0, 1, 37, 50, 99}) {
            EngineFixture sink = new EngineFixture("batch.size", "100", "linger.ms", "0");
            sink.store.poison("row" + bad);
            sink.put(rows(100));
            sink.succeedAll();
            sink.buryAll();
            assertThat(sink.store.rows()).hasSize(99).doesNotContainKey("row" + bad);
            assertThat(sink.deadLetters)
                    .singleElement()
                    .satisfies(
                            letter -> assertThat(letter.record().kafkaOffset()).isEqualTo(bad));
            assertThat(sink.committable(TOPIC, 0, 100)).isEqualTo(100);
            assertThat(sink.clock.hasAlarms()).as("nothing waits for a backoff").isFalse();
        }
    }

    @Test
    void severalBadRowsInBatchesUnderWayAtTheSameTimeAreFound() {
        EngineFixture sink = new EngineFixture("batch.size", "10", "linger.ms", "0");
        List.of(3, 4, 19, 20, 47).forEach(bad -> sink.store.poison("row" + bad));
        sink.put(rows(50));
        sink.succeedAll();
        sink.buryAll();
        assertThat(sink.store.rows()).hasSize(45);
        assertThat(sink.deadLetters.stream().map(letter -> letter.record().kafkaOffset()))
                .containsExactlyInAnyOrder(3L, 4L, 19L, 20L, 47L);
        assertThat(sink.committable(TOPIC, 0, 50)).isEqualTo(50);
    }

    @Test
    void aBadRowTellsNoValueAndWhereTheClientGaveUp() {
        EngineFixture sink = new EngineFixture();
        sink.store.poison("row0");
        sink.put(rows(1));
        sink.succeedAll();
        sink.put();
        StringWriter trace = new StringWriter();
        sink.deadLetters.get(0).error().printStackTrace(new PrintWriter(trace));
        assertThat(trace.toString())
                .contains("java.lang.IllegalArgumentException at io.odsconnect.common.sink.MemoryStore")
                .doesNotContain("4111222233334444");
    }

    @Test
    void withoutDeadLettersABadRowFailsTheTaskAndIsNamed() {
        EngineFixture sink = new EngineFixture(false);
        sink.store.poison("row7");
        sink.put(rows(20));
        sink.succeedAll();
        assertThat(sink.committable(TOPIC, 0, 20)).isEqualTo(7);
        assertThatThrownBy(sink::put)
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("Connector cards")
                .hasMessageContaining("topic ods.BANK.CARD, partition 0, offset 7")
                .hasMessageNotContaining("4111222233334444");
    }

    @Test
    void theOrderOfARowIsKeptWhileABadOneIsLookedForAndWhatItReplacedIsWritten() {
        EngineFixture sink = new EngineFixture("position.guard", "false");
        sink.store.poison("bad");
        sink.put(put(0, 0, "1", "first", 1), put(0, 1, "bad", "x", 1), put(0, 2, "3", "first", 1));
        sink.put(put(0, 3, "1", "second", 1), put(0, 4, "3", "second", 1));
        sink.store.calls.get(0).spoil();
        sink.put(put(0, 5, "1", "third", 1));
        sink.succeedAll();
        sink.buryAll();
        assertThat(sink.name("1")).isEqualTo("third");
        assertThat(sink.name("3")).isEqualTo("second");
        assertThat(sink.committable(TOPIC, 0, 6)).isEqualTo(6);
    }

    @Test
    void aPartitionThatGoesWhileABadRowIsLookedForTakesItsRowsWithIt() {
        EngineFixture sink = new EngineFixture("batch.size", "4", "max.in.flight.batches", "1");
        sink.store.poison("bad");
        sink.put(put(0, 0, "1", "a", 1), put(1, 0, "bad", "x", 1), put(0, 1, "3", "b", 1), put(1, 1, "4", "c", 1));
        sink.store.calls.get(0).spoil();
        sink.close(List.of(new TopicPartition(TOPIC, 1)));
        sink.succeedAll();
        sink.put();
        assertThat(sink.store.rows()).containsKeys("1", "3").doesNotContainKey("4");
        assertThat(sink.deadLetters).isEmpty();
        assertThat(sink.committable(TOPIC, 0, 2)).isEqualTo(2);
    }

    @Test
    void aStoreThatIsAwayWhileABadRowIsLookedForIsWaitedForAndTheRowFoundAfterwards() {
        EngineFixture sink = new EngineFixture("batch.size", "10", "retry.backoff.ms", "100");
        sink.store.poison("row6");
        sink.put(rows(10));
        sink.store.calls.get(0).spoil();
        List.copyOf(sink.store.calls).forEach(MemoryStore.Call::fail);
        assertThat(sink.store.calls).isEmpty();
        sink.clock.advanceMillis(100);
        sink.succeedAll();
        sink.buryAll();
        assertThat(sink.store.rows()).hasSize(9);
        assertThat(sink.deadLetters).hasSize(1);
        assertThat(sink.committable(TOPIC, 0, 10)).isEqualTo(10);
    }

    @Test
    void whatAStoreThrowsInsteadOfGivingAStageIsOfTheSameKinds() {
        EngineFixture bad = new EngineFixture("batch.size", "10");
        bad.store.poison("row3");
        bad.store.throwsAtOnce = true;
        bad.put(rows(10));
        bad.succeedAll();
        bad.put();
        assertThat(bad.deadLetters).hasSize(1);
        assertThat(bad.store.rows()).hasSize(9);

        EngineFixture away = new EngineFixture("retry.backoff.ms", "100");
        away.store.thrown = new StoreUnavailableException("no node is up", null);
        away.put(rows(2));
        assertThat(away.store.calls).isEmpty();
        away.store.thrown = null;
        away.clock.advanceMillis(100);
        away.succeedAll();
        assertThat(away.store.rows()).hasSize(2);
        assertThat(away.deadLetters).isEmpty();
    }

    @Test
    void anErrorFailsTheTaskWhetherThrownOrToldAndNothingIsCommitted() {
        EngineFixture thrown = new EngineFixture();
        thrown.store.thrown = new NoClassDefFoundError("com/example/Codec");
        assertThatThrownBy(() -> thrown.put(rows(2)))
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("Connector cards")
                .hasMessageContaining("NoClassDefFoundError");

        EngineFixture told = new EngineFixture();
        told.put(rows(2));
        told.store.calls.get(0).end(new CompletionException(new StackOverflowError()));
        assertThatThrownBy(told::put).hasMessageContaining("StackOverflowError");
        assertThat(told.committable(TOPIC, 0, 2)).isNull();
        assertThat(told.deadLetters).isEmpty();
    }

    @Test
    void outcomesThatAreNotAsAgreedFailTheTaskWithASentence() {
        List<@Nullable List<@Nullable Outcome>> wrong = new ArrayList<>();
        wrong.add(null);
        wrong.add(List.of(Outcome.APPLIED));
        wrong.add(Arrays.asList(Outcome.APPLIED, null));
        for (List<@Nullable Outcome> outcomes : wrong) {
            EngineFixture sink = new EngineFixture();
            sink.put(rows(2));
            sink.store.calls.get(0).outcomes(outcomes);
            assertThat(sink.committable(TOPIC, 0, 2)).isNull();
            assertThatThrownBy(sink::put)
                    .isInstanceOf(ConnectException.class)
                    .hasMessageContaining("Connector cards: the store")
                    .hasMessageContaining("outcome")
                    .hasNoCause();
        }
        EngineFixture sink = new EngineFixture();
        sink.store.givesNoStage = true;
        assertThatThrownBy(() -> sink.put(rows(1))).hasMessageContaining("returned no stage");
    }

    /** Returns so many rows, each at the offset of its number. */
    private static List<SinkRecord> rows(int count) {
        List<SinkRecord> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            rows.add(put(0, i, "row" + i, "a", i + 1));
        }
        return rows;
    }
}
