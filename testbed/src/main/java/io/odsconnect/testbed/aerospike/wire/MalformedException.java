package io.odsconnect.testbed.aerospike.wire;

/** Bytes that are not what the protocol says; the server closes the connection on them. */
public final class MalformedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Says what is wrong with the bytes. */
    public MalformedException(String message) {
        super(message);
    }
}
