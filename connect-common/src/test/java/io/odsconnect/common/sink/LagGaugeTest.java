package io.odsconnect.common.sink;

import static org.assertj.core.api.Assertions.assertThat;

import io.odsconnect.common.metrics.TaskMetrics;
import java.lang.management.ManagementFactory;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import javax.management.JMException;
import javax.management.ObjectName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The gauge {@code lag-ms} as an operator reads it. */
class LagGaugeTest {

    private final AtomicLong millis = new AtomicLong(1_000_000);
    private final AtomicBoolean paused = new AtomicBoolean();
    private final ReportedSinkMetrics metrics = new ReportedSinkMetrics(
            TaskMetrics.of(new FakeContext(), ReportedSinkMetrics.TYPE, "lag", "0"), paused::get, millis::get);

    @AfterEach
    void close() {
        metrics.close();
    }

    @Test
    void itGrowsWithTheClockUntilAllIsAcknowledged() throws JMException {
        assertThat(lag()).isEqualTo(-1);
        metrics.behindSince(999_000_000);
        millis.addAndGet(500);
        assertThat(lag()).isEqualTo(1500);
        millis.addAndGet(500);
        assertThat(lag()).isEqualTo(2000);
        metrics.behindSince(SinkMetrics.CAUGHT_UP);
        millis.addAndGet(500);
        assertThat(lag()).isZero();
    }

    @Test
    void ofAPausedConnectorItIsTheTimeSinceItWasLastKnownToBeCaughtUp() throws JMException {
        metrics.behindSince(999_000_000);
        metrics.behindSince(SinkMetrics.CAUGHT_UP);
        paused.set(true);
        millis.addAndGet(7000);
        // The worker asks a paused task to put nothing, as it does one for which there is nothing.
        metrics.behindSince(SinkMetrics.CAUGHT_UP);
        assertThat(lag()).isEqualTo(7000);
        millis.addAndGet(3000);
        assertThat(lag()).isEqualTo(10_000);
        paused.set(false);
        metrics.behindSince(SinkMetrics.CAUGHT_UP);
        assertThat(lag()).isZero();
    }

    private static long lag() throws JMException {
        return (Long) ManagementFactory.getPlatformMBeanServer()
                .getAttribute(new ObjectName("odsconnect:type=sink,connector=lag,task=0"), "lag-ms");
    }
}
