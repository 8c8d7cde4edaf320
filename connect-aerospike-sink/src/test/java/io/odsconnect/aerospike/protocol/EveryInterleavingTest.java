package io.odsconnect.aerospike.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.odsconnect.aerospike.protocol.Interleavings.Budget;
import io.odsconnect.aerospike.protocol.Interleavings.Landing;
import io.odsconnect.common.event.ChangeEvent;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/**
 * Tries the protocol of {@link Stage} in every order of its steps, over all small histories of a key. That it can fail
 * is shown by leaving out one part of the protocol at a time.
 */
class EveryInterleavingTest {

    @Test
    void theLastChangeWinsInEveryOrderOfTheStepsOfThreeTasks() {
        assertThat(wrong(
                        Histories.of(4, 3, false),
                        EveryInterleavingTest::first,
                        EveryInterleavingTest::asGiven,
                        Budget.deaths(0)))
                .isEmpty();
    }

    @Test
    void theLastChangeWinsThoughAChangeGoesThroughSeveralTasks() {
        assertThat(wrong(
                        Histories.of(3, 3, true),
                        EveryInterleavingTest::first,
                        EveryInterleavingTest::asGiven,
                        Budget.deaths(0)))
                .isEmpty();
    }

    @Test
    void theLastChangeWinsThoughTasksDieBetweenAnyTwoSteps() {
        assertThat(wrong(
                        Histories.of(4, 3, false),
                        EveryInterleavingTest::first,
                        EveryInterleavingTest::asGiven,
                        Budget.deaths(1)))
                .isEmpty();
        assertThat(wrong(
                        Histories.of(3, 3, true),
                        EveryInterleavingTest::first,
                        EveryInterleavingTest::asGiven,
                        Budget.deaths(2)))
                .isEmpty();
    }

    @Test
    void theLastChangeWinsThoughAnswersAreLostAndTheirStepsAreDoneLater() {
        assertThat(wrong(
                        Histories.of(3, 3, true),
                        EveryInterleavingTest::first,
                        EveryInterleavingTest::asGiven,
                        new Budget(0, 1, 0, Landing.BEFORE_THE_WRITE_IS_DONE)))
                .isEmpty();
        assertThat(wrong(
                        Histories.of(3, 2, false),
                        EveryInterleavingTest::first,
                        EveryInterleavingTest::asGiven,
                        new Budget(1, 2, 0, Landing.BEFORE_THE_WRITE_IS_DONE)))
                .isEmpty();
    }

    @Test
    void aRowThatAPutBroughtBackAfterALaterTryOfItWasDoneIsFoundByLookingAgain() {
        Budget anyTime = new Budget(0, 1, 0, Landing.AT_ANY_TIME);
        assertThat(wrong(
                        Histories.of(3, 3, false),
                        EveryInterleavingTest::first,
                        EveryInterleavingTest::asGiven,
                        anyTime,
                        Interleavings.World::row))
                .isNotEmpty();
        assertThat(wrong(
                        Histories.of(3, 3, true),
                        EveryInterleavingTest::first,
                        EveryInterleavingTest::asGiven,
                        anyTime,
                        Interleavings.World::rowAfterLooking))
                .isEmpty();
        assertThat(wrong(
                        Histories.of(3, 2, false),
                        EveryInterleavingTest::first,
                        EveryInterleavingTest::asGiven,
                        new Budget(1, 2, 0, Landing.AT_ANY_TIME),
                        Interleavings.World::rowAfterLooking))
                .isEmpty();
    }

    @Test
    void aDeleteHoldsAgainstAPutWithoutAPositionThatTookPartInItsTaskBefore() {
        AerospikeWrite put = Histories.write(ChangeEvent.NO_POSITION, false).keepingPosition();
        AerospikeWrite delete = Histories.write(2, true);
        assertThat(wrong(
                        List.of(List.of(List.of(put, delete), List.of(put, delete))),
                        EveryInterleavingTest::first,
                        EveryInterleavingTest::asGiven,
                        Budget.deaths(2)))
                .isEmpty();
        assertThat(wrong(
                        List.of(
                                List.of(List.of(put, delete)),
                                List.of(List.of(put, delete), List.of(Histories.write(1, false)))),
                        EveryInterleavingTest::first,
                        EveryInterleavingTest::asGiven,
                        new Budget(1, 1, 0, Landing.AT_ANY_TIME),
                        Interleavings.World::rowAfterLooking))
                .isEmpty();
    }

    @Test
    void withoutTheLookAfterATryWhoseAnswerWasLostARowWouldComeBack() {
        Interleavings.First noLookWhereTheRowWasThere = (write, known, again) ->
                write.isDelete() || known ? Stage.first(write, known) : new Stage.ReadMarkerBefore(write, true);
        assertThat(wrong(
                        Histories.of(3, 3, false),
                        noLookWhereTheRowWasThere,
                        EveryInterleavingTest::asGiven,
                        new Budget(1, 0, 0, Landing.BEFORE_THE_WRITE_IS_DONE)))
                .isEmpty();
        assertThat(wrong(
                        Histories.of(3, 3, false),
                        noLookWhereTheRowWasThere,
                        EveryInterleavingTest::asGiven,
                        new Budget(0, 1, 0, Landing.BEFORE_THE_WRITE_IS_DONE)))
                .isNotEmpty();
    }

    @Test
    void theLastChangeWinsThoughMarkersAreRefusedForAWhile() {
        assertThat(wrong(
                        Histories.of(4, 3, false),
                        EveryInterleavingTest::first,
                        EveryInterleavingTest::asGiven,
                        new Budget(1, 0, 1, Landing.AT_ANY_TIME)))
                .isEmpty();
    }

    @Test
    void withoutTheMarkerALateBulkRowWouldBringADeletedRowBack() {
        Interleavings.First noMarker =
                (write, known, again) -> write.isDelete() ? new Stage.RemoveRow(write) : Stage.first(write, known);
        assertThat(wrong(Histories.of(2, 2, false), noMarker, EveryInterleavingTest::asGiven, Budget.deaths(0)))
                .isNotEmpty();
    }

    @Test
    void withoutTheSecondLookAtTheMarkerARowWouldComeBack() {
        BiFunction<Step, Answer, Answer> neverCreated =
                (step, answer) -> answer instanceof Answer.Done ? new Answer.Done(false) : answer;
        Interleavings.First rowsAreKnown = (write, known, again) ->
                write.isDelete() ? Stage.first(write) : new Stage.ReadMarkerBefore(write, true);
        assertThat(wrong(Histories.of(2, 2, false), rowsAreKnown, EveryInterleavingTest::asGiven, Budget.deaths(0)))
                .isEmpty();
        assertThat(wrong(Histories.of(2, 2, false), rowsAreKnown, neverCreated, Budget.deaths(0)))
                .isNotEmpty();
    }

    @Test
    void withoutTheFirstLookAtTheMarkerADeathWouldLeaveARow() {
        Interleavings.First noFirstLook =
                (write, known, again) -> write.isDelete() ? Stage.first(write) : new Stage.PutRow(write, true);
        assertThat(wrong(Histories.of(4, 3, false), noFirstLook, EveryInterleavingTest::asGiven, Budget.deaths(0)))
                .isEmpty();
        assertThat(wrong(Histories.of(4, 3, false), noFirstLook, EveryInterleavingTest::asGiven, Budget.deaths(1)))
                .isNotEmpty();
    }

    @Test
    void rowsThatWereKnownOnAfterADeathWouldLeaveARow() {
        Interleavings.First knownForEver = (write, known, again) -> Stage.first(write, known || again);
        assertThat(wrong(Histories.of(4, 3, false), knownForEver, EveryInterleavingTest::asGiven, Budget.deaths(0)))
                .isEmpty();
        assertThat(wrong(Histories.of(4, 3, false), knownForEver, EveryInterleavingTest::asGiven, Budget.deaths(1)))
                .isNotEmpty();
    }

    @Test
    void aDeleteThatIgnoredALaterOneWouldLeaveARowAfterADeath() {
        BiFunction<Step, Answer, Answer> laterDeleteUnheard = (step, answer) ->
                step.key().equals(Histories.MARKER) && answer instanceof Answer.Held ? new Answer.Done(false) : answer;
        // The third change finds what the second left when it died, and puts the fourth on top of it.
        List<List<List<AerospikeWrite>>> history = List.of(List.of(
                List.of(Histories.write(1, false), Histories.write(4, false)),
                List.of(Histories.write(2, false), Histories.write(3, true)),
                List.of(Histories.write(5, true))));
        assertThat(wrong(history, EveryInterleavingTest::first, EveryInterleavingTest::asGiven, Budget.deaths(1)))
                .isEmpty();
        assertThat(wrong(history, EveryInterleavingTest::first, laterDeleteUnheard, Budget.deaths(0)))
                .isEmpty();
        assertThat(wrong(history, EveryInterleavingTest::first, laterDeleteUnheard, Budget.deaths(1)))
                .isNotEmpty();
    }

    private static Stage first(AerospikeWrite write, boolean known, boolean again) {
        return Stage.first(write, known);
    }

    private static Answer asGiven(Step step, Answer answer) {
        return answer;
    }

    /** Returns a history that can end wrong. */
    private static Optional<List<List<AerospikeWrite>>> wrong(
            List<List<List<AerospikeWrite>>> histories,
            Interleavings.First first,
            BiFunction<Step, Answer, Answer> answers,
            Budget budget) {
        return wrong(histories, first, answers, budget, Interleavings.World::row);
    }

    private static Optional<List<List<AerospikeWrite>>> wrong(
            List<List<List<AerospikeWrite>>> histories,
            Interleavings.First first,
            BiFunction<Step, Answer, Answer> answers,
            Budget budget,
            Function<Interleavings.World, ModelRecord> row) {
        return histories.parallelStream()
                .filter(tasks -> {
                    ModelRecord right = Histories.rowAfter(tasks);
                    return new Interleavings(tasks, first, answers)
                            .end(budget, world -> !row.apply(world).equals(right))
                            .isPresent();
                })
                .findAny();
    }
}
