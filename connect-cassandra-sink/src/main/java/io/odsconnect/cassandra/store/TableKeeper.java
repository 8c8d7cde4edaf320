package io.odsconnect.cassandra.store;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.servererrors.InvalidConfigurationInQueryException;
import com.datastax.oss.driver.api.core.servererrors.InvalidQueryException;
import com.datastax.oss.driver.api.core.servererrors.SyntaxError;
import com.datastax.oss.driver.api.core.servererrors.UnauthorizedException;
import io.odsconnect.cassandra.config.RowOptions;
import io.odsconnect.cassandra.connection.DriverFailures;
import io.odsconnect.cassandra.mapping.CqlTable;
import io.odsconnect.cassandra.mapping.MappingRules;
import io.odsconnect.cassandra.mapping.TableMaking;
import io.odsconnect.cassandra.mapping.TableName;
import io.odsconnect.cassandra.mapping.Tables;
import io.odsconnect.cassandra.mapping.WriteMode;
import io.odsconnect.common.sink.BadRecordException;
import io.odsconnect.common.sink.Outcome;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Creates planned tables, and detects changed ones. Safe for use by several threads. */
final class TableKeeper {

    private static final Logger LOG = LoggerFactory.getLogger(TableKeeper.class);

    /** What no repetition mends. */
    private static final List<Class<? extends Throwable>> FINAL = List.of(
            InvalidQueryException.class,
            InvalidConfigurationInQueryException.class,
            SyntaxError.class,
            UnauthorizedException.class);

    private final CqlSession session;
    private final Tables tables;
    private final @Nullable TableMaking making;
    private final boolean newestFirst;
    private final SchemaReads reads;
    private final ConcurrentHashMap<TableName, CompletableFuture<CqlTable>> underWay = new ConcurrentHashMap<>();

    TableKeeper(CqlSession session, Tables tables, MappingRules rules) {
        this.session = session;
        this.tables = tables;
        this.making = rules.making();
        this.newestFirst = rules.mode() instanceof WriteMode.History;
        this.reads = new SchemaReads(session::refreshSchemaAsync);
    }

    /** Why a table was not made, and what that means for what was to be written to it. */
    static final class NotMadeException extends ConnectException {

        private static final long serialVersionUID = 1L;

        private final transient Outcome outcome;

        private NotMadeException(String reason, Throwable cause, Outcome outcome) {
            super(reason, cause);
            this.outcome = outcome;
        }

        Outcome outcome() {
            return outcome;
        }
    }

    /** Returns the table as it is on the server now, asked anew; the one given if it has not changed, none if it is gone. */
    CompletionStage<Optional<CqlTable>> now(CqlTable table) {
        return reads.next().thenApply(read -> tables.find(table.name()));
    }

    /** Says whether a table that has changed may be the reason for a failure. */
    boolean mayExplain(Throwable failure) {
        Throwable cause = DriverFailures.unwrapped(failure);
        return cause instanceof InvalidQueryException && Refusals.mayBeOfTheSchema(String.valueOf(cause.getMessage()));
    }

    /** Returns the table that a planned one has become; creates it if it does not exist. Fails with {@link NotMadeException}. */
    CompletionStage<CqlTable> made(CqlTable planned) {
        TableName name = planned.name();
        Optional<CqlTable> there = tables.find(name);
        if (there.isPresent()) {
            return CompletableFuture.completedFuture(there.get());
        }
        CompletableFuture<CqlTable> mine = new CompletableFuture<>();
        CompletableFuture<CqlTable> other = underWay.putIfAbsent(name, mine);
        if (other != null) {
            return other;
        }
        var unused = make(planned).whenComplete((table, failure) -> {
            underWay.remove(name, mine);
            if (failure == null) {
                mine.complete(table);
            } else {
                mine.completeExceptionally(notMade(name, failure));
            }
        });
        return mine;
    }

    private CompletionStage<CqlTable> make(CqlTable planned) {
        TableName name = planned.name();
        return makeKeyspace(name)
                .thenCompose(done -> session.executeAsync(Cql.createTable(planned, newestFirst)))
                // Where the table was there by now, the driver has had no reason to read the schema.
                .thenCompose(done -> session.refreshSchemaAsync())
                .thenApply(metadata -> {
                    LOG.info("Table {} did not exist and was created", name);
                    return tables.get(name);
                });
    }

    private CompletionStage<?> makeKeyspace(TableName name) {
        boolean there = session.getMetadata().getKeyspace(name.keyspace()).isPresent();
        return there || making == null || making.replication().isEmpty()
                ? CompletableFuture.completedFuture(name)
                : session.executeAsync(Cql.createKeyspace(name.keyspace(), making.replication()));
    }

    private static NotMadeException notMade(TableName name, Throwable failure) {
        Throwable cause = DriverFailures.unwrapped(failure);
        String reason = "table " + name + " is not there, and could not be made ("
                + cause.getClass().getSimpleName() + ", " + cause.getMessage() + ")";
        return new NotMadeException(reason, cause, outcome(reason, cause));
    }

    private static Outcome outcome(String reason, Throwable cause) {
        if (cause instanceof BadRecordException) {
            // Somebody has made it meanwhile, and no row can be kept in it.
            return new Outcome.Rejected(reason, null);
        }
        boolean isFinal =
                FINAL.stream().anyMatch(type -> type.isInstance(cause)) || !DriverFailures.isOfTheServer(cause);
        return isFinal
                ? new Outcome.Fatal(
                        reason + ": create it, mend what is said, or set " + RowOptions.AUTO_CREATE + "=false", cause)
                : new Outcome.Retry(reason, cause);
    }
}
