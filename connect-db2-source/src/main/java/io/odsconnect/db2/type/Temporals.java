package io.odsconnect.db2.type;

import io.odsconnect.db2.config.TimeMode;
import io.odsconnect.db2.table.Column;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Date;
import java.util.function.Function;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;
import org.jspecify.annotations.Nullable;

/** DATE, TIME and TIMESTAMP: Debezium's types, or Connect's own. All are read as text, none through the JVM's zone. */
@SuppressWarnings("JavaUtilDate") // Connect's own types are built on it.
final class Temporals {

    private static final long MILLIS_A_DAY = 86_400_000;

    private Temporals() {}

    static ColumnMapping date(Column column, TimeMode mode) {
        if (mode == TimeMode.CONNECT) {
            return map(
                    column,
                    org.apache.kafka.connect.data.Date.builder(),
                    text -> new Date(DateTimeText.epochDay(text) * MILLIS_A_DAY));
        }
        return map(column, debezium(SchemaBuilder.int32(), "Date"), text -> (int) DateTimeText.epochDay(text));
    }

    static ColumnMapping time(Column column, TimeMode mode) {
        return switch (mode) {
            case CONNECT -> map(column, Time.builder(), Temporals::connectTime);
            case ADAPTIVE ->
                map(column, debezium(SchemaBuilder.int32(), "Time"), text -> DateTimeText.secondOfDay(text) * 1000);
            case ADAPTIVE_TIME_MICROSECONDS ->
                map(
                        column,
                        debezium(SchemaBuilder.int64(), "MicroTime"),
                        text -> DateTimeText.secondOfDay(text) * 1_000_000L);
        };
    }

    /**
     * Up to 3 digits of fraction are milliseconds, up to 6 microseconds, and more a string: nanoseconds since the epoch
     * overflow after the year 2262, and Db2 has twelve digits.
     */
    static ColumnMapping timestamp(Column column, TimeMode mode) {
        if (mode == TimeMode.CONNECT) {
            return map(column, Timestamp.builder(), text -> new Date(Math.floorDiv(DateTimeText.micros(text), 1000)));
        }
        if (column.scale() <= 3) {
            return map(
                    column,
                    debezium(SchemaBuilder.int64(), "Timestamp"),
                    text -> Math.floorDiv(DateTimeText.micros(text), 1000L));
        }
        if (column.scale() <= 6) {
            return map(column, debezium(SchemaBuilder.int64(), "MicroTimestamp"), DateTimeText::micros);
        }
        return map(column, debezium(SchemaBuilder.string(), "IsoTimestamp"), DateTimeText::iso);
    }

    private static Date connectTime(String text) {
        int seconds = DateTimeText.secondOfDay(text);
        if (seconds == 86_400) {
            throw new UnreadableValueException(
                    "it is 24:00:00, for which time.precision.mode=connect has no form; adaptive has");
        }
        return new Date(seconds * 1000L);
    }

    private static SchemaBuilder debezium(SchemaBuilder builder, String name) {
        return builder.name("io.debezium.time." + name).version(1);
    }

    private static ColumnMapping map(Column column, SchemaBuilder builder, Function<String, Object> convert) {
        return new ColumnMapping(
                column, ColumnTypes.schema(column, builder), new TextReader(convert), KeyForm.TEXT, false);
    }

    private record TextReader(Function<String, Object> convert) implements ColumnReader {
        @Override
        public @Nullable Object read(ResultSet rows, int index) throws SQLException {
            @Nullable String text = rows.getString(index);
            return text == null ? null : convert.apply(text);
        }
    }
}
