package io.odsconnect.db2.type;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ZonelessTimesTest {

    private final ZonelessTimes times = new ZonelessTimes();

    @Test
    void anyTimestampIsReadToTheMicrosecondOnAClockWithoutZone() throws SQLException {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        for (int i = 0; i < 2000; i++) {
            LocalDateTime time = LocalDateTime.of(1583, 1, 1, 0, 0)
                    .plusSeconds((long) (random.nextDouble() * 8400 * 31_556_952))
                    .plusNanos(random.nextInt(1_000_000) * 1000L);
            String text = text(time);
            assertThat(times.micros(FakeRow.of(text), 1)).as(text).isEqualTo(micros(time));
            assertThat(ZonelessTimes.timestampText(micros(time))).isEqualTo(text);
        }
    }

    @Test
    void anHourThatTheZoneOfThisJvmSkipsIsAnHourLikeAnyOther() throws SQLException {
        assertThat(times.micros(FakeRow.of("2026-03-08 02:30:00"), 1))
                .isEqualTo(micros(LocalDateTime.of(2026, 3, 8, 2, 30)));
    }

    @Test
    void theEndsOfTimeFitThoughTheDriversCalendarIsJulianThere() throws SQLException {
        assertThat(times.epochDay(FakeRow.of("0001-01-01"), 1)).isEqualTo(-719_162);
        assertThat(times.epochDay(FakeRow.of("1582-10-04"), 1)).isEqualTo(-141_438);
        assertThat(times.epochDay(FakeRow.of("1582-10-15"), 1)).isEqualTo(-141_427);
        assertThat(times.epochDay(FakeRow.of("9999-12-31"), 1)).isEqualTo(2_932_896);
        assertThat(times.micros(FakeRow.of("9999-12-31 23:59:59.999999"), 1)).isEqualTo(253_402_300_799_999_999L);
        assertThat(times.micros(FakeRow.of("0001-01-01 00:00:00.000001"), 1)).isEqualTo(-62_135_596_799_999_999L);
    }

    @Test
    void theTimeBeforeTheEpochHasAFractionThatCountsForward() throws SQLException {
        assertThat(times.micros(FakeRow.of("1969-12-31 23:59:59.999999"), 1)).isEqualTo(-1);
    }

    @Test
    void theIsoFormKeepsAllTwelveDigits() throws SQLException {
        assertThat(times.iso(FakeRow.of("2026-03-08 02:14:15.123456789012"), 1, 12))
                .isEqualTo("2026-03-08T02:14:15.123456789012Z");
        assertThat(times.iso(FakeRow.of("2026-03-08 02:14:15"), 1, 0)).isEqualTo("2026-03-08T02:14:15Z");
    }

    @Test
    void keysAreWrittenAsDb2ReadsThem() {
        assertThat(ZonelessTimes.dateText(-719_162)).isEqualTo("0001-01-01");
        assertThat(ZonelessTimes.timeText(0)).isEqualTo("00:00:00");
        assertThat(ZonelessTimes.timeText(86_400)).isEqualTo("24:00:00");
        assertThat(ZonelessTimes.timestampText(-1)).isEqualTo("1969-12-31 23:59:59.999999");
    }

    @Test
    void nullIsNull() throws SQLException {
        assertThat(times.micros(FakeRow.of((Object) null), 1)).isNull();
        assertThat(times.epochDay(FakeRow.of((Object) null), 1)).isNull();
        assertThat(times.secondOfDay(FakeRow.of((Object) null), 1)).isNull();
        assertThat(times.iso(FakeRow.of((Object) null), 1, 9)).isNull();
    }

    private static long micros(LocalDateTime time) {
        return ChronoUnit.MICROS.between(LocalDateTime.ofEpochSecond(0, 0, ZoneOffset.UTC), time);
    }

    private static String text(LocalDateTime time) {
        return "%04d-%02d-%02d %02d:%02d:%02d.%06d"
                .formatted(
                        time.getYear(),
                        time.getMonthValue(),
                        time.getDayOfMonth(),
                        time.getHour(),
                        time.getMinute(),
                        time.getSecond(),
                        time.getNano() / 1000);
    }
}
