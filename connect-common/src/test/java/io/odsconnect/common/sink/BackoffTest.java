package io.odsconnect.common.sink;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BackoffTest {

    @Test
    void theWaitDoublesUpToItsLimit() {
        Backoff backoff = new Backoff(100, 1000, () -> 0);
        assertThat(backoff.nanos(1)).isEqualTo(100_000_000);
        assertThat(backoff.nanos(2)).isEqualTo(200_000_000);
        assertThat(backoff.nanos(4)).isEqualTo(800_000_000);
        assertThat(backoff.nanos(5)).isEqualTo(1_000_000_000);
        assertThat(backoff.nanos(Integer.MAX_VALUE)).isEqualTo(1_000_000_000);
    }

    @Test
    void upToHalfIsTakenOffByChance() {
        assertThat(new Backoff(100, 1000, () -> 1).nanos(1)).isEqualTo(50_000_000);
    }
}
