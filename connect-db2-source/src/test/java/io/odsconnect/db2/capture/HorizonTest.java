package io.odsconnect.db2.capture;

import static org.assertj.core.api.Assertions.assertThat;

import io.odsconnect.db2.event.Lsn;
import org.junit.jupiter.api.Test;

class HorizonTest {

    @Test
    void aChangeWhoseLogMarkerIsCutToTheSecondStillWinsAgainstARowReadInThatSecond() {
        Horizon horizon = new Horizon(Lsn.parse("01"), 1_795_266_855_900_000L);
        long cutLogMarker = 1_795_266_855_000_000L;
        assertThat(horizon.bulkPosition()).isLessThan(cutLogMarker);
    }
}
