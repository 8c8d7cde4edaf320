package io.odsconnect.db2.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.odsconnect.db2.event.Lsn;
import io.odsconnect.db2.table.TableId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.ConnectException;
import org.junit.jupiter.api.Test;

class StreamPositionTest {

    private static final TableId A = new TableId("S", "A");
    private static final TableId B = new TableId("S", "B");
    private static final Struct ROW =
            new Struct(SchemaBuilder.struct().field("ID", Schema.INT32_SCHEMA).build()).put("ID", 1);

    @Test
    void anOffsetIsReadBackAsItWas() {
        for (StreamPosition position : new StreamPosition[] {
            StreamPosition.after(lsn(1), Long.MIN_VALUE),
            StreamPosition.after(lsn(1), 5),
            new StreamPosition(lsn(1), lsn(2), "S.A", 0, 7),
            new StreamPosition(lsn(1), lsn(2), "S.A", 2, Long.MIN_VALUE)
        }) {
            assertThat(StreamPosition.ofOffset(position.toOffset())).isEqualTo(position);
        }
    }

    @Test
    void whatLiesBeforeInCommitOrderIsCovered() {
        StreamPosition position = new StreamPosition(lsn(5), lsn(7), "S.A", 0, 0);
        assertThat(position.covers(change(4, 9), B)).isTrue();
        assertThat(position.covers(change(5, 6), B)).isTrue();
        assertThat(position.covers(change(5, 7), A)).isTrue();
        assertThat(position.covers(change(5, 7), B))
                .as("same place, table after")
                .isFalse();
        assertThat(position.covers(change(5, 8), A)).isFalse();
        assertThat(position.covers(change(6, 1), A)).isFalse();
    }

    @Test
    void aChangeOfWhichSomeRecordsAreOutIsNotCoveredYet() {
        StreamPosition position = new StreamPosition(lsn(5), lsn(7), "S.A", 2, 0);
        assertThat(position.covers(change(5, 7), A)).isFalse();
        assertThat(position.recordsOf(change(5, 7), A)).isEqualTo(2);
        assertThat(position.recordsOf(change(5, 8), A)).isZero();
    }

    @Test
    void aUnitOfWorkThatIsDoneIsCoveredWhole() {
        assertThat(StreamPosition.after(lsn(5), 0).covers(change(5, 99), B)).isTrue();
        assertThat(StreamPosition.after(lsn(5), 0).covers(change(6, 1), A)).isFalse();
    }

    @Test
    void anOffsetOfAnotherKindIsRefusedWithWhatToDo() {
        assertThatThrownBy(() -> StreamPosition.ofOffset(Map.of("commit_lsn", "NULL")))
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("DELETE /connectors/NAME/offsets");
    }

    @Test
    void positionsAreOrderedAsTheStreamPassesThem() {
        List<StreamPosition> inOrder = List.of(
                StreamPosition.after(lsn(4), 9),
                new StreamPosition(lsn(5), lsn(1), "S.A", 1, 0),
                new StreamPosition(lsn(5), lsn(1), "S.A", 2, 0),
                new StreamPosition(lsn(5), lsn(1), "S.A", 0, 0),
                new StreamPosition(lsn(5), lsn(1), "S.B", 0, 0),
                new StreamPosition(lsn(5), lsn(2), "S.A", 0, 0),
                StreamPosition.after(lsn(5), 0),
                new StreamPosition(lsn(6), lsn(1), "S.A", 0, 0));
        for (int i = 0; i < inOrder.size(); i++) {
            for (int j = 0; j < inOrder.size(); j++) {
                assertThat(Integer.signum(inOrder.get(i).orderTo(inOrder.get(j))))
                        .isEqualTo(Integer.compare(i, j));
            }
        }
        assertThat(inOrder.get(0).later(inOrder.get(1)).last())
                .as("the higher of the two")
                .isEqualTo(9);
    }

    @Test
    void aPositionReadsBackFromItsLine() {
        StreamPosition open = new StreamPosition(lsn(5), lsn(1), "S/1.A/B", 2, Long.MIN_VALUE);
        assertThat(StreamPosition.ofText(open.toText())).isEqualTo(open);
        StreamPosition whole = StreamPosition.after(lsn(5), Long.MIN_VALUE);
        assertThat(StreamPosition.ofText(whole.toText())).isEqualTo(whole);
        assertThatThrownBy(() -> StreamPosition.ofText("0005/0001")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void namesOfTablesMayHoldCommasAndBackslashes() {
        Set<TableId> tables = Set.of(new TableId("S", "A,B"), new TableId("S", "C\\"), new TableId("S", "D"));
        assertThat(StreamOffset.covered(StreamOffset.fields(tables, Map.of())))
                .containsExactly("S.A,B", "S.C\\", "S.D");
        assertThat(StreamOffset.covered(StreamOffset.fields(Set.of(), Map.of())))
                .isEmpty();
        assertThat(StreamOffset.covered(Map.of())).isNull();
    }

    private static RowChange change(int commit, int intent) {
        return new RowChange.Added(lsn(commit), lsn(intent), ROW);
    }

    private static Lsn lsn(int number) {
        return Lsn.of(new byte[] {0, (byte) number});
    }
}
