package io.odsconnect.db2.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;

class ServerClockTest {

    @Test
    void theServersZoneCountsAndThatOfThisJvmDoesNot() {
        String text = "2026-07-01T12:00:00.000001";
        assertThat(instant("UTC", text)).isEqualTo(Instant.parse("2026-07-01T12:00:00.000001Z"));
        assertThat(instant("Europe/Berlin", text)).isEqualTo(Instant.parse("2026-07-01T10:00:00.000001Z"));
        assertThat(instant("America/New_York", text)).isEqualTo(Instant.parse("2026-07-01T16:00:00.000001Z"));
    }

    @Test
    void anHourThatIsShownTwiceIsTheFirstForABoundAndTheSecondForAChange() {
        String doubled = "2026-10-25T02:30:00";
        assertThat(instant("Europe/Berlin", doubled)).isEqualTo(Instant.parse("2026-10-25T00:30:00Z"));
        assertThat(latest("Europe/Berlin", doubled)).isEqualTo(Instant.parse("2026-10-25T01:30:00Z"));
        String before = "2026-10-25T01:59:59.999999";
        assertThat(instant("Europe/Berlin", before)).isEqualTo(latest("Europe/Berlin", before));
        assertThat(latest("Europe/Berlin", "2026-10-25T03:00:00")).isEqualTo(Instant.parse("2026-10-25T02:00:00Z"));
    }

    @Test
    void aTimeThatTheServersZoneSkipsIsNeverABoundThatIsTooHigh() {
        String skipped = "2026-03-29T02:30:00";
        assertThat(instant("Europe/Berlin", skipped)).isEqualTo(Instant.parse("2026-03-29T00:30:00Z"));
        assertThat(latest("Europe/Berlin", skipped)).isEqualTo(Instant.parse("2026-03-29T01:30:00Z"));
    }

    @Test
    void aServersOffsetFitsAZoneThatHasItAtThatTime() {
        ServerClock berlin = new ServerClock(ZoneId.of("Europe/Berlin"));
        assertThat(berlin.allows(shown("2026-07-01T12:00:00"), ZoneOffset.ofHours(2)))
                .isTrue();
        assertThat(berlin.allows(shown("2026-07-01T12:00:00"), ZoneOffset.ofHours(1)))
                .isFalse();
        assertThat(berlin.allows(shown("2026-10-25T02:30:00"), ZoneOffset.ofHours(1)))
                .isTrue();
        assertThat(berlin.allows(shown("2026-10-25T02:30:00"), ZoneOffset.ofHours(2)))
                .isTrue();
    }

    private static Instant instant(String zone, String text) {
        return Instant.EPOCH.plus(new ServerClock(ZoneId.of(zone)).earliest(shown(text)), ChronoUnit.MICROS);
    }

    private static Instant latest(String zone, String text) {
        return Instant.EPOCH.plus(new ServerClock(ZoneId.of(zone)).latest(shown(text)), ChronoUnit.MICROS);
    }

    private static long shown(String text) {
        return ChronoUnit.MICROS.between(LocalDateTime.of(1970, 1, 1, 0, 0), LocalDateTime.parse(text));
    }
}
