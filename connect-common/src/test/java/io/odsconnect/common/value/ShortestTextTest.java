package io.odsconnect.common.value;

import static org.assertj.core.api.Assertions.assertThat;

import io.odsconnect.common.Seeded;
import java.math.BigDecimal;
import java.math.BigInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What Java 17 and 21 print in different ways, and what both print alike. */
class ShortestTextTest {

    private static final int TRIES = 3000;

    @ParameterizedTest
    @CsvSource({
        "2e23, 2.0E23",
        "-2e23, -2.0E23",
        "1e23, 1.0E23",
        "8.41e21, 8.41E21",
        "2.0e-3, 0.002",
        "5.0E-324, 5.0E-324",
        "9007199254740993, 9.007199254740992E15",
        "0.001, 0.001",
        "0.0001, 1.0E-4",
        "9999999, 9999999.0",
        "10000000, 1.0E7",
        "0.3, 0.3",
        "100, 100.0",
        "0.30000000000000004, 0.30000000000000004",
        "2.2250738585072014E-308, 2.2250738585072014E-308",
        "1.7976931348623157E308, 1.7976931348623157E308"
    })
    void aDoubleIsItsShortestDecimalInTheNotationOfJava(double value, String expected) {
        assertThat(TextForm.of(value)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "1.0E10, 1.0E10",
        "3.3554432E7, 3.3554432E7",
        "0.1, 0.1",
        "8388608.5, 8388608.0",
        "1.4E-45, 1.0E-45",
        "33554434, 3.3554432E7"
    })
    void aFloatIsItsShortestDecimalInTheNotationOfJava(float value, String expected) {
        assertThat(TextForm.of(value)).isEqualTo(expected);
    }

    @Test
    void aDoubleIsWrittenAsItsShortestDecimal() {
        Seeded.repeat(getClass(), TRIES, random -> {
            double value = RandomNumbers.nextDouble(random);
            String text = TextForm.of(value);
            assertThat(Double.parseDouble(text)).isEqualTo(value);
            assertThat(new BigDecimal(text)).isEqualByComparingTo(ShortestDecimal.of(value));
        });
    }

    @Test
    void aDoubleOfFewDigitsIsWrittenAsJavaWritesIt() {
        Seeded.repeat(getClass(), TRIES, random -> {
            BigInteger unscaled = BigInteger.valueOf(random.nextInt());
            double value = new BigDecimal(unscaled, (byte) random.nextInt()).doubleValue();
            assertThat(new BigDecimal(TextForm.of(value))).isEqualByComparingTo(ShortestDecimal.of(value));
        });
    }

    @Test
    void aFloatIsWrittenAsItsShortestDecimal() {
        Seeded.repeat(getClass(), TRIES, random -> {
            float value = RandomNumbers.nextFloat(random);
            String text = TextForm.of(value);
            assertThat(Float.parseFloat(text)).isEqualTo(value);
            assertThat(new BigDecimal(text)).isEqualByComparingTo(ShortestDecimal.of(value));
        });
    }
}
