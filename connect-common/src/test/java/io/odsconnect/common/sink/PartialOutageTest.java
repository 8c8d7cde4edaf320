package io.odsconnect.common.sink;

import static io.odsconnect.common.sink.Records.TOPIC;
import static io.odsconnect.common.sink.Records.put;
import static org.assertj.core.api.Assertions.assertThat;

import io.odsconnect.common.sink.MemoryStore.Put;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A store of which a part is away for longer than a batch. */
class PartialOutageTest {

    private static final int DEAD = 300;
    private static final int HEALTHY = 3000;

    private boolean away = true;
    private long offset;

    @ParameterizedTest
    @CsvSource({"100,5,10000", "100,1,10000", "1,5,10000", "1,1,10000", "7,3,10000", "1000,2,10000", "100,5,400"})
    void theOtherRowsGoOnHoweverLongSomeCannotBeTaken(int batchSize, int inFlight, int buffer) {
        EngineFixture sink = sink(batchSize, inFlight, buffer);
        BufferLimit full = new BufferLimit(buffer, Long.MAX_VALUE, false);
        BufferLimit half = new BufferLimit(buffer, Long.MAX_VALUE, true);
        // The worst order: those that cannot be taken come first, and all together.
        sink.put(rows("dead", 0, DEAD));
        passMillis(sink, 5_000);
        for (int i = 0; i < HEALTHY; i += 100) {
            sink.put(rows("row", i, i + 100));
            passMillis(sink, 500);
            assertThat(sink.engine.awaitRoom(full, 0)).as("takes records").isTrue();
            assertThat(sink.engine.awaitRoom(half, 0)).as("resumes").isTrue();
        }
        // Each batch in which all are away costs one short wait, and there are so many of them at most.
        passMillis(sink, 100 * DEAD / batchSize);
        assertThat(sink.store.rows()).hasSize(HEALTHY);
        assertThat(sink.committable(TOPIC, 0, DEAD + HEALTHY)).isNull();

        away = false;
        passMillis(sink, 30_000);
        assertThat(sink.store.rows()).hasSize(DEAD + HEALTHY);
        assertThat(sink.committable(TOPIC, 0, DEAD + HEALTHY)).isEqualTo(DEAD + HEALTHY);
        assertThat(sink.clock.hasAlarms()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"100,5", "100,1", "1,5", "1,1"})
    void rowsOfBothKindsInTurnGoOnAsWell(int batchSize, int inFlight) {
        EngineFixture sink = sink(batchSize, inFlight, 10_000);
        for (int i = 0; i < DEAD; i++) {
            sink.put(rows("dead", i, i + 1));
            sink.put(rows("row", 10 * i, 10 * i + 10));
            passMillis(sink, 200);
        }
        assertThat(sink.store.rows()).hasSize(HEALTHY);
    }

    @Test
    void rowsThatWaitForAnotherTryAreTriedLessAndLessOftenAndNotWithOthers() {
        EngineFixture sink = sink(100, 5, 10_000);
        sink.put(rows("row", 0, 1));
        sink.put(rows("dead", 0, 20));
        passMillis(sink, 600_000);
        long tries = sink.store.log.stream()
                .filter(batch -> batch.stream().anyMatch(PartialOutageTest::isDead))
                .count();
        // The wait comes to 10 s after 7 tries; that is 60 more in the ten minutes.
        assertThat(tries).isBetween(50L, 80L);
        sink.store.log.clear();
        sink.put(rows("row", 1, 200));
        passMillis(sink, 30_000);
        assertThat(sink.store.log)
                .allSatisfy(batch -> assertThat(
                                batch.stream().map(PartialOutageTest::isDead).distinct())
                        .hasSize(1));
    }

    @Test
    void aStoreThatIsWhollyAwayIsTriedWithOneBatchAtATimeThoughItSaysSoOfEachRow() {
        EngineFixture sink = new EngineFixture("batch.size", "10", "linger.ms", "0", "retry.backoff.ms", "100");
        sink.put(rows("dead", 0, 100));
        assertThat(sink.store.calls).hasSize(5);
        refuseAll(sink);
        assertThat(sink.store.calls).isEmpty();
        for (int wait = 100; wait <= 1600; wait *= 2) {
            sink.clock.advanceMillis(wait - 1);
            assertThat(sink.store.calls).as("before %s ms", wait).isEmpty();
            sink.clock.advanceMillis(1);
            assertThat(sink.store.calls).as("after %s ms", wait).hasSize(1);
            refuseAll(sink);
        }
        away = false;
        passMillis(sink, 60_000);
        sink.succeedAll();
        assertThat(sink.store.rows()).hasSize(100);
    }

    @Test
    void onceThePartIsBackItsRowsGoInAllTheBatchesThatMayBeUnderWay() {
        EngineFixture sink = new EngineFixture("batch.size", "10", "linger.ms", "0");
        sink.put(rows("row", 0, 1));
        sink.put(rows("dead", 0, 200));
        answerAll(sink);
        passMillisByHand(sink, 60_000);
        away = false;
        sink.clock.advanceMillis(10_000);
        assertThat(sink.store.calls).as("one to see").hasSize(1);
        sink.store.calls.get(0).succeed();
        assertThat(sink.store.calls).hasSize(5);
        passMillisByHand(sink, 60_000);
        assertThat(sink.store.rows()).hasSize(201);
    }

    @Test
    void aHealthyRowDoesNotWaitForTheBackoffOfRowsThatFailAgain() {
        EngineFixture sink = sink(100, 1, 10_000);
        sink.put(rows("dead", 0, 10));
        passMillis(sink, 120_000);
        sink.put(rows("row", 0, 1));
        assertThat(sink.store.rows()).hasSize(1);
    }

    @Test
    void theOrderOfARowThatWaitsIsKeptAndItsLastChangeWritten() {
        EngineFixture sink = sink(10, 5, 10_000);
        for (int change = 0; change < 30; change++) {
            sink.put(
                    put(0, offset++, "dead0", "change " + change, change),
                    put(0, offset++, "row", "x" + change, change));
            passMillis(sink, 300);
        }
        away = false;
        passMillis(sink, 30_000);
        assertThat(sink.name("dead0")).isEqualTo("change 29");
        assertThat(sink.committable(TOPIC, 0, offset)).isEqualTo(offset);
    }

    private EngineFixture sink(int batchSize, int inFlight, int buffer) {
        EngineFixture sink = new EngineFixture(
                "batch.size",
                Integer.toString(batchSize),
                "max.in.flight.batches",
                Integer.toString(inFlight),
                "buffer.max.records",
                Integer.toString(buffer));
        sink.store.answerAtOnce(write -> answer(sink, write));
        return sink;
    }

    private Outcome answer(EngineFixture sink, Put write) {
        return away && isDead(write) ? new Outcome.Retry("shard 2 is down", null) : sink.store.apply(write);
    }

    private static boolean isDead(Put write) {
        return write.identity().toString().startsWith("dead");
    }

    private void refuseAll(EngineFixture sink) {
        List.copyOf(sink.store.calls)
                .forEach(call -> call.answer(write -> new Outcome.Retry("connection refused", null)));
    }

    private void answerAll(EngineFixture sink) {
        List.copyOf(sink.store.calls).forEach(call -> call.answer(write -> answer(sink, write)));
    }

    private static void passMillis(EngineFixture sink, int millis) {
        for (int i = 0; i < millis; i += 50) {
            sink.clock.advanceMillis(50);
        }
    }

    private void passMillisByHand(EngineFixture sink, int millis) {
        for (int i = 0; i < millis; i += 50) {
            answerAll(sink);
            sink.clock.advanceMillis(50);
        }
        answerAll(sink);
    }

    private List<SinkRecord> rows(String prefix, int from, int to) {
        List<SinkRecord> rows = new ArrayList<>();
        for (int i = from; i < to; i++) {
            rows.add(put(0, offset++, prefix + i, "a", i + 1));
        }
        return rows;
    }
}
