package io.odsconnect.db2.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import io.odsconnect.db2.capture.Lsn;
import java.util.List;
import org.junit.jupiter.api.Test;

class TableProgressTest {

    private static final List<String> KEY = List.of("BRANCH", "NO");

    @Test
    void anOffsetIsReadBackAsItWas() {
        for (TableProgress progress : List.of(
                new TableProgress(false, 42, List.of("7", "AB "), Lsn.parse("0102")),
                new TableProgress(true, 42, List.of("7", "AB "), null))) {
            assertThat(TableProgress.ofOffset(progress.toOffset(KEY), KEY)).isEqualTo(progress);
        }
    }

    @Test
    void aTableWithAnotherKeyThanThenIsLoadedFromItsFirstRow() {
        TableProgress then = new TableProgress(false, 42, List.of("7", "AB"), null);
        assertThat(TableProgress.ofOffset(then.toOffset(KEY), List.of("BRANCH", "ACCOUNT"))
                        .key())
                .isEmpty();
    }
}
