package io.odsconnect.testbed;

/**
 * A server to work against: start it, ask the implementing class where it is, stop it. Embedded by default; a system
 * property that gives an address makes {@link #start()} and {@link #close()} leave that server alone.
 *
 * <p>Every class of a backend has a method {@code public static X embeddedOrGiven()} that returns it, not yet started.
 */
public interface Backend extends AutoCloseable {

    /** Returns what this is, for people: {@code Redis 6.2.11}, {@code Aerospike stand-in}. */
    String name();

    /**
     * Starts the server and returns when it serves.
     *
     * @throws IllegalStateException if it does not come up; the message ends with the last lines of its log
     */
    void start();

    /** Stops the server if {@link #start()} started it and deletes its data. Does nothing the second time. */
    @Override
    void close();
}
