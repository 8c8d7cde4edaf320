package io.odsconnect.redis.connection;

/**
 * Why a server cannot be written to.
 *
 * @param kind which options it is about
 * @param message what is wrong and what to do; holds no secret
 */
public record ServerProblem(Kind kind, String message) {

    /** What kinds of problems there are. */
    public enum Kind {
        /** Nobody answers, or not in time. It may pass. */
        UNREACHABLE,
        /** The server answers, but encryption does not come about. */
        TLS,
        /** The server does not let the user in, or not do what the sink does. */
        ACCESS,
        /** There is no such database. */
        DATABASE,
        /** The server is not one that the sink can work with. */
        SERVER
    }
}
