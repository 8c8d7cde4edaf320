package io.odsconnect.db2.type;

import io.odsconnect.db2.config.TimeMode;
import io.odsconnect.db2.table.Column;
import java.util.Date;
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
        if (mode == TimeMode.CONNECT) {
            return map(column, org.apache.kafka.connect.data.Date.builder(), KeyForm.DATE, (rows, i) -> {
                @Nullable Integer day = times.epochDay(rows, i);
                return day == null ? null : new Date(day * MILLIS_A_DAY);
            });
        }
        return map(column, debezium(SchemaBuilder.int32(), "Date"), KeyForm.DATE, times::epochDay);
    }

    ColumnMapping time(Column column) {
        return switch (mode) {
            case CONNECT ->
                map(column, Time.builder(), KeyForm.TIME, (rows, i) -> {
                    @Nullable Integer seconds = times.secondOfDay(rows, i);
                    return seconds == null ? null : connectTime(seconds);
                });
            case ADAPTIVE ->
                map(column, debezium(SchemaBuilder.int32(), "Time"), KeyForm.TIME, (rows, i) -> {
                    @Nullable Integer seconds = times.secondOfDay(rows, i);
                    return seconds == null ? null : (Object) (seconds * 1000);
                });
            case ADAPTIVE_TIME_MICROSECONDS ->
                map(column, debezium(SchemaBuilder.int64(), "MicroTime"), KeyForm.TIME, (rows, i) -> {
                    @Nullable Integer seconds = times.secondOfDay(rows, i);
                    return seconds == null ? null : (Object) (seconds * 1_000_000L);
                });
        };
    }

    /**
     * Up to 3 digits of fraction are milliseconds, up to 6 microseconds, and more a string: nanoseconds since the epoch
     * overflow after the year 2262, and Db2 has twelve digits.
     */
    ColumnMapping timestamp(Column column) {
        KeyForm keyForm = column.scale() <= 6 ? KeyForm.TIMESTAMP : KeyForm.LONG_TIMESTAMP;
        if (mode == TimeMode.CONNECT) {
            return map(column, Timestamp.builder(), keyForm, (rows, i) -> {
                @Nullable Long micros = times.micros(rows, i);
                return micros == null ? null : new Date(Math.floorDiv(micros, 1000L));
            });
        }
        if (column.scale() <= 3) {
            return map(column, debezium(SchemaBuilder.int64(), "Timestamp"), keyForm, (rows, i) -> {
                @Nullable Long micros = times.micros(rows, i);
                return micros == null ? null : (Object) Math.floorDiv(micros, 1000L);
            });
        }
        return column.scale() <= 6
                ? map(column, debezium(SchemaBuilder.int64(), "MicroTimestamp"), keyForm, times::micros)
                : map(column, debezium(SchemaBuilder.string(), "IsoTimestamp"), keyForm, times::iso);
    }

    private static Date connectTime(int seconds) {
        if (seconds == SECONDS_A_DAY) {
            throw new UnreadableValueException(
                    "it is 24:00:00, for which time.precision.mode=connect has no form; adaptive has");
        }
        return new Date(seconds * 1000L);
    }

    private static SchemaBuilder debezium(SchemaBuilder builder, String name) {
        return builder.name("io.debezium.time." + name).version(1);
    }

    private static ColumnMapping map(Column column, SchemaBuilder builder, KeyForm keyForm, ColumnReader reader) {
        return new ColumnMapping(column, ColumnTypes.schema(column, builder), reader, keyForm, false);
    }
}
