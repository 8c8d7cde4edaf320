package io.odsconnect.db2.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SeenRowsTest {

    @Test
    void itHoldsWhatAMapWouldAndForgetsWhatIsOld() {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        SeenRows rows = new SeenRows(100_000);
        Map<Long, long[]> map = new HashMap<>();
        for (int i = 0; i < 20_000; i++) {
            long key = random.nextLong(5_000) * 1024;
            long content = random.nextLong();
            rows.put(key, content, i);
            map.put(key, new long[] {content, i});
            if (i % 3_000 == 2_999) {
                long lowest = i - 1_000L;
                rows.forgetBelow(lowest);
                map.values().removeIf(row -> row[1] < lowest);
            }
        }
        assertThat(rows.size()).isEqualTo(map.size());
        for (long key = 0; key < 5_000 * 1024; key += 1024) {
            long[] known = map.get(key);
            assertThat(rows.knows(key)).isEqualTo(known != null);
            if (known != null) {
                assertThat(rows.holds(key, known[0])).isTrue();
                assertThat(rows.holds(key, known[0] + 1)).isFalse();
            }
        }
        assertThat(rows.overflowed()).isFalse();
    }

    @Test
    void moreThanItsLimitIsNotRememberedAndSaid() {
        SeenRows rows = new SeenRows(2);
        rows.put(1, 1, 1);
        rows.put(2, 2, 2);
        rows.put(3, 3, 3);
        assertThat(rows.holds(3, 3)).isFalse();
        assertThat(rows.overflowed()).isTrue();
        assertThat(rows.overflowed()).isFalse();
        rows.put(2, 9, 4);
        assertThat(rows.holds(2, 9)).as("what is known may change").isTrue();
    }
}
