package io.odsconnect.db2.type;

import io.odsconnect.db2.table.Column;
import io.odsconnect.db2.table.TableId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Date;
import java.util.function.IntFunction;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** DATE, TIME and TIMESTAMP: Debezium's types, or Connect's own. */
@SuppressWarnings("JavaUtilDate") // Connect's own types are built on it.
final class Temporals {

    private static final Logger LOG = LoggerFactory.getLogger(Temporals.class);

    private static final long MILLIS_A_DAY = 86_400_000;
    private static final int SECONDS_A_DAY = 86_400;
    private static final long MILLIS = 1000;
    private static final long MICROS = 1_000_000;
    private static final long NANOS = 1_000_000_000;

    /** 10000-01-01, which Db2 has no day for: 24:00 of the day before. */
    private static final long FIRST_SECOND_OF_YEAR_10000 = 253_402_300_800L;

    private final ZonelessTimes times = new ZonelessTimes();
    private final TimeMode mode;
    private final Hour24Mode hour24;
    private final NameAdjustment names;

    Temporals(ValueOptions options) {
        this.mode = options.times();
        this.hour24 = options.hour24();
        this.names = options.names();
    }

    ColumnMapping date(Column column) {
        return switch (mode) {
            case CONNECT ->
                map(column, org.apache.kafka.connect.data.Date.builder(), KeyForm.DATE, (rows, i) -> {
                    @Nullable Integer day = times.epochDay(rows, i);
                    return day == null ? null : new Date(day * MILLIS_A_DAY);
                });
            case ISOSTRING ->
                map(column, debezium(SchemaBuilder.string(), "IsoDate"), KeyForm.DATE, (rows, i) -> {
                    @Nullable Integer day = times.epochDay(rows, i);
                    return day == null ? null : ZonelessTimes.dateText(day) + "Z";
                });
            default -> map(column, debezium(SchemaBuilder.int32(), "Date"), KeyForm.DATE, times::epochDay);
        };
    }

    ColumnMapping time(Column column) {
        return switch (mode) {
            case CONNECT -> time(column, Time.builder(), seconds -> new Date(ofDay(seconds, MILLIS)));
            case ADAPTIVE ->
                time(column, debezium(SchemaBuilder.int32(), "Time"), seconds -> (int) ofDay(seconds, MILLIS));
            case ADAPTIVE_TIME_MICROSECONDS, MICROSECONDS ->
                time(column, debezium(SchemaBuilder.int64(), "MicroTime"), seconds -> ofDay(seconds, MICROS));
            case NANOSECONDS ->
                time(column, debezium(SchemaBuilder.int64(), "NanoTime"), seconds -> ofDay(seconds, NANOS));
            case ISOSTRING ->
                time(
                        column,
                        debezium(SchemaBuilder.string(), "IsoTime"),
                        seconds -> ZonelessTimes.timeText(seconds) + "Z");
        };
    }

    private ColumnMapping time(Column column, SchemaBuilder builder, IntFunction<Object> form) {
        return map(column, builder, KeyForm.TIME, (rows, i) -> {
            @Nullable Integer seconds = times.secondOfDay(rows, i);
            return seconds == null ? null : form.apply(seconds);
        });
    }

    /** Returns a time of day in {@code unit}s of a second, and 24:00:00 as the user wants it. */
    private long ofDay(int seconds, long unit) {
        if (seconds < SECONDS_A_DAY) {
            return seconds * unit;
        }
        return switch (hour24) {
            case KEEP -> {
                if (mode == TimeMode.CONNECT) {
                    throw new UnreadableValueException(
                            "it is 24:00:00, for which time.precision.mode=connect has no form."
                                    + " Set hour24.handling.mode=next_day or end_of_day, or another time.precision.mode");
                }
                yield seconds * unit;
            }
            case NEXT_DAY -> 0;
            case END_OF_DAY -> seconds * unit - 1;
            case FAIL -> throw refused();
        };
    }

    /**
     * By default, up to 3 digits of fraction are milliseconds, up to 6 microseconds, and more a string: nanoseconds since
     * the epoch overflow after the year 2262, and Db2 has twelve digits.
     */
    ColumnMapping timestamp(TableId table, Column column) {
        int digits = Math.max(0, Math.min(12, column.scale()));
        KeyForm keyForm = digits <= 6 ? KeyForm.TIMESTAMP : KeyForm.LONG_TIMESTAMP;
        Midnight midnight = new Midnight(table, column);
        ColumnReader millis = (rows, i) -> {
            @Nullable Long micros = times.micros(rows, i);
            return micros == null ? null : (Object) midnight.checked(rows, i, Math.floorDiv(micros, 1000L), MILLIS);
        };
        ColumnReader exactMicros = (rows, i) -> {
            @Nullable Long micros = times.micros(rows, i);
            return micros == null ? null : (Object) midnight.checked(rows, i, micros, MICROS);
        };
        ColumnMapping micros = map(column, debezium(SchemaBuilder.int64(), "MicroTimestamp"), keyForm, exactMicros);
        ColumnMapping iso = map(
                column,
                debezium(SchemaBuilder.string(), "IsoTimestamp"),
                keyForm,
                (rows, i) -> times.iso(rows, i, digits));
        return switch (mode) {
            case CONNECT ->
                map(column, Timestamp.builder(), keyForm, (rows, i) -> {
                    @Nullable Object value = millis.read(rows, i);
                    return value == null ? null : new Date((long) value);
                });
            case ISOSTRING -> iso;
            case MICROSECONDS -> micros;
            case NANOSECONDS ->
                map(column, debezium(SchemaBuilder.int64(), "NanoTimestamp"), keyForm, (rows, i) -> {
                    @Nullable Long nanos = nanos(rows, i);
                    return nanos == null ? null : (Object) midnight.checked(rows, i, nanos, NANOS);
                });
            case ADAPTIVE, ADAPTIVE_TIME_MICROSECONDS ->
                digits <= 3
                        ? map(column, debezium(SchemaBuilder.int64(), "Timestamp"), keyForm, millis)
                        : digits <= 6 ? micros : iso;
        };
    }

    /** Tells 24:00 of a day from 00:00 of the next in one column, which the driver does not. */
    private final class Midnight {

        private final TableId table;
        private final String column;
        private boolean told;

        Midnight(TableId table, Column column) {
            this.table = table;
            this.column = column.name();
        }

        /** Returns the number of {@code unit}s of a second since 1970 that stands for the value in the row. */
        long checked(ResultSet rows, int index, long value, long unit) throws SQLException {
            if (Math.floorMod(value, SECONDS_A_DAY * unit) != 0 || !times.isHour24(rows, index)) {
                return value;
            }
            return switch (hour24) {
                case KEEP, NEXT_DAY -> nextDay(value, unit);
                case END_OF_DAY -> value - 1;
                case FAIL -> throw refused();
            };
        }

        private long nextDay(long value, long unit) {
            if (value / unit >= FIRST_SECOND_OF_YEAR_10000) {
                throw new UnreadableValueException(
                        "it is 24:00 of the last day of the year 9999, after which there is no"
                                + " day. Set hour24.handling.mode=end_of_day, or time.precision.mode=isostring");
            }
            if (!told && hour24 == Hour24Mode.KEEP) {
                told = true;
                LOG.warn(
                        "Column {} of table {} has timestamps at 24:00:00, which are sent as 00:00:00 of the next day. Set"
                                + " hour24.handling.mode to say what you want, or time.precision.mode=isostring to keep"
                                + " them.",
                        column,
                        table);
            }
            return value;
        }
    }

    /** Debezium's ZonedTimestamp, whatever the mode: a string in ISO 8601 with the value's own offset. */
    ColumnMapping zonedTimestamp(Column column) {
        return map(column, debezium(SchemaBuilder.string(), "ZonedTimestamp"), KeyForm.ZONED_TIMESTAMP, (rows, i) -> {
            java.sql.@Nullable Timestamp timestamp = rows.getTimestamp(i);
            return timestamp == null ? null : DriverTimestamps.zoned(timestamp);
        });
    }

    private @Nullable Long nanos(ResultSet rows, int index) throws SQLException {
        try {
            return times.nanos(rows, index);
        } catch (ArithmeticException e) {
            throw new UnreadableValueException("it is before 1678 or after 2261, for which time.precision.mode="
                    + "nanoseconds has no form; adaptive has");
        }
    }

    private static UnreadableValueException refused() {
        return new UnreadableValueException("it is 24:00:00, which hour24.handling.mode=fail refuses");
    }

    private static SchemaBuilder debezium(SchemaBuilder builder, String name) {
        return builder.name("io.debezium.time." + name).version(1);
    }

    private ColumnMapping map(Column column, SchemaBuilder builder, KeyForm keyForm, ColumnReader reader) {
        return ColumnTypes.mapping(names, column, builder, reader, keyForm, false);
    }
}
