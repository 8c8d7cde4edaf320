package io.odsconnect.db2.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import io.odsconnect.db2.capture.Lsn;
import java.util.List;
import org.junit.jupiter.api.Test;

class RangeProgressTest {

    private static final List<String> KEY = List.of("BRANCH", "NO");
    private static final RangePlan PLAN = new RangePlan("17", List.of(List.of("3", "a,b;c\\"), List.of("7", "")));

    @Test
    void anOffsetIsReadBackAsItWas() {
        LoadMark initial = LoadMark.initial(null);
        LoadMark other = new LoadMark("july", PLAN, "c0ffee", Lsn.parse("0102"));
        for (RangeProgress progress : List.of(
                new RangeProgress(initial, false, 42, List.of("7", "AB ")),
                new RangeProgress(other, true, 42, List.of("7", "AB ")),
                RangeProgress.none(other))) {
            assertThat(RangeProgress.ofOffset(progress.toOffset(KEY), KEY)).isEqualTo(progress);
        }
    }

    @Test
    void aTableWithAnotherKeyThanThenIsLoadedFromItsFirstRow() {
        RangeProgress then = new RangeProgress(LoadMark.initial(null), false, 42, List.of("7", "AB"));
        assertThat(RangeProgress.ofOffset(then.toOffset(KEY), List.of("BRANCH", "ACCOUNT")))
                .isEqualTo(RangeProgress.none(then.mark()));
    }

    @Test
    void aTableWithoutAKeyGoesOnWithItsFirstRowUnlessItIsDone() {
        LoadMark mark = LoadMark.initial(null);
        assertThat(RangeProgress.ofOffset(new RangeProgress(mark, false, 42, List.of()).toOffset(List.of()), List.of()))
                .isEqualTo(RangeProgress.none(mark));
        RangeProgress done = new RangeProgress(mark, true, 42, List.of());
        assertThat(RangeProgress.ofOffset(done.toOffset(List.of()), List.of())).isEqualTo(done);
    }
}
