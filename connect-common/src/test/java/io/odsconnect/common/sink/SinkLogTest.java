package io.odsconnect.common.sink;

import static io.odsconnect.common.sink.Records.TOPIC;
import static io.odsconnect.common.sink.Records.put;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the one who is paged finds in the log. */
class SinkLogTest {

    private static final TopicPartition PARTITION_0 = new TopicPartition(TOPIC, 0);

    private final LogCapture log = new LogCapture();

    @AfterEach
    void endCapture() {
        log.close();
    }

    @Test
    void partitionsThatComeAndGoAreNamedWithWhatIsDropped() {
        EngineFixture sink = new EngineFixture("max.in.flight.batches", "1", "batch.size", "1");
        sink.open(List.of(PARTITION_0));
        assertThat(log.lines("INFO", "Connector cards: assigned", TOPIC + "-0")).hasSize(1);
        sink.put(put(0, 0, "1", "secret", 1), put(0, 1, "2", "secret", 2), put(0, 2, "3", "secret", 3));
        sink.close(List.of(PARTITION_0));
        assertThat(log.lines("INFO", "gives up", TOPIC + "-0", "3 records", "2 of their writes"))
                .hasSize(1);
        assertThat(log.text()).doesNotContain("secret");
    }

    @Test
    void anOutageIsToldWhenItBeginsAndWhenItEndsWithItsLength() {
        EngineFixture sink = new EngineFixture("retry.backoff.ms", "100");
        sink.put(put(0, 0, "1", "secret", 1));
        for (int wait = 100; wait <= 800; wait *= 2) {
            sink.store.calls.get(0).fail();
            sink.clock.advanceMillis(wait);
        }
        assertThat(log.lines("INFO", "Connector cards: the store takes no writes: connection reset"))
                .hasSize(1);
        assertThat(log.lines("INFO", "takes writes again")).isEmpty();
        sink.succeedAll();
        assertThat(log.lines("INFO", "takes writes again, 1500 ms after the first failure"))
                .hasSize(1);
        assertThat(log.lines("WARN")).isEmpty();
        assertThat(log.text()).doesNotContain("secret");
    }

    @Test
    void aLongOutageIsToldAgainEveryMinute() {
        EngineFixture sink = new EngineFixture("retry.backoff.ms", "1000", "retry.backoff.max.ms", "1000");
        sink.put(put(0, 0, "1", "secret", 1));
        for (int second = 0; second < 200; second++) {
            sink.store.calls.get(0).fail();
            sink.clock.advanceMillis(1000);
        }
        assertThat(log.lines("WARN", "has taken no writes for", "connection reset"))
                .hasSize(3);
    }

    @Test
    void rowsThatWaitWhileOthersGoOnAreToldOnceAMinute() {
        EngineFixture sink = new EngineFixture();
        sink.store.answerAtOnce(write -> write.identity().toString().startsWith("dead")
                ? new Outcome.Retry("shard 2 is down", null)
                : sink.store.apply(write));
        for (long i = 0; i < 20; i++) {
            sink.put(put(0, 2 * i, "dead" + i, "secret", 1), put(0, 2 * i + 1, "row" + i, "secret", 1));
        }
        assertThat(log.lines("WARN", "takes writes, but not the one at", "offset 0", "shard 2 is down"))
                .hasSize(1);
        sink.clock.advanceMillis(61_000);
        assertThat(log.lines("WARN", "takes writes, but not the one at")).hasSize(2);
        assertThat(log.text()).doesNotContain("secret");
    }

    @Test
    void badRecordsAreNamedAndNotMoreThanTenAMinute() {
        EngineFixture sink = new EngineFixture();
        sink.store.refuseToMap("bad");
        for (int offset = 0; offset < 50; offset++) {
            sink.put(put(0, offset, "bad", "secret", 1));
        }
        assertThat(log.lines("WARN", "dead-letter queue", "The column NAME does not fit"))
                .hasSize(10)
                .first()
                .asString()
                .contains("Connector cards", "topic " + TOPIC + ", partition 0, offset 0");
        sink.clock.advanceMillis(60_000);
        sink.put(put(0, 50, "bad", "secret", 1));
        assertThat(log.lines("WARN", "dead-letter queue", "offset 50", "40 more"))
                .hasSize(1);
        assertThat(log.text()).doesNotContain("secret");
    }
}
