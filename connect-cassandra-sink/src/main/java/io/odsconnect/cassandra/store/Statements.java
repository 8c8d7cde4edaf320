package io.odsconnect.cassandra.store;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.BatchStatement;
import com.datastax.oss.driver.api.core.cql.BatchType;
import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import io.odsconnect.cassandra.mapping.CassandraWrite;
import io.odsconnect.cassandra.mapping.CassandraWrite.Kind;
import io.odsconnect.cassandra.mapping.CqlTable;
import io.odsconnect.cassandra.mapping.TableName;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/** Binds writes to statements that are prepared once. Safe for use by several threads. */
final class Statements {

    private final CqlSession session;
    private final boolean guard;
    private final boolean expiring;
    private final LongSupplier clock;
    private final ConcurrentHashMap<TableName, OfTable> tables = new ConcurrentHashMap<>();

    /** The statements of a table as it is: those of what it was before it changed are not kept. */
    private record OfTable(CqlTable table, ConcurrentHashMap<Kind, CompletableFuture<PreparedStatement>> prepared) {}

    /**
     * Binds writes to statements of a session.
     *
     * @param guard whether a row's position is its write timestamp; else it is the present time
     * @param expiring whether rows may have a time to live of their own
     * @param clock the time in milliseconds since the epoch
     */
    Statements(CqlSession session, boolean guard, boolean expiring, LongSupplier clock) {
        this.session = session;
        this.guard = guard;
        this.expiring = expiring;
        this.clock = clock;
    }

    /** Returns the statement of a write. */
    CompletionStage<BoundStatement> of(CassandraWrite write) {
        return prepare(write.table(), write.kind())
                .thenApply(statement -> new Binding(statement, write, guard, expiring, clock).bind());
    }

    /** Returns one statement for writes of one partition. */
    CompletionStage<BatchStatement> together(List<CassandraWrite> writes) {
        List<CompletableFuture<BoundStatement>> statements = new ArrayList<>(writes.size());
        for (CassandraWrite write : writes) {
            // A statement that is a batch itself cannot be in another.
            List<CassandraWrite> parts = write.kind() == Kind.REPLACE ? write.parts() : List.of(write);
            parts.forEach(part -> statements.add(of(part).toCompletableFuture()));
        }
        return CompletableFuture.allOf(statements.toArray(CompletableFuture<?>[]::new))
                .thenApply(done -> BatchStatement.newInstance(
                        BatchType.UNLOGGED,
                        statements.stream().map(CompletableFuture::join).toArray(BoundStatement[]::new)));
    }

    private CompletableFuture<PreparedStatement> prepare(CqlTable table, Kind kind) {
        ConcurrentHashMap<Kind, CompletableFuture<PreparedStatement>> prepared = of(table).prepared;
        CompletableFuture<PreparedStatement> known = prepared.get(kind);
        if (known != null) {
            return known;
        }
        CompletableFuture<PreparedStatement> preparing =
                prepared.computeIfAbsent(kind, asked -> prepare(Cql.of(asked, table, guard, expiring)));
        // What could not be prepared now is prepared when it is next needed.
        var unused = preparing.whenComplete((statement, failure) -> {
            if (failure != null) {
                prepared.remove(kind, preparing);
            }
        });
        return preparing;
    }

    private CompletableFuture<PreparedStatement> prepare(String cql) {
        try {
            return session.prepareAsync(cql).toCompletableFuture();
        } catch (RuntimeException e) {
            // A session that was closed says so at once.
            return CompletableFuture.failedFuture(e);
        }
    }

    private OfTable of(CqlTable table) {
        OfTable known = tables.get(table.name());
        if (known != null && known.table == table) {
            return known;
        }
        // A write that waited since before the table changed may come once more, and has its statement prepared again.
        return Objects.requireNonNull(tables.compute(
                table.name(),
                (name, present) -> present != null && present.table == table
                        ? present
                        : new OfTable(table, new ConcurrentHashMap<>())));
    }
}
