package io.odsconnect.db2.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import io.odsconnect.db2.table.TableId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FinishedRunsTest {

    private static final TableId CARD = new TableId("BANK", "CARD");

    private static LoadOrder order(String id, String filter) {
        return new LoadOrder(id, LoadCause.COMPARE, CARD, filter);
    }

    /** Returns the progress of a run as it comes back from where offsets are stored. */
    private static LoadProgress stored(LoadOrder order, boolean done, String finished) {
        LoadProgress progress =
                LoadProgress.none(order, null).after(List.of("7"), 8, done).with(new RunProgress(3, 4, 1, 2, finished));
        Map<String, Object> offset = progress.toOffset(List.of("ID"));
        LoadProgress read = LoadProgress.ofOffset(offset, List.of("ID"));
        assertThat(read).isEqualTo(progress);
        return read;
    }

    @Test
    void aRunThatIsDoneStaysSoWhenALaterOneHasReplacedItsProgress() {
        FinishedRuns before = new FinishedRuns();
        before.add(order("a;,\\", ""));
        before.add(order("b", "ID > 5"));
        FinishedRuns after = new FinishedRuns();
        after.add(CARD, stored(order("c", ""), false, before.text(CARD)));
        assertThat(after.contains(order("a;,\\", ""))).isTrue();
        assertThat(after.contains(order("b", "ID > 5"))).isTrue();
        assertThat(after.contains(order("b", "ID > 6"))).as("other rows").isFalse();
        assertThat(after.contains(order("c", ""))).as("under way").isFalse();
        after.add(CARD, stored(order("c", ""), true, before.text(CARD)));
        assertThat(after.contains(order("c", ""))).isTrue();
    }

    @Test
    void onlyTheLastOnesAreRememberedSoThatAnOffsetStaysSmall() {
        FinishedRuns runs = new FinishedRuns();
        for (int i = 0; i < 40; i++) {
            runs.add(order("run-" + i, ""));
        }
        assertThat(runs.contains(order("run-39", ""))).isTrue();
        assertThat(runs.contains(order("run-24", ""))).isTrue();
        assertThat(runs.contains(order("run-23", ""))).isFalse();
        assertThat(runs.text(CARD).length()).isLessThan(200);
    }
}
