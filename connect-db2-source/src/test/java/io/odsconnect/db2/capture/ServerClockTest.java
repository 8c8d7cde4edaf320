package io.odsconnect.db2.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
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
    void aTimeThatTheServersZoneSkipsIsTakenWithTheOffsetBefore() {
        assertThat(instant("Europe/Berlin", "2026-03-29T02:30:00")).isEqualTo(Instant.parse("2026-03-29T01:30:00Z"));
    }

    private static Instant instant(String zone, String text) {
        long shown = ChronoUnit.MICROS.between(LocalDateTime.of(1970, 1, 1, 0, 0), LocalDateTime.parse(text));
        return Instant.EPOCH.plus(new ServerClock(ZoneId.of(zone)).micros(shown), ChronoUnit.MICROS);
    }
}
