package io.odsconnect.redis.connection;

import redis.clients.jedis.exceptions.JedisException;

/** Says why a connection failed, from what the client threw: which often hides what the socket said. */
public final class ConnectionFailure {

    private ConnectionFailure() {}

    /** Returns for example {@code ConnectException (Connection refused)}; holds no key and no value. */
    public static String describe(Throwable failure) {
        Throwable deepest = failure;
        while (true) {
            if (deepest.getCause() != null) {
                deepest = deepest.getCause();
            } else if (deepest instanceof JedisException && deepest.getSuppressed().length > 0) {
                // One for each of the host's addresses.
                deepest = deepest.getSuppressed()[0];
            } else {
                return deepest.getClass().getSimpleName()
                        + (deepest.getMessage() == null ? "" : " (" + deepest.getMessage() + ")");
            }
        }
    }
}
