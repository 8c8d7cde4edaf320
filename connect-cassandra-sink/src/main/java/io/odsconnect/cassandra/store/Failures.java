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
            FrameTooLongException.class);

    /** Stands in the server's message on a row that is too large; the row's key follows. Source: Cassandra's
     * MutationExceededMaxSizeException. */
    private static final String OVERSIZED = "oversized mutation";

    private Failures() {}

    /** Returns the outcome of a write to a table that failed so. */
    static Outcome outcome(CqlTable table, Throwable failure) {
        Throwable cause = failure;
        while (cause instanceof CompletionException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        Throwable finding = cause;
        if (FINAL.stream().anyMatch(type -> type.isInstance(finding))) {
            // Without the cause: its message is the server's, and may tell a key.
            return new Outcome.Rejected("Cassandra refuses a write to table " + table + ": " + reason(finding), null);
        }
        if (finding instanceof UnauthorizedException) {
            // No row can be blamed for it, and it passes once the role has been given the right.
            return new Outcome.Retry(
                    "the role may not write to table " + table + ": grant it MODIFY (" + reason(finding) + ")",
                    finding);
        }
        return new Outcome.Retry("a write to table " + table + " failed: " + reason(finding), finding);
    }

    private static String reason(Throwable failure) {
        String name = failure.getClass().getSimpleName();
        String message = failure.getMessage();
        // This one's message lists every node with every error; its cause has them in the log.
        if (failure instanceof AllNodesFailedException || message == null) {
            return name;
        }
        return message.contains(OVERSIZED)
                ? name + ", the row is larger than max_mutation_size in cassandra.yaml (by default half of"
                        + " commitlog_segment_size) allows"
                : name + ", " + message;
    }
}
