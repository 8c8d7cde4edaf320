package io.odsconnect.cassandra.store;

import com.datastax.oss.driver.api.core.CqlSession;
import io.odsconnect.cassandra.mapping.CassandraWrite;
import io.odsconnect.cassandra.mapping.RowMapper;
import io.odsconnect.common.event.ChangeEvent;
import io.odsconnect.common.sink.BadRecordException;
import io.odsconnect.common.sink.Outcome;
import io.odsconnect.common.sink.Store;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Cassandra, as the engine sees it. Each row is a statement of its own, sent at once: the driver spreads them over
 * nodes by their keys and pipelines them over few connections, which a batch over several partitions would prevent.
 *
 * <p>Whether a write was newer than what is stored, Cassandra does not tell; all that it takes counts as applied.
 */
public final class CassandraStore implements Store<CassandraWrite> {

    private final CqlSession session;
    private final RowMapper mapper;
    private final boolean guard;
    private final Statements statements;

    /**
     * Writes through a session, which {@link #close()} closes.
     *
     * @param session the session
     * @param mapper makes writes of events
     * @param guard whether a row's position is its write timestamp; else it is the present time
     * @param ttlSeconds how long rows stay; 0 as the table says
     */
    public CassandraStore(CqlSession session, RowMapper mapper, boolean guard, int ttlSeconds) {
        this.session = session;
        this.mapper = mapper;
        this.guard = guard;
        this.statements = new Statements(session, guard, ttlSeconds);
    }

    @Override
    public List<CassandraWrite> map(ChangeEvent event) {
        if (guard && !event.hasPosition()) {
            // The present time instead would hide every change that has a position and is still on its way.
            throw new BadRecordException(
                    "The event has no position to be its write timestamp: set position.from to where"
                            + " one is, such as source.ts_us, or position.guard=false to write all with the present time");
        }
        return mapper.map(event);
    }

    @Override
    public CompletionStage<List<Outcome>> write(List<CassandraWrite> batch) {
        List<CompletableFuture<Outcome>> writes = new ArrayList<>(batch.size());
        for (CassandraWrite write : batch) {
            writes.add(write(write));
        }
        return CompletableFuture.allOf(writes.toArray(CompletableFuture<?>[]::new))
                .thenApply(done -> writes.stream().map(CompletableFuture::join).toList());
    }

    private CompletableFuture<Outcome> write(CassandraWrite write) {
        return statements
                .of(write)
                .thenCompose(session::executeAsync)
                .handle((rows, failure) -> failure == null ? Outcome.APPLIED : Failures.outcome(write.table(), failure))
                .toCompletableFuture();
    }

    @Override
    public void close() {
        session.close();
    }
}
