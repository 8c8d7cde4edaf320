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
        assertThat(log.lines(
                        "WARN", "Connector cards", "no answer from the store", "1 batches in flight", "1 writes of"))
                .hasSize(3);
        sink.succeedAll();
        assertThat(stalls).containsExactly(true, false);
        assertThat(log.lines("INFO", "makes progress again")).hasSize(1);
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
    void aBatchThatTheStoreNeverAnswersIsToldOfWhileOthersWaitForTheirNextTry() {
        EngineFixture slow = with(
                "linger.ms", "0", "batch.size", "1", "retry.backoff.ms", "100000", "retry.backoff.max.ms", "100000");
        slow.put(put(0, 0, "1", "a", 1), put(0, 1, "2", "b", 1));
        slow.store.calls.get(1).answer(write -> new Outcome.Retry("later", null));
        pass(slow, 61);
        assertThat(stalls).containsExactly(true);
        assertThat(log.lines("WARN", "no answer from the store for 60 s", "1 batches in flight"))
                .hasSize(1);
        slow.succeedAll();
        assertThat(stalls).containsExactly(true, false);
    }

    @Test
    void aBatchThatTheStoreNeverAnswersIsToldOfWhileOthersComeAndGo() {
        EngineFixture busy = with("linger.ms", "0", "batch.size", "1");
        busy.put(put(0, 0, "stuck", "a", 1));
        for (int second = 1; second <= 70; second++) {
            busy.put(put(0, second, "row" + second, "b", 1));
            busy.store.calls.get(1).succeed();
            pass(busy, 1);
        }
        assertThat(stalls).containsExactly(true);
        busy.succeedAll();
        assertThat(stalls).containsExactly(true, false);
        assertThat(busy.committable(TOPIC, 0, 71)).isEqualTo(71);
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

    private EngineFixture with(String... options) {
        return new EngineFixture(
                new SinkMetrics() {
                    @Override
                    public void stalled(boolean now, long sinceNanos) {
                        stalls.add(now);
                    }
                },
                options);
    }

    private void pass(int seconds) {
        pass(sink, seconds);
    }

    private static void pass(EngineFixture task, int seconds) {
        for (int second = 0; second < seconds; second++) {
            task.clock.advanceMillis(1000);
            task.engine.look(false, true);
        }
    }
}
