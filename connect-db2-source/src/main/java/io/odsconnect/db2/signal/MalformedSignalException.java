package io.odsconnect.db2.signal;

/** A signal is not as it should be. The message says in which field, never a filter. */
public final class MalformedSignalException extends Exception {

    private static final long serialVersionUID = 1L;

    private final String id;

    MalformedSignalException(String id, String message) {
        super(message);
        this.id = id;
    }

    /** Returns the signal's id, or what stands for it. */
    public String id() {
        return id;
    }
}
