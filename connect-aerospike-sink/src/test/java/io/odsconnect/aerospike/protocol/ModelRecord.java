package io.odsconnect.aerospike.protocol;

import io.odsconnect.common.event.ChangeEvent;
import java.util.OptionalLong;

/** A record as far as the protocol is concerned: absent, or there with a position. Immutable. */
record ModelRecord(OptionalLong position) {

    static final ModelRecord ABSENT = new ModelRecord(OptionalLong.empty());

    static ModelRecord at(long position) {
        return new ModelRecord(OptionalLong.of(position));
    }

    /** A record after a step, and what the server says to it. */
    record Result(ModelRecord after, Answer answer) {}

    Result take(Step step) {
        if (step instanceof Step.ReadPosition) {
            return new Result(this, isThere() ? new Answer.Position(stored()) : Answer.ABSENT);
        }
        if (step instanceof Step.Put put) {
            boolean held = isThere() && put.position() != ChangeEvent.NO_POSITION && stored() > put.position();
            return held ? new Result(this, Answer.HELD) : new Result(at(put.position()), new Answer.Done(!isThere()));
        }
        if (step instanceof Step.PutUnlessPosition) {
            boolean held = isThere() && stored() != ChangeEvent.NO_POSITION;
            return held
                    ? new Result(this, Answer.HELD)
                    : new Result(at(ChangeEvent.NO_POSITION), new Answer.Done(!isThere()));
        }
        Step.Remove remove = (Step.Remove) step;
        if (!isThere()) {
            return new Result(this, Answer.ABSENT);
        }
        boolean removed = remove.upTo() == ChangeEvent.NO_POSITION
                || (stored() == ChangeEvent.NO_POSITION ? remove.orNone() : stored() <= remove.upTo());
        return removed ? new Result(ABSENT, new Answer.Done(false)) : new Result(this, Answer.HELD);
    }

    private boolean isThere() {
        return position.isPresent();
    }

    private long stored() {
        return position.orElseThrow();
    }
}
