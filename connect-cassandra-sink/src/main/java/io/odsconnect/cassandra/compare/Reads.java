package io.odsconnect.cassandra.compare;

import com.datastax.oss.driver.api.core.ConsistencyLevel;
import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.DefaultConsistencyLevel;
import com.datastax.oss.driver.api.core.config.DefaultDriverOption;
import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.servererrors.QueryValidationException;
import com.datastax.oss.driver.api.core.servererrors.UnauthorizedException;
import io.odsconnect.cassandra.connection.DriverFailures;
import io.odsconnect.cassandra.mapping.TableName;
import io.odsconnect.common.sink.StoreUnavailableException;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.connect.errors.ConnectException;

/** Reads of a comparison, and what their failures mean. Safe for use by several threads. */
final class Reads {

    /** Levels that are for writes only. */
    private static final Set<String> FOR_WRITES =
            Set.of(DefaultConsistencyLevel.ANY.name(), DefaultConsistencyLevel.EACH_QUORUM.name());

    private final CqlSession session;
    private final ConsistencyLevel level;

    Reads(CqlSession session) {
        this.session = session;
        String written =
                session.getContext().getConfig().getDefaultProfile().getString(DefaultDriverOption.REQUEST_CONSISTENCY);
        this.level = FOR_WRITES.contains(written)
                ? DefaultConsistencyLevel.LOCAL_QUORUM
                : DefaultConsistencyLevel.valueOf(written);
    }

    /** Returns the level at which rows are read. */
    ConsistencyLevel level() {
        return level;
    }

    CompletableFuture<PreparedStatement> prepare(String cql) {
        try {
            return session.prepareAsync(cql).toCompletableFuture();
        } catch (RuntimeException e) {
            // A session that was closed says so at once.
            return CompletableFuture.failedFuture(e);
        }
    }

    CompletionStage<AsyncResultSet> run(BoundStatement statement) {
        return session.executeAsync(statement.setConsistencyLevel(level));
    }

    /** Returns a stage that ends as a comparison of rows has to. */
    static <T> CompletionStage<T> failed(TableName table, Throwable failure) {
        Throwable cause = DriverFailures.unwrapped(failure);
        if (cause instanceof UnauthorizedException && !DriverFailures.isOfALookUp(cause)) {
            return CompletableFuture.failedFuture(new ConnectException(
                    "Cassandra does not let the sink read table " + table + " (" + cause.getMessage()
                            + "): GRANT SELECT ON " + table + " TO that role, then restart the task",
                    cause));
        }
        if (cause instanceof QueryValidationException && !(cause instanceof UnauthorizedException)) {
            return CompletableFuture.failedFuture(new ConnectException(
                    "Cassandra refuses to read table " + table + ": " + cause.getMessage(), cause));
        }
        return CompletableFuture.failedFuture(
                DriverFailures.isOfTheServer(cause)
                        ? new StoreUnavailableException(
                                "a read of table " + table + " failed: " + cause.getMessage(), cause)
                        : cause);
    }
}
