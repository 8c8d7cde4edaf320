package io.odsconnect.db2.capture;

import static org.assertj.core.api.Assertions.assertThat;

import io.odsconnect.db2.event.Lsn;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CommitTimesTest {

    private final List<Lsn> asked = new ArrayList<>();

    @Test
    void onePageServesManyUnitsOfWorkAndSkipsThoseOfOtherTables() throws SQLException {
        CommitTimes times = times(100, 999, 10, 20, 30, 40);
        assertThat(times.micros(lsn(10))).isEqualTo(10);
        assertThat(times.micros(lsn(10))).isEqualTo(10);
        assertThat(times.micros(lsn(40))).isEqualTo(40);
        assertThat(asked).containsExactly(lsn(10));
    }

    @Test
    void thePageAfterAnExhaustedOneBeginsWhereItIsNeeded() throws SQLException {
        CommitTimes times = times(2, 999, 10, 20, 30, 40, 50);
        assertThat(times.micros(lsn(10))).isEqualTo(10);
        assertThat(times.micros(lsn(50))).isEqualTo(50);
        assertThat(asked).containsExactly(lsn(10), lsn(50));
    }

    @Test
    void aUnitOfWorkThatIsMissingGetsTheTimeUpToWhichCaptureHasCome() throws SQLException {
        CommitTimes times = times(100, 999, 10, 30);
        assertThat(times.micros(lsn(20))).isEqualTo(999);
        assertThat(times.micros(lsn(30))).isEqualTo(30);
        assertThat(times.micros(lsn(40))).isEqualTo(999);
    }

    private CommitTimes times(int page, long fallback, int... commits) {
        return new CommitTimes(
                from -> {
                    asked.add(from);
                    List<CommitTime> found = new ArrayList<>();
                    for (int commit : commits) {
                        if (lsn(commit).compareTo(from) >= 0 && found.size() < page) {
                            found.add(new CommitTime(lsn(commit), commit));
                        }
                    }
                    return found;
                },
                fallback);
    }

    private static Lsn lsn(int number) {
        return Lsn.of(new byte[] {0, (byte) number});
    }
}
