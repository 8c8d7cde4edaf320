package io.odsconnect.common.value;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Date;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.errors.DataException;

/**
 * Readers of dates and times: Connect's logical types and Debezium's semantic types ({@code io.debezium.time.*}).
 *
 * @see <a href="https://debezium.io/documentation/reference/stable/connectors/db2.html#db2-temporal-types">Debezium's
 *     temporal types</a>
 */
final class TemporalReaders {

    private static final long NANOS_PER_DAY = TimeUnit.DAYS.toNanos(1);
    private static final long MILLIS_PER_DAY = TimeUnit.DAYS.toMillis(1);

    private static final Map<String, ValueReader> BY_NAME = Map.ofEntries(
            Map.entry(org.apache.kafka.connect.data.Date.LOGICAL_NAME, TemporalReaders::connectDate),
            Map.entry(Time.LOGICAL_NAME, TemporalReaders::connectTime),
            Map.entry(Timestamp.LOGICAL_NAME, TemporalReaders::connectTimestamp),
            Map.entry("io.debezium.time.Date", value -> LocalDate.ofEpochDay(number(value))),
            Map.entry("io.debezium.time.Time", value -> time(number(value), TimeUnit.MILLISECONDS)),
            Map.entry("io.debezium.time.MicroTime", value -> time(number(value), TimeUnit.MICROSECONDS)),
            Map.entry("io.debezium.time.NanoTime", value -> time(number(value), TimeUnit.NANOSECONDS)),
            Map.entry("io.debezium.time.Timestamp", value -> timestamp(number(value), TimeUnit.MILLISECONDS)),
            Map.entry("io.debezium.time.MicroTimestamp", value -> timestamp(number(value), TimeUnit.MICROSECONDS)),
            Map.entry("io.debezium.time.NanoTimestamp", value -> timestamp(number(value), TimeUnit.NANOSECONDS)),
            // The "Iso" types write a local value with a Z that means nothing: the formats allow and drop it.
            Map.entry("io.debezium.time.IsoDate", value -> LocalDate.parse(text(value), DateTimeFormatter.ISO_DATE)),
            Map.entry("io.debezium.time.IsoTime", value -> LocalTime.parse(text(value), DateTimeFormatter.ISO_TIME)),
            Map.entry(
                    "io.debezium.time.IsoTimestamp",
                    value -> LocalDateTime.parse(text(value), DateTimeFormatter.ISO_DATE_TIME)),
            Map.entry("io.debezium.time.ZonedTimestamp", TemporalReaders::instant));

    private TemporalReaders() {}

    /** Returns the reader for schemas of this name, or {@code otherwise} where the name means no time. */
    static ValueReader of(Schema schema, ValueReader otherwise) {
        String name = schema.name();
        ValueReader reader = name == null ? null : BY_NAME.get(name);
        return reader == null ? otherwise : named(reader, name);
    }

    /** Returns a reader whose errors name the type, and not the value, of what it cannot read. */
    private static ValueReader named(ValueReader reader, String name) {
        return value -> {
            try {
                return reader.read(value);
            } catch (DateTimeException | ArithmeticException e) {
                // The cause is left out: it quotes the value.
                throw new DataException("is no valid " + name);
            }
        };
    }

    private static Object connectDate(Object value) {
        return LocalDate.ofEpochDay(Math.floorDiv(millis(value), MILLIS_PER_DAY));
    }

    private static Object connectTime(Object value) {
        return time(millis(value), TimeUnit.MILLISECONDS);
    }

    static Object connectTimestamp(Object value) {
        return timestamp(millis(value), TimeUnit.MILLISECONDS);
    }

    private static Object instant(Object value) {
        return OffsetDateTime.parse(text(value)).toInstant();
    }

    /** Returns the time of day; a Db2 TIME may be 24:00:00, which no {@link LocalTime} can say. */
    private static LocalTime time(long amount, TimeUnit unit) {
        if (amount == unit.convert(1, TimeUnit.DAYS)) {
            throw new DataException(
                    "is the time 24:00:00, which the stores have no time of day for: set hour24.handling.mode=next_day or"
                            + " end_of_day, or time.precision.mode=isostring, in the Db2 source");
        }
        long nanos = unit.toNanos(amount);
        if (nanos < 0 || nanos >= NANOS_PER_DAY) {
            throw new DataException("is no time of day: it is below 00:00 or above 24:00");
        }
        return LocalTime.ofNanoOfDay(nanos);
    }

    /** Returns the local date and time; floors, so that times before 1970 come out right. */
    private static LocalDateTime timestamp(long amount, TimeUnit unit) {
        long perSecond = unit.convert(1, TimeUnit.SECONDS);
        long seconds = Math.floorDiv(amount, perSecond);
        int nanos = (int) unit.toNanos(Math.floorMod(amount, perSecond));
        return LocalDateTime.ofEpochSecond(seconds, nanos, ZoneOffset.UTC);
    }

    @SuppressWarnings("JavaUtilDate") // It is how Connect hands out its logical types.
    private static long millis(Object value) {
        if (value instanceof Date date) {
            return date.getTime();
        }
        throw new DataException("is a " + value.getClass().getName() + " where a java.util.Date is due");
    }

    private static long number(Object value) {
        if (value instanceof Number number) {
            return number.longValue();
        }
        throw new DataException("is a " + value.getClass().getName() + " where a number is due");
    }

    private static String text(Object value) {
        if (value instanceof String text) {
            return text;
        }
        throw new DataException("is a " + value.getClass().getName() + " where a string is due");
    }

    /** Returns the microseconds since the epoch that a canonical date and time stands for, a local one as in UTC. */
    static long micros(Instant instant) {
        try {
            return Math.addExact(
                    Math.multiplyExact(instant.getEpochSecond(), 1_000_000L),
                    TimeUnit.NANOSECONDS.toMicros(instant.getNano()));
        } catch (ArithmeticException e) {
            throw new DataException("is a time that does not fit into 64 bits as microseconds since 1970");
        }
    }
}
