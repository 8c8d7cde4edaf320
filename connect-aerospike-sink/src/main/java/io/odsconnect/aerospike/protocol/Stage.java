package io.odsconnect.aerospike.protocol;

import io.odsconnect.common.event.ChangeEvent;
import io.odsconnect.common.sink.KnownRows;
import io.odsconnect.common.sink.Outcome;

/**
 * How far a write has come: either it waits for the answer to one step on the server, or it is finished. Immutable.
 *
 * <p><b>The task.</b> A row is one record, with the position of its last change in a bin. The server compares the
 * position with a new one (a filter on the write) only while the record is there. A deleted row leaves nothing to
 * compare with, so a bulk row that arrives after the delete would bring it back. Hence a delete also leaves a
 * <em>marker</em>: a record in another set, under the same user key, with nothing in it but the delete's position.
 *
 * <p><b>The steps.</b> R is the row's record, M its marker; each line is one step on the server.
 * <pre>
 *   put the row at p                              delete the row at d
 *   1  read M; if M &gt; p, go to 4                  1  put M = d, unless M &gt; d: then go to 3
 *   2  put R, unless R &gt; p;                       2  remove R, unless R &gt; d; done
 *      done, if the row is known and R was there  3  read M
 *   3  read M; done, unless M &gt; p                 4  remove R, if R &lt; M as it was read
 *   4  remove R, if R &lt; M as it was read
 * </pre>
 *
 * <p><b>Why it is enough.</b> Let several tasks do these steps for one key in any order, as long as each that fails or
 * dies in between starts over, or one with a later change of the key does (the engine commits no offset before).
 * Then, when all have finished:
 * <ul>
 *   <li><em>The last change is a row, at p.</em> Its step 2 succeeds, as no record has a higher position. Nobody
 *       removes it: deletes only remove up to d &lt; p, and step 4 only below some M &lt; p. Nobody overwrites it.
 *   <li><em>The last change is a delete, at d.</em> Once its step 1 is done, M stays at d. Suppose R were there in
 *       the end. Somebody created it at some time T, and after T nobody removed it. T is not before the delete's
 *       step 2, which would have removed it. So T comes after M = d. Whoever created R goes on to step 3, or dies and
 *       its change or a later one of the key starts over at step 1. All of these find M = d, which is higher than
 *       their position, and come to step 4, which removes R whatever its position, for all are lower than d; or that
 *       later one is the delete at d itself, and its step 2 does. So R was removed after T: a contradiction.
 * </ul>
 *
 * <p>Step 1 keeps a late bulk row from being seen even for a moment, unless the delete is under way right then; and it
 * is what cleans up after a task that died between 2 and 3.
 *
 * <p><b>Answers that are lost.</b> A step whose answer is lost may have been done, or may be done later than others that
 * were sent after it. So whoever tries again may find R in step 2 that was put by the first try, after the delete's step
 * 2: that R was there before says nothing then, not even that it has a higher position, for another may have put its row
 * on top. So step 3 is never left out then. The same goes for a task that does not know what one before it has sent.
 *
 * <p><b>Where steps are left out.</b> Once for each row step 1 is enough: a task that has done all steps of a put or a
 * delete finishes what anyone before had begun, as it found the marker M if that was there by then, and else the delete
 * that writes M removes R after it. So a row is <em>known</em> where the write of it before, in the same task, put or
 * deleted the row and came through, and no partition was given to the task since ({@link KnownRows}). A change of a known
 * row begins with step 2 and needs step 3 only where R was not there. A write that fails makes its row unknown again, and
 * a bulk row, which may well be late, always begins with step 1.
 *
 * <p><b>A marker that is refused.</b> A server that is full takes no marker, but deletes records. So the row is removed
 * before its marker is there, and the delete starts over until the marker is: this frees space, and a row that comes late
 * meanwhile is removed by the delete's own step 2.
 *
 * <p>Changes at one and the same position do not undo each other: of these the one written last stays.
 *
 * <p><b>Its limits.</b> A marker lives for {@code delete.marker.ttl.ms}, and so long the delete holds. And a put whose
 * answer was lost may reach the server after a later try of it <em>and</em> the row's delete are done, when nobody looks
 * any more. The server bounds only the time from when it has read a request; how long the network, or a process that
 * hangs, holds one back is bounded by nothing. Hence {@link #again}: whoever lost an answer looks once more later.
 *
 * <p>{@code EveryInterleavingTest} tries all orders of these steps, with all deaths in between and answers lost, on a
 * model; {@code EveryInterleavingIT} does on a server.
 */
public sealed interface Stage {

    /** Returns the first stage of a write of a row that is not known. */
    static Stage first(AerospikeWrite write) {
        return first(write, false);
    }

    /**
     * Returns the first stage of a write. A write without a position is carried out in one step, whatever is there, unless
     * it has to keep a position, see {@link FindPosition}.
     *
     * @param known whether the last write of this row in this task {@linkplain #makesKnown made it known}
     */
    static Stage first(AerospikeWrite write, boolean known) {
        if (write.findsPosition()) {
            return new FindPosition(write, 0);
        }
        if (!write.isDelete()) {
            boolean looksFirst = write.isGuarded() && (!known || write.isBulk());
            return looksFirst ? new ReadMarkerBefore(write, known) : new PutRow(write, known);
        }
        return write.isGuarded() && write.row().hasMarker() ? new PutMarker(write) : new RemoveRow(write);
    }

    /**
     * Returns the stage in which a put, of which an answer was lost, looks once more whether its row was deleted: the
     * request may have reached the server only after the later try that came through.
     */
    static Pending again(AerospikeWrite put) {
        return new ReadMarkerAfter(put, Outcome.STALE);
    }

    /** Says whether a write with this outcome leaves a row that the task need not look for a marker of first again. */
    static boolean makesKnown(AerospikeWrite write, Outcome outcome) {
        return outcome instanceof Outcome.Applied && write.isGuarded();
    }

    /**
     * The write needs nothing more of the server.
     *
     * @param outcome its outcome
     */
    record Finished(Outcome outcome) implements Stage {}

    /** The write needs a step on the server. */
    non-sealed interface Pending extends Stage {

        /** Returns the step. */
        Step step();

        /** Returns the stage after the server answered, which is not {@link Answer.Failed}. */
        Stage next(Answer answer);
    }

    /**
     * Returns the stage after {@code answer}: a failed step finishes the write, and the engine starts it over. But a row
     * whose marker the server does not take goes all the same, and its delete is never a bad record for that.
     */
    static Stage after(Pending stage, Answer answer) {
        if (!(answer instanceof Answer.Failed failed)) {
            return stage.next(answer);
        }
        boolean lacksMarker = stage instanceof PutMarker
                && failed.why() == Answer.Cause.REFUSED
                && !(failed.outcome() instanceof Outcome.Fatal);
        return lacksMarker
                ? new RemoveRowFirst(((PutMarker) stage).write(), failed.outcome())
                : new Finished(failed.outcome());
    }

    /**
     * Step 1 of a row: was it deleted by a later change?
     *
     * @param write the row
     * @param known whether the row is known
     */
    record ReadMarkerBefore(AerospikeWrite write, boolean known) implements Pending {
        @Override
        public Step step() {
            return new Step.ReadPosition(write.markerKey());
        }

        @Override
        public Stage next(Answer answer) {
            return isLater(answer, write) ? TakeBack.of(write, answer) : new PutRow(write, known);
        }
    }

    /**
     * Step 2 of a row: write it.
     *
     * @param write the row
     * @param known whether the row is known, so that a record which was there before needs no look at the marker
     */
    record PutRow(AerospikeWrite write, boolean known) implements Pending {
        @Override
        public Step step() {
            return new Step.Put(write.key(), write.bins(), write.position(), write.lifetime(), false);
        }

        @Override
        public Stage next(Answer answer) {
            if (answer instanceof Answer.Held) {
                return new CheckRow(write, known);
            }
            boolean mayBeLate = write.isGuarded() && (!known || (answer instanceof Answer.Done done && done.created()));
            return mayBeLate ? new ReadMarkerAfter(write, Outcome.APPLIED) : new Finished(Outcome.APPLIED);
        }
    }

    /**
     * After step 2 that the server did not do because of what is there: is that a position?
     *
     * @param write the row, or the delete
     * @param known whether nothing more is to be looked for
     */
    record CheckRow(AerospikeWrite write, boolean known) implements Pending {
        @Override
        public Step step() {
            return new Step.ReadPosition(write.key());
        }

        @Override
        public Stage next(Answer answer) {
            if (answer instanceof Answer.NoPosition found) {
                return new Finished(new Outcome.Rejected(
                        "The record that is there has a " + found.type()
                                + " in the bin of position.bin and no position, so"
                                + " it is unknown which is newer: remove that record or its bin, or choose another"
                                + " position.bin",
                        null));
            }
            return known ? new Finished(Outcome.STALE) : new ReadMarkerAfter(write, Outcome.STALE);
        }
    }

    /**
     * Step 3 of a row that was not there or is not known: did a later delete come in between?
     *
     * @param write the row
     * @param unless what becomes of the write if none did
     */
    record ReadMarkerAfter(AerospikeWrite write, Outcome unless) implements Pending {
        @Override
        public Step step() {
            return new Step.ReadPosition(write.markerKey());
        }

        @Override
        public Stage next(Answer answer) {
            return isLater(answer, write) ? TakeBack.of(write, answer) : new Finished(unless);
        }
    }

    /**
     * Step 4: there is a later delete, so nothing older than that may stay, nor what a put without a position has left.
     *
     * @param write the row or the earlier delete
     * @param deleted the position of the later delete
     */
    record TakeBack(AerospikeWrite write, long deleted) implements Pending {

        private static TakeBack of(AerospikeWrite write, Answer marker) {
            return new TakeBack(write, ((Answer.Position) marker).value());
        }

        @Override
        public Step step() {
            return new Step.Remove(write.key(), deleted - 1, !write.isGuarded());
        }

        @Override
        public Stage next(Answer answer) {
            return new Finished(Outcome.STALE);
        }
    }

    /**
     * Step 1 of a delete: leave the marker.
     *
     * @param write the delete
     */
    record PutMarker(AerospikeWrite write) implements Pending {
        @Override
        public Step step() {
            return new Step.Put(write.markerKey(), write.bins(), write.position(), write.lifetime(), true);
        }

        @Override
        public Stage next(Answer answer) {
            return answer instanceof Answer.Held ? new ReadLaterMarker(write) : new RemoveRow(write);
        }
    }

    /**
     * Instead of step 1 of a delete whose marker the server does not take: take the row out, and start over.
     *
     * @param write the delete
     * @param refused what the server said to the marker
     */
    record RemoveRowFirst(AerospikeWrite write, Outcome refused) implements Pending {
        @Override
        public Step step() {
            return new Step.Remove(write.key(), write.position(), true);
        }

        @Override
        public Stage next(Answer answer) {
            return new Finished(
                    refused instanceof Outcome.Rejected why
                            ? new Outcome.Retry("The marker of a delete is refused. " + why.reason(), why.cause())
                            : refused);
        }
    }

    /**
     * Step 3 of a delete that a later one was before: how far does that one reach? Whoever wrote it may not have come
     * to the row yet, and this delete may be all that is left to clean up after a task that died.
     *
     * @param write the delete
     */
    record ReadLaterMarker(AerospikeWrite write) implements Pending {
        @Override
        public Step step() {
            return new Step.ReadPosition(write.markerKey());
        }

        @Override
        public Stage next(Answer answer) {
            if (answer instanceof Answer.NoPosition found) {
                return new RemoveRowFirst(
                        write,
                        new Outcome.Retry(
                                "The marker of a delete cannot be written: the record that is there has a "
                                        + found.type()
                                        + " in the bin of position.bin and is no marker. Remove it, or choose another"
                                        + " delete.marker.set.suffix",
                                null));
            }
            return isLater(answer, write) ? TakeBack.of(write, answer) : new RemoveRow(write);
        }
    }

    /**
     * Step 2 of a delete: take the row out.
     *
     * @param write the delete
     */
    record RemoveRow(AerospikeWrite write) implements Pending {
        @Override
        public Step step() {
            return new Step.Remove(write.key(), write.position(), true);
        }

        @Override
        public Stage next(Answer answer) {
            return answer instanceof Answer.Held ? new CheckRow(write, true) : new Finished(Outcome.APPLIED);
        }
    }

    private static boolean isLater(Answer marker, AerospikeWrite write) {
        return marker instanceof Answer.Position position
                && position.value() != ChangeEvent.NO_POSITION
                && position.value() > write.position();
    }
}
