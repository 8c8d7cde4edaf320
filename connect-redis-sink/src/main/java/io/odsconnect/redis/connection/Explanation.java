package io.odsconnect.redis.connection;

import io.odsconnect.common.sink.Outcome;
import io.odsconnect.redis.connection.ServerProblem.Kind;
import javax.net.ssl.SSLException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;

/** Says what stood in the way of a first contact with a server. */
final class Explanation {

    private Explanation() {}

    /**
     * Returns what is wrong and what to do.
     *
     * @param server who it was, as the subject of a sentence
     * @param settings how we tried to connect
     * @param failure what the client threw
     */
    static ServerProblem of(String server, ConnectionSettings settings, JedisException failure) {
        if (failure instanceof JedisDataException error) {
            return ofWords(server, settings, String.valueOf(error.getMessage()));
        }
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SSLException) {
                return new ServerProblem(
                        Kind.TLS, server + " and the sink come to no encrypted connection: " + cause.getMessage());
            }
        }
        String why = ConnectionFailure.describe(failure);
        // Who answers the connection and then not us may expect the other kind of talk.
        String hint = "";
        if (why.startsWith("SocketTimeoutException (Read") || why.startsWith("JedisConnectionException")) {
            hint = settings.encryption() == null
                    ? "; if it wants TLS, set redis.ssl.enabled=true"
                    : "; if it does not talk TLS, set redis.ssl.enabled=false";
        }
        return new ServerProblem(Kind.UNREACHABLE, server + " does not answer: " + why + hint);
    }

    private static ServerProblem ofWords(String server, ConnectionSettings settings, String words) {
        if (words.contains("DB index")) {
            return new ServerProblem(Kind.DATABASE, server + " has no database " + settings.database() + ": " + words);
        }
        if (ServerError.of(words)
                .ofEveryRow()
                .filter(Outcome.Retry.class::isInstance)
                .isPresent()) {
            return new ServerProblem(Kind.UNREACHABLE, server + " is up, but not ready: " + words);
        }
        // The server's words about a log-in hold neither the user nor the password.
        return new ServerProblem(Kind.ACCESS, server + " does not let the sink in: " + words);
    }
}
