package io.odsconnect.common.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class SeenRowsTest {

    private static final int ROWS = 100_000;

    private static RowHash row(int number) {
        return RowHash.of(Integer.toString(number).getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void allRowsAreRememberedWhereThereIsMemory() {
        SeenRows seen = new SeenRows(new SeenRows.MemoryBudget(100 * ROWS));
        for (int i = 0; i < ROWS; i++) {
            assertThat(seen.add(row(i))).isTrue();
        }
        assertThat(seen.oneOf()).isEqualTo(1);
        for (int i = 0; i < ROWS; i++) {
            assertThat(seen.add(row(i))).isFalse();
        }
        assertThat(seen.contains(row(ROWS))).isFalse();
        assertThat(seen.contains(new RowHash(7, 0))).isFalse();
        assertThat(seen.add(new RowHash(7, 0))).isTrue();
        assertThat(seen.add(new RowHash(7, 0))).isFalse();
    }

    @Test
    void withTooLittleMemoryAPartIsRememberedExactlyAndOfTheRestNothingIsSaid() {
        SeenRows.MemoryBudget budget = new SeenRows.MemoryBudget(1 << 20);
        SeenRows seen = new SeenRows(budget);
        for (int i = 0; i < ROWS; i++) {
            assertThat(seen.add(row(i))).isTrue();
        }
        assertThat(seen.oneOf()).isGreaterThan(1);
        int remembered = 0;
        for (int i = 0; i < ROWS; i++) {
            if (seen.remembers(row(i))) {
                remembered++;
                assertThat(seen.contains(row(i))).isTrue();
            }
        }
        assertThat((double) remembered).isBetween(0.9 * ROWS / seen.oneOf(), 1.1 * ROWS / seen.oneOf());
        for (int i = ROWS; i < 2 * ROWS; i++) {
            assertThat(seen.remembers(row(i)) && seen.contains(row(i))).isFalse();
        }
        seen.clear();
        assertThat(seen.oneOf()).isEqualTo(1);
        assertThat(seen.contains(row(1))).isFalse();
    }
}
