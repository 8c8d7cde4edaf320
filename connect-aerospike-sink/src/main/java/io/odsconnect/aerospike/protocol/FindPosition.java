package io.odsconnect.aerospike.protocol;

import io.odsconnect.common.event.ChangeEvent;
import io.odsconnect.common.sink.Outcome;

/**
 * The first step of a change without a position, of a row whose other changes have one: which has it? It is taken for
 * the change's own, so that it is neither lost nor goes back. A row that is not there has that of its marker. So a record
 * without a position never stands beside a marker, but where it was put before the marker was written, or reached the
 * server late: whoever finds the two together removes the record.
 *
 * @param write the row, or the delete
 * @param tries how often it has begun here
 */
record FindPosition(AerospikeWrite write, int tries) implements Stage.Pending {

    private static final int MOST_TRIES = 10;

    @Override
    public Step step() {
        return new Step.ReadPosition(write.key());
    }

    @Override
    public Stage next(Answer answer) {
        if (hasPosition(answer)) {
            return Stage.first(write.at(((Answer.Position) answer).value()), false);
        }
        if (answer instanceof Answer.NoPosition) {
            return new Stage.CheckRow(write, true);
        }
        if (!write.isDelete()) {
            return new InMarker(write, tries);
        }
        return answer instanceof Answer.Absent ? new Stage.Finished(Outcome.APPLIED) : new ThereIsNone(write, tries);
    }

    private Stage again() {
        return tries < MOST_TRIES
                ? new FindPosition(write, tries + 1)
                : new Stage.Finished(new Outcome.Retry("The row changes all the time", null));
    }

    private static boolean hasPosition(Answer answer) {
        return answer instanceof Answer.Position found && found.value() != ChangeEvent.NO_POSITION;
    }

    /**
     * The second step of a row that has no position: has its marker one?
     *
     * @param write the row
     * @param tries how often it has looked for a position before
     */
    record InMarker(AerospikeWrite write, int tries) implements Stage.Pending {
        @Override
        public Step step() {
            return new Step.ReadPosition(write.markerKey());
        }

        @Override
        public Stage next(Answer answer) {
            return hasPosition(answer)
                    ? new Stage.PutRow(write.at(((Answer.Position) answer).value()), false)
                    : new ThereIsNone(write, tries);
        }
    }

    /**
     * The step of a change without a position, of a row that has none: write or remove it, unless it has one by now. A
     * row that is written is looked for a marker afterwards, as any that was not there.
     *
     * @param write the row, or the delete
     * @param tries how often it has looked for a position before
     */
    record ThereIsNone(AerospikeWrite write, int tries) implements Stage.Pending {
        @Override
        public Step step() {
            return write.isDelete()
                    ? new Step.Remove(write.key(), Long.MIN_VALUE + 1, true)
                    : new Step.PutUnlessPosition(write.key(), write.bins(), write.lifetime());
        }

        @Override
        public Stage next(Answer answer) {
            if (answer instanceof Answer.Held) {
                return new FindPosition(write, tries).again();
            }
            return write.isDelete()
                    ? new Stage.Finished(Outcome.APPLIED)
                    : new Stage.ReadMarkerAfter(write, Outcome.APPLIED);
        }
    }
}
