package io.odsconnect.common.sink;

import org.jspecify.annotations.Nullable;

/** The result of one write. */
public sealed interface Outcome {

    /** The store holds the write. */
    record Applied() implements Outcome {}

    /** The store holds something newer and did nothing. */
    record Stale() implements Outcome {}

    /**
     * The store will never take this write: it is a bad record.
     *
     * @param reason what is wrong and what to do, without a value
     * @param cause what the store's client threw, or null
     */
    record Rejected(String reason, @Nullable Throwable cause) implements Outcome {}

    /**
     * The store could not take this write now, or did not report whether it did. It is written again.
     *
     * @param reason what happened, without a value
     * @param cause what the store's client threw, or null
     */
    record Retry(String reason, @Nullable Throwable cause) implements Outcome {}

    /**
     * The store takes no such write before somebody has mended its server or the configuration (a missing right, a table
     * that is not there), and the record is not to blame: the task fails. The writes of the batch that came through
     * count all the same.
     *
     * @param reason what is wrong and what to do, without a value
     * @param cause what the store's client threw, or null
     */
    record Fatal(String reason, @Nullable Throwable cause) implements Outcome {}

    /** The one {@link Applied}. */
    Outcome APPLIED = new Applied();

    /** The one {@link Stale}. */
    Outcome STALE = new Stale();
}
