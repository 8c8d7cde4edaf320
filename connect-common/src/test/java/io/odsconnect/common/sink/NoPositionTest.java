package io.odsconnect.common.sink;

import static io.odsconnect.common.sink.Records.TOPIC;
import static io.odsconnect.common.sink.Records.delete;
import static io.odsconnect.common.sink.Records.event;
import static io.odsconnect.common.sink.Records.put;
import static io.odsconnect.common.sink.Records.row;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;

/** Events without a position where others have one: each takes effect, and the row keeps its position. */
class NoPositionTest {

    private final EngineFixture sink = new EngineFixture();

    @Test
    void aPutWithoutAPositionIsWrittenAndALateBulkRowDoesNothingAfterIt() {
        sink.put(put(0, 0, "1", "at 10", 10));
        sink.succeedAll();
        sink.put(without(1, "1", "without"));
        sink.succeedAll();
        assertThat(sink.name("1")).isEqualTo("without");
        sink.put(put(1, 0, "1", "at 5", 5));
        sink.succeedAll();
        assertThat(sink.name("1")).isEqualTo("without");
        sink.put(put(0, 2, "1", "at 11", 11));
        sink.succeedAll();
        assertThat(sink.name("1")).isEqualTo("at 11");
    }

    @Test
    void itDoesNotTakeThePositionFromAWriteThatWaitsBeforeIt() {
        sink.put(put(0, 0, "1", "under way", 1));
        sink.put(put(0, 1, "1", "at 10", 10), without(2, "1", "without"), put(1, 0, "1", "at 5", 5));
        sink.succeedAll();
        assertThat(sink.name("1")).isEqualTo("without");
        assertThat(sink.committable(TOPIC, 0, 3)).isEqualTo(3);
        assertThat(sink.committable(TOPIC, 1, 1)).isEqualTo(1);
    }

    @Test
    void oneThatWaitsIsNotLostToAWriteThatTurnsOutStale() {
        sink.put(put(0, 0, "1", "at 20", 20));
        sink.put(without(1, "1", "without"), put(1, 0, "1", "at 15", 15));
        sink.succeedAll();
        assertThat(sink.name("1")).isEqualTo("without");
    }

    @Test
    void ofSeveralWithoutAPositionTheLastIsWritten() {
        sink.put(put(0, 0, "1", "under way", 1));
        sink.put(without(1, "1", "a"), without(2, "1", "b"), without(3, "1", "c"));
        sink.succeedAll();
        assertThat(sink.name("1")).isEqualTo("c");
        assertThat(sink.store.log).hasSize(2);
    }

    @Test
    void aTombstoneWithoutItsHeaderThatComesFirstAfterARestartDeletesAndALateBulkRowDoesNotComeBack() {
        sink.put(put(0, 0, "1", "at 10", 10));
        sink.succeedAll();
        sink.put(new SinkRecord("ods.other", 0, null, Map.of("ID", "1"), null, null, 0));
        sink.succeedAll();
        assertThat(sink.name("1")).isNull();
        sink.put(put(1, 0, "1", "at 5", 5));
        sink.succeedAll();
        assertThat(sink.name("1")).isNull();
    }

    @Test
    void aDeleteWithoutAPositionDoesNotHideTheOneWithAPosition() {
        sink.put(put(0, 0, "1", "under way", 1));
        sink.put(delete(0, 1, "1", 7), event(TOPIC, 0, 2, "d", row("1", "gone"), null, null));
        sink.put(put(1, 0, "1", "bulk", 5));
        sink.succeedAll();
        assertThat(sink.name("1")).isNull();
    }

    @Test
    void itIsToldOnceATopicAndNotWhereTheGuardIsOff() {
        try (LogCapture log = new LogCapture()) {
            sink.put(without(0, "1", "secret"), without(1, "2", "secret"));
            sink.put(event("ods.other", 0, 0, "c", null, row("3", "secret"), null));
            assertThat(log.lines(
                            "WARN", "Connector cards", "topic ods.BANK.CARD, partition 0, offset 0", "no position"))
                    .hasSize(1);
            assertThat(log.lines("WARN", "has no position", "position.from", "position.guard=false"))
                    .hasSize(2);
            assertThat(log.text()).doesNotContain("secret");
        }
        try (LogCapture log = new LogCapture()) {
            EngineFixture off = new EngineFixture("position.guard", "false");
            off.put(without(0, "1", "a"));
            assertThat(log.lines("WARN")).isEmpty();
        }
    }

    @Test
    void oneThatTheStoreRefusesForThatIsNotSaidToTakeEffect() {
        try (LogCapture log = new LogCapture()) {
            sink.store.refuseToMap("1");
            sink.put(without(0, "1", "secret"));
            sink.buryAll();
            assertThat(sink.deadLetters).hasSize(1);
            assertThat(log.lines("WARN", "takes effect")).isEmpty();
        }
    }

    private static SinkRecord without(long offset, String id, String name) {
        return event(TOPIC, 0, offset, "u", null, row(id, name), null);
    }
}
