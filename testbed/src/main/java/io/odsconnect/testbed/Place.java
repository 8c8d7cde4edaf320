package io.odsconnect.testbed;

import java.net.InetSocketAddress;

/** Where a server runs: in a child process of ours, at an address that was given, or in a container. */
public interface Place extends AutoCloseable {

    /**
     * Starts the server, where it is ours to start, and returns when it serves.
     *
     * @throws IllegalStateException if it does not come up
     */
    void start();

    /**
     * Returns where clients find the server.
     *
     * @throws IllegalStateException if it is not started
     */
    InetSocketAddress address();

    /**
     * Ends the server's process at once.
     *
     * @throws UnsupportedOperationException if the server is not ours to kill
     */
    void kill();

    /**
     * Starts the server again at its old address and returns when it serves.
     *
     * @throws UnsupportedOperationException if the server is not ours to start
     */
    void restart();

    /** Stops the server, where it is ours to stop, and deletes its data. Does nothing the second time. */
    @Override
    void close();
}
