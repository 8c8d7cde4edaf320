package io.odsconnect.common.sink;

import org.apache.kafka.connect.errors.DataException;

/**
 * A record that no retry will make right. The message says what is wrong and what to do, never a value. The engine
 * takes any {@link DataException} for a bad record; this one is for what concerns the store.
 */
public class BadRecordException extends DataException {

    private static final long serialVersionUID = 1L;

    /** Says what is wrong with the record and, where possible, with which field or option. */
    public BadRecordException(String message) {
        super(message);
    }

    /** Says what is wrong with the record; {@code cause} must not contain a value either. */
    public BadRecordException(String message, Throwable cause) {
        super(message, cause);
    }
}
