package io.odsconnect.common.sink;

import static io.odsconnect.common.sink.Records.TOPIC;
import static io.odsconnect.common.sink.Records.put;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;

class LingerTest {

    private int rows;

    @Test
    void rowsThatComeWhileABatchIsUnderWayGoTogetherWhenItEnds() {
        EngineFixture sink = new EngineFixture("batch.size", "10");
        putRows(sink, 3);
        putRows(sink, 2);
        putRows(sink, 2);
        assertThat(sizes(sink)).containsExactly(3);
        sink.store.calls.get(0).succeed();
        assertThat(sizes(sink)).containsExactly(3, 4);
    }

    @Test
    void theChangesOfARowThatComeWhileItWaitsAreOneWrite() {
        EngineFixture sink = new EngineFixture();
        putRows(sink, 1);
        for (int i = 0; i < 5; i++) {
            sink.put(put(0, 1 + i, "hot", "change " + i, 10 + i));
        }
        sink.succeedAll();
        assertThat(sizes(sink)).containsExactly(1, 1);
        assertThat(sink.name("hot")).isEqualTo("change 4");
        assertThat(sink.committable(TOPIC, 0, 6)).isEqualTo(6);
    }

    @Test
    void theWaitEndsSoLongAfterTheLastBatchWasSent() {
        EngineFixture sink = new EngineFixture("linger.ms", "10");
        putRows(sink, 1);
        sink.clock.advanceMillis(4);
        putRows(sink, 1);
        sink.clock.advanceMillis(5);
        putRows(sink, 1);
        assertThat(sizes(sink)).containsExactly(1);
        sink.clock.advanceMillis(1);
        assertThat(sizes(sink)).containsExactly(1, 2);
        sink.clock.advanceMillis(10);
        putRows(sink, 1);
        assertThat(sizes(sink)).containsExactly(1, 2, 1);
    }

    @Test
    void nothingWaitsWhereTheLingerIsZero() {
        EngineFixture sink = new EngineFixture("linger.ms", "0");
        putRows(sink, 1);
        putRows(sink, 1);
        assertThat(sizes(sink)).containsExactly(1, 1);
        assertThat(sink.clock.hasAlarms()).isFalse();
    }

    @Test
    void threeBatchesOfRowsThatWaitForEachUnderWayAreEnough() {
        EngineFixture sink = new EngineFixture("batch.size", "2");
        putRows(sink, 2);
        putRows(sink, 5);
        assertThat(sizes(sink)).containsExactly(2);
        putRows(sink, 1);
        assertThat(sizes(sink)).containsExactly(2, 2);
        putRows(sink, 7);
        assertThat(sizes(sink)).containsExactly(2, 2);
        putRows(sink, 1);
        assertThat(sizes(sink)).containsExactly(2, 2, 2);
    }

    @Test
    void asManyBytesThatWaitAreEnoughAsWell() {
        EngineFixture sink = new EngineFixture("batch.bytes", "20");
        putRows(sink, 2);
        putRows(sink, 5);
        assertThat(sizes(sink)).containsExactly(2);
        putRows(sink, 1);
        assertThat(sizes(sink)).containsExactly(2, 2);
    }

    @Test
    void aBufferThatHoldsNoMoreThanTheBatchesUnderWayDoesNotHoldOneBack() {
        EngineFixture byRows =
                new EngineFixture("batch.size", "2", "max.in.flight.batches", "3", "buffer.max.records", "6");
        putRows(byRows, 6);
        assertThat(sizes(byRows)).containsExactly(2, 2, 2);

        EngineFixture byBytes = new EngineFixture(
                "batch.size", "2", "batch.bytes", "20", "max.in.flight.batches", "3", "buffer.max.bytes", "60");
        putRows(byBytes, 6);
        assertThat(sizes(byBytes)).containsExactly(2, 2, 2);
    }

    @Test
    void whatIsTriedAgainWaitsForTheBackoffAndNotForMoreRows() {
        EngineFixture sink = new EngineFixture("retry.backoff.ms", "2", "linger.ms", "50");
        putRows(sink, 1);
        sink.store.calls.get(0).fail();
        sink.clock.advanceMillis(2);
        assertThat(sizes(sink)).containsExactly(1, 1);
    }

    /** Brings so many rows, each another, in one poll. */
    private void putRows(EngineFixture sink, int count) {
        List<SinkRecord> poll = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            poll.add(put(0, rows, "row" + rows, "a", rows));
            rows++;
        }
        sink.put(poll);
    }

    private static List<Integer> sizes(EngineFixture sink) {
        return sink.store.log.stream().map(List::size).toList();
    }
}
