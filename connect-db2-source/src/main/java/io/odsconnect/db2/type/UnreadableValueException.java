package io.odsconnect.db2.type;

/** A value has no form in the event. The message says why, never the value; who catches it adds table and column. */
final class UnreadableValueException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UnreadableValueException(String why) {
        super(why);
    }
}
