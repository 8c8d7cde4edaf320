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

    /** There is no such record. */
    record Absent() implements Answer {}

    /** The server left the record as it is, because of the position in it. */
    record Held() implements Answer {}

    /**
     * The server did not do it, or nobody knows whether it did.
     *
     * @param outcome {@link Outcome.Rejected}, {@link Outcome.Retry} or {@link Outcome.Fatal}
     */
    record Failed(Outcome outcome) implements Answer {}

    /** The one {@link Absent}. */
    Answer ABSENT = new Absent();

    /** The one {@link Held}. */
    Answer HELD = new Held();
}
