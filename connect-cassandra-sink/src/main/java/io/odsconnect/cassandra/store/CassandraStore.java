package io.odsconnect.cassandra.store;

import com.datastax.oss.driver.api.core.CqlSession;
import io.odsconnect.cassandra.compare.CassandraComparer;
import io.odsconnect.cassandra.connection.DriverFailures;
import io.odsconnect.cassandra.mapping.CassandraWrite;
import io.odsconnect.cassandra.mapping.CqlTable;
import io.odsconnect.cassandra.mapping.MappingRules;
import io.odsconnect.cassandra.mapping.RowMapper;
import io.odsconnect.cassandra.mapping.Tables;
import io.odsconnect.common.compare.Comparer;
import io.odsconnect.common.event.ChangeEvent;
import io.odsconnect.common.expiry.ExpiryRule;
import io.odsconnect.common.sink.BadRecordException;
import io.odsconnect.common.sink.Outcome;
import io.odsconnect.common.sink.Store;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/**
 * Cassandra, as the engine sees it. Each row, or some of one partition, is a statement of its own, sent at once: the driver
 * spreads them over nodes by their keys and pipelines them over few connections, which a batch over several partitions would
 * prevent.
 *
 * <p>Cassandra does not report whether a write was newer than what is stored; every accepted write counts as applied.
 */
public final class CassandraStore implements Store<CassandraWrite> {

    private final CqlSession session;
    private final RowMapper mapper;
    private final boolean guard;
    private final Statements statements;
    private final TableKeeper keeper;
    private final PartitionBatches partitions;
    private final ExpiryRule expiry;
    private final CassandraComparer comparer;
    private final UnknownRefusals unknown = new UnknownRefusals();

    /**
     * Writes through a session, which {@link #close()} closes.
     *
     * @param session the session
     * @param rules how events become writes
     * @param batchBytes how many bytes of rows of one partition are sent together at most; 0 for each by itself
     */
    public CassandraStore(CqlSession session, MappingRules rules, int batchBytes) {
        this.session = session;
        Tables tables = new Tables(session::getMetadata, session::refreshSchema);
        this.mapper = new RowMapper(rules, tables, System::currentTimeMillis);
        this.partitions = new PartitionBatches(batchBytes);
        this.keeper = new TableKeeper(session, tables, rules);
        this.comparer = new CassandraComparer(session, tables, rules, System::currentTimeMillis);
        this.guard = rules.guard();
        this.expiry = rules.expiry();
        this.statements = new Statements(session, guard, rules.expiry().isAnyExpiring(), System::currentTimeMillis);
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
        return partitions.mayJoin(batch) ? byPartition(batch) : each(batch);
    }

    private CompletableFuture<List<Outcome>> each(List<CassandraWrite> batch) {
        List<CompletableFuture<Outcome>> writes = new ArrayList<>(batch.size());
        for (CassandraWrite write : batch) {
            writes.add(write(write));
        }
        return CompletableFuture.allOf(writes.toArray(CompletableFuture<?>[]::new))
                .thenApply(done -> writes.stream().map(CompletableFuture::join).toList());
    }

    private CompletableFuture<List<Outcome>> byPartition(List<CassandraWrite> batch) {
        List<List<Integer>> groups = partitions.of(batch);
        List<CompletableFuture<List<Outcome>>> sent = new ArrayList<>(groups.size());
        for (List<Integer> places : groups) {
            List<CassandraWrite> group = places.stream().map(batch::get).toList();
            sent.add(group.size() == 1 ? each(group) : together(group));
        }
        return CompletableFuture.allOf(sent.toArray(CompletableFuture<?>[]::new))
                .thenApply(done -> {
                    Outcome[] outcomes = new Outcome[batch.size()];
                    for (int i = 0; i < groups.size(); i++) {
                        for (int j = 0; j < groups.get(i).size(); j++) {
                            outcomes[groups.get(i).get(j)] = sent.get(i).join().get(j);
                        }
                    }
                    return List.of(outcomes);
                });
    }

    private CompletableFuture<List<Outcome>> together(List<CassandraWrite> group) {
        return statements
                .together(group)
                .thenCompose(session::executeAsync)
                .<List<Outcome>>thenApply(rows -> {
                    unknown.taken(group.get(0).table().name());
                    return Collections.nCopies(group.size(), Outcome.APPLIED);
                })
                .exceptionallyCompose(failure -> failed(group, failure))
                .toCompletableFuture();
    }

    /** What is refused is refused whole, for the sake of one row perhaps: then each is sent by itself. */
    private CompletionStage<List<Outcome>> failed(List<CassandraWrite> group, Throwable failure) {
        return Failures.outcome(group.get(0), expiry, failure, false)
                .filter(Outcome.Retry.class::isInstance)
                .<CompletionStage<List<Outcome>>>map(
                        outcome -> CompletableFuture.completedFuture(Collections.nCopies(group.size(), outcome)))
                .orElseGet(() -> each(group));
    }

    private CompletableFuture<Outcome> write(CassandraWrite write) {
        long sentNanos = unknown.now();
        CompletionStage<Outcome> sent = write.table().isPlanned()
                ? CompletableFuture.completedFuture(write.table())
                        .thenCompose(keeper::made)
                        .thenCompose(table -> send(write.in(table)))
                : send(write);
        return sent.exceptionallyCompose(failure -> failed(write, sentNanos, failure))
                .toCompletableFuture();
    }

    private CompletionStage<Outcome> send(CassandraWrite write) {
        return statements.of(write).thenCompose(session::executeAsync).thenApply(rows -> {
            unknown.taken(write.table().name());
            return Outcome.APPLIED;
        });
    }

    /** A statement may be wrong only because its table has changed: then what is right now is sent, once. */
    private CompletionStage<Outcome> failed(CassandraWrite write, long sentNanos, Throwable failure) {
        if (!keeper.mayExplain(failure)) {
            return CompletableFuture.completedFuture(outcome(write, sentNanos, failure, false));
        }
        return keeper.now(write.table())
                .thenCompose(now -> sendAgain(write, sentNanos, now, failure))
                .exceptionally(again -> outcome(write, sentNanos, again, true));
    }

    private CompletionStage<Outcome> sendAgain(
            CassandraWrite write, long sentNanos, Optional<CqlTable> now, Throwable failure) {
        return now.isPresent() && now.get() != write.table()
                ? send(write.in(now.get()))
                : CompletableFuture.completedFuture(outcome(write, sentNanos, failure, now.isPresent()));
    }

    /**
     * Returns what a failure means; {@code isThere} where the table is as the write has it by the schema read since.
     *
     * @throws CompletionException if it is unknown: the batch then fails with it, and the engine finds the bad row
     */
    private Outcome outcome(CassandraWrite write, long sentNanos, Throwable failure, boolean isThere) {
        Throwable cause = DriverFailures.unwrapped(failure);
        if (cause instanceof TableKeeper.NotMadeException notMade) {
            return notMade.outcome();
        }
        if (cause instanceof BadRecordException bad) {
            return new Outcome.Rejected(String.valueOf(bad.getMessage()), null);
        }
        Outcome outcome =
                Failures.outcome(write, expiry, failure, isThere).orElseThrow(() -> new CompletionException(cause));
        return outcome instanceof Outcome.Rejected refused && keeper.mayExplain(failure)
                ? unknown.judge(write, sentNanos, refused)
                : outcome;
    }

    @Override
    public Optional<Comparer<CassandraWrite>> comparer() {
        return Optional.of(comparer);
    }

    @Override
    public void close() {
        session.close();
    }
}
