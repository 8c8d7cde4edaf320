package io.odsconnect.testbed.sink.suite;

import static org.assertj.core.api.Assertions.assertThat;

import io.odsconnect.testbed.sink.SinkTaskDriver;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;

/** What changes do to rows. */
abstract class RowCases extends SinkCases {

    RowCases(StoreUnderTest store) {
        super(store);
    }

    @Test
    void rowsOfSeveralTablesAreFoundUnderTheirKeysWithoutTheColumnsThatAreNull() {
        SinkTaskDriver task = task();
        task.put(
                cards.add(10, cards.row("ID", 1L, "NAME", "Ann", "CREDIT", -7L, "AMOUNT", new BigDecimal("12.50"))),
                cards.bulk(10, cards.row("ID", 2L)),
                entries.add(10, entries.row("ACCOUNT", 3, "SEQ", 4, "NOTE", "a")));
        task.flush();

        assertThat(cards())
                .isEqualTo(Map.of(
                        "1",
                        Map.of("ID", "1", "NAME", "Ann", "CREDIT", "-7", "AMOUNT", "12.50"),
                        "2",
                        Map.of("ID", "2")));
        assertThat(entries()).isEqualTo(Map.of("3:4", Map.of("ACCOUNT", "3", "SEQ", "4", "NOTE", "a")));
    }

    @Test
    void anUpdateReplacesTheWholeRowAndLeavesNoColumnOfTheOld() {
        SinkTaskDriver task = task();
        task.put(cards.add(10, cards.row("ID", 1L, "NAME", "Ann", "CREDIT", 7L, "AMOUNT", new BigDecimal("1.00"))));
        task.flush();
        task.put(cards.update(11, card(1, "Ann"), cards.row("ID", 1L, "CREDIT", 8L)));
        task.flush();

        assertThat(cards()).isEqualTo(Map.of("1", Map.of("ID", "1", "CREDIT", "8")));
    }

    @Test
    void aDeletedRowIsNotFoundAndOneThatWasNeverThereIsNoError() {
        SinkTaskDriver task = task();
        task.put(adds(1, 4));
        task.flush();
        task.put(
                cards.delete(2000, card(1, "n1")),
                cards.tombstone(2001, card(2, null)),
                cards.delete(2002, card(9, null)));
        task.flush();

        assertThat(cards()).isEqualTo(Map.of("3", stored(3, "n3")));
        assertThat(task.deadLetterReasons()).isEmpty();
    }

    @Test
    void aRowThatIsAddedAgainAfterItsDeleteIsFound() {
        SinkTaskDriver task = task();
        task.put(cards.add(10, card(1, "first")), cards.delete(11, card(1, "first")));
        task.flush();
        task.put(cards.add(12, card(1, "second")));
        task.flush();

        assertThat(cards()).isEqualTo(Map.of("1", stored(1, "second")));
    }

    @Test
    void anUpdateOfTheKeyMovesTheRowAlsoWhereOnlyAPartOfTheKeyChanges() {
        SinkTaskDriver task = task();
        task.put(
                cards.add(10, card(1, "Ann")),
                entries.add(10, entries.row("ACCOUNT", 3, "SEQ", 1, "NOTE", "a")),
                entries.add(10, entries.row("ACCOUNT", 3, "SEQ", 2, "NOTE", "b")));
        task.flush();
        task.put(
                cards.update(11, card(1, "Ann"), card(2, "Ann")),
                entries.update(
                        11,
                        entries.row("ACCOUNT", 3, "SEQ", 1, "NOTE", "a"),
                        entries.row("ACCOUNT", 3, "SEQ", 5, "NOTE", "a")));
        task.flush();

        assertThat(cards()).isEqualTo(Map.of("2", stored(2, "Ann")));
        assertThat(entries()).containsOnlyKeys("3:2", "3:5");
    }

    @Test
    void ofSeveralChangesOfARowInOnePollOnlyTheLastIsWritten() {
        SinkTaskDriver task = task();
        task.put(
                cards.add(10, card(1, "a")),
                cards.update(11, card(1, "a"), card(1, "b")),
                cards.add(12, card(2, "x")),
                cards.update(13, card(1, "b"), card(1, "c")),
                cards.delete(14, card(2, "x")));
        task.flush();

        assertThat(cards()).isEqualTo(Map.of("1", stored(1, "c")));
        assertThat(metrics().value("superseded-total")).isEqualTo(3);
        assertThat(metrics().value("applied-total")).isEqualTo(2);
    }

    @Test
    void moreRowsThanABatchHoldsGoInSeveral() {
        SinkTaskDriver task = task("batch.size", "10", "max.in.flight.batches", "3");
        List<SinkRecord> records = new ArrayList<>(adds(0, 95));
        task.put(records);
        task.flush();

        assertThat(cards()).hasSize(95);
        assertThat(metrics().value("batches-total")).isGreaterThanOrEqualTo(10);
        assertThat(metrics().value("batch-size-max")).isEqualTo(10);
    }
}
