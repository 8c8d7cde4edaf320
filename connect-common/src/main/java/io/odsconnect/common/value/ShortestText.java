package io.odsconnect.common.value;

import java.math.BigDecimal;

/**
 * The text of a floating point number: its {@linkplain ShortestDecimal shortest decimal} in the notation of
 * {@link Double#toString(double)}. Up to Java 18 that prints another decimal for one number in some dozens (2.0E23 as
 * 1.9999999999999998E23), so a key made of it would change with the worker's Java.
 */
final class ShortestText {

    /** Java prints the shortest decimal itself from this version on. */
    private static final int FIRST_SHORTEST = 19;

    private static final boolean IS_SHORTEST = Runtime.version().feature() >= FIRST_SHORTEST;

    /** No two decimals of so many digits are the same double or float: the one that reads back is the shortest. */
    private static final int EXACT_DOUBLE_DIGITS = 15;

    private static final int EXACT_FLOAT_DIGITS = 6;

    /** Below, numbers stand farther apart than that, and there can be a shorter decimal than the one that Java prints. */
    private static final double LEAST_DOUBLE = 1e-290;

    private static final float LEAST_FLOAT = 1e-30f;

    private static final int LEAST_PLAIN = -3;
    private static final int FIRST_NOT_PLAIN = 7;

    private ShortestText() {}

    /** Returns the text of a number; NaN and the infinities are words. */
    static String of(double value) {
        String text = Double.toString(value);
        boolean known = !Double.isFinite(value)
                || value == 0
                || (Math.abs(value) >= LEAST_DOUBLE && (IS_SHORTEST || digits(text) <= EXACT_DOUBLE_DIGITS));
        return known ? text : notation(ShortestDecimal.of(value));
    }

    /** Returns the text of a number; NaN and the infinities are words. */
    static String of(float value) {
        String text = Float.toString(value);
        boolean known = !Float.isFinite(value)
                || value == 0
                || (Math.abs(value) >= LEAST_FLOAT && (IS_SHORTEST || digits(text) <= EXACT_FLOAT_DIGITS));
        return known ? text : notation(ShortestDecimal.of(value));
    }

    /** Returns how many digits stand before an exponent: at least as many as are significant. */
    private static int digits(String text) {
        int digits = 0;
        for (int i = 0; i < text.length() && text.charAt(i) != 'E'; i++) {
            if (Character.isDigit(text.charAt(i))) {
                digits++;
            }
        }
        return digits;
    }

    /** Returns 12.5, 0.001 or 1.0E10: an exponent below a thousandth and from ten millions on, and a digit after the point. */
    private static String notation(BigDecimal decimal) {
        BigDecimal stripped = decimal.stripTrailingZeros();
        int exponent = stripped.precision() - stripped.scale() - 1;
        if (exponent >= LEAST_PLAIN && exponent < FIRST_NOT_PLAIN) {
            return stripped.scale() < 1 ? stripped.setScale(1).toPlainString() : stripped.toPlainString();
        }
        String digits = stripped.unscaledValue().abs().toString();
        return (stripped.signum() < 0 ? "-" : "")
                + digits.charAt(0)
                + '.'
                + (digits.length() == 1 ? "0" : digits.substring(1))
                + 'E'
                + exponent;
    }
}
