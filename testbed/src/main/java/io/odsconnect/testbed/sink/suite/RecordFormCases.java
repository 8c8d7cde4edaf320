package io.odsconnect.testbed.sink.suite;

import static org.assertj.core.api.Assertions.assertThat;

import io.odsconnect.testbed.sink.SinkTaskDriver;
import java.util.Map;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The forms of records: envelopes, flat rows, tombstones. */
abstract class RecordFormCases extends SinkCases {

    private final OtherForms forms = new OtherForms();

    RecordFormCases(StoreUnderTest store) {
        super(store);
    }

    @Test
    void eventsOfAnotherConnectorAreRead() {
        SinkTaskDriver task = task("position.from", "source.lsn");
        assertTurnsInto(task, "a", forms.otherConnectors("r", null, "a", 10));
        assertTurnsInto(task, "b", forms.otherConnectors("u", "a", "b", 11));
        assertTurnsInto(task, null, forms.otherConnectors("d", "b", null, 12), forms.bareTombstone());
        assertTurnsInto(task, "c", forms.otherConnectors("c", null, "c", 13));
    }

    @Test
    void eventsWithoutASchemaAreRead() {
        SinkTaskDriver task = task();
        assertTurnsInto(task, "a", forms.withoutSchema("c", null, "a", 10));
        assertTurnsInto(task, "b", forms.withoutSchema("u", "a", "b", 12));
        assertTurnsInto(task, "b", forms.withoutSchema("r", null, "a", 11));
        assertTurnsInto(task, null, forms.withoutSchema("d", "b", null, 13));
    }

    @Test
    void rowsWithASchemaAreReadAndWhatTheySayOfThemselvesIsNoColumn() {
        SinkTaskDriver task = task();
        assertTurnsInto(task, "a", forms.flat(null, null, "a", 10));
        assertTurnsInto(task, "b", forms.flat("u", "false", "b", 12));
        assertTurnsInto(task, "b", forms.flat("r", "false", "a", 11));
        assertTurnsInto(task, null, forms.flat("d", null, "b", 13));
        assertTurnsInto(task, "c", forms.flat("c", null, "c", 14));
        assertTurnsInto(task, null, forms.flat(null, "true", "c", 15));
    }

    @Test
    void rowsWithoutASchemaAreReadAndWhatTheySayOfThemselvesIsNoColumn() {
        SinkTaskDriver task = task();
        assertTurnsInto(task, "a", forms.flatWithoutSchema(null, null, "a", 10));
        assertTurnsInto(task, "b", forms.flatWithoutSchema("u", "false", "b", 12));
        assertTurnsInto(task, "b", forms.flatWithoutSchema("r", "false", "a", 11));
        assertTurnsInto(task, null, forms.flatWithoutSchema("d", null, "b", 13));
        assertTurnsInto(task, "c", forms.flatWithoutSchema("c", null, "c", 14));
        assertTurnsInto(task, null, forms.flatWithoutSchema(null, "true", "c", 15));
    }

    @Test
    void aNullValueIsADeleteWhereNothingElseTellsOfIt() {
        SinkTaskDriver task = task("position.guard", "false");
        assertTurnsInto(task, "a", forms.flat(null, null, "a", 10));
        assertTurnsInto(task, null, forms.bareTombstone());
    }

    @Test
    void aTombstoneThatRepeatsADeleteDoesNotUndoWhatComesAfter() {
        SinkTaskDriver task = task("position.from", "source.lsn");
        SinkRecord delete = forms.otherConnectors("d", "a", null, 10);
        assertTurnsInto(task, "b", delete, forms.bareTombstone(), forms.otherConnectors("c", null, "b", 11));
        assertTurnsInto(task, "b", forms.otherConnectors("r", null, "a", 9));
    }

    @Test
    void theTombstoneOfAFlattenedRowIsNeverLost() {
        SinkTaskDriver task = task("position.from", "source.ts_ms");
        assertTurnsInto(task, "a", forms.flattened("a", 10));
        task.put(forms.bareTombstone());
        task.flush();

        // A store that cannot delete without a position says so.
        if (task.deadLetterReasons().isEmpty()) {
            assertThat(cards()).isEmpty();
            assertTurnsInto(task, "b", forms.flattened("b", 11));
        } else {
            assertThat(task.deadLetterReasons()).singleElement().asString().contains("position.from");
        }
    }

    @Test
    void aDocumentStoresEventsAreSetAsideAndTouchNoRow() {
        SinkTaskDriver task = task();
        assertTurnsInto(task, "a", forms.withoutSchema("c", null, "a", 10));
        task.put(forms.document("u", "{\"ID\":1,\"NAME\":\"b\"}", 11), forms.document("d", null, 12));
        task.flush();

        assertThat(cards()).isEqualTo(Map.of("1", stored(1, "a")));
        assertThat(task.deadLetterReasons()).hasSize(2).allMatch(reason -> reason.contains("not rows"));
    }

    @Test
    void aDeleteAtTheVersionOfItsRowHoldsAgainstALateRowOfThatVersion() {
        SinkTaskDriver task = task("position.from", "field:ID");
        assertTurnsInto(task, "a", forms.flat("c", null, "a", 10));
        assertTurnsInto(task, null, forms.flat("d", null, "a", 10));
        assertTurnsInto(task, null, forms.flat("r", null, "a", 10));
    }

    @Test
    void aFixedFormIsKeptTo() {
        SinkTaskDriver task = task("record.format", "envelope");
        assertTurnsInto(task, "a", forms.withoutSchema("c", null, "a", 10));
        task.put(forms.flat(null, null, "b", 11));
        task.flush();

        assertThat(cards()).isEqualTo(Map.of("1", stored(1, "a")));
        assertThat(task.deadLetterReasons()).singleElement().asString().contains("record.format is envelope");
    }

    private void assertTurnsInto(SinkTaskDriver task, @Nullable String name, SinkRecord... records) {
        task.put(records);
        task.flush();
        assertThat(task.deadLetterReasons()).isEmpty();
        assertThat(cards()).isEqualTo(name == null ? Map.of() : Map.of("1", stored(1, name)));
    }
}
