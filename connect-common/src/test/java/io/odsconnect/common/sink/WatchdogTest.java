package io.odsconnect.common.sink;

import static io.odsconnect.common.sink.Records.TOPIC;
import static io.odsconnect.common.sink.Records.put;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WatchdogTest {

    private final LogCapture log = new LogCapture();
    private final List<Boolean> stalls = new ArrayList<>();
    private final EngineFixture sink = new EngineFixture(new SinkMetrics() {
        @Override
        public void stalled(boolean now, long sinceNanos) {
            stalls.add(now);
        }
    });

    @AfterEach
    void endCapture() {
        log.close();
    }

    @Test
    void aTaskThatHearsNothingOfItsStoreIsToldOfOnceAMinuteUntilItMoves() {
        sink.put(put(0, 0, "1", "secret", 1));
        pass(59);
        assertThat(stalls).isEmpty();
        pass(121);
        assertThat(stalls).containsExactly(true);
        assertThat(log.lines("WARN", "Connector cards", "no progress", "1 writes are open", "1 batches are under way"))
                .hasSize(3);
        sink.succeedAll();
        assertThat(stalls).containsExactly(true, false);
        assertThat(log.lines("INFO", "moves again")).hasSize(1);
        assertThat(sink.committable(TOPIC, 0, 1)).isEqualTo(1);
        assertThat(log.text()).doesNotContain("secret");
    }

    @Test
    void aTaskThatIsPausedWithNothingToWaitForIsToldOf() {
        for (int second = 0; second < 70; second++) {
            sink.engine.look(true, true);
            sink.clock.advanceMillis(1000);
        }
        assertThat(stalls).containsExactly(true);
    }

    @Test
    void aTaskThatHasNothingToDoOrWaitsForItsNextTryIsNot() {
        pass(300);
        EngineFixture away = new EngineFixture("retry.backoff.ms", "200000", "retry.backoff.max.ms", "200000");
        away.put(put(0, 0, "1", "a", 1));
        away.store.calls.get(0).fail();
        for (int second = 0; second < 190; second++) {
            away.engine.look(false, true);
            away.clock.advanceMillis(1000);
        }
        assertThat(stalls).isEmpty();
        assertThat(log.lines("WARN", "no progress")).isEmpty();
    }

    private void pass(int seconds) {
        for (int second = 0; second < seconds; second++) {
            sink.clock.advanceMillis(1000);
            sink.engine.look(false, true);
        }
    }
}
