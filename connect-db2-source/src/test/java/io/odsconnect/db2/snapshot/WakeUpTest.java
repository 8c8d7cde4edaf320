package io.odsconnect.db2.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class WakeUpTest {

    private final WakeUp wakeUp = new WakeUp();

    @Test
    void waitingLastsUntilItsTimeAlsoBetweenTwoMilliseconds() throws InterruptedException {
        Duration limit = Duration.ofNanos(1_900_000);
        long begin = System.nanoTime();
        wakeUp.await(limit);
        assertThat(System.nanoTime() - begin).isGreaterThanOrEqualTo(limit.toNanos());
    }

    @Test
    void whatHasArrivedBeforeEndsTheWaitAtOnceAndOnlyOnce() throws InterruptedException {
        wakeUp.raise();
        wakeUp.await(Duration.ofDays(1));
        long begin = System.nanoTime();
        wakeUp.await(Duration.ofMillis(1));
        assertThat(System.nanoTime() - begin).isGreaterThanOrEqualTo(1_000_000);
    }
}
