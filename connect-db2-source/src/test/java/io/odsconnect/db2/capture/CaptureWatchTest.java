package io.odsconnect.db2.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class CaptureWatchTest {

    private static final Lsn LSN = Lsn.parse("00000000000000000001");

    private long seconds;
    private final CaptureWatch watch = new CaptureWatch(
            "ASN", Duration.ofSeconds(60), Duration.ofSeconds(30), () -> TimeUnit.SECONDS.toNanos(seconds));

    @Test
    void aCaptureThatMovesAndIsCloseKeepsUp() {
        for (seconds = 0; seconds < 300; seconds += 20) {
            note(seconds - 5, seconds);
            assertThat(watch.state().kind()).isEqualTo(CaptureState.Kind.KEEPING_UP);
            assertThat(watch.state().lagMicros()).isEqualTo(5_000_000);
        }
    }

    @Test
    void aCaptureThatMovesFarBehindLags() {
        for (seconds = 0; seconds < 300; seconds += 20) {
            note(seconds - 100, seconds);
            assertThat(watch.state().kind()).isEqualTo(CaptureState.Kind.LAGGING);
        }
    }

    @Test
    void aCaptureThatDoesNotMoveHasStoppedUntilItMovesAgain() {
        note(0, 0);
        assertThat(watch.state().kind()).isEqualTo(CaptureState.Kind.KEEPING_UP);
        seconds = 29;
        note(0, 29);
        assertThat(watch.state().kind()).isEqualTo(CaptureState.Kind.KEEPING_UP);
        seconds = 31;
        note(0, 31);
        assertThat(watch.state().kind()).isEqualTo(CaptureState.Kind.STOPPED);
        seconds = 40;
        note(39, 40);
        assertThat(watch.state().kind()).isEqualTo(CaptureState.Kind.KEEPING_UP);
    }

    @Test
    void aTaskThatDidNotLookForLongDoesNotTakeThatForAStandstill() {
        note(0, 0);
        seconds = 1000;
        note(999, 1000);
        assertThat(watch.state().kind()).isEqualTo(CaptureState.Kind.KEEPING_UP);
    }

    private void note(long synchSeconds, long nowSeconds) {
        watch.note(new Pulse(
                new Horizon(LSN, TimeUnit.SECONDS.toMicros(synchSeconds)), TimeUnit.SECONDS.toMicros(nowSeconds)));
    }
}
