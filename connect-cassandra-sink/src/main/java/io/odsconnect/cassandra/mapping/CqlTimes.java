package io.odsconnect.cassandra.mapping;

import io.odsconnect.common.value.TemporalText;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.TimeUnit;

/**
 * Turns canonical values into dates and times. A time without a zone is one in UTC. Cassandra's {@code timestamp} counts
 * milliseconds: what is finer is cut off. A number, which is what JSON without a schema makes of a date or a time, is
 * taken where it can only be one thing.
 */
final class CqlTimes {

    /** Days of the years 1 to 9999, which is what a database's date has. */
    private static final long FIRST_DAY = LocalDate.of(1, 1, 1).toEpochDay();

    private static final long LAST_DAY = LocalDate.of(9999, 12, 31).toEpochDay();
    private static final long MILLIS_PER_DAY = TimeUnit.DAYS.toMillis(1);
    private static final long MICROS_PER_DAY = TimeUnit.DAYS.toMicros(1);
    private static final long NANOS_PER_DAY = TimeUnit.DAYS.toNanos(1);

    /** Below, as milliseconds, are times from 1966 to 1973, but as seconds those of most databases. */
    private static final long LEAST_MILLIS = 100_000_000_000L;

    /** From here on, in the year 2286, milliseconds may as well be microseconds of 1970 to 1973: of somebody's birth. */
    private static final long TOO_MANY_MILLIS = 10_000_000_000_000L;

    private static final long TOO_MANY_MICROS = 1000 * TOO_MANY_MILLIS;

    /** The end of the year 9999: beyond, milliseconds are none, and the like. */
    private static final long MOST_MILLIS = (LAST_DAY + 1) * MILLIS_PER_DAY;

    private static final long MOST_MICROS = 1000 * MOST_MILLIS;

    private CqlTimes() {}

    /** Returns a date; a number is days since the epoch. */
    static LocalDate date(Object value) {
        LocalDate date = dateOf(value);
        // The codec would cut the day's number to 32 bits.
        var unused = Math.toIntExact(date.toEpochDay());
        return date;
    }

    private static LocalDate dateOf(Object value) {
        if (value instanceof LocalDate date) {
            return date;
        }
        if (value instanceof LocalDateTime local && local.toLocalTime().equals(LocalTime.MIDNIGHT)) {
            return local.toLocalDate();
        }
        if (value instanceof String text) {
            return TemporalText.date(text).orElseThrow(() -> new IllegalArgumentException("not a date"));
        }
        long day = whole(value);
        if (day < FIRST_DAY || day > LAST_DAY) {
            throw new IllegalArgumentException("no number of days");
        }
        return LocalDate.ofEpochDay(day);
    }

    /**
     * Returns a time of day. A number of 32 bits is milliseconds, since nothing finer fits; of those of 64 bits, which JSON
     * makes of all, only the ones that are too large for microseconds say what they are: nanoseconds.
     */
    static LocalTime time(Object value) {
        if (value instanceof LocalTime time) {
            return time;
        }
        if (value instanceof String text) {
            return TemporalText.time(text).orElseThrow(() -> new IllegalArgumentException("not a time"));
        }
        long number = whole(value);
        if (value instanceof Integer && number >= 0 && number < MILLIS_PER_DAY) {
            return LocalTime.ofNanoOfDay(TimeUnit.MILLISECONDS.toNanos(number));
        }
        if (number >= MICROS_PER_DAY && number < NANOS_PER_DAY) {
            return LocalTime.ofNanoOfDay(number);
        }
        throw new IllegalArgumentException("may be milliseconds or microseconds, or is no time of day");
    }

    /** Returns an instant; a number is milli-, micro- or nanoseconds since the epoch, where only one of them can be meant. */
    static Instant instant(Object value) {
        if (value instanceof Instant instant) {
            return instant;
        }
        if (value instanceof LocalDateTime local) {
            return local.toInstant(ZoneOffset.UTC);
        }
        if (value instanceof String text) {
            return TemporalText.instant(text).orElseThrow(() -> new IllegalArgumentException("not a timestamp"));
        }
        long number = whole(value);
        long size = Math.abs(number);
        if (size >= LEAST_MILLIS && size < TOO_MANY_MILLIS) {
            return Instant.ofEpochMilli(number);
        }
        if (size >= MOST_MILLIS && size < TOO_MANY_MICROS) {
            return Instant.EPOCH.plus(number, ChronoUnit.MICROS);
        }
        if (size >= MOST_MICROS) {
            return Instant.EPOCH.plusNanos(number);
        }
        throw new IllegalArgumentException("may be milliseconds as well as something else");
    }

    private static long whole(Object value) {
        if (value instanceof Long || value instanceof Integer || value instanceof Short || value instanceof Byte) {
            return ((Number) value).longValue();
        }
        if (value instanceof BigInteger integer) {
            return integer.longValueExact();
        }
        if (value instanceof BigDecimal decimal) {
            return decimal.longValueExact();
        }
        throw new IllegalArgumentException("not a number");
    }
}
