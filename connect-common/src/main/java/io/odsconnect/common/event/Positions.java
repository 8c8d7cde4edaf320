package io.odsconnect.common.event;

import io.odsconnect.common.value.CanonicalValues;
import java.math.BigDecimal;
import java.util.OptionalLong;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/** Reads what may be a position: a whole number of 64 bits, as a number or as text, or a date and time. */
final class Positions {

    private Positions() {}

    /**
     * Returns the number, of a date and time its microseconds since the epoch; empty for what is neither.
     *
     * @param where what is read, for the error
     * @throws DataException if the value has no canonical form
     */
    static OptionalLong of(@Nullable Schema schema, Object value, String where) {
        Object canonical;
        try {
            canonical = CanonicalValues.of(schema, value);
        } catch (DataException e) {
            throw new DataException("The position in " + where + " " + e.getMessage());
        }
        if (canonical instanceof Long
                || canonical instanceof Integer
                || canonical instanceof Short
                || canonical instanceof Byte) {
            return OptionalLong.of(((Number) canonical).longValue());
        }
        try {
            if (canonical instanceof BigDecimal decimal) {
                return OptionalLong.of(decimal.longValueExact());
            }
            if (canonical instanceof String text) {
                return OptionalLong.of(Long.parseLong(text));
            }
            return CanonicalValues.epochMicros(canonical);
        } catch (ArithmeticException | NumberFormatException | DataException e) {
            // The exception would quote the value.
            return OptionalLong.empty();
        }
    }
}
