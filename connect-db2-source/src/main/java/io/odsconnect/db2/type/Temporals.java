package io.odsconnect.db2.type;

import io.odsconnect.db2.config.TimeMode;
import io.odsconnect.db2.table.Column;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Date;
import java.util.function.IntFunction;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;
import org.jspecify.annotations.Nullable;

/** DATE, TIME and TIMESTAMP: Debezium's types, or Connect's own. */
@SuppressWarnings("JavaUtilDate") // Connect's own types are built on it.
final class Temporals {

    private static final long MILLIS_A_DAY = 86_400_000;
    private static final int SECONDS_A_DAY = 86_400;

    private final ZonelessTimes times = new ZonelessTimes();
    private final TimeMode mode;

    Temporals(TimeMode mode) {
        this.mode = mode;
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
            case CONNECT -> time(column, Time.builder(), seconds -> new Date(clockSecond(seconds) * 1000L));
            case ADAPTIVE -> time(column, debezium(SchemaBuilder.int32(), "Time"), seconds -> seconds * 1000);
            case ADAPTIVE_TIME_MICROSECONDS, MICROSECONDS ->
                time(column, debezium(SchemaBuilder.int64(), "MicroTime"), seconds -> seconds * 1_000_000L);
            case NANOSECONDS ->
                time(column, debezium(SchemaBuilder.int64(), "NanoTime"), seconds -> seconds * 1_000_000_000L);
            case ISOSTRING ->
                time(
                        column,
                        debezium(SchemaBuilder.string(), "IsoTime"),
                        seconds -> ZonelessTimes.timeText(clockSecond(seconds)) + "Z");
        };
    }

    private ColumnMapping time(Column column, SchemaBuilder builder, IntFunction<Object> form) {
        return map(column, builder, KeyForm.TIME, (rows, i) -> {
            @Nullable Integer seconds = times.secondOfDay(rows, i);
            return seconds == null ? null : form.apply(seconds);
        });
    }

    /**
     * By default, up to 3 digits of fraction are milliseconds, up to 6 microseconds, and more a string: nanoseconds since
     * the epoch overflow after the year 2262, and Db2 has twelve digits.
     */
    ColumnMapping timestamp(Column column) {
        int digits = Math.max(0, Math.min(12, column.scale()));
        KeyForm keyForm = digits <= 6 ? KeyForm.TIMESTAMP : KeyForm.LONG_TIMESTAMP;
        ColumnReader millis = (rows, i) -> {
            @Nullable Long micros = times.micros(rows, i);
            return micros == null ? null : (Object) Math.floorDiv(micros, 1000L);
        };
        ColumnMapping micros = map(column, debezium(SchemaBuilder.int64(), "MicroTimestamp"), keyForm, times::micros);
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
                map(column, debezium(SchemaBuilder.int64(), "NanoTimestamp"), keyForm, (rows, i) -> nanos(rows, i));
            case ADAPTIVE, ADAPTIVE_TIME_MICROSECONDS ->
                digits <= 3
                        ? map(column, debezium(SchemaBuilder.int64(), "Timestamp"), keyForm, millis)
                        : digits <= 6 ? micros : iso;
        };
    }

    /** Debezium's ZonedTimestamp, whatever the mode: a string in ISO 8601 with the value's own offset. */
    ColumnMapping zonedTimestamp(Column column) {
        return map(column, debezium(SchemaBuilder.string(), "ZonedTimestamp"), KeyForm.ZONED_TIMESTAMP, (rows, i) -> {
            java.sql.@Nullable Timestamp timestamp = rows.getTimestamp(i);
            return timestamp == null ? null : DriverTimestamps.zoned(timestamp);
        });
    }

    private @Nullable Object nanos(ResultSet rows, int index) throws SQLException {
        try {
            return times.nanos(rows, index);
        } catch (ArithmeticException e) {
            throw new UnreadableValueException("it is before 1678 or after 2261, for which time.precision.mode="
                    + "nanoseconds has no form; adaptive has");
        }
    }

    private static int clockSecond(int seconds) {
        if (seconds == SECONDS_A_DAY) {
            throw new UnreadableValueException(
                    "it is 24:00:00, for which time.precision.mode=connect and isostring have"
                            + " no form; adaptive has");
        }
        return seconds;
    }

    private static SchemaBuilder debezium(SchemaBuilder builder, String name) {
        return builder.name("io.debezium.time." + name).version(1);
    }

    private static ColumnMapping map(Column column, SchemaBuilder builder, KeyForm keyForm, ColumnReader reader) {
        return new ColumnMapping(column, ColumnTypes.schema(column, builder), reader, keyForm, false);
    }
}
