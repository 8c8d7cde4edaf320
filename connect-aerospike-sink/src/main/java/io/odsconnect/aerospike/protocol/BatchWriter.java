package io.odsconnect.aerospike.protocol;

import com.aerospike.client.Key;
import io.odsconnect.common.sink.KnownRows;
import io.odsconnect.common.sink.Outcome;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes batches: takes all writes of one through their stages side by side, so that a batch costs as many round trips
 * as its longest write has steps: one where all rows are {@linkplain KnownRows known}, two where they were there before,
 * three for new ones and two for deletes.
 */
public final class BatchWriter {

    private final Records records;
    private final KnownRows known = new KnownRows();

    /** Writes to these records. */
    public BatchWriter(Records records) {
        this.records = records;
    }

    /**
     * Forgets which rows are known, as what other tasks have left half done may now be this one's to finish. To be called
     * whenever the task is given partitions, before it writes anything of them.
     */
    public void forgetRows() {
        known.forgetAll();
    }

    /** Writes a batch in which no identity stands twice; returns one outcome a write, in the order of the batch. */
    public List<Outcome> write(List<AerospikeWrite> batch) {
        KnownRows.Session session = known.session();
        List<Stage> stages = new ArrayList<>(batch.size());
        for (AerospikeWrite write : batch) {
            stages.add(Stage.first(write, isKnown(session, write.key())));
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
                return outcomes(batch, stages, session);
            }
            List<Answer> answers = records.run(steps);
            for (int i = 0; i < waiting.size(); i++) {
                int write = waiting.get(i);
                stages.set(write, Stage.after((Stage.Pending) stages.get(write), answers.get(i)));
            }
        }
    }

    private static boolean isKnown(KnownRows.Session session, Key row) {
        ByteBuffer digest = ByteBuffer.wrap(row.digest);
        return session.takeOut(digest.getInt(0), restOf(digest, row));
    }

    private static void makeKnown(KnownRows.Session session, Key row) {
        ByteBuffer digest = ByteBuffer.wrap(row.digest);
        session.put(digest.getInt(0), restOf(digest, row));
    }

    private static long restOf(ByteBuffer digest, Key row) {
        // The digest is of set and user key; the same of both may be in two namespaces.
        return digest.getLong(Integer.BYTES) ^ row.namespace.hashCode();
    }

    private static List<Outcome> outcomes(List<AerospikeWrite> batch, List<Stage> stages, KnownRows.Session session) {
        List<Outcome> outcomes = new ArrayList<>(stages.size());
        for (int i = 0; i < batch.size(); i++) {
            Outcome outcome = ((Stage.Finished) stages.get(i)).outcome();
            if (Stage.makesKnown(batch.get(i), outcome)) {
                makeKnown(session, batch.get(i).key());
            }
            outcomes.add(outcome);
        }
        return outcomes;
    }
}
