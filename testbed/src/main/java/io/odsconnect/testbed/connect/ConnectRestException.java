package io.odsconnect.testbed.connect;

/** The worker's REST API has turned a request down. */
public final class ConnectRestException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;

    ConnectRestException(String request, int status, String answer) {
        super(request + " was answered with " + status + ": " + answer);
        this.status = status;
    }

    /** Returns the HTTP status. */
    public int status() {
        return status;
    }
}
