package io.odsconnect.db2.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SettlingTest {

    private static final long LOOK_BACK = 100;

    @Test
    void noTransactionThatCommitsWithinTheLookBackIsMissed() {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        for (int history = 0; history < 500; history++) {
            List<long[]> rows = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                long given = random.nextInt(2000);
                rows.add(new long[] {given, given + random.nextInt((int) LOOK_BACK + 1)});
            }
            boolean[] seen = new boolean[rows.size()];
            Settling settling = new Settling(LOOK_BACK, null);
            Long highest = null;
            for (long now = 0; now < 3000; now += 1 + random.nextInt(400)) {
                settling.begin(now, highest);
                for (int i = 0; i < seen.length; i++) {
                    long[] row = rows.get(i);
                    if (row[1] <= now && (settling.lower() == null || row[0] > settling.lower())) {
                        seen[i] = true;
                        highest = highest == null ? row[0] : Long.valueOf(Math.max(highest, row[0]));
                    }
                }
            }
            settling.begin(4000, highest);
            for (int i = 0; i < seen.length; i++) {
                long[] row = rows.get(i);
                assertThat(seen[i] || settling.lower() == null || row[0] > settling.lower())
                        .as("row given at %d, committed at %d", row[0], row[1])
                        .isTrue();
            }
        }
    }

    @Test
    void whileNothingChangesThereIsSoonNothingToLookBackAt() {
        Settling settling = new Settling(LOOK_BACK, null);
        settling.begin(0, null);
        settling.begin(10, 7L);
        assertThat(settling.lower()).isNull();
        settling.begin(110, 7L);
        assertThat(settling.lower())
                .as("the round at 110 has not been read yet")
                .isNull();
        settling.begin(111, 7L);
        assertThat(settling.lower()).isEqualTo(7);
    }

    @Test
    void whereTheClockBehindTheRanksIsSetBackItLooksBackToThere() {
        Settling settling = new Settling(0, null);
        settling.begin(10, 1000L);
        settling.begin(20, 1000L);
        assertThat(settling.lower()).isEqualTo(1000);
        settling.begin(30, 400L);
        settling.begin(40, 400L);
        @Nullable Long lower = settling.lower();
        assertThat(lower).isEqualTo(400);
    }
}
