package io.odsconnect.db2.type;

/** What becomes of Db2's 24:00:00 in a form that is a number: {@code hour24.handling.mode}. */
public enum Hour24Mode {
    /** A TIME is a whole day, 86,400 s; a TIMESTAMP is the beginning of the next day, which is the same moment. */
    KEEP,
    /** A TIME is 00:00:00; a TIMESTAMP is the beginning of the next day. */
    NEXT_DAY,
    /** The last moment of the day that the form can tell. */
    END_OF_DAY,
    /** The row is refused, see {@code errors.tolerance}. */
    FAIL
}
