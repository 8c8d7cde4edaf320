package io.odsconnect.common.sink;

/** A record that no retry will make right. The message says what is wrong and what to do, never a value. */
public class BadRecordException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Says what is wrong with the record, and where it can be told which field or option. */
    public BadRecordException(String message) {
        super(message);
    }

    /** Says what is wrong with the record; {@code cause} must not tell a value either. */
    public BadRecordException(String message, Throwable cause) {
        super(message, cause);
    }
}
