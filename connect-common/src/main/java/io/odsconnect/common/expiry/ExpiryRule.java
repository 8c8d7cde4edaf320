package io.odsconnect.common.expiry;

import io.odsconnect.common.sink.BadRecordException;
import io.odsconnect.common.value.Row;
import io.odsconnect.common.value.TemporalText;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Says when rows go by themselves: after a fixed time, or when a column of theirs says.
 *
 * @param fixedMillis how long a row stays whose column says nothing, in milliseconds; 0 for ever
 * @param column the column that says; null for none
 * @param numbers how a number in it is meant
 * @param notPositive what becomes of a row whose column says 0 or less of a duration
 */
public record ExpiryRule(long fixedMillis, @Nullable String column, Numbers numbers, NotPositive notPositive) {

    /** No row goes. */
    public static final ExpiryRule NEVER = new ExpiryRule(0, null, Numbers.DURATION_MILLIS);

    /** More digits than any lifetime has: what a number is longer than that, is not even looked at. */
    private static final Pattern NUMBER = Pattern.compile("[+-]?\\d{1,100}(?:\\.\\d{0,100})?");

    private static final int MOST_DIGITS = 200;

    /** How a number in the column is meant. */
    public enum Numbers {
        /** Milliseconds from when the row is written. */
        DURATION_MILLIS(false, BigInteger.ONE),
        /** Seconds from when the row is written. */
        DURATION_SECONDS(false, BigInteger.valueOf(1000)),
        /** Milliseconds since the epoch. */
        EPOCH_MILLIS(true, BigInteger.ONE),
        /** Seconds since the epoch. */
        EPOCH_SECONDS(true, BigInteger.valueOf(1000));

        private final boolean at;
        private final BigInteger unitMillis;

        Numbers(boolean at, BigInteger unitMillis) {
            this.at = at;
            this.unitMillis = unitMillis;
        }
    }

    /** Makes a rule by which a row stays for ever whose column says 0 or less. */
    public ExpiryRule(long fixedMillis, @Nullable String column, Numbers numbers) {
        this(fixedMillis, column, numbers, NotPositive.NEVER);
    }

    /** Says whether a row may ever go by itself. */
    public boolean isAnyExpiring() {
        return fixedMillis > 0 || column != null;
    }

    /** Says whether an expiry that {@link #of} gave is the row's own, and not that of all rows. */
    public boolean isOfTheRow(@Nullable Expiry expiry) {
        return column != null && expiry != null && !expiry.equals(fixed());
    }

    /**
     * Returns when a row goes: {@link Expiry#NEVER} where its column says so, null where nothing is said.
     *
     * @throws BadRecordException if the column is missing or holds nothing that is a time
     */
    public @Nullable Expiry of(Row row) {
        if (column == null) {
            return fixed();
        }
        if (!row.has(column)) {
            throw new BadRecordException("The row has no column " + column + ", which " + TtlOptions.FIELD + " names"
                    + row.columns().hint(column));
        }
        Object value = row.get(column);
        return value == null ? fixed() : read(value, column);
    }

    private @Nullable Expiry fixed() {
        return fixedMillis > 0 ? Expiry.after(fixedMillis) : null;
    }

    private Expiry read(Object value, String name) {
        if (value instanceof Instant instant) {
            return at(instant);
        }
        if (value instanceof LocalDateTime local) {
            return at(local.toInstant(ZoneOffset.UTC));
        }
        if (value instanceof LocalDate date) {
            return at(date);
        }
        Optional<BigDecimal> number = number(value);
        if (number.isPresent()) {
            return ofNumber(number.get(), name, value);
        }
        if (value instanceof String text) {
            Optional<Expiry> time = TemporalText.instant(text)
                    .map(ExpiryRule::at)
                    .or(() -> TemporalText.date(text).map(ExpiryRule::at));
            if (time.isPresent()) {
                return time.get();
            }
        }
        throw notATime(name, value);
    }

    private static BadRecordException notATime(String name, Object value) {
        return new BadRecordException("Column " + name + ", which " + TtlOptions.FIELD + " names, is a "
                + value.getClass().getSimpleName()
                + " and neither a whole number of milliseconds nor a date with a time or without one");
    }

    private static Optional<BigDecimal> number(Object value) {
        if (value instanceof BigDecimal decimal) {
            return Optional.of(decimal);
        }
        if (value instanceof BigInteger integer) {
            return Optional.of(new BigDecimal(integer));
        }
        if (value instanceof Double || value instanceof Float) {
            double number = ((Number) value).doubleValue();
            return Double.isFinite(number) ? Optional.of(new BigDecimal(value.toString())) : Optional.empty();
        }
        if (value instanceof Number number) {
            return Optional.of(BigDecimal.valueOf(number.longValue()));
        }
        return value instanceof String text && NUMBER.matcher(text.strip()).matches()
                ? Optional.of(new BigDecimal(text.strip()))
                : Optional.empty();
    }

    private Expiry ofNumber(BigDecimal number, String name, Object value) {
        if (!numbers.at && number.signum() <= 0) {
            return switch (notPositive) {
                case NEVER -> Expiry.NEVER;
                case DELETE -> Expiry.after(0);
                case FAIL ->
                    throw new BadRecordException("Column " + name + ", which " + TtlOptions.FIELD
                            + " names, is 0 or less, and " + TtlOptions.NOT_POSITIVE + " is fail");
            };
        }
        // A huge exponent would ask for more digits than there is memory; its sign says all there is to know.
        boolean isHuge = (long) number.precision() - number.scale() > MOST_DIGITS;
        long millis = isHuge ? (number.signum() < 0 ? Long.MIN_VALUE : Long.MAX_VALUE) : millis(number, name, value);
        return numbers.at ? Expiry.at(millis) : Expiry.after(millis);
    }

    /** Returns the milliseconds, or what is nearest to them in 64 bits. */
    private long millis(BigDecimal number, String name, Object value) {
        BigInteger millis;
        try {
            millis = number.multiply(new BigDecimal(numbers.unitMillis)).toBigIntegerExact();
        } catch (ArithmeticException e) {
            throw notATime(name, value);
        }
        if (millis.bitLength() < Long.SIZE) {
            return millis.longValue();
        }
        return millis.signum() < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
    }

    /** What is beyond 64 bits of milliseconds is as far off as can be. */
    private static Expiry at(Instant instant) {
        try {
            return Expiry.at(instant.toEpochMilli());
        } catch (ArithmeticException e) {
            return Expiry.at(instant.getEpochSecond() < 0 ? Long.MIN_VALUE : Long.MAX_VALUE);
        }
    }

    /** A row stays through the day. */
    private static Expiry at(LocalDate date) {
        return date.isEqual(LocalDate.MAX)
                ? Expiry.NEVER
                : at(date.plusDays(1).atStartOfDay().toInstant(ZoneOffset.UTC));
    }
}
