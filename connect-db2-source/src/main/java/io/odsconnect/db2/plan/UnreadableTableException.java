package io.odsconnect.db2.plan;

/** A table that is needed cannot be read. The message is a sentence that says which, and what to do. */
final class UnreadableTableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UnreadableTableException(String message) {
        super(message);
    }
}
