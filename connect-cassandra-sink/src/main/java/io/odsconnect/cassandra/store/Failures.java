package io.odsconnect.cassandra.store;

import com.datastax.oss.driver.api.core.AllNodesFailedException;
import com.datastax.oss.driver.api.core.connection.FrameTooLongException;
import com.datastax.oss.driver.api.core.servererrors.FunctionFailureException;
import com.datastax.oss.driver.api.core.servererrors.InvalidQueryException;
import com.datastax.oss.driver.api.core.servererrors.QueryValidationException;
import com.datastax.oss.driver.api.core.servererrors.UnauthorizedException;
import io.odsconnect.cassandra.mapping.CqlTable;
import io.odsconnect.common.sink.Outcome;
import java.util.Collection;
import java.util.concurrent.CompletionException;
import java.util.regex.Pattern;

/**
 * What a failure of the driver means for a write. Everything passes with time (nodes down or overloaded, too few
 * replicas, timeouts, a schema on its way through the cluster), but where the server says that this row is wrong, or
 * that no row can be written before somebody mends something.
 */
final class Failures {

    /** Stands in the server's message on a row that is too large; the row's key follows. Source: Cassandra's
     * MutationExceededMaxSizeException. */
    private static final String OVERSIZED = "oversized mutation";

    /** Stands in the server's message on a request that is too long. Source: CQLMessageHandler, measured on 5.0. */
    private static final String LONG_MESSAGE = "exceeds allowed maximum";

    /** Stands in the server's message where it could not look up a right. Source: CassandraAuthorizer. */
    private static final String NOT_LOOKED_UP = "Unable to perform authorization";

    /** What the server says of a table or keyspace that is gone, in 4 and 5, and in 3. Source: SchemaProvider. */
    private static final Pattern TABLE_GONE =
            Pattern.compile("(?:table|keyspace) \\S+ does not exist|unconfigured table", Pattern.CASE_INSENSITIVE);

    /** What it says of a column that is gone. Source: StatementRestrictions and TableMetadata. */
    private static final Pattern COLUMN_GONE = Pattern.compile("undefined column name", Pattern.CASE_INSENSITIVE);

    private Failures() {}

    /**
     * Returns the outcome of a write that failed so.
     *
     * @param table the table
     * @param failure what the driver threw
     * @param isThere whether the table is there as the write has it, by the schema that was read since; what is missing is
     *     on its way to the node that misses it then
     */
    static Outcome outcome(CqlTable table, Throwable failure, boolean isThere) {
        Throwable cause = unwrapped(failure);
        if (cause instanceof FrameTooLongException) {
            return rejected(table, cause);
        }
        if (cause instanceof InvalidQueryException) {
            return invalid(table, cause, isThere);
        }
        if (cause instanceof UnauthorizedException && !text(cause).contains(NOT_LOOKED_UP)) {
            return new Outcome.Fatal(
                    "Cassandra does not let the sink write to table " + table + " (" + text(cause)
                            + "): GRANT MODIFY ON " + table + " TO that role, then restart the task",
                    cause);
        }
        if ((cause instanceof QueryValidationException && !(cause instanceof UnauthorizedException))
                || cause instanceof FunctionFailureException) {
            return new Outcome.Fatal("Cassandra takes no write to table " + table + ": " + reason(cause), cause);
        }
        return new Outcome.Retry("a write to table " + table + " failed: " + reason(cause), cause);
    }

    private static Throwable unwrapped(Throwable failure) {
        Throwable cause = failure;
        while (cause instanceof CompletionException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }

    private static Outcome invalid(CqlTable table, Throwable cause, boolean isThere) {
        boolean tableGone = TABLE_GONE.matcher(text(cause)).find();
        if (isThere && (tableGone || COLUMN_GONE.matcher(text(cause)).find())) {
            return new Outcome.Retry("the nodes do not agree yet on table " + table + ": " + reason(cause), cause);
        }
        return tableGone
                ? new Outcome.Fatal(
                        "Cassandra has no table " + table + " any more (" + text(cause)
                                + "): create it again or change table.template, then restart the task",
                        cause)
                : rejected(table, cause);
    }

    /** Without the cause: its message is the server's, and may tell a key. */
    private static Outcome rejected(CqlTable table, Throwable cause) {
        return new Outcome.Rejected("Cassandra refuses a write to table " + table + ": " + reason(cause), null);
    }

    private static String reason(Throwable failure) {
        String name = failure.getClass().getSimpleName();
        if (failure instanceof AllNodesFailedException nodes) {
            return name + firstOf(nodes);
        }
        if (text(failure).isEmpty()) {
            return name;
        }
        if (text(failure).contains(OVERSIZED)) {
            return name + ", the row is larger than max_mutation_size in cassandra.yaml allows (by default half of"
                    + " commitlog_segment_size): leave out columns with a transform, or raise it";
        }
        return name + ", " + text(failure)
                + (text(failure).contains(LONG_MESSAGE)
                        ? ": leave out columns with a transform, or raise native_transport_max_message_size in"
                                + " cassandra.yaml (by default as max_mutation_size)"
                        : "");
    }

    /** What one of the nodes said: its own message lists all that every node said. */
    private static String firstOf(AllNodesFailedException failure) {
        return failure.getAllErrors().values().stream()
                .flatMap(Collection::stream)
                .findFirst()
                .map(error -> ", from " + failure.getAllErrors().size() + ", such as " + reason(error))
                .orElse(", the driver is connected to none now");
    }

    private static String text(Throwable failure) {
        return failure.getMessage() == null ? "" : failure.getMessage();
    }
}
