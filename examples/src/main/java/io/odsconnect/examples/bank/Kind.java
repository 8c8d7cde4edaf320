package io.odsconnect.examples.bank;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** What a column of the bank holds, and one text for each of its values, whatever a store's client returns for it. */
public enum Kind {
    /** Characters. */
    TEXT,
    /** A whole number. */
    INTEGER,
    /** An amount. */
    DECIMAL,
    /** A day. */
    DATE,
    /** A moment without a zone, to the millisecond: all that Cassandra's {@code timestamp} can hold. */
    TIMESTAMP;

    /**
     * Returns the text of a value, {@code null} for null.
     *
     * @throws RuntimeException if the value is none of this kind
     */
    public String text(@Nullable Object value) {
        if (value == null) {
            return "null";
        }
        return switch (this) {
            case TEXT -> value.toString();
            case INTEGER -> Long.toString(Long.parseLong(value.toString()));
            case DECIMAL ->
                new BigDecimal(value.toString()).stripTrailingZeros().toPlainString();
            case DATE ->
                (value instanceof java.sql.Date date ? date.toLocalDate() : LocalDate.parse(value.toString()))
                        .toString();
            case TIMESTAMP -> moment(value).truncatedTo(ChronoUnit.MILLIS).toString();
        };
    }

    private static LocalDateTime moment(Object value) {
        if (value instanceof Instant instant) {
            return LocalDateTime.ofInstant(instant, ZoneOffset.UTC);
        }
        if (value instanceof java.sql.Timestamp timestamp) {
            return timestamp.toLocalDateTime();
        }
        return LocalDateTime.parse(value.toString().replace(' ', 'T'));
    }
}
