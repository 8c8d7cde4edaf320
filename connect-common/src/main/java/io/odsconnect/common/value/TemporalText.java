package io.odsconnect.common.value;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;
import java.util.Optional;

/**
 * Dates and times that come as text, since JSON without a schema has no other form for them: ISO 8601 as this project's
 * source, Debezium and JDBC write it, with an offset or a {@code Z} or without. What has none is taken as in UTC.
 */
public final class TemporalText {

    /** Where a date ends and a time may begin. */
    private static final int DATE_LENGTH = "2026-11-21".length();

    private TemporalText() {}

    /**
     * Returns the date that a text is: {@code 2026-11-21}, or {@code 2026-11-21Z}, whose offset says nothing of the day;
     * or with the time 00:00 behind it. Empty where it is no such thing.
     */
    public static Optional<LocalDate> date(String text) {
        String given = text.strip();
        try {
            return Optional.of(LocalDate.parse(given, DateTimeFormatter.ISO_DATE));
        } catch (DateTimeException e) {
            return local(given)
                    .filter(local -> local.toLocalTime().equals(LocalTime.MIDNIGHT))
                    .map(LocalDateTime::toLocalDate);
        }
    }

    /**
     * Returns the time of day that a text is: {@code 09:05:00.25}, {@code 09:05:00Z}; {@code 10:05:00+01:00} is
     * 09:05 in UTC. Empty where it is no such thing.
     */
    public static Optional<LocalTime> time(String text) {
        try {
            TemporalAccessor time =
                    DateTimeFormatter.ISO_TIME.parseBest(text.strip(), OffsetTime::from, LocalTime::from);
            return Optional.of(
                    time instanceof OffsetTime offset
                            ? offset.withOffsetSameInstant(ZoneOffset.UTC).toLocalTime()
                            : LocalTime.from(time));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /**
     * Returns the instant that a text is: {@code 2026-11-21T09:05:00.25Z}, {@code 2026-11-21T10:05:00+01:00}, the same
     * without a zone, or with a blank for the {@code T}. Empty where it is no such thing; a date alone is none.
     */
    public static Optional<Instant> instant(String text) {
        try {
            TemporalAccessor time = DateTimeFormatter.ISO_DATE_TIME.parseBest(
                    isoOf(text.strip()), ZonedDateTime::from, LocalDateTime::from);
            return Optional.of(
                    time instanceof ZonedDateTime zoned
                            ? zoned.toInstant()
                            : LocalDateTime.from(time).toInstant(ZoneOffset.UTC));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Optional<LocalDateTime> local(String text) {
        try {
            return Optional.of(LocalDateTime.parse(isoOf(text), DateTimeFormatter.ISO_DATE_TIME));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static String isoOf(String text) {
        return text.length() > DATE_LENGTH && text.charAt(DATE_LENGTH) == ' '
                ? text.substring(0, DATE_LENGTH) + "T" + text.substring(DATE_LENGTH + 1)
                : text;
    }
}
