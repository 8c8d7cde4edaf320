package io.odsconnect.db2.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.storage.OffsetStorageReader;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LoadGateTest {

    private static final Map<String, String> PARTITION = Map.of("table", "BANK.CARD");
    private static final Map<String, Object> OFFSET =
            Map.of("rows", 1L, "stream_from", "0000000000000000:000000000000002a");

    private final Map<Map<String, ?>, Map<String, Object>> stored = new HashMap<>();
    private int looks;
    private long nanos = Long.MAX_VALUE - 5;
    private final LoadGate gate = new LoadGate(new Stored(), () -> nanos);

    /** The worker's offsets, as far as they are stored. */
    private final class Stored implements OffsetStorageReader {

        @Override
        @SuppressWarnings("NullAway") // The worker says null for what is not stored.
        public <T> @Nullable Map<String, Object> offset(Map<String, T> partition) {
            looks++;
            return stored.get(partition);
        }

        @Override
        public <T> Map<Map<String, T>, Map<String, Object>> offsets(Collection<Map<String, T>> partitions) {
            throw new UnsupportedOperationException("Not asked for here");
        }
    }

    @Test
    void oneRowGoesAndTheOthersWhenItsOffsetIsStored() {
        assertThat(gate.room(500)).isEqualTo(1);
        assertThat(gate.isShut()).isFalse();
        gate.handedOver(List.of(row(OFFSET)));
        assertThat(gate.room(500)).isZero();
        assertThat(gate.isShut()).isTrue();
        stored.put(PARTITION, OFFSET);
        pass(Duration.ofSeconds(1));
        assertThat(gate.room(500)).isEqualTo(500);
        assertThat(gate.isShut()).isFalse();
    }

    @Test
    void whatIsStoredOfAnEarlierLoadWithAnotherStartDoesNotCount() {
        stored.put(PARTITION, Map.of("rows", 7L, "stream_from", "0000000000000000:0000000000000007"));
        gate.handedOver(List.of(row(OFFSET)));
        assertThat(gate.room(500)).isZero();
    }

    @Test
    void aRowThatATransformDropsTellsNothingAndTheNextGoes() {
        SourceRecord dropped = row(OFFSET);
        gate.handedOver(List.of(dropped));
        assertThat(gate.room(500)).isZero();
        gate.dropped(Map.of("rows", 99L));
        assertThat(gate.room(500)).isZero();
        gate.dropped(OFFSET);
        assertThat(gate.room(500)).isEqualTo(1);
    }

    @Test
    void aRowOfALoadThatNoChangesGoWithTellsNothingAndTheNextGoes() {
        gate.handedOver(List.of(row(Map.of("rows", 1L))));
        assertThat(gate.room(500)).isEqualTo(1);
    }

    @Test
    void theWorkersOffsetsAreLookedAtLessAndLessOftenUpToOnceASecond() {
        gate.handedOver(List.of(row(OFFSET)));
        for (int i = 0; i < 1_000; i++) {
            assertThat(gate.room(500)).isZero();
            pass(Duration.ofMillis(10));
        }
        assertThat(looks).isBetween(10, 20);
        assertThat(gate.untilDue()).isBetween(Duration.ZERO, Duration.ofSeconds(1));
    }

    @Test
    void aGateThatIsOpenedWaitsForNothing() {
        gate.open();
        assertThat(gate.room(500)).isEqualTo(500);
        gate.handedOver(List.of(row(OFFSET)));
        assertThat(gate.room(500)).isEqualTo(500);
        assertThat(looks).isZero();
    }

    private void pass(Duration time) {
        nanos += time.toNanos();
    }

    private static SourceRecord row(Map<String, Object> offset) {
        return new SourceRecord(PARTITION, offset, "ods.BANK.CARD.bulk", null, null);
    }
}
