package io.odsconnect.aerospike.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LifetimeTest {

    private static final long NOW = 1_800_000_000_000L;

    @ParameterizedTest
    @CsvSource({"0, 1", "-5000, 1", "1, 1", "1000, 1", "1001, 2", "315360000000, 315360000", "315360000001, -1"})
    void anEndIsToldAsTheSecondsThatAreLeft(long left, int seconds) {
        assertThat(Lifetime.until(NOW + left).seconds(NOW)).isEqualTo(seconds);
    }

    @Test
    void anEndThatNobodyLivesToSeeIsNever() {
        assertThat(Lifetime.until(Long.MAX_VALUE).seconds(NOW)).isEqualTo(-1);
    }

    @Test
    void aFixedLifeBeginsWithTheWrite() {
        assertThat(Lifetime.ofMillis(1500).seconds(NOW)).isEqualTo(2);
        assertThat(Lifetime.DEFAULT.seconds(NOW)).isZero();
        assertThat(Lifetime.FOR_EVER.seconds(NOW)).isEqualTo(-1);
    }
}
