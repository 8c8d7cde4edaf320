package io.odsconnect.redis.connection;

/**
 * How long a server may take.
 *
 * @param connectMillis to accept a connection, in milliseconds
 * @param socketMillis to answer, in milliseconds
 */
public record Timeouts(int connectMillis, int socketMillis) {

    /** Returns the same, but none longer than {@code millis}. */
    Timeouts upTo(int millis) {
        return new Timeouts(Math.min(connectMillis, millis), Math.min(socketMillis, millis));
    }
}
