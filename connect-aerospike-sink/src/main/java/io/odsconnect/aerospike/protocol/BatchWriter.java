package io.odsconnect.aerospike.protocol;

import io.odsconnect.common.sink.Outcome;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes batches: takes all writes of one through their stages side by side, so that a batch costs as many round trips
 * as its longest write has steps, which are two where all rows were there before, three for new ones and two for
 * deletes.
 */
public final class BatchWriter {

    private final Records records;

    /** Writes to these records. */
    public BatchWriter(Records records) {
        this.records = records;
    }

    /** Writes a batch in which no identity stands twice; returns one outcome a write, in the order of the batch. */
    public List<Outcome> write(List<AerospikeWrite> batch) {
        List<Stage> stages = new ArrayList<>(batch.size());
        for (AerospikeWrite write : batch) {
            stages.add(Stage.first(write));
        }
        while (true) {
            List<Integer> waiting = new ArrayList<>();
            List<Step> steps = new ArrayList<>();
            for (int i = 0; i < stages.size(); i++) {
                if (stages.get(i) instanceof Stage.Pending pending) {
                    waiting.add(i);
                    steps.add(pending.step());
                }
            }
            if (steps.isEmpty()) {
                return outcomes(stages);
            }
            List<Answer> answers = records.run(steps);
            for (int i = 0; i < waiting.size(); i++) {
                int write = waiting.get(i);
                stages.set(write, Stage.after((Stage.Pending) stages.get(write), answers.get(i)));
            }
        }
    }

    private static List<Outcome> outcomes(List<Stage> stages) {
        List<Outcome> outcomes = new ArrayList<>(stages.size());
        for (Stage stage : stages) {
            outcomes.add(((Stage.Finished) stage).outcome());
        }
        return outcomes;
    }
}
