package io.odsconnect.common.value;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The decimal that a binary floating point number is written as: the one with the fewest digits that reads back as
 * the same number, and of several such the closest to it. Python, JavaScript, Go and Java from 19 on print this one;
 * Java 17 sometimes prints another, so its {@code toString} cannot be leaned on.
 */
public final class ShortestDecimal {

    /** Decimals of at most this many digits are all different doubles, and so are their multiples by powers of ten. */
    private static final double EXACT = 1e15;

    private static final double[] POWERS_OF_TEN = {1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6};
    private static final int DOUBLE_DIGITS = 17;
    private static final int FLOAT_DIGITS = 9;

    private ShortestDecimal() {}

    /** Returns the decimal of a finite number. */
    public static BigDecimal of(double value) {
        for (int scale = 0; scale < POWERS_OF_TEN.length; scale++) {
            double unscaled = Math.rint(value * POWERS_OF_TEN[scale]);
            // Both are exact and the division rounds once: if it gives the number, this decimal reads back as it, and
            // no other decimal of up to 15 digits does.
            if (Math.abs(unscaled) < EXACT && unscaled / POWERS_OF_TEN[scale] == value) {
                return BigDecimal.valueOf((long) unscaled, scale);
            }
        }
        return search(new BigDecimal(value), DOUBLE_DIGITS, decimal -> decimal.doubleValue() == value);
    }

    /** Returns the decimal of a finite number. */
    public static BigDecimal of(float value) {
        return search(new BigDecimal(value), FLOAT_DIGITS, decimal -> decimal.floatValue() == value);
    }

    /** Searches the least number of digits by halves: a decimal that reads back still does with a zero appended. */
    private static BigDecimal search(BigDecimal exact, int mostDigits, Predicate<BigDecimal> readsBack) {
        int low = 1;
        int high = mostDigits;
        BigDecimal best = exact;
        while (low <= high) {
            int digits = (low + high) >>> 1;
            BigDecimal found = closest(exact, digits, readsBack);
            if (found == null) {
                low = digits + 1;
            } else {
                best = found;
                high = digits - 1;
            }
        }
        return best;
    }

    /**
     * Returns the decimal of so many digits that reads back and is closest to {@code exact}; null if none does. The
     * nearest one alone is not enough: below a power of two the numbers stand closer than above, so the nearest may
     * not read back while the one on the other side, farther off, does.
     */
    private static @Nullable BigDecimal closest(BigDecimal exact, int digits, Predicate<BigDecimal> readsBack) {
        BigDecimal nearest = exact.round(new MathContext(digits, RoundingMode.HALF_EVEN));
        if (readsBack.test(nearest)) {
            return nearest;
        }
        BigDecimal down = exact.round(new MathContext(digits, RoundingMode.DOWN));
        BigDecimal other = down.compareTo(nearest) == 0 ? exact.round(new MathContext(digits, RoundingMode.UP)) : down;
        return readsBack.test(other) ? other : null;
    }
}
