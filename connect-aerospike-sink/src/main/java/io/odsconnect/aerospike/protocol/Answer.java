package io.odsconnect.aerospike.protocol;

import io.odsconnect.common.event.ChangeEvent;
import io.odsconnect.common.sink.Outcome;

/** What the server said to a {@link Step}. */
public sealed interface Answer {

    /**
     * The server did it.
     *
     * @param created whether a {@link Step.Put} may have made a new record; false only where there certainly was one
     */
    record Done(boolean created) implements Answer {}

    /**
     * The record is there.
     *
     * @param value its position, {@link ChangeEvent#NO_POSITION} where it has none
     */
    record Position(long value) implements Answer {}

    /**
     * The record is there, and its position is none.
     *
     * @param type what stands in its place, without the value
     */
    record NoPosition(String type) implements Answer {}

    /** There is no such record. */
    record Absent() implements Answer {}

    /** The server left the record as it is, because of the position in it. */
    record Held() implements Answer {}

    /**
     * The server did not do it, or it is unknown whether it did.
     *
     * @param outcome {@link Outcome.Rejected}, {@link Outcome.Retry} or {@link Outcome.Fatal}
     * @param why what is known of it
     */
    record Failed(Outcome outcome, Cause why) implements Answer {}

    /** Why a step failed. */
    enum Cause {

        /** The server answered that it did not do it. */
        REFUSED,

        /** The server was not asked. */
        NOT_SENT,

        /** The answer was lost: the server may have done it, or may still do it when the request reaches it late. */
        LOST
    }

    /** The one {@link Absent}. */
    Answer ABSENT = new Absent();

    /** The one {@link Held}. */
    Answer HELD = new Held();
}
