package io.odsconnect.db2.type;

import java.time.LocalDate;

/**
 * Reads dates and times as IBM's driver writes them: {@code 2026-11-21}, {@code 13:14:15} and
 * {@code 2026-11-21 13:14:15.123456} with up to twelve digits of fraction, and in Db2's own forms with dots and dashes.
 *
 * <p>Text, not {@link java.sql.Timestamp}: that one goes through the time zone of this JVM and has no place for an hour
 * that this zone skips, for more than nine digits, or for 24:00:00.
 */
public final class DateTimeText {

    private static final long SECONDS_A_DAY = 86_400;
    private static final long MICROS_A_SECOND = 1_000_000;

    private DateTimeText() {}

    /** Returns the days from 1970-01-01 to {@code date}. */
    public static long epochDay(String date) {
        return LocalDate.of(number(date, 0, 4), number(date, 5, 7), number(date, 8, 10))
                .toEpochDay();
    }

    /** Returns the seconds from midnight to {@code time}; 86,400 for 24:00:00, Db2's end of the day. */
    public static int secondOfDay(String time) {
        return secondOfDay(time, 0);
    }

    /** Returns the microseconds from 1970-01-01 00:00 to {@code timestamp} on a clock without zone; finer digits are cut. */
    public static long micros(String timestamp) {
        long seconds = epochDay(timestamp) * SECONDS_A_DAY + secondOfDay(timestamp, 11);
        long fraction = 0;
        int end = Math.min(timestamp.length(), 26);
        for (int i = 20; i < 26; i++) {
            fraction = fraction * 10 + (i < end ? digit(timestamp, i) : 0);
        }
        return seconds * MICROS_A_SECOND + fraction;
    }

    /** Returns {@code timestamp} in the form {@code 2026-11-21T13:14:15.123456789012Z}, all its digits kept. */
    public static String iso(String timestamp) {
        secondOfDay(timestamp, 11);
        StringBuilder text = new StringBuilder(timestamp.length() + 1).append(timestamp);
        text.setCharAt(10, 'T');
        text.setCharAt(13, ':');
        text.setCharAt(16, ':');
        return text.append('Z').toString();
    }

    private static int secondOfDay(String text, int at) {
        return number(text, at, at + 2) * 3600 + number(text, at + 3, at + 5) * 60 + number(text, at + 6, at + 8);
    }

    private static int number(String text, int from, int to) {
        if (text.length() < to) {
            throw new IllegalArgumentException("Too short for a date or time");
        }
        int number = 0;
        for (int i = from; i < to; i++) {
            number = number * 10 + digit(text, i);
        }
        return number;
    }

    private static int digit(String text, int at) {
        int digit = text.charAt(at) - '0';
        if (digit < 0 || digit > 9) {
            throw new IllegalArgumentException("Not a date or time");
        }
        return digit;
    }
}
