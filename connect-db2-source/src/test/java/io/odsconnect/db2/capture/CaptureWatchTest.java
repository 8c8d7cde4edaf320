package io.odsconnect.db2.capture;

import static org.assertj.core.api.Assertions.assertThat;

import io.odsconnect.db2.event.Lsn;
import java.sql.SQLException;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CaptureWatchTest {

    private static final Lsn LSN = Lsn.parse("00000000000000000001");

    private long seconds;
    private Duration commitInterval = Duration.ofSeconds(1);
    private @Nullable Long sign;
    private final CaptureWatch watch = new CaptureWatch(
            "ASN",
            Duration.ofSeconds(60),
            Duration.ofSeconds(30),
            () -> new CaptureParameters(Duration.ofDays(7), commitInterval, Duration.ofSeconds(20)),
            () -> sign == null ? OptionalLong.empty() : OptionalLong.of(TimeUnit.SECONDS.toMicros(sign)),
            () -> TimeUnit.SECONDS.toNanos(seconds));

    @Test
    void aCaptureThatMovesAndIsCloseKeepsUp() throws SQLException {
        for (seconds = 0; seconds < 300; seconds += 20) {
            note(seconds - 5, seconds);
            assertThat(watch.state().kind()).isEqualTo(CaptureState.Kind.KEEPING_UP);
            assertThat(watch.state().lagMicros()).isEqualTo(5_000_000);
        }
    }

    @Test
    void aCaptureThatMovesFarBehindLags() throws SQLException {
        for (seconds = 0; seconds < 300; seconds += 20) {
            note(seconds - 100, seconds);
            assertThat(watch.state().kind()).isEqualTo(CaptureState.Kind.LAGGING);
        }
    }

    @Test
    void aCaptureThatDoesNotMoveHasStoppedUntilItMovesAgain() throws SQLException {
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
    void aTaskThatDidNotLookForLongDoesNotTakeThatForAStandstill() throws SQLException {
        note(0, 0);
        seconds = 1000;
        note(999, 1000);
        assertThat(watch.state().kind()).isEqualTo(CaptureState.Kind.KEEPING_UP);
    }

    @Test
    void aQuietDatabaseIsNotTakenForACaptureThatHasStoppedWhereItsMonitorTellsThatItRuns() throws SQLException {
        note(0, 0);
        for (seconds = 20; seconds < 600; seconds += 20) {
            sign = seconds - 20;
            note(0, seconds);
            assertThat(watch.state().kind()).isEqualTo(CaptureState.Kind.KEEPING_UP);
            assertThat(watch.asOfMicros(pulse(0, seconds)))
                    .as("nothing is missing")
                    .isEqualTo(TimeUnit.SECONDS.toMicros(seconds));
        }
        sign = 590L;
        seconds = 590 + 30 + 40 - 1;
        note(0, seconds);
        assertThat(watch.state().kind()).isEqualTo(CaptureState.Kind.KEEPING_UP);
        seconds++;
        note(0, seconds);
        assertThat(watch.state().kind()).isEqualTo(CaptureState.Kind.STOPPED);
        assertThat(watch.asOfMicros(pulse(0, seconds))).isZero();
    }

    @Test
    void aCaptureThatCommitsSeldomHasNotStoppedBetweenTwoCommits() throws SQLException {
        commitInterval = Duration.ofSeconds(60);
        note(0, 0);
        seconds = 119;
        note(0, 119);
        assertThat(watch.state().kind()).isNotEqualTo(CaptureState.Kind.STOPPED);
        seconds = 120;
        note(0, 120);
        assertThat(watch.state().kind()).isEqualTo(CaptureState.Kind.STOPPED);
    }

    private void note(long synchSeconds, long nowSeconds) throws SQLException {
        watch.note(pulse(synchSeconds, nowSeconds));
    }

    private static Pulse pulse(long synchSeconds, long nowSeconds) {
        return new Pulse(
                new Horizon(LSN, TimeUnit.SECONDS.toMicros(synchSeconds)), TimeUnit.SECONDS.toMicros(nowSeconds));
    }
}
