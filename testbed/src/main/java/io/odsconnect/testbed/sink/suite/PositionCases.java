package io.odsconnect.testbed.sink.suite;

import static org.assertj.core.api.Assertions.assertThat;

import io.odsconnect.testbed.sink.SinkTaskDriver;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;

/** The position rule: a store never goes back. */
abstract class PositionCases extends SinkCases {

    PositionCases(StoreUnderTest store) {
        super(store);
    }

    @Test
    void aLateBulkRowDoesNotGoBackBehindAnUpdate() {
        SinkTaskDriver task = task();
        writeOneByOne(
                task, cards.add(10, card(1, "new")), cards.bulk(9, cards.row("ID", 1L, "NAME", "old", "CREDIT", 5L)));

        assertThat(cards()).isEqualTo(Map.of("1", stored(1, "new")));
    }

    @Test
    void aBulkRowThatWasReadAfterTheChangeIsWritten() {
        SinkTaskDriver task = task();
        writeOneByOne(task, cards.add(10, card(1, "old")), cards.bulk(11, card(1, "new")));

        assertThat(cards()).isEqualTo(Map.of("1", stored(1, "new")));
    }

    @Test
    void aDeleteHoldsAgainstALateBulkRowWhetherTheRowWasThereOrNot() {
        SinkTaskDriver task = task();
        task.put(cards.add(8, card(1, "old")));
        task.flush();
        task.put(cards.delete(10, card(1, "old")), cards.delete(10, card(2, "old")));
        task.flush();
        assertThat(cards()).isEmpty();
        task.put(cards.bulk(9, card(1, "old")), cards.bulk(9, card(2, "old")));
        task.flush();

        assertThat(cards()).isEmpty();
    }

    @Test
    void aTombstoneHoldsAgainstALateBulkRow() {
        SinkTaskDriver task = task();
        writeOneByOne(task, cards.tombstone(10, card(1, null)), cards.bulk(9, card(1, "old")));

        assertThat(cards()).isEmpty();
    }

    @Test
    void whatAKeyChangeLeftBehindHoldsAgainstALateBulkRow() {
        SinkTaskDriver task = task();
        writeOneByOne(
                task,
                cards.add(8, card(1, "Ann")),
                cards.update(10, card(1, "Ann"), card(2, "Ann")),
                cards.bulk(9, card(1, "Ann")));

        assertThat(cards()).isEqualTo(Map.of("2", stored(2, "Ann")));
    }

    @Test
    void aChangeThatComesBehindANewerOneDoesNothing() {
        SinkTaskDriver task = task();
        writeOneByOne(
                task,
                cards.add(10, card(1, "new")),
                cards.update(9, card(1, "x"), card(1, "old")),
                cards.add(10, card(2, "new")),
                cards.delete(9, card(2, "old")));

        assertThat(cards()).isEqualTo(Map.of("1", stored(1, "new"), "2", stored(2, "new")));
        assertThat(task.deadLetterReasons()).isEmpty();
        assertThat(metrics().value("stale-total")).isEqualTo(store.tellsStale() ? 2 : 0);
        assertThat(metrics().value("applied-total")).isEqualTo(store.tellsStale() ? 2 : 4);
    }

    @Test
    void theSameRecordsTwiceAndARewindChangeNothing() {
        SinkTaskDriver task = task();
        List<SinkRecord> records = List.of(
                cards.bulk(5, cards.row("ID", 1L, "NAME", "a", "CREDIT", 5L)),
                cards.bulk(5, card(2, "b")),
                cards.update(10, card(1, "a"), card(1, "c")),
                cards.delete(11, card(2, "b")),
                cards.update(12, card(3, "d"), card(4, "d")));
        records.forEach(record -> writeOneByOne(task, record));
        Map<String, Map<String, String>> once = cards();
        SinkTaskDriver other = task();
        other.put(records);
        other.flush();
        task.rewind();
        task.flush();

        assertThat(once).isEqualTo(Map.of("1", stored(1, "c"), "4", stored(4, "d")));
        assertThat(cards()).isEqualTo(once);
    }

    @Test
    void withoutTheGuardTheLastToArriveWins() {
        SinkTaskDriver task = task("position.guard", "false");
        writeOneByOne(
                task,
                cards.add(10, cards.row("ID", 1L, "NAME", "new", "CREDIT", 5L)),
                cards.bulk(9, card(1, "old")),
                cards.delete(8, card(2, "x")),
                cards.bulk(7, card(2, "old")));

        assertThat(cards()).isEqualTo(Map.of("1", stored(1, "old"), "2", stored(2, "old")));
        assertThat(metrics().value("stale-total")).isZero();
    }

    @Test
    void thePositionIsTakenFromAFieldOfTheSource() {
        OtherForms forms = new OtherForms();
        SinkTaskDriver task = task("position.from", "source.lsn");
        writeOneByOne(task, forms.otherConnectors("c", null, "new", 10), forms.otherConnectors("r", null, "old", 9));

        assertThat(cards()).isEqualTo(Map.of("1", stored(1, "new")));
    }

    @Test
    void thePositionIsTakenFromTheCommitTime() {
        OtherForms forms = new OtherForms();
        SinkTaskDriver task = task("position.from", "source.ts_ms");
        writeOneByOne(task, forms.otherConnectors("c", null, "new", 10), forms.otherConnectors("r", null, "old", 9));

        assertThat(cards()).isEqualTo(Map.of("1", stored(1, "new")));
    }

    @Test
    void thePositionIsTakenFromAColumn() {
        SinkTaskDriver task = task("position.from", "field:CREDIT");
        writeOneByOne(
                task,
                cards.add(1, cards.row("ID", 1L, "NAME", "new", "CREDIT", 10L)),
                cards.add(2, cards.row("ID", 1L, "NAME", "old", "CREDIT", 9L)));

        assertThat(cards()).isEqualTo(Map.of("1", Map.of("ID", "1", "NAME", "new", "CREDIT", "10")));
    }

    @Test
    void thePositionIsTakenFromAHeader() {
        SinkTaskDriver task = task("position.from", "header:version");
        SinkRecord newer = cards.add(1, card(1, "new"));
        SinkRecord older = cards.add(2, card(1, "old"));
        newer.headers().addLong("version", 10);
        older.headers().addLong("version", 9);
        writeOneByOne(task, newer, older);

        assertThat(cards()).isEqualTo(Map.of("1", stored(1, "new")));
    }

    @Test
    void thePositionIsTheOffset() {
        SinkTaskDriver task = task("position.from", "offset");
        SinkRecord older = cards.add(2, card(1, "old"));
        SinkRecord newer = cards.add(1, card(1, "new"));
        writeOneByOne(task, newer);
        SinkTaskDriver other = task("position.from", "offset");
        writeOneByOne(other, older);

        assertThat(cards()).isEqualTo(Map.of("1", stored(1, "new")));
    }

    @Test
    void aRecordWithoutThePositionThatIsAskedForIsBad() {
        SinkTaskDriver task = task("position.from", "field:CREDIT");
        task.put(
                cards.add(1, cards.row("ID", 1L, "CREDIT", 10L)),
                cards.add(2, card(2, "4111")),
                cards.add(3, cards.row("ID", 3L, "CREDIT", 10L)));
        task.flush();

        assertThat(cards()).containsOnlyKeys("1", "3");
        assertThat(task.deadLetterReasons())
                .singleElement()
                .asString()
                .contains("field CREDIT", "position.from")
                .doesNotContain("4111");
    }

    @Test
    void anEventWithoutAPositionTakesEffectAndTheRowKeepsItsPosition() {
        OtherForms forms = new OtherForms();
        SinkTaskDriver task = task();
        writeOneByOne(
                task,
                forms.flat("c", null, "at 10", 10),
                forms.schemaless(Map.of("ID", 1L, "NAME", "without")),
                cards.bulk(5, card(1, "late")));

        assertThat(cards()).isEqualTo(Map.of("1", stored(1, takesThem() ? "without" : "at 10")));
        assertRefused(task);
        writeOneByOne(task, forms.flat("u", null, "at 11", 11));
        assertThat(cards()).isEqualTo(Map.of("1", stored(1, "at 11")));
    }

    @Test
    void aTombstoneWithoutAPositionThatComesFirstAfterARestartIsSuchAnEvent() {
        OtherForms forms = new OtherForms();
        writeOneByOne(task(), forms.flat("c", null, "at 10", 10));
        SinkTaskDriver next = task();
        writeOneByOne(next, forms.bareTombstone(), cards.bulk(5, card(1, "late")));

        assertThat(cards()).isEqualTo(takesThem() ? Map.of() : Map.of("1", stored(1, "at 10")));
        assertRefused(next);
        writeOneByOne(next, forms.flat("c", null, "at 11", 11));
        assertThat(cards()).isEqualTo(Map.of("1", stored(1, "at 11")));
    }

    private boolean takesThem() {
        return store.takesEventsWithoutPosition();
    }

    private void assertRefused(SinkTaskDriver task) {
        if (takesThem()) {
            assertThat(task.deadLetterReasons()).isEmpty();
        } else {
            assertThat(task.deadLetterReasons())
                    .singleElement()
                    .asString()
                    .contains("no position", "position.from", "position.guard=false");
        }
    }

    private static void writeOneByOne(SinkTaskDriver task, SinkRecord... records) {
        for (SinkRecord record : records) {
            task.put(record);
            task.flush();
        }
    }
}
