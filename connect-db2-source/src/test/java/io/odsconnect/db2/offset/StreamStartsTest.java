package io.odsconnect.db2.offset;

import static org.assertj.core.api.Assertions.assertThat;

import io.odsconnect.db2.capture.StreamPosition;
import io.odsconnect.db2.capture.StreamStart;
import io.odsconnect.db2.capture.TaskShare;
import io.odsconnect.db2.event.Lsn;
import io.odsconnect.db2.table.TableId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StreamStartsTest {

    private static final StreamPartitions PARTITIONS = new StreamPartitions("ods");
    private static final TableId A = new TableId("S", "A");
    private static final TableId B = new TableId("S", "B");
    private static final TableId C = new TableId("S", "C");
    private static final TaskShare SECOND_OF_TWO = new TaskShare(1, 2);

    private final Map<Map<String, String>, Map<String, Object>> stored = new HashMap<>();

    @Test
    void withoutOffsetsTheStreamStartsWhereItIsTold() {
        StreamStarts starts = starts(A, B);
        assertThat(starts.isEmpty()).isTrue();
        assertThat(starts.uncovered()).containsExactly(A, B);
        StreamStart start = only(starts.of(TaskShare.ALL, lsn(7)));
        assertThat(start.partition()).isEqualTo(Map.of("server", "ods"));
        assertThat(start.position()).isEqualTo(StreamPosition.after(lsn(7), Long.MIN_VALUE));
        assertThat(start.covered()).isEmpty();
    }

    @Test
    void anOffsetOfTheFirstVersionCoversAllTables() {
        stored.put(PARTITIONS.ofAll(), offset(5, 50));
        StreamStarts starts = starts(A, B);
        assertThat(starts.uncovered()).isEmpty();
        assertThat(only(starts.of(TaskShare.ALL, lsn(9))).position()).isEqualTo(after(5, 50));
        assertThat(starts.notNeeded()).isEqualTo(lsn(5));
    }

    @Test
    void aTableThatTheOffsetDoesNotNameIsNew() {
        stored.put(PARTITIONS.ofAll(), with(offset(5, 50), "tables", "S.A"));
        StreamStarts starts = starts(A, B);
        assertThat(starts.uncovered()).containsExactly(B);
        assertThat(only(starts.of(TaskShare.ALL, lsn(9))).covered()).containsExactly(A);
        assertThat(starts.notNeeded()).as("for B nothing is stored yet").isNull();
    }

    @Test
    void withMoreTasksEachTableGoesOnWhereAllTablesStopped() {
        stored.put(PARTITIONS.ofAll(), with(with(offset(5, 50), "tables", "S.A,S.B"), "ahead.S.B", lsn(8).toString()));
        List<StreamStart> starts = starts(A, B, C).of(SECOND_OF_TWO, lsn(9));
        assertThat(starts)
                .extracting(StreamStart::partition)
                .containsExactly(PARTITIONS.of(A), PARTITIONS.of(B), PARTITIONS.of(C));
        assertThat(starts)
                .extracting(StreamStart::position)
                .as("C is new, or was stopped after what all were read up to")
                .containsExactly(after(5, 50), after(8, 50), after(5, 50));
        assertThat(starts.get(2).covered()).isEmpty();
    }

    @Test
    void withOneTaskAgainAllGoOnAtTheEarliestAndNothingIsSentTwice() {
        stored.put(PARTITIONS.ofAll(), with(offset(5, 50), "tables", "S.A,S.B,S.C"));
        stored.put(PARTITIONS.of(A), with(offset(9, 90), "tables", "S.A"));
        stored.put(PARTITIONS.of(B), with(offset(7, 70), "tables", "S.B"));
        StreamStart start = only(starts(A, B).of(TaskShare.ALL, lsn(20)));
        assertThat(start.position()).isEqualTo(after(7, 90));
        assertThat(start.ahead()).isEqualTo(Map.of(A, after(9, 90)));
        StreamStart withC = only(starts(A, B, C).of(TaskShare.ALL, lsn(20)));
        assertThat(withC.position()).as("C was not read since").isEqualTo(after(5, 90));
        assertThat(withC.ahead()).containsOnlyKeys(A, B);
    }

    @Test
    void anOldOffsetOfOneTableDoesNotHoldUpOrUndoALaterOneOfAll() {
        stored.put(PARTITIONS.of(A), with(offset(3, 30), "tables", "S.A"));
        stored.put(PARTITIONS.ofAll(), with(offset(8, 80), "tables", "S.A"));
        assertThat(only(starts(A).of(TaskShare.ALL, lsn(20))).position()).isEqualTo(after(8, 80));
        assertThat(only(starts(A).of(SECOND_OF_TWO, lsn(20))).position()).isEqualTo(after(8, 80));
    }

    @Test
    void whatWasStoredBeforeTheDatabaseWasRestoredDoesNotCountAnyMore() {
        stored.put(PARTITIONS.of(A), with(offset(9, 90), "tables", "S.A"));
        stored.put(PARTITIONS.of(B), with(offset(9, 90), "tables", "S.B"));
        Map<String, Object> later = with(offset(3, 95), "tables", "S.A");
        stored.put(PARTITIONS.ofAll(), with(later, "restored", 1));
        StreamStarts starts = starts(A, B);
        assertThat(starts.uncovered()).as("B's was stored before").containsExactly(B);
        StreamStart start = only(starts.of(TaskShare.ALL, lsn(20)));
        assertThat(start.position()).isEqualTo(after(3, 95));
        assertThat(start.ahead()).isEmpty();
        assertThat(start.restored()).isEqualTo(1);
        assertThat(starts.of(SECOND_OF_TWO, lsn(20)).get(0).position()).isEqualTo(after(3, 95));
    }

    @Test
    void itIsKnownHowOldAPositionIs() {
        stored.put(PARTITIONS.of(A), with(with(offset(5, 50), "tables", "S.A"), "as_of", 500L));
        stored.put(PARTITIONS.of(B), with(offset(7, 70), "tables", "S.B"));
        assertThat(only(starts(A, B).of(TaskShare.ALL, lsn(20), 2000)).asOfMicros())
                .as("A is the earliest")
                .isEqualTo(500);
        assertThat(starts(A, B, C).of(SECOND_OF_TWO, lsn(20), 2000))
                .extracting(StreamStart::asOfMicros)
                .containsExactly(500L, 70L, 2000L);
        assertThat(starts(A, B, C).of(SECOND_OF_TWO, lsn(20), 2000))
                .extracting(StreamStart::stored)
                .containsExactly(true, true, false);
    }

    @Test
    void aStoppedTableGoesOnWhereItStoppedWhenTheNumberOfTasksChanges() {
        stored.put(PARTITIONS.ofAll(), with(offset(5, 50), "tables", "S.A"));
        StreamStarts starts = starts(A, B);
        StreamStart own = starts.of(SECOND_OF_TWO, lsn(9)).get(1);
        assertThat(own.position()).as("not at the present").isEqualTo(after(5, 50));
        assertThat(own.covered()).as("it needs a load").isEmpty();
        assertThat(own.stored()).isFalse();
    }

    @Test
    void withOneTaskAgainAStoppedTableGoesOnWhereItStopped() {
        stored.put(PARTITIONS.of(A), with(offset(9, 90), "tables", "S.A"));
        stored.put(PARTITIONS.of(B), with(offset(7, 70), "tables", ""));
        StreamStarts starts = starts(A, B);
        assertThat(starts.uncovered()).containsExactly(B);
        StreamStart start = only(starts.of(TaskShare.ALL, lsn(20)));
        assertThat(start.position()).isEqualTo(after(7, 90));
        assertThat(start.ahead()).isEqualTo(Map.of(A, after(9, 90)));
        assertThat(start.covered()).containsExactly(A);
        assertThat(only(starts(B).of(TaskShare.ALL, lsn(20))).position()).isEqualTo(after(7, 70));
    }

    @Test
    void anOldOffsetOfATableDoesNotCoverItWhereALaterOneOfAllTablesDoesNot() {
        stored.put(PARTITIONS.of(A), with(offset(9, 90), "tables", "S.A"));
        stored.put(PARTITIONS.of(B), with(offset(3, 30), "tables", "S.B"));
        stored.put(PARTITIONS.ofAll(), with(offset(7, 70), "tables", "S.A"));
        StreamStarts starts = starts(A, B);
        assertThat(starts.uncovered()).as("it was stopped in between").containsExactly(B);
        assertThat(starts.of(SECOND_OF_TWO, lsn(20)).get(1).position()).isEqualTo(after(3, 30));
    }

    @Test
    void anOpenUnitOfWorkIsStillNeeded() {
        Map<String, Object> open = offset(5, 50);
        open.put("change_lsn", lsn(4).toString());
        open.put("table", "S.A");
        stored.put(PARTITIONS.ofAll(), open);
        assertThat(starts(A).notNeeded()).isEqualTo(lsn(4));
    }

    private StreamStarts starts(TableId... tables) {
        return new StreamStarts(new MapOffsets(stored), PARTITIONS, List.of(tables));
    }

    private static StreamStart only(List<StreamStart> starts) {
        assertThat(starts).hasSize(1);
        return starts.get(0);
    }

    private static Map<String, Object> offset(int commit, long position) {
        return new HashMap<>(Map.of("commit_lsn", lsn(commit).toString(), "position", position));
    }

    private static Map<String, Object> with(Map<String, Object> offset, String name, Object value) {
        offset.put(name, value);
        return offset;
    }

    private static StreamPosition after(int commit, long last) {
        return StreamPosition.after(lsn(commit), last);
    }

    private static Lsn lsn(int number) {
        return Lsn.parse(String.format("%032x", number));
    }
}
