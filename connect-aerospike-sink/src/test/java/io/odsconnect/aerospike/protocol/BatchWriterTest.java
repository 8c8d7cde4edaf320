package io.odsconnect.aerospike.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import com.aerospike.client.Key;
import com.aerospike.client.Value;
import io.odsconnect.common.event.ChangeEvent;
import io.odsconnect.common.sink.Outcome;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BatchWriterTest {

    private final Map<Key, ModelRecord> records = new HashMap<>();
    private final List<Integer> roundTrips = new ArrayList<>();
    private final BatchWriter writer = new BatchWriter(this::run);

    @Test
    void rowsThatAreNotKnownCostThreeRoundTrips() {
        records.put(key("row", 1), ModelRecord.at(9));
        assertThat(writer.write(List.of(put(1, 10)))).containsOnly(Outcome.APPLIED);
        assertThat(roundTrips).containsExactly(1, 1, 1);

        roundTrips.clear();
        assertThat(writer.write(List.of(put(2, 10), put(3, 10)))).containsOnly(Outcome.APPLIED);
        assertThat(roundTrips).containsExactly(2, 2, 2);
    }

    @Test
    void rowsThatTheTaskHasPutBeforeCostOneRoundTrip() {
        writer.write(List.of(put(1, 10), put(2, 10)));

        roundTrips.clear();
        assertThat(writer.write(List.of(put(1, 11), put(2, 11)))).containsOnly(Outcome.APPLIED);
        assertThat(roundTrips).containsExactly(2);
    }

    @Test
    void rowsAreNotKnownOnceTheTaskIsGivenPartitions() {
        writer.write(List.of(put(1, 10)));
        writer.forgetRows();

        roundTrips.clear();
        assertThat(writer.write(List.of(put(1, 11)))).containsOnly(Outcome.APPLIED);
        assertThat(roundTrips).containsExactly(1, 1, 1);
    }

    @Test
    void aWriteThatWasUnderWayWhenTheTaskWasGivenPartitionsDoesNotMakeItsRowKnown() {
        BatchWriter[] self = new BatchWriter[1];
        self[0] = new BatchWriter(steps -> {
            self[0].forgetRows();
            return run(steps);
        });
        self[0].write(List.of(put(1, 10)));

        roundTrips.clear();
        self[0].write(List.of(put(1, 11)));
        assertThat(roundTrips).containsExactly(1, 1, 1);
    }

    @Test
    void aRowThatTheTaskHasDeletedIsLookedForAfterItIsPutAgainOnly() {
        writer.write(List.of(delete(1, 11)));

        roundTrips.clear();
        assertThat(writer.write(List.of(put(1, 12)))).containsOnly(Outcome.APPLIED);
        assertThat(roundTrips).containsExactly(1, 1);
    }

    @Test
    void aRowThatWasHeldOrFailedIsNotKnown() {
        Outcome busy = new Outcome.Retry("hot key", null);
        List<Answer> failure = new ArrayList<>();
        BatchWriter failing = new BatchWriter(steps -> failure.isEmpty() ? run(steps) : List.copyOf(failure));
        failing.write(List.of(put(1, 12)));

        assertThat(failing.write(List.of(put(1, 11)))).containsExactly(Outcome.STALE);
        roundTrips.clear();
        failing.write(List.of(put(1, 13)));
        assertThat(roundTrips).containsExactly(1, 1, 1);

        failure.add(new Answer.Failed(busy, Answer.Cause.REFUSED));
        assertThat(failing.write(List.of(put(1, 14)))).containsExactly(busy);
        failure.clear();
        roundTrips.clear();
        failing.write(List.of(put(1, 14)));
        assertThat(roundTrips).containsExactly(1, 1, 1);
    }

    @Test
    void aBulkRowLooksForAMarkerFirstThoughItsRowIsKnown() {
        writer.write(List.of(put(1, 10)));

        roundTrips.clear();
        assertThat(writer.write(List.of(put(1, 11).asBulk()))).containsOnly(Outcome.APPLIED);
        assertThat(roundTrips).containsExactly(1, 1);
    }

    @Test
    void deletesCostTwoRoundTripsAndRideAlong() {
        assertThat(writer.write(List.of(put(1, 10), delete(2, 10)))).containsOnly(Outcome.APPLIED);
        assertThat(roundTrips).containsExactly(2, 2, 1);
    }

    @Test
    void aWriteWithoutAPositionCostsOneRoundTripAndLeavesNoMarker() {
        assertThat(writer.write(List.of(put(1, ChangeEvent.NO_POSITION), delete(2, ChangeEvent.NO_POSITION))))
                .containsOnly(Outcome.APPLIED);
        assertThat(roundTrips).containsExactly(2);
        assertThat(records).doesNotContainKey(key("marker", 2));
    }

    @Test
    void aWriteWithoutAPositionKeepsTheOneThatIsStored() {
        writer.write(List.of(put(1, 10), put(2, 10)));

        assertThat(writer.write(List.of(
                        put(1, ChangeEvent.NO_POSITION).keepingPosition(),
                        delete(2, ChangeEvent.NO_POSITION).keepingPosition(),
                        put(3, ChangeEvent.NO_POSITION).keepingPosition(),
                        delete(4, ChangeEvent.NO_POSITION).keepingPosition())))
                .containsOnly(Outcome.APPLIED);

        assertThat(records.get(key("row", 1))).isEqualTo(ModelRecord.at(10));
        assertThat(records.get(key("row", 3))).isEqualTo(ModelRecord.at(ChangeEvent.NO_POSITION));
        assertThat(writer.write(List.of(put(1, 9).asBulk(), put(2, 9).asBulk())))
                .containsExactly(Outcome.STALE, Outcome.STALE);
        assertThat(records.get(key("row", 2))).isEqualTo(ModelRecord.ABSENT);
    }

    @Test
    void aPositionThatComesBetweenTheStepsOfAWriteWithoutOneIsKept() {
        BatchWriter[] racing = new BatchWriter[1];
        boolean[] raced = {false};
        racing[0] = new BatchWriter(steps -> {
            if (steps.get(0) instanceof Step.PutUnlessPosition && !raced[0]) {
                raced[0] = true;
                writer.write(List.of(put(1, 10)));
            }
            return run(steps);
        });

        assertThat(racing[0].write(List.of(put(1, ChangeEvent.NO_POSITION).keepingPosition())))
                .containsExactly(Outcome.APPLIED);
        assertThat(records.get(key("row", 1))).isEqualTo(ModelRecord.at(10));
    }

    @Test
    void aRecordWhosePositionIsNoneRejectsWhatWouldBeComparedWithIt() {
        BatchWriter odd = new BatchWriter(steps -> steps.stream()
                .<Answer>map(step -> step instanceof Step.ReadPosition read
                        ? (read.key().setName.equals("row") ? new Answer.NoPosition("String") : Answer.ABSENT)
                        : step instanceof Step.Put put && put.isMarker() ? new Answer.Done(true) : Answer.HELD)
                .toList());

        List<Outcome> outcomes = odd.write(List.of(
                put(1, 10),
                delete(2, 10),
                put(3, 10).asBulk(),
                put(4, ChangeEvent.NO_POSITION).keepingPosition(),
                delete(5, ChangeEvent.NO_POSITION).keepingPosition()));

        assertThat(outcomes)
                .allSatisfy(outcome -> assertThat(outcome)
                        .isInstanceOfSatisfying(
                                Outcome.Rejected.class,
                                why -> assertThat(why.reason()).contains("position.bin", "String")));
    }

    @Test
    void aMarkerWhosePositionIsNoneMakesNoBadRecordOfADelete() {
        BatchWriter odd = new BatchWriter(steps -> steps.stream()
                .<Answer>map(step -> step instanceof Step.ReadPosition
                        ? new Answer.NoPosition("String")
                        : step instanceof Step.Put ? Answer.HELD : new Answer.Done(false))
                .toList());

        assertThat(odd.write(List.of(delete(1, 10))))
                .singleElement()
                .isInstanceOfSatisfying(
                        Outcome.Retry.class, why -> assertThat(why.reason()).contains("delete.marker.set.suffix"));
    }

    @Test
    void outcomesStandInTheOrderOfTheBatch() {
        writer.write(List.of(put(1, 10), delete(2, 10)));

        assertThat(writer.write(List.of(put(3, 1), put(2, 9), put(1, 9), delete(1, 9))))
                .containsExactly(Outcome.APPLIED, Outcome.STALE, Outcome.STALE, Outcome.STALE);
    }

    @Test
    void aStepThatFailsEndsItsOwnWriteOnly() {
        Outcome busy = new Outcome.Retry("hot key", null);
        BatchWriter failing = new BatchWriter(steps -> {
            List<Answer> answers = new ArrayList<>(run(steps));
            for (int i = 0; i < steps.size(); i++) {
                if (steps.get(i).key().equals(key("row", 1))) {
                    answers.set(i, new Answer.Failed(busy, Answer.Cause.REFUSED));
                }
            }
            return answers;
        });

        assertThat(failing.write(List.of(put(1, 10), put(2, 10)))).containsExactly(busy, Outcome.APPLIED);
    }

    @Test
    void aDeleteWhoseMarkerIsRefusedRemovesItsRowAndIsTriedAgainNeverRejected() {
        writer.write(List.of(put(1, 10), put(2, 21)));
        BatchWriter full = new BatchWriter(steps -> {
            List<Answer> answers = new ArrayList<>();
            for (Step step : steps) {
                answers.add(
                        step instanceof Step.Put
                                ? new Answer.Failed(new Outcome.Rejected("no", null), Answer.Cause.REFUSED)
                                : run(List.of(step)).get(0));
            }
            return answers;
        });

        List<Outcome> outcomes = full.write(List.of(delete(1, 20), delete(2, 20)));

        assertThat(outcomes).hasOnlyElementsOfType(Outcome.Retry.class);
        assertThat(records.get(key("row", 1))).isEqualTo(ModelRecord.ABSENT);
        assertThat(records.get(key("row", 2))).isEqualTo(ModelRecord.at(21));
    }

    @Test
    void aRowThatAPutBringsBackWhoseAnswerWasLostIsRemovedWhenItIsLookedFor() {
        List<Step> heldBack = new ArrayList<>();
        BatchWriter losing = new BatchWriter(steps -> {
            if (steps.get(0) instanceof Step.Put put && !put.isMarker() && heldBack.isEmpty()) {
                heldBack.addAll(steps);
                return List.of(new Answer.Failed(new Outcome.Retry("timeout", null), Answer.Cause.LOST));
            }
            return run(steps);
        });
        losing.write(List.of(put(1, 10)));
        assertThat(losing.write(List.of(put(1, 10)))).containsExactly(Outcome.APPLIED);
        assertThat(losing.write(List.of(delete(1, 20)))).containsExactly(Outcome.APPLIED);
        run(heldBack);
        assertThat(records.get(key("row", 1))).isEqualTo(ModelRecord.at(10));

        assertThat(losing.lookForLostPuts()).isEqualTo(1);

        assertThat(records.get(key("row", 1))).isEqualTo(ModelRecord.ABSENT);
        run(heldBack);
        assertThat(losing.lookForLostPuts()).as("the second look").isEqualTo(1);
        assertThat(records.get(key("row", 1))).isEqualTo(ModelRecord.ABSENT);
        assertThat(losing.lookForLostPuts()).isZero();
    }

    @Test
    void aRowThatAPutWithoutAPositionBringsBackWhoseAnswerWasLostIsRemovedWhenItIsLookedFor() {
        List<Step> heldBack = new ArrayList<>();
        BatchWriter losing = new BatchWriter(steps -> {
            if (steps.get(0) instanceof Step.PutUnlessPosition && heldBack.isEmpty()) {
                heldBack.addAll(steps);
                return List.of(new Answer.Failed(new Outcome.Retry("timeout", null), Answer.Cause.LOST));
            }
            return run(steps);
        });
        AerospikeWrite put = put(1, ChangeEvent.NO_POSITION).keepingPosition();
        losing.write(List.of(put));
        assertThat(losing.write(List.of(put))).containsExactly(Outcome.APPLIED);
        assertThat(losing.write(List.of(delete(1, 20)))).containsExactly(Outcome.APPLIED);
        run(heldBack);
        assertThat(records.get(key("row", 1))).isEqualTo(ModelRecord.at(ChangeEvent.NO_POSITION));

        assertThat(losing.lookForLostPuts()).isEqualTo(1);

        assertThat(records.get(key("row", 1))).isEqualTo(ModelRecord.ABSENT);
    }

    @Test
    void aPutWithoutAPositionThatComesAfterTheDeleteStaysThoughALostOneIsLookedFor() {
        boolean[] lost = {false};
        BatchWriter losing = new BatchWriter(steps -> {
            if (steps.get(0) instanceof Step.PutUnlessPosition && !lost[0]) {
                lost[0] = true;
                return List.of(new Answer.Failed(new Outcome.Retry("timeout", null), Answer.Cause.LOST));
            }
            return run(steps);
        });
        AerospikeWrite put = put(1, ChangeEvent.NO_POSITION).keepingPosition();
        losing.write(List.of(put));
        losing.write(List.of(delete(1, 20)));
        assertThat(losing.write(List.of(put))).containsExactly(Outcome.APPLIED);

        assertThat(losing.lookForLostPuts()).isEqualTo(1);

        assertThat(records.get(key("row", 1))).as("the position of its marker").isEqualTo(ModelRecord.at(20));
    }

    @Test
    void aPutWithoutAPositionGivesWayToADeleteThatCameBetweenItsSteps() {
        BatchWriter racing = new BatchWriter(steps -> {
            if (steps.get(0) instanceof Step.PutUnlessPosition) {
                writer.write(List.of(delete(1, 20)));
            }
            return run(steps);
        });

        racing.write(List.of(put(1, ChangeEvent.NO_POSITION).keepingPosition()));

        assertThat(records.get(key("row", 1))).isEqualTo(ModelRecord.ABSENT);
    }

    @Test
    void aLostPutIsLookedForUntilTheServerAnswers() {
        List<Answer> away = List.of(new Answer.Failed(new Outcome.Retry("timeout", null), Answer.Cause.LOST));
        boolean[] isAway = {true};
        BatchWriter losing = new BatchWriter(steps -> isAway[0] && !roundTrips.isEmpty() ? away : run(steps));
        losing.write(List.of(put(1, 10)));

        assertThat(losing.lookForLostPuts()).isEqualTo(1);
        assertThat(losing.lookForLostPuts()).isEqualTo(1);
        assertThat(losing.lookForLostPuts()).isEqualTo(1);
        isAway[0] = false;
        losing.lookForLostPuts();
        losing.lookForLostPuts();
        assertThat(losing.lookForLostPuts()).isZero();
    }

    private List<Answer> run(List<Step> steps) {
        roundTrips.add(steps.size());
        List<Answer> answers = new ArrayList<>();
        for (Step step : steps) {
            ModelRecord.Result result =
                    records.getOrDefault(step.key(), ModelRecord.ABSENT).take(step);
            records.put(step.key(), result.after());
            answers.add(result.answer());
        }
        return answers;
    }

    private static AerospikeWrite put(int id, long position) {
        return new AerospikeWrite(row(id), List.of(), position, false, Lifetime.DEFAULT, 0);
    }

    private static AerospikeWrite delete(int id, long position) {
        return new AerospikeWrite(row(id), List.of(), position, true, Lifetime.DEFAULT, 0);
    }

    private static RowKey row(int id) {
        return new RowKey("test", new RowSet("row", "marker"), Value.get(id));
    }

    private static Key key(String set, int id) {
        return new Key("test", set, id);
    }
}
