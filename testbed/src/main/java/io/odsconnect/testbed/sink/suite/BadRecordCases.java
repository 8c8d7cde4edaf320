package io.odsconnect.testbed.sink.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.odsconnect.testbed.sink.SinkTaskDriver;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;

/** Records that cannot be written. */
abstract class BadRecordCases extends SinkCases {

    /** A value that nobody may read in a log or an error. */
    private static final String SECRET = "4111111111111111";

    private final OtherForms forms = new OtherForms();

    BadRecordCases(StoreUnderTest store) {
        super(store);
    }

    @Test
    void aRecordThatCannotBeReadIsSetAsideWithItsReasonAndItsNeighboursAreWritten() {
        SinkTaskDriver task = task();
        task.put(
                forms.withoutSchema("c", null, "a", 10),
                forms.schemaless(SECRET),
                forms.schemaless(Map.of("op", "x", "after", Map.of("ID", 1L, "NAME", SECRET))),
                forms.withoutSchema("u", "a", "b", 11));
        task.flush();

        assertThat(cards()).isEqualTo(Map.of("1", stored(1, "b")));
        assertThat(task.deadLetters()).extracting(SinkRecord::kafkaOffset).containsExactly(1L, 2L);
        assertThat(task.deadLetterReasons()).noneMatch(reason -> reason.contains(SECRET));
        assertThat(task.deadLetterReasons().get(0)).contains("no struct or map", "value.converter");
        assertThat(task.deadLetterReasons().get(1)).contains("op is none of");
        assertThat(metrics().value("rejected-total")).isEqualTo(2);
    }

    @Test
    void aTruncateIsSetAsideAndRemovesNothing() {
        SinkTaskDriver task = task();
        task.put(adds(1, 3));
        task.put(new SinkRecord(
                CARDS.topic(), 0, null, null, null, Map.of("op", "t", "source", Map.of("position", 5000L)), 2));
        task.flush();

        assertThat(cards()).hasSize(2);
        assertThat(task.deadLetterReasons()).singleElement().asString().contains("truncated");
    }

    @Test
    void aRowThatTellsNoKeyIsSetAsideAndItsNeighboursAreWritten() {
        SinkTaskDriver task = task();
        task.put(forms.flat("c", null, "a", 10), forms.withoutKey(SECRET), forms.flat("u", null, "b", 11));
        task.flush();

        assertThat(cards()).isEqualTo(Map.of("1", stored(1, "b")));
        assertThat(task.deadLetters()).extracting(SinkRecord::kafkaOffset).containsExactly(1L);
        assertThat(task.deadLetterReasons()).noneMatch(reason -> reason.contains(SECRET));
    }

    @Test
    void whateverAColumnHoldsTheRowIsWrittenOrSetAsideAndTheTaskGoesOn() {
        SinkTaskDriver task = task();
        List<Object> values = forms.anyValues();
        for (int i = 0; i < values.size(); i++) {
            task.put(forms.named(100 + i, values.get(i)));
        }
        task.put(forms.named(1, "a"));
        task.flush();

        assertThat(cards()).containsEntry("1", stored(1, "a"));
        assertThat(cards().size() + task.deadLetters().size()).isEqualTo(values.size() + 1);
        // The first are no values in any store.
        assertThat(task.deadLetters())
                .extracting(SinkRecord::kafkaOffset)
                .startsWith(LongStream.range(0, OtherForms.BAD_VALUES).boxed().toArray(Long[]::new));
        assertThat(task.deadLetterReasons().subList(0, OtherForms.BAD_VALUES))
                .allMatch(reason -> reason.contains("NAME"))
                .noneMatch(reason -> reason.contains(SECRET));
    }

    @Test
    void whatABadRecordWouldHaveReplacedIsWritten() {
        SinkTaskDriver task = task();
        task.put(forms.withoutSchema("c", null, "a", 10), forms.withoutSchema("x", "a", "b", 11));
        task.flush();

        assertThat(cards()).isEqualTo(Map.of("1", stored(1, "a")));
        assertThat(task.deadLetters()).hasSize(1);
    }

    @Test
    void whereBadRecordsAreNotToleratedTheTaskFailsAndSaysWhereAndWhyAndNeverAValue() {
        for (SinkRecord bad : List.of(forms.schemaless(SECRET), forms.withoutKey(SECRET))) {
            SinkTaskDriver task = strictTask();
            assertThatThrownBy(() -> task.put(bad))
                    .isInstanceOf(ConnectException.class)
                    .hasMessageContainingAll(
                            "topic ods.BANK.CARD, partition 0, offset " + bad.kafkaOffset(), "errors.tolerance=all")
                    .hasMessageNotContaining(SECRET)
                    .hasCauseInstanceOf(DataException.class);
        }
    }

    @Test
    void theRecordThatFailedTheTaskIsNotCommittedAndComesAgain() {
        SinkTaskDriver task = strictTask();
        List<SinkRecord> records = adds(0, 5);
        task.put(records.subList(0, 3));
        task.flush();
        assertThatThrownBy(() -> task.put(badAfter(records.get(2)))).isInstanceOf(ConnectException.class);
        task.commit();

        assertThat(task.committed(CARDS)).isEqualTo(3);
    }

    private static SinkRecord badAfter(SinkRecord last) {
        return new SinkRecord(last.topic(), 0, null, null, null, "no row", last.kafkaOffset() + 1);
    }
}
