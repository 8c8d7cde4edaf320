package io.odsconnect.cassandra.store;

import com.datastax.oss.driver.api.core.AllNodesFailedException;
import com.datastax.oss.driver.api.core.connection.FrameTooLongException;
import com.datastax.oss.driver.api.core.servererrors.InvalidConfigurationInQueryException;
import com.datastax.oss.driver.api.core.servererrors.InvalidQueryException;
import com.datastax.oss.driver.api.core.servererrors.SyntaxError;
import com.datastax.oss.driver.api.core.servererrors.UnauthorizedException;
import io.odsconnect.cassandra.mapping.CqlTable;
import io.odsconnect.common.sink.Outcome;
import java.util.List;
import java.util.concurrent.CompletionException;

/** What a failure of the driver means for a write: all pass with time, but those that say that the write is wrong. */
final class Failures {

    private static final List<Class<? extends Throwable>> FINAL = List.of(
            InvalidQueryException.class,
            SyntaxError.class,
            InvalidConfigurationInQueryException.class,
            UnauthorizedException.class,
            FrameTooLongException.class);

    private Failures() {}

    /** Returns the outcome of a write to a table that failed so. */
    static Outcome outcome(CqlTable table, Throwable failure) {
        Throwable cause = failure;
        while (cause instanceof CompletionException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        Throwable finding = cause;
        if (FINAL.stream().anyMatch(type -> type.isInstance(finding))) {
            return new Outcome.Rejected(
                    "Cassandra refuses a write to table " + table + ": " + reason(finding), finding);
        }
        return new Outcome.Retry("a write to table " + table + " failed: " + reason(finding), finding);
    }

    private static String reason(Throwable failure) {
        String name = failure.getClass().getSimpleName();
        // This one's message lists every node with every error; its cause has them in the log.
        if (failure instanceof AllNodesFailedException || failure.getMessage() == null) {
            return name;
        }
        return name + ", " + failure.getMessage();
    }
}
