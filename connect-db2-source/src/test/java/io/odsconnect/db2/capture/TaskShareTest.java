package io.odsconnect.db2.capture;

import static org.assertj.core.api.Assertions.assertThat;

import io.odsconnect.db2.table.TableId;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TaskShareTest {

    @Test
    void everyTableBelongsToExactlyOneTask() {
        for (int count = 1; count <= 5; count++) {
            int tasks = count;
            for (int table = 0; table < 100; table++) {
                TableId id = new TableId("S", "T" + table);
                assertThat(IntStream.range(0, tasks).filter(index -> new TaskShare(index, tasks).owns(id)))
                        .hasSize(1);
            }
        }
    }

    @Test
    void theTablesAreSpread() {
        TaskShare share = new TaskShare(2, 4);
        assertThat(IntStream.range(0, 1000)
                        .filter(table -> share.owns(new TableId("BANK", "TABLE_" + table)))
                        .count())
                .isBetween(150L, 350L);
    }
}
