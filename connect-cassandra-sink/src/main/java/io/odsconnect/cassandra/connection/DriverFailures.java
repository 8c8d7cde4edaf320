package io.odsconnect.cassandra.connection;

import com.datastax.oss.driver.api.core.AllNodesFailedException;
import com.datastax.oss.driver.api.core.DriverTimeoutException;
import com.datastax.oss.driver.api.core.NodeUnavailableException;
import com.datastax.oss.driver.api.core.RequestThrottlingException;
import com.datastax.oss.driver.api.core.connection.BusyConnectionException;
import com.datastax.oss.driver.api.core.connection.ClosedConnectionException;
import com.datastax.oss.driver.api.core.connection.ConnectionInitException;
import com.datastax.oss.driver.api.core.connection.HeartbeatException;
import com.datastax.oss.driver.api.core.servererrors.CoordinatorException;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.regex.Pattern;

/** Exceptions of the driver: whether they are about the server, and so transient. */
public final class DriverFailures {

    /** Stands in the server's message where it could not look up a right. Source: CassandraAuthorizer. */
    private static final String NOT_LOOKED_UP = "Unable to perform authorization";

    /** Exceptions of the driver that are about nodes and connections. */
    private static final List<Class<? extends Throwable>> OF_THE_SERVER = List.of(
            AllNodesFailedException.class,
            DriverTimeoutException.class,
            NodeUnavailableException.class,
            RequestThrottlingException.class,
            BusyConnectionException.class,
            ClosedConnectionException.class,
            ConnectionInitException.class,
            HeartbeatException.class,
            CoordinatorException.class,
            IOException.class,
            // The session is being closed.
            RejectedExecutionException.class);

    /** What the driver says where two nodes have two ideas of a table for a moment, and of a session that was closed. */
    private static final Pattern PASSING_STATE =
            Pattern.compile("ID mismatch while trying to reprepare|[Ss]ession.* closed");

    private DriverFailures() {}

    /** Says whether a failure is one that the server or the driver names as the server's, and so passes. */
    public static boolean isOfTheServer(Throwable failure) {
        Throwable cause = unwrapped(failure);
        return OF_THE_SERVER.stream().anyMatch(type -> type.isInstance(cause))
                || (cause instanceof IllegalStateException
                        && PASSING_STATE
                                .matcher(String.valueOf(cause.getMessage()))
                                .find());
    }

    /** Says whether the server could not find out what a role may do, and so may let it do it later. */
    public static boolean isOfALookUp(Throwable failure) {
        return String.valueOf(failure.getMessage()).contains(NOT_LOOKED_UP);
    }

    /** Returns what the driver threw, without what futures put around it. */
    public static Throwable unwrapped(Throwable failure) {
        Throwable cause = failure;
        while (cause instanceof CompletionException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }
}
