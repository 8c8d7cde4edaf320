package io.odsconnect.testbed;

/**
 * A server that a test can kill and bring back, at the same address and with the data that was on disk. Only an embedded
 * one: one that was given or runs in a container answers with an {@link UnsupportedOperationException}.
 */
public interface Restartable extends Backend {

    /** Ends the server's process at once, as {@code kill -9} does, and returns when it is gone. */
    void kill();

    /** Starts the server again at its old address and returns when it serves. */
    void restart();
}
