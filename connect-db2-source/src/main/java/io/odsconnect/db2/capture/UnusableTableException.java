package io.odsconnect.db2.capture;

import org.apache.kafka.connect.errors.ConnectException;

/** A table is registered and wanted, but cannot be read as it is; the message says why and what to do. */
public final class UnusableTableException extends ConnectException {

    private static final long serialVersionUID = 1L;

    /** Says why, in sentences. */
    public UnusableTableException(String message) {
        super(message);
    }
}
