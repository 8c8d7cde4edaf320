package io.odsconnect.db2.type;

import java.sql.Date;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Time;
import java.sql.Timestamp;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoUnit;
import java.util.Calendar;
import java.util.GregorianCalendar;
import java.util.Locale;
import java.util.Objects;
import java.util.TimeZone;
import org.jspecify.annotations.Nullable;

/**
 * Reads DATE, TIME and TIMESTAMP as what they are: times on a clock without zone.
 *
 * <p>IBM's driver makes all of them, also strings and {@link LocalDateTime}s, through a calendar. In the JVM's zone that
 * turns 02:30 into 03:30 on the day on which this zone skips the hour; so it is given a calendar in UTC. That calendar
 * is Julian before 15 October 1582, Db2's is not; what it makes is taken apart again as it was put together.
 *
 * <p>Not safe for use by several threads.
 */
public final class ZonelessTimes {

    private static final long MICROS_A_SECOND = 1_000_000;
    private static final long NANOS_A_SECOND = 1_000_000_000;
    private static final long MILLIS_A_DAY = 86_400_000;
    private static final int SECONDS_A_DAY = 86_400;

    /** Where the hour stands in {@code 2026-11-21-24.00.00}. */
    private static final int HOUR_AT = 11;

    /** The driver's code for a conversion that it does not make. */
    private static final int CONVERSION_REFUSED = -4461;

    private static final TimeZone UTC = TimeZone.getTimeZone(ZoneOffset.UTC);

    /** 1582-10-15, from where on the driver's calendar and Db2's agree. */
    private static final long GREGORIAN_FROM_MILLIS = -12_219_292_800_000L;

    private static final DateTimeFormatter TO_SECONDS = new DateTimeFormatterBuilder()
            .appendPattern("uuuu-MM-dd'T'HH:mm:ss")
            .toFormatter(Locale.ROOT);

    private final Calendar calendar = new GregorianCalendar(UTC, Locale.ROOT);

    /** Creates a reader. */
    public ZonelessTimes() {}

    /** Returns the days from 1970-01-01 to the DATE in column {@code index}, or null. */
    public @Nullable Integer epochDay(ResultSet rows, int index) throws SQLException {
        @Nullable Date date = rows.getDate(index, calendar);
        return date == null ? null : (int) Math.floorDiv(gregorian(date.getTime()), MILLIS_A_DAY);
    }

    /** Returns the seconds from midnight to the TIME in column {@code index}, or null; 86,400 is Db2's 24:00:00. */
    public @Nullable Integer secondOfDay(ResultSet rows, int index) throws SQLException {
        @Nullable Time time = rows.getTime(index, calendar);
        return time == null ? null : (int) (time.getTime() / 1000);
    }

    /** Returns the microseconds from 1970-01-01 00:00 to the TIMESTAMP in column {@code index}, or null; the rest is cut. */
    public @Nullable Long micros(ResultSet rows, int index) throws SQLException {
        @Nullable Timestamp timestamp = rows.getTimestamp(index, calendar);
        return timestamp == null ? null : seconds(timestamp) * MICROS_A_SECOND + timestamp.getNanos() / 1000;
    }

    /**
     * Returns the TIMESTAMP in column {@code index} in the form {@code 2026-11-21T13:14:15.123456789012Z} with {@code digits}
     * digits of its fraction, or null.
     */
    public @Nullable String iso(ResultSet rows, int index, int digits) throws SQLException {
        @Nullable Timestamp timestamp = rows.getTimestamp(index, calendar);
        if (timestamp == null) {
            return null;
        }
        long seconds = seconds(timestamp);
        String fraction = "%012d".formatted(DriverTimestamps.picos(timestamp)).substring(0, digits);
        boolean hour24 = Math.floorMod(seconds, SECONDS_A_DAY) == 0 && isHour24(rows, index);
        return (hour24 ? hour24(seconds) : secondText(seconds)) + (digits == 0 ? "" : "." + fraction) + "Z";
    }

    /**
     * Says whether the TIMESTAMP in column {@code index}, which is read as midnight, is 24:00 of the day before. The driver
     * makes the same of both; only what it got from the server, {@code 2026-11-21-24.00.00}, tells.
     */
    boolean isHour24(ResultSet rows, int index) throws SQLException {
        byte @Nullable [] sent;
        try {
            sent = rows.getBytes(index);
        } catch (SQLException e) {
            if (e.getErrorCode() == CONVERSION_REFUSED) {
                return false;
            }
            throw e;
        }
        // The lower half of a digit is its value in ASCII and in EBCDIC.
        return sent != null
                && sent.length > HOUR_AT + 1
                && (sent[HOUR_AT] & 0x0F) == 2
                && (sent[HOUR_AT + 1] & 0x0F) == 4;
    }

    private static String secondText(long seconds) {
        return TO_SECONDS.format(LocalDateTime.ofEpochSecond(seconds, 0, ZoneOffset.UTC));
    }

    /** Returns midnight as 24:00 of the day before. */
    private static String hour24(long seconds) {
        return LocalDate.ofEpochDay(Math.floorDiv(seconds, SECONDS_A_DAY) - 1) + "T24:00:00";
    }

    /** Returns the TIMESTAMP in column {@code index} in the form that a statement takes, with six digits of its fraction. */
    String exactText(ResultSet rows, int index) throws SQLException {
        long micros = Objects.requireNonNull(micros(rows, index));
        boolean hour24 = Math.floorMod(micros, SECONDS_A_DAY * MICROS_A_SECOND) == 0 && isHour24(rows, index);
        return hour24
                ? hour24(Math.floorDiv(micros, MICROS_A_SECOND)).replace('T', ' ') + ".000000"
                : timestampText(micros);
    }

    /**
     * Returns the nanoseconds from 1970-01-01 00:00 to the TIMESTAMP in column {@code index}, or null; the rest is cut.
     *
     * @throws ArithmeticException outside the years 1677 to 2262, which 64 bits hold
     */
    public @Nullable Long nanos(ResultSet rows, int index) throws SQLException {
        @Nullable Timestamp timestamp = rows.getTimestamp(index, calendar);
        return timestamp == null
                ? null
                : Math.addExact(Math.multiplyExact(seconds(timestamp), NANOS_A_SECOND), timestamp.getNanos());
    }

    /** Returns the date in the form {@code 2026-11-21}. */
    static String dateText(int epochDay) {
        return LocalDate.ofEpochDay(epochDay).toString();
    }

    /** Returns the time in the form {@code 13:14:15}. */
    static String timeText(int secondOfDay) {
        return secondOfDay == SECONDS_A_DAY
                ? "24:00:00"
                : DateTimeFormatter.ISO_LOCAL_TIME.format(LocalTime.ofSecondOfDay(secondOfDay));
    }

    /** Returns the timestamp in the form {@code 2026-11-21 13:14:15.123456}. */
    public static String timestampText(long micros) {
        String text = secondText(Math.floorDiv(micros, MICROS_A_SECOND));
        return "%s.%06d".formatted(text.replace('T', ' '), Math.floorMod(micros, MICROS_A_SECOND));
    }

    /**
     * Returns the microseconds from 1970-01-01 00:00 to a timestamp in that form.
     *
     * @throws java.time.DateTimeException if it has another
     */
    public static long parseTimestamp(String text) {
        return ChronoUnit.MICROS.between(
                LocalDateTime.ofEpochSecond(0, 0, ZoneOffset.UTC), LocalDateTime.parse(text.replace(' ', 'T')));
    }

    private static long seconds(Timestamp timestamp) {
        return Math.floorDiv(gregorian(timestamp.getTime()), 1000L);
    }

    /** Returns the milliseconds at which Db2's calendar shows what the driver's shows at {@code millis}. */
    private static long gregorian(long millis) {
        if (millis >= GREGORIAN_FROM_MILLIS) {
            return millis;
        }
        GregorianCalendar julian = new GregorianCalendar(UTC, Locale.ROOT);
        julian.setTimeInMillis(millis);
        LocalDate shown = LocalDate.of(
                julian.get(Calendar.YEAR), julian.get(Calendar.MONTH) + 1, julian.get(Calendar.DAY_OF_MONTH));
        return shown.toEpochDay() * MILLIS_A_DAY + Math.floorMod(millis, MILLIS_A_DAY);
    }
}
