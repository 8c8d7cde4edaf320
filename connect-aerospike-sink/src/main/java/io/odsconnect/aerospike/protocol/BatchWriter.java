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
        Stage[] stages = new Stage[batch.size()];
        int[] waiting = new int[batch.size()];
        for (int i = 0; i < stages.length; i++) {
            AerospikeWrite write = batch.get(i);
            stages[i] = Stage.first(write, isKnown(session, write.key()));
            waiting[i] = i;
        }
        for (int count = stages.length; count > 0; ) {
            count = step(stages, waiting, count);
        }
        return outcomes(batch, stages, session);
    }

    /**
     * Takes writes one stage further.
     *
     * @param waiting the indexes of the writes that need a step; afterwards of those that need one more
     * @param count how many these are
     * @return how many need one more
     */
    private int step(Stage[] stages, int[] waiting, int count) {
        List<Step> steps = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            steps.add(((Stage.Pending) stages[waiting[i]]).step());
        }
        List<Answer> answers = records.run(steps);
        int left = 0;
        for (int i = 0; i < count; i++) {
            int write = waiting[i];
            stages[write] = Stage.after((Stage.Pending) stages[write], answers.get(i));
            if (stages[write] instanceof Stage.Pending) {
                waiting[left++] = write;
            }
        }
        return left;
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

    private static List<Outcome> outcomes(List<AerospikeWrite> batch, Stage[] stages, KnownRows.Session session) {
        List<Outcome> outcomes = new ArrayList<>(stages.length);
        for (int i = 0; i < batch.size(); i++) {
            Outcome outcome = ((Stage.Finished) stages[i]).outcome();
            if (Stage.makesKnown(batch.get(i), outcome)) {
                makeKnown(session, batch.get(i).key());
            }
            outcomes.add(outcome);
        }
        return outcomes;
    }
}
