package io.odsconnect.redis.connection;

/**
 * Why the servers cannot be written to.
 *
 * @param kind which options it is about
 * @param message what is wrong and what to do; holds no secret
 */
public record ServerProblem(Kind kind, String message) {

    /** What kinds of problems there are. */
    public enum Kind {
        /** Nobody answers, or not in time, or a failover is under way. It may pass. */
        UNREACHABLE,
        /** There are fewer replicas than a batch has to wait for. It may pass. */
        REPLICAS,
        /** The server answers, but encryption does not come about. */
        TLS,
        /** The server does not let the user in, or not do what the sink does. */
        ACCESS,
        /** A Sentinel does not let the user in. */
        SENTINEL_ACCESS,
        /** The Sentinels know no such master. */
        MASTER_NAME,
        /** There is no such database. */
        DATABASE,
        /** The server lacks a module. */
        MODULE,
        /** The server is not one that the sink can work with as the options have it. */
        SERVER
    }

    /** Says whether it may pass by itself. */
    public boolean mayPass() {
        return kind == Kind.UNREACHABLE || kind == Kind.REPLICAS;
    }
}
