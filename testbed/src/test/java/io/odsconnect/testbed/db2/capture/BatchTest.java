package io.odsconnect.testbed.db2.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.odsconnect.testbed.db2.capture.Batch.Range;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class BatchTest {

    private static final int TABLE = 1;
    private static final int OTHER_TABLE = 2;

    private final CommitOrder order = new CommitOrder();

    @Test
    void unitsOfWorkWithNobodyElseBetweenThemAreOneRange() {
        assertThat(batch(List.of(), unit(7, TABLE), unit(3, TABLE), unit(5, TABLE))
                        .ranges(TABLE))
                .containsExactly(new Range(3, 7));
    }

    @Test
    void aUnitOfWorkThatIsStillOpenIsInNoRange() {
        assertThat(batch(List.of(1L, 4L, 8L), unit(3, TABLE), unit(5, TABLE), unit(7, TABLE), unit(9, TABLE))
                        .ranges(TABLE))
                .containsExactly(new Range(3, 3), new Range(5, 7), new Range(9, 9));
    }

    @Test
    void onlyUnitsOfWorkThatChangedTheTableCount() {
        Batch batch = batch(List.of(), unit(3, TABLE), unit(9, OTHER_TABLE));
        assertThat(batch.ranges(TABLE)).containsExactly(new Range(3, 3));
        assertThat(batch.tables()).containsExactly(TABLE, OTHER_TABLE);
    }

    @Test
    void onlyUnitsOfWorkOfWhichChangesAreLeftAreListedInCommitOrder() {
        UnitOfWork late = unit(3, TABLE);
        UnitOfWork undone = unit(4, TABLE);
        UnitOfWork early = unit(5, TABLE);
        early.committed(10, 0);
        undone.committed(11, 0);
        late.committed(12, 0);
        Batch batch = batch(List.of(), early, undone, late);
        assertThat(batch.commitSequence(TABLE, 3)).isEqualTo(12);
        assertThat(batch.commitSequence(TABLE, 5)).isEqualTo(10);
        assertThat(batch.changed()).containsExactly(early, late);
        assertThat(batch.newest()).containsExactly(Map.entry(TABLE, 12L));
        batch.restart();
        assertThat(batch.changed()).isEmpty();
    }

    @Test
    void aUnitOfWorkOfAnotherBatchIsRefused() {
        Batch batch = batch(List.of(), unit(3, TABLE));
        assertThatThrownBy(() -> batch.commitSequence(TABLE, 4)).isInstanceOf(IllegalStateException.class);
    }

    private UnitOfWork unit(long id, int table) {
        UnitOfWork unit = new UnitOfWork(order, null, id, "USER", "token");
        unit.changed(table);
        return unit;
    }

    private static Batch batch(List<Long> others, UnitOfWork... units) {
        return new Batch(new CommitOrder.Committed(List.of(units), new TreeSet<>(others), 0, 0));
    }
}
