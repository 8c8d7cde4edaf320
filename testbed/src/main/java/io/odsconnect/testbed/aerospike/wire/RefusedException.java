package io.odsconnect.testbed.aerospike.wire;

/** A request that is answered with a result code. The message says what was asked, never a value; it goes to the log. */
public final class RefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final ResultCode code;
    private final boolean worthALine;

    private RefusedException(ResultCode code, String message, boolean worthALine) {
        super(message, null, false, false);
        this.code = code;
        this.worthALine = worthALine;
    }

    /** Returns an answer that is part of normal work, such as a generation that does not match. */
    public static RefusedException quietly(ResultCode code) {
        return new RefusedException(code, code.name(), false);
    }

    /**
     * Returns an answer to what the server would refuse too, or what this stand-in does not know.
     *
     * @param code the result code
     * @param message what was asked for, for the log
     */
    public static RefusedException because(ResultCode code, String message) {
        return new RefusedException(code, message, true);
    }

    /** Returns the result code for the client. */
    public ResultCode code() {
        return code;
    }

    /** Says whether it should be logged. */
    public boolean worthALine() {
        return worthALine;
    }
}
