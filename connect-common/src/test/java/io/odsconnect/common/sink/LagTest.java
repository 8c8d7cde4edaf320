package io.odsconnect.common.sink;

import static io.odsconnect.common.sink.Records.TOPIC;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;

/** From when a task is behind. */
class LagTest {

    private long since = Long.MIN_VALUE;
    private final EngineFixture sink = new EngineFixture(new SinkMetrics() {
        @Override
        public void behindSince(long commitMicros) {
            since = commitMicros;
        }
    });

    @Test
    void aTaskIsBehindItsOldestRecordThatIsNotAcknowledgedAndThenCaughtUp() {
        sink.put(committed(0, 0, 1000), committed(0, 1, 2000), committed(1, 0, 500));
        assertThat(since).isEqualTo(500);
        sink.put(committed(0, 2, 3000));
        assertThat(since).isEqualTo(500);
        sink.succeedAll();
        assertThat(since).as("more may be to come").isEqualTo(3000);
        sink.engine.look(false, true);
        assertThat(since).isEqualTo(SinkMetrics.CAUGHT_UP);
        sink.put(committed(0, 3, 4000));
        assertThat(since).isEqualTo(4000);
    }

    @Test
    void aTaskWhoseStoreSaysNothingIsNotCaughtUpThoughNothingComes() {
        sink.put(committed(0, 0, 1000));
        sink.engine.look(false, true);
        assertThat(since).isEqualTo(1000);
        sink.store.calls.get(0).fail();
        sink.engine.look(false, true);
        assertThat(since).isEqualTo(1000);
    }

    @Test
    void aTaskThatIsPausedIsNotCaughtUp() {
        sink.put(committed(0, 0, 1000));
        sink.succeedAll();
        sink.engine.look(true, true);
        assertThat(since).isEqualTo(1000);
    }

    @Test
    void whatIsTakenAwayIsNotBehindAnyMore() {
        sink.put(committed(0, 0, 1000), committed(1, 0, 2000));
        sink.close(List.of(new TopicPartition(TOPIC, 0)));
        assertThat(since).isEqualTo(2000);
    }

    private static SinkRecord committed(int partition, long offset, long micros) {
        String id = partition + "-" + offset;
        Map<String, Object> value =
                Map.of("op", "c", "after", Records.row(id, "a"), "source", Map.of("position", micros, "ts_us", micros));
        return new SinkRecord(TOPIC, partition, null, Map.of("ID", id), null, value, offset);
    }
}
