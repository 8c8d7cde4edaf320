package io.odsconnect.aerospike.protocol;

import com.aerospike.client.Key;
import io.odsconnect.common.sink.KnownRows;
import io.odsconnect.common.sink.Outcome;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Writes batches: takes all writes of one through their stages side by side, so that a batch costs as many round trips
 * as its longest write has steps: one where all rows are {@linkplain KnownRows known}, three where they are not, and two
 * for deletes.
 */
public final class BatchWriter {

    /** How many rows are looked for at once. */
    private static final int LOOKS = 500;

    private final Records records;
    private final KnownRows known = new KnownRows();
    private final LostPuts lost;

    /** Writes to these records, and looks for rows that came back as soon as it is told to. */
    public BatchWriter(Records records) {
        this(records, 0);
    }

    /**
     * Writes to these records.
     *
     * @param records the records
     * @param patienceMillis how long a put whose answer was lost may take to land before it is looked what it did
     */
    public BatchWriter(Records records, long patienceMillis) {
        this.records = records;
        this.lost = new LostPuts(TimeUnit.MILLISECONDS.toNanos(patienceMillis));
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
        finish(stages, waiting);
        return outcomes(batch, stages, session);
    }

    /**
     * Looks for rows that were put back after their delete by a put whose answer was lost, and removes them. To be called
     * now and then; does nothing where no answer was lost.
     *
     * @return how many rows were looked for
     */
    public int lookForLostPuts() {
        long now = System.nanoTime();
        int looked = 0;
        for (List<AerospikeWrite> due = lost.due(now, LOOKS); !due.isEmpty(); due = lost.due(now, LOOKS)) {
            lookFor(due);
            looked += due.size();
        }
        return looked;
    }

    /**
     * Says, and forgets, whether so many answers were lost that not all puts are looked for: all markers have to be gone
     * through then.
     */
    public boolean lostTooManyPuts() {
        return lost.hasOverflowed();
    }

    private void lookFor(List<AerospikeWrite> puts) {
        Stage[] stages = new Stage[puts.size()];
        int[] waiting = new int[puts.size()];
        for (int i = 0; i < stages.length; i++) {
            stages[i] = Stage.again(puts.get(i));
            waiting[i] = i;
        }
        try {
            finish(stages, waiting);
        } catch (RuntimeException e) {
            // Some of them are no longer in the list.
            puts.forEach(put -> lost.addAgain(put, System.nanoTime()));
            throw e;
        }
        for (int i = 0; i < stages.length; i++) {
            if (((Stage.Finished) stages[i]).outcome() instanceof Outcome.Retry) {
                lost.addAgain(puts.get(i), System.nanoTime());
            }
        }
    }

    private void finish(Stage[] stages, int[] waiting) {
        for (int count = stages.length; count > 0; ) {
            count = step(stages, waiting, count);
        }
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
        List<Answer> answers = run(steps, stages, waiting);
        int left = 0;
        for (int i = 0; i < count; i++) {
            int write = waiting[i];
            if (answers.get(i) instanceof Answer.Failed failed && failed.why() == Answer.Cause.LOST) {
                noteLost(stages[write]);
            }
            stages[write] = Stage.after((Stage.Pending) stages[write], answers.get(i));
            if (stages[write] instanceof Stage.Pending) {
                waiting[left++] = write;
            }
        }
        return left;
    }

    /** Does steps. Where the client fails over one of them, the answers to all are lost. */
    private List<Answer> run(List<Step> steps, Stage[] stages, int[] waiting) {
        try {
            return records.run(steps);
        } catch (RuntimeException e) {
            for (int i = 0; i < steps.size(); i++) {
                noteLost(stages[waiting[i]]);
            }
            throw e;
        }
    }

    private void noteLost(Stage stage) {
        AerospikeWrite put = LostPuts.putOf(stage);
        if (put != null) {
            lost.add(put, System.nanoTime());
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
