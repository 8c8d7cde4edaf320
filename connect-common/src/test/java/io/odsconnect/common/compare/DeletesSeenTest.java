package io.odsconnect.common.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class DeletesSeenTest {

    private final DeletesSeen deletes = new DeletesSeen(1_000_000);

    @Test
    void aTopicIsReadBeyondATimeOnlyWhereEachOfItsPartitionsIs() {
        deletes.reached(0, 200);
        deletes.reached(1, 90);
        assertThat(deletes.areReadBeyond(100, 2)).isFalse();

        deletes.reached(1, 101);
        assertThat(deletes.areReadBeyond(100, 2)).isTrue();
        assertThat(deletes.areReadBeyond(100, 3)).isFalse();
    }

    @Test
    void theLastDeleteOfARowCounts() {
        RowHash row = RowHash.of("1".getBytes(StandardCharsets.UTF_8));
        deletes.add(row, 5);
        deletes.add(row, 7);
        assertThat(deletes.of(row)).isEqualTo(7);
        assertThat(deletes.knowsAllFrom(5)).isTrue();
    }
}
