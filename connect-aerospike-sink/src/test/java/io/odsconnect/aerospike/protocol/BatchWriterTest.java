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
    void rowsThatWereThereCostTwoRoundTripsAndNewOnesThree() {
        records.put(key("row", 1), ModelRecord.at(9));
        assertThat(writer.write(List.of(put(1, 10)))).containsOnly(Outcome.APPLIED);
        assertThat(roundTrips).containsExactly(1, 1);

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
        assertThat(roundTrips).containsExactly(1, 1);
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
        assertThat(roundTrips).containsExactly(1, 1);
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
        assertThat(roundTrips).containsExactly(1, 1);

        failure.add(new Answer.Failed(busy));
        assertThat(failing.write(List.of(put(1, 14)))).containsExactly(busy);
        failure.clear();
        roundTrips.clear();
        failing.write(List.of(put(1, 14)));
        assertThat(roundTrips).containsExactly(1, 1);
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
                    answers.set(i, new Answer.Failed(busy));
                }
            }
            return answers;
        });

        assertThat(failing.write(List.of(put(1, 10), put(2, 10)))).containsExactly(busy, Outcome.APPLIED);
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
