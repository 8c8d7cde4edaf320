package io.odsconnect.redis.store;

import io.odsconnect.common.event.ChangeEvent;
import io.odsconnect.common.sink.Outcome;
import io.odsconnect.common.sink.Store;
import io.odsconnect.redis.connection.ConnectionFailure;
import io.odsconnect.redis.connection.RedisConnections;
import io.odsconnect.redis.mapping.RedisWrite;
import io.odsconnect.redis.mapping.RowMapper;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Connection;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;

/** Redis, as the engine sees it: a batch a connection, as many at a time as there are connections. */
public final class RedisStore implements Store<RedisWrite> {

    private final RowMapper mapper;
    private final BatchWriter writer;
    private final RedisConnections connections;
    private final ExecutorService threads;

    /**
     * Connects nothing yet: that happens with the first batch.
     *
     * @param mapper makes writes of events
     * @param rules what is written beside the rows, and by which rule
     * @param connections where the server is; the store's own from here on
     */
    public RedisStore(RowMapper mapper, WriteRules rules, RedisConnections connections) {
        this.mapper = mapper;
        this.writer = rules.positionGuard()
                ? new GuardedWriter(rules.positionField(), rules.markerTtlMillis(), rules.rowTtlMillis())
                : new PlainWriter(rules.rowTtlMillis());
        this.connections = connections;
        AtomicInteger number = new AtomicInteger();
        this.threads = Executors.newFixedThreadPool(connections.limit(), task -> {
            Thread thread = new Thread(task, connections.clientName() + "-redis-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
    }

    @Override
    public List<RedisWrite> map(ChangeEvent event) {
        return mapper.map(event);
    }

    @Override
    public CompletionStage<List<Outcome>> write(List<RedisWrite> batch) {
        try {
            return CompletableFuture.supplyAsync(() -> writeNow(batch), threads);
        } catch (RejectedExecutionException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private List<Outcome> writeNow(List<RedisWrite> batch) {
        @Nullable Outcome[] outcomes = new @Nullable Outcome[batch.size()];
        Outcome unknown = new Outcome.Retry("Redis did not tell what became of this write", null);
        try (RedisConnections.Lease lease = connections.take()) {
            Connection connection = lease.connection();
            try {
                writer.write(connection, batch, outcomes);
                if (Arrays.stream(outcomes).anyMatch(Outcome.Retry.class::isInstance)) {
                    // The server may no longer be the master: whoever tries again looks the address up again.
                    connection.setBroken();
                    connections.dropIdle();
                }
            } catch (RuntimeException e) {
                // Replies may still be under way: nobody else must read them as theirs.
                connection.setBroken();
                throw e;
            }
        } catch (JedisDataException e) {
            // The server answered, and did not let us in.
            connections.dropIdle();
            unknown = ServerError.of(e).ofWholeCall();
        } catch (JedisException e) {
            connections.dropIdle();
            unknown = new Outcome.Retry(
                    "The connection to Redis at " + connections.address() + " failed: " + ConnectionFailure.describe(e),
                    e);
        }
        List<Outcome> known = new ArrayList<>(outcomes.length);
        for (Outcome outcome : outcomes) {
            known.add(outcome == null ? unknown : outcome);
        }
        return known;
    }

    @Override
    public void close() {
        threads.shutdownNow();
        connections.close();
    }
}
