package io.odsconnect.cassandra.store;

import com.datastax.oss.driver.api.core.AllNodesFailedException;
import com.datastax.oss.driver.api.core.connection.FrameTooLongException;
import com.datastax.oss.driver.api.core.servererrors.FunctionFailureException;
import com.datastax.oss.driver.api.core.servererrors.InvalidQueryException;
import com.datastax.oss.driver.api.core.servererrors.ProtocolError;
import com.datastax.oss.driver.api.core.servererrors.QueryValidationException;
import com.datastax.oss.driver.api.core.servererrors.UnauthorizedException;
import io.odsconnect.cassandra.connection.DriverFailures;
import io.odsconnect.cassandra.mapping.CassandraWrite;
import io.odsconnect.cassandra.mapping.CqlTable;
import io.odsconnect.cassandra.store.Refusals.Refusal;
import io.odsconnect.cassandra.store.Refusals.Whom;
import io.odsconnect.common.expiry.ExpiryRule;
import io.odsconnect.common.sink.Outcome;
import java.util.Collection;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a failure of the driver means for a write. What the server or the driver names as the server's (nodes down or
 * overloaded, too few replicas, timeouts, a full disk, a schema on its way through the cluster) passes with time. What
 * the server says of this row rejects it; what holds for every row until somebody mends something fails the task. Of
 * anything else nothing is known here.
 */
final class Failures {

    /** What the server says of a table or keyspace that is gone, in 4 and 5, and in 3. Source: SchemaProvider. */
    private static final Pattern TABLE_GONE =
            Pattern.compile("(?:table|keyspace) \\S+ does not exist|unconfigured table", Pattern.CASE_INSENSITIVE);

    /** What it says of a column that is gone. Source: StatementRestrictions and TableMetadata. */
    private static final Pattern COLUMN_GONE = Pattern.compile("undefined column name", Pattern.CASE_INSENSITIVE);

    /** What may be a key or a value in the server's words: bytes, and what is quoted and no column's name. */
    private static final Pattern QUOTED = Pattern.compile("\\[?0x[0-9a-fA-F]*\\]?|\"[^\"]*\"|(?<!column )'[^']*'");

    private Failures() {}

    /**
     * Returns the outcome of a write that failed so; empty where the failure is neither the server's nor known to be the
     * row's.
     *
     * @param write the write
     * @param expiry when rows go
     * @param failure what the driver threw
     * @param isThere whether the table is there as the write has it, by the schema that was read since; what is missing is
     *     on its way to the node that misses it then
     */
    static Optional<Outcome> outcome(CassandraWrite write, ExpiryRule expiry, Throwable failure, boolean isThere) {
        CqlTable table = write.table();
        Throwable cause = DriverFailures.unwrapped(failure);
        if (cause instanceof FrameTooLongException) {
            return Optional.of(rejected(table, cause));
        }
        if (cause instanceof InvalidQueryException || (cause instanceof ProtocolError && isRefused(cause))) {
            return Optional.of(invalid(write, expiry, cause, isThere));
        }
        if (cause instanceof UnauthorizedException && !DriverFailures.isOfALookUp(cause)) {
            return Optional.of(new Outcome.Fatal(
                    "The role may not write to table " + table + " (" + text(cause) + "): GRANT MODIFY ON " + table
                            + " TO that role, then restart the task",
                    cause));
        }
        if ((cause instanceof QueryValidationException && !(cause instanceof UnauthorizedException))
                || cause instanceof FunctionFailureException) {
            return Optional.of(
                    new Outcome.Fatal("Cassandra takes no write to table " + table + ": " + reason(cause), cause));
        }
        return DriverFailures.isOfTheServer(cause)
                ? Optional.of(new Outcome.Retry("a write to table " + table + " failed: " + reason(cause), cause))
                : Optional.empty();
    }

    private static boolean isRefused(Throwable cause) {
        return Refusals.of(text(cause)).isPresent();
    }

    private static Outcome invalid(CassandraWrite write, ExpiryRule expiry, Throwable cause, boolean isThere) {
        CqlTable table = write.table();
        boolean tableGone = TABLE_GONE.matcher(text(cause)).find();
        if (isThere && (tableGone || COLUMN_GONE.matcher(text(cause)).find())) {
            return new Outcome.Retry("the nodes do not agree yet on table " + table + ": " + reason(cause), cause);
        }
        if (tableGone) {
            return new Outcome.Fatal(
                    "Table " + table + " no longer exists in Cassandra (" + text(cause)
                            + "): create it again or change table.template, then restart the task",
                    cause);
        }
        Whom whom = Refusals.of(text(cause)).map(Refusal::whom).orElse(Whom.ROW);
        if (whom == Whom.EVERY_ROW_NOW) {
            return new Outcome.Retry("Cassandra takes no write to table " + table + " now: " + reason(cause), cause);
        }
        boolean isOfTheRow = whom == Whom.ROW || (whom == Whom.LIFETIME && expiry.isOfTheRow(write.expiry()));
        return isOfTheRow
                ? rejected(table, cause)
                : new Outcome.Fatal("Cassandra takes no write to table " + table + ": " + reason(cause), cause);
    }

    /** Without the cause: its message is the server's, and may contain a key. */
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
        Optional<Refusal> refusal = Refusals.of(text(failure));
        // Of these the server's words hold a key.
        boolean tellsKey = text(failure).contains("oversized mutation");
        return name
                + (tellsKey ? "" : ", " + QUOTED.matcher(text(failure)).replaceAll("..."))
                + refusal.map(known -> (tellsKey ? ", " : ": ") + known.advice())
                        .orElse("");
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
