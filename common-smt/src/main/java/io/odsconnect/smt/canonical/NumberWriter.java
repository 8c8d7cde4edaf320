package io.odsconnect.smt.canonical;

import io.odsconnect.common.value.ShortestDecimal;
import java.math.BigDecimal;

/**
 * Writes numbers: {@code d}, the length, and the text {@code <m>E<e>} for m &times; 10^e, with m a whole number that
 * does not end in 0; zero is {@code 0E0}.
 */
final class NumberWriter {

    private static final int LONG_DIGITS = 18;

    private final ByteSink out;

    NumberWriter(ByteSink out) {
        this.out = out;
    }

    /** Writes {@code unscaled} &times; 10^{@code exponent}. */
    void write(long unscaled, long exponent) {
        long m = unscaled;
        long e = exponent;
        if (m == 0) {
            e = 0;
        } else {
            while (m % 10 == 0) {
                m /= 10;
                e++;
            }
        }
        text(Long.toString(m), e);
    }

    void write(BigDecimal value) {
        if (value.precision() <= LONG_DIGITS) {
            write(value.unscaledValue().longValue(), -(long) value.scale());
        } else {
            BigDecimal stripped = value.stripTrailingZeros();
            text(stripped.unscaledValue().toString(), -(long) stripped.scale());
        }
    }

    void write(double value) {
        if (Double.isFinite(value)) {
            write(ShortestDecimal.of(value));
        } else {
            word(Double.toString(value));
        }
    }

    void write(float value) {
        if (Float.isFinite(value)) {
            write(ShortestDecimal.of(value));
        } else {
            word(Float.toString(value));
        }
    }

    /** Writes NaN, Infinity or -Infinity. */
    private void word(String word) {
        int length = start();
        out.putAscii(word);
        end(length);
    }

    private void text(String m, long e) {
        int length = start();
        out.putAscii(m);
        out.put('E');
        out.putAscii(Long.toString(e));
        end(length);
    }

    private int start() {
        out.put(CanonicalEncoder.NUMBER);
        out.putInt(0);
        return out.size();
    }

    private void end(int start) {
        out.setInt(start - Integer.BYTES, out.size() - start);
    }
}
