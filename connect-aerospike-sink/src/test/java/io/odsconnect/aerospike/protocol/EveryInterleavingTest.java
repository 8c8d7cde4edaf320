package io.odsconnect.aerospike.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;

/**
 * Tries the protocol of {@link Stage} in every order of its steps, over all small histories of a key. That it can fail
 * is shown by leaving out one part of the protocol at a time.
 */
class EveryInterleavingTest {

    @Test
    void theLastChangeWinsInEveryOrderOfTheStepsOfThreeTasks() {
        assertThat(wrong(Histories.of(4, 3, false), EveryInterleavingTest::first, EveryInterleavingTest::asGiven, 0))
                .isEmpty();
    }

    @Test
    void theLastChangeWinsThoughAChangeGoesThroughSeveralTasks() {
        assertThat(wrong(Histories.of(3, 3, true), EveryInterleavingTest::first, EveryInterleavingTest::asGiven, 0))
                .isEmpty();
    }

    @Test
    void theLastChangeWinsThoughTasksDieBetweenAnyTwoSteps() {
        assertThat(wrong(Histories.of(4, 3, false), EveryInterleavingTest::first, EveryInterleavingTest::asGiven, 1))
                .isEmpty();
        assertThat(wrong(Histories.of(3, 3, true), EveryInterleavingTest::first, EveryInterleavingTest::asGiven, 2))
                .isEmpty();
    }

    @Test
    void withoutTheMarkerALateBulkRowWouldBringADeletedRowBack() {
        Interleavings.First noMarker =
                (write, known, again) -> write.isDelete() ? new Stage.RemoveRow(write) : Stage.first(write, known);
        assertThat(wrong(Histories.of(2, 2, false), noMarker, EveryInterleavingTest::asGiven, 0))
                .isNotEmpty();
    }

    @Test
    void withoutTheSecondLookAtTheMarkerARowWouldComeBack() {
        BiFunction<Step, Answer, Answer> neverCreated =
                (step, answer) -> answer instanceof Answer.Done ? new Answer.Done(false) : answer;
        assertThat(wrong(Histories.of(2, 2, false), EveryInterleavingTest::first, neverCreated, 0))
                .isNotEmpty();
    }

    @Test
    void withoutTheFirstLookAtTheMarkerADeathWouldLeaveARow() {
        Interleavings.First noFirstLook =
                (write, known, again) -> write.isDelete() ? Stage.first(write) : new Stage.PutRow(write);
        assertThat(wrong(Histories.of(4, 3, false), noFirstLook, EveryInterleavingTest::asGiven, 0))
                .isEmpty();
        assertThat(wrong(Histories.of(4, 3, false), noFirstLook, EveryInterleavingTest::asGiven, 1))
                .isNotEmpty();
    }

    @Test
    void rowsThatWereKnownOnAfterADeathWouldLeaveARow() {
        Interleavings.First knownForEver = (write, known, again) -> Stage.first(write, known || again);
        assertThat(wrong(Histories.of(4, 3, false), knownForEver, EveryInterleavingTest::asGiven, 0))
                .isEmpty();
        assertThat(wrong(Histories.of(4, 3, false), knownForEver, EveryInterleavingTest::asGiven, 1))
                .isNotEmpty();
    }

    @Test
    void aDeleteThatIgnoredALaterOneWouldLeaveARowAfterADeath() {
        BiFunction<Step, Answer, Answer> laterDeleteUnheard = (step, answer) ->
                step.key().equals(Histories.MARKER) && answer instanceof Answer.Held ? new Answer.Done(false) : answer;
        assertThat(wrong(Histories.of(4, 3, false), EveryInterleavingTest::first, laterDeleteUnheard, 0))
                .isEmpty();
        assertThat(wrong(Histories.of(4, 3, false), EveryInterleavingTest::first, laterDeleteUnheard, 1))
                .isNotEmpty();
    }

    private static Stage first(AerospikeWrite write, boolean known, boolean again) {
        return Stage.first(write, known);
    }

    private static Answer asGiven(Step step, Answer answer) {
        return answer;
    }

    /** Returns the histories that can end wrong. */
    private static List<List<List<AerospikeWrite>>> wrong(
            List<List<List<AerospikeWrite>>> histories,
            Interleavings.First first,
            BiFunction<Step, Answer, Answer> answers,
            int deaths) {
        List<List<List<AerospikeWrite>>> wrong = new ArrayList<>();
        for (List<List<AerospikeWrite>> tasks : histories) {
            ModelRecord right = Histories.rowAfter(tasks);
            if (new Interleavings(tasks, first, answers)
                    .run(deaths).stream().anyMatch(end -> !end.row().equals(right))) {
                wrong.add(tasks);
            }
        }
        return wrong;
    }
}
