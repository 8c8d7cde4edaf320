package io.odsconnect.common.compare;

import java.util.Locale;

/** The result of a compare run for a row. */
public enum RowOutcome {
    /** The store holds what would be written now. */
    MATCH(false),
    /** A change has come since the row was read; it was not compared. */
    NEWER(false),
    /** The store has no row. */
    MISSING(true),
    /** The store has another row. */
    DIFFERENT(true),
    /** Only the store has the row. */
    EXTRA(true),
    /** The row is gone from the store as its time is over. */
    EXPIRED(false),
    /** The record of the row could not be read or mapped. */
    UNREADABLE(true),
    /** The row is missing or extra, and a change in flight may explain it. */
    UNCONFIRMED(true);

    private final boolean isFinding;

    RowOutcome(boolean isFinding) {
        this.isFinding = isFinding;
    }

    /** Returns whether it is reported as a finding. */
    public boolean isFinding() {
        return isFinding;
    }

    /** Returns the name that reports have for it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
