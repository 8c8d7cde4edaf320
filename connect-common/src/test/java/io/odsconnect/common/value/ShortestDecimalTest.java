package io.odsconnect.common.value;

import static org.assertj.core.api.Assertions.assertThat;

import io.odsconnect.common.Seeded;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class ShortestDecimalTest {

    private static final int TRIES = 3000;

    @Test
    void doublesBecomeWhatPythonPrints() throws IOException {
        List<String> lines;
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(getClass().getResourceAsStream("shortest-decimals.txt")),
                StandardCharsets.UTF_8))) {
            lines = reader.lines().filter(line -> !line.startsWith("#")).toList();
        }
        assertThat(lines).hasSizeGreaterThan(400).allSatisfy(line -> {
            String[] bitsAndDecimal = line.split(" ", 2);
            double value = Double.longBitsToDouble(Long.parseUnsignedLong(bitsAndDecimal[0], 16));
            assertThat(ShortestDecimal.of(value)).isEqualByComparingTo(new BigDecimal(bitsAndDecimal[1]));
        });
    }

    @Test
    void aDoubleReadsBackAndNeverHasMoreDigitsThanJavaGivesIt() {
        Seeded.repeat(getClass(), TRIES, random -> {
            double value = RandomNumbers.nextDouble(random);
            BigDecimal decimal = ShortestDecimal.of(value);
            assertThat(decimal.doubleValue()).isEqualTo(value == 0 ? 0.0 : value);
            assertThat(digits(decimal)).isLessThanOrEqualTo(digits(new BigDecimal(Double.toString(value))));
        });
    }

    @Test
    void aFloatReadsBackAndNeverHasMoreDigitsThanJavaGivesIt() {
        Seeded.repeat(getClass(), TRIES, random -> {
            float value = RandomNumbers.nextFloat(random);
            BigDecimal decimal = ShortestDecimal.of(value);
            assertThat(decimal.floatValue()).isEqualTo(value == 0 ? 0.0f : value);
            assertThat(digits(decimal)).isLessThanOrEqualTo(digits(new BigDecimal(Float.toString(value))));
        });
    }

    @Test
    void aDecimalOfUpToFifteenDigitsSurvivesAsDouble() {
        Seeded.repeat(getClass(), TRIES, random -> {
            BigDecimal decimal = BigDecimal.valueOf(random.nextLong() % 1_000_000_000_000_000L, random.nextInt(16));
            assertThat(ShortestDecimal.of(decimal.doubleValue())).isEqualByComparingTo(decimal);
        });
    }

    private static int digits(BigDecimal decimal) {
        return decimal.stripTrailingZeros().precision();
    }
}
