package io.odsconnect.redis.store;

import io.odsconnect.common.compare.Comparer;
import io.odsconnect.common.compare.Comparison;
import io.odsconnect.common.compare.RowHash;
import io.odsconnect.common.compare.RowScan;
import io.odsconnect.common.sink.StoreUnavailableException;
import io.odsconnect.redis.connection.RedisConnections;
import io.odsconnect.redis.connection.Step;
import io.odsconnect.redis.mapping.RedisWrite;
import io.odsconnect.redis.mapping.RowMapper;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;

/** Compares rows with Redis: by commands that read, all for a batch in one pipeline a server. */
final class RedisComparer implements Comparer<RedisWrite> {

    private final RowMapper mapper;
    private final WriteRules rules;
    private final RedisConnections connections;
    private final Executor threads;
    private final StoredForm form;

    RedisComparer(RowMapper mapper, WriteRules rules, RedisConnections connections, Executor threads) {
        this.mapper = mapper;
        this.rules = rules;
        this.connections = connections;
        this.threads = threads;
        this.form = StoredForm.of(rules);
    }

    @Override
    public RowHash identity(RedisWrite write) {
        return RowHash.of(write.key());
    }

    @Override
    public String key(RedisWrite write) {
        return write.identity();
    }

    @Override
    public CompletionStage<List<Comparison>> compare(List<RedisWrite> batch) {
        return later(threads, () -> {
            List<RowReads> reads = batch.stream()
                    .map(write -> new RowReads(form, rules, write))
                    .toList();
            List<Step> steps =
                    reads.stream().flatMap(each -> each.steps().stream()).toList();
            connections.run(steps);
            long now = System.currentTimeMillis();
            try {
                return reads.stream().map(each -> each.compare(now)).toList();
            } catch (StoreUnavailableException e) {
                connections.lookAgain(batch.stream().map(RedisWrite::key).toList());
                throw e;
            }
        });
    }

    /** Runs on one of the store's threads. */
    static <T> CompletionStage<T> later(Executor threads, Supplier<T> task) {
        try {
            return CompletableFuture.supplyAsync(task, threads);
        } catch (RejectedExecutionException e) {
            return CompletableFuture.failedFuture(
                    new StoreUnavailableException("The connections to Redis are closed: the task stops", e));
        }
    }

    @Override
    public Optional<String> whyNoScan(String topic) {
        return KeyShape.whyNone(topic, mapper.templates());
    }

    @Override
    public RowScan<RedisWrite> scan(String topic) {
        return new KeyScan(KeyShape.of(topic, mapper.templates()), form, connections, threads);
    }

    @Override
    public Duration knowsDeletesFor() {
        return Duration.ofMillis(rules.markerTtlMillis());
    }
}
