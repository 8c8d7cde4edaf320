package io.odsconnect.common.value;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TemporalTextTest {

    @ParameterizedTest
    @ValueSource(strings = {"2026-11-21", "2026-11-21Z", "2026-11-21+01:00", " 2026-11-21 ", "2026-11-21T00:00"})
    void aDateMayHaveAnOffsetOrMidnightBehindIt(String text) {
        assertThat(TemporalText.date(text)).contains(LocalDate.of(2026, 11, 21));
    }

    @ParameterizedTest
    @CsvSource({"09:05, 09:05", "09:05:00Z, 09:05", "10:05:00+01:00, 09:05", "00:05:00.25+01:00, 23:05:00.25"})
    void aTimeIsTakenToUtc(String text, LocalTime time) {
        assertThat(TemporalText.time(text)).contains(time);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-11-21T09:05:00Z",
                "2026-11-21T09:05",
                "2026-11-21 09:05:00.0",
                "2026-11-21T10:05:00+01:00",
                "2026-11-21T10:05:00.000000+01:00"
            })
    void anInstantIsTakenToUtc(String text) {
        assertThat(TemporalText.instant(text)).contains(Instant.parse("2026-11-21T09:05:00Z"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Z", "21.11.2026", "2026-02-30", "24:00:00", "2026-11-21T09:05:00 Z", "4711"})
    void anythingElseIsNone(String text) {
        assertThat(TemporalText.date(text)).isEmpty();
        assertThat(TemporalText.time(text)).isEmpty();
        assertThat(TemporalText.instant(text)).isEmpty();
    }
}
