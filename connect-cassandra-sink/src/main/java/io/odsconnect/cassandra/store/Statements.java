package io.odsconnect.cassandra.store;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.BoundStatementBuilder;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.type.codec.TypeCodecs;
import io.odsconnect.cassandra.mapping.CassandraWrite;
import io.odsconnect.cassandra.mapping.CqlTable;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Binds writes to statements that are prepared once. Safe for use by several threads. */
final class Statements {

    private final CqlSession session;
    private final boolean guard;
    private final int ttlSeconds;
    private final ConcurrentHashMap<Kind, CompletableFuture<PreparedStatement>> prepared = new ConcurrentHashMap<>();

    /** What a statement's text depends on. */
    private record Kind(CqlTable table, boolean isDelete, boolean positioned) {}

    Statements(CqlSession session, boolean guard, int ttlSeconds) {
        this.session = session;
        this.guard = guard;
        this.ttlSeconds = ttlSeconds;
    }

    /** Returns the statement of a write. */
    CompletionStage<BoundStatement> of(CassandraWrite write) {
        Kind kind = new Kind(write.table(), write.isDelete(), guard);
        return prepare(kind).thenApply(statement -> bind(statement, write, kind.positioned));
    }

    private CompletableFuture<PreparedStatement> prepare(Kind kind) {
        CompletableFuture<PreparedStatement> known = prepared.get(kind);
        if (known != null) {
            return known;
        }
        CompletableFuture<PreparedStatement> preparing = prepared.computeIfAbsent(
                kind, asked -> session.prepareAsync(cql(asked)).toCompletableFuture());
        // What could not be prepared now is prepared when it is next needed.
        var unused = preparing.whenComplete((statement, failure) -> {
            if (failure != null) {
                prepared.remove(kind, preparing);
            }
        });
        return preparing;
    }

    private String cql(Kind kind) {
        return kind.isDelete
                ? Cql.delete(kind.table, kind.positioned)
                : Cql.insert(kind.table, kind.positioned, ttlSeconds);
    }

    private static BoundStatement bind(PreparedStatement statement, CassandraWrite write, boolean positioned) {
        BoundStatementBuilder bound = statement.boundStatementBuilder();
        List<@Nullable ByteBuffer> values = write.values();
        // In a delete the timestamp stands before the key, in an insert after the values.
        int first = positioned && write.isDelete() ? 1 : 0;
        for (int i = 0; i < values.size(); i++) {
            ByteBuffer value = values.get(i);
            bound = bound.setBytesUnsafe(first + i, value == null ? null : value.duplicate());
        }
        if (positioned) {
            int at = write.isDelete() ? 0 : values.size();
            bound = bound.set(at, write.position(), TypeCodecs.BIGINT);
        }
        return bound.build();
    }
}
