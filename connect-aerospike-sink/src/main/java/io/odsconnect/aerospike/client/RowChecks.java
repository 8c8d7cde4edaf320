package io.odsconnect.aerospike.client;

import com.aerospike.client.AerospikeException;
import io.odsconnect.aerospike.protocol.Answer;
import io.odsconnect.aerospike.protocol.Records;
import io.odsconnect.aerospike.protocol.Step;
import io.odsconnect.common.sink.Outcome;
import java.util.ArrayList;
import java.util.List;

/** Removes rows below their markers, in batches. One that cannot be checked does not keep the others from it. */
final class RowChecks {

    /** Where more fail than this, nothing is gained by telling them apart. */
    static final int MOST_FAILED = 10_000;

    private static final int BATCH = 500;

    private final Records records;
    private final List<Step> steps = new ArrayList<>();
    private final List<Step> failed = new ArrayList<>();
    private String reason = "";
    private long removed;

    RowChecks(Records records) {
        this.records = records;
    }

    /**
     * Adds the removal of a row.
     *
     * @throws AerospikeException if too many cannot be done now
     */
    void add(Step remove) {
        steps.add(remove);
        if (steps.size() == BATCH) {
            flush();
        }
    }

    /**
     * Does what is left to do.
     *
     * @param markers how many markers were gone through
     */
    MarkerSweep.Result finish(long markers) {
        flush();
        return new MarkerSweep.Result(markers, removed, failed, reason);
    }

    private void flush() {
        List<Step> batch = List.copyOf(steps);
        steps.clear();
        if (batch.isEmpty()) {
            return;
        }
        List<Answer> answers = run(batch);
        for (int i = 0; i < batch.size(); i++) {
            if (answers.get(i) instanceof Answer.Failed why) {
                failed.add(batch.get(i));
                reason = reasonOf(why.outcome());
            }
            removed += answers.get(i) instanceof Answer.Done ? 1 : 0;
        }
        if (failed.size() > MOST_FAILED) {
            throw new AerospikeException(failed.size() + " rows could not be checked: " + reason);
        }
    }

    /** Does them one by one where the client cannot send them together: one is to blame, and not the others. */
    private List<Answer> run(List<Step> batch) {
        try {
            return records.run(batch);
        } catch (RuntimeException e) {
            if (batch.size() == 1) {
                throw e;
            }
            List<Answer> answers = new ArrayList<>(batch.size());
            for (Step step : batch) {
                answers.addAll(records.run(List.of(step)));
            }
            return answers;
        }
    }

    private static String reasonOf(Outcome outcome) {
        if (outcome instanceof Outcome.Retry retry) {
            return retry.reason();
        }
        if (outcome instanceof Outcome.Rejected rejected) {
            return rejected.reason();
        }
        return outcome instanceof Outcome.Fatal fatal ? fatal.reason() : String.valueOf(outcome);
    }
}
