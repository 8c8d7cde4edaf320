package io.odsconnect.common.expiry;

import io.odsconnect.common.event.Row;
import io.odsconnect.common.sink.BadRecordException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Says when rows go by themselves: after a fixed time, or when a column of theirs says.
 *
 * @param fixedMillis how long a row stays whose column says nothing, in milliseconds; 0 for ever
 * @param column the column that says; null for none
 * @param numbers how a number in it is meant
 */
public record ExpiryRule(long fixedMillis, @Nullable String column, Numbers numbers) {

    /** No row goes. */
    public static final ExpiryRule NEVER = new ExpiryRule(0, null, Numbers.DURATION_MILLIS);

    /** How a number in the column is meant. */
    public enum Numbers {
        /** Milliseconds from when the row is written. */
        DURATION_MILLIS(false, TimeUnit.MILLISECONDS),
        /** Seconds from when the row is written. */
        DURATION_SECONDS(false, TimeUnit.SECONDS),
        /** Milliseconds since the epoch. */
        EPOCH_MILLIS(true, TimeUnit.MILLISECONDS),
        /** Seconds since the epoch. */
        EPOCH_SECONDS(true, TimeUnit.SECONDS);

        private final boolean at;
        private final TimeUnit unit;

        Numbers(boolean at, TimeUnit unit) {
            this.at = at;
            this.unit = unit;
        }
    }

    /** Says whether a row may ever go by itself. */
    public boolean isAnyExpiring() {
        return fixedMillis > 0 || column != null;
    }

    /**
     * Returns when a row goes, null for never.
     *
     * @throws BadRecordException if the column is missing or holds nothing that is a time
     */
    public @Nullable Expiry of(Row row) {
        if (column == null) {
            return fixed();
        }
        if (!row.has(column)) {
            throw new BadRecordException("The row has no column " + column + ", which " + TtlOptions.FIELD + " names");
        }
        Object value = row.get(column);
        return value == null ? fixed() : read(value, column);
    }

    private @Nullable Expiry fixed() {
        return fixedMillis > 0 ? Expiry.after(fixedMillis) : null;
    }

    private Expiry read(Object value, String name) {
        if (value instanceof Instant instant) {
            return Expiry.at(instant.toEpochMilli());
        }
        if (value instanceof LocalDateTime local) {
            return Expiry.at(local.toInstant(ZoneOffset.UTC).toEpochMilli());
        }
        if (value instanceof LocalDate date) {
            return Expiry.at(TimeUnit.DAYS.toMillis(Math.addExact(date.toEpochDay(), 1)));
        }
        if (value instanceof Number number && !(value instanceof Double) && !(value instanceof Float)) {
            return new Expiry(numbers.at, numbers.unit.toMillis(number.longValue()));
        }
        throw new BadRecordException("Column " + name + ", which " + TtlOptions.FIELD + " names, is a "
                + value.getClass().getSimpleName()
                + " and neither a whole number nor a date with a time or without one");
    }
}
