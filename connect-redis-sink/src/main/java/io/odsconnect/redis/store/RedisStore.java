package io.odsconnect.redis.store;

import io.odsconnect.common.compare.Comparer;
import io.odsconnect.common.event.ChangeEvent;
import io.odsconnect.common.sink.Outcome;
import io.odsconnect.common.sink.Store;
import io.odsconnect.common.sink.StoreUnavailableException;
import io.odsconnect.redis.connection.RedisConnections;
import io.odsconnect.redis.mapping.RedisWrite;
import io.odsconnect.redis.mapping.RowMapper;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Redis, as the engine sees it: several batches at a time, each over connections of its own. */
public final class RedisStore implements Store<RedisWrite> {

    private static final Outcome UNKNOWN = new Outcome.Retry("Redis did not return the outcome of this write", null);

    private final RowMapper mapper;
    private final WriteRules rules;
    private final WriteStrategy writer;
    private final RedisConnections connections;
    private final @Nullable SlotRule slots;
    private final ExecutorService threads;

    /**
     * Connects nothing yet: that happens with the first batch.
     *
     * @param mapper makes writes of events
     * @param rules what is written beside the rows, and by which rule
     * @param connections where the servers are; the store's own from here on
     * @param threads how many batches are written at the same time
     */
    public RedisStore(RowMapper mapper, WriteRules rules, RedisConnections connections, int threads) {
        this.mapper = mapper;
        this.rules = rules;
        this.writer = rules.needsScript() ? new GuardedWriter(rules) : new PlainWriter(rules.valueType());
        this.connections = connections;
        this.slots = connections.hasSlots() && rules.needsScript() ? new SlotRule(connections::slotOf) : null;
        AtomicInteger number = new AtomicInteger();
        this.threads = Executors.newFixedThreadPool(threads, task -> {
            Thread thread = new Thread(task, connections.clientName() + "-redis-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
    }

    @Override
    public void assigned() {
        writer.forgetRows();
    }

    @Override
    public List<RedisWrite> map(ChangeEvent event) {
        List<RedisWrite> writes = mapper.map(event);
        if (slots != null) {
            writes.forEach(slots::check);
        }
        return writes;
    }

    @Override
    public Optional<Comparer<RedisWrite>> comparer() {
        return Optional.of(new RedisComparer(mapper, rules, connections, threads));
    }

    @Override
    public CompletionStage<List<Outcome>> write(List<RedisWrite> batch) {
        try {
            return CompletableFuture.supplyAsync(() -> writeNow(batch), threads);
        } catch (RejectedExecutionException e) {
            return CompletableFuture.failedFuture(
                    new StoreUnavailableException("The connections to Redis are closed: the task stops", e));
        }
    }

    private List<Outcome> writeNow(List<RedisWrite> batch) {
        IdentityHashMap<RedisWrite, Outcome> tooLarge = ArgumentLimit.tooLarge(batch, connections);
        List<RedisWrite> bySlot = new ArrayList<>(batch);
        bySlot.removeIf(tooLarge::containsKey);
        bySlot.sort(Comparator.comparingInt(write -> connections.slotOf(write.key())));
        List<Call> calls = Call.split(bySlot, connections::slotOf);
        connections.run(calls.stream().map(writer::step).toList());
        List<Call> again = calls.stream().flatMap(call -> call.again().stream()).toList();
        if (!again.isEmpty()) {
            connections.run(again.stream().map(writer::step).toList());
            calls.addAll(again);
        }
        // A server may no longer be the master: whoever tries again looks for it again.
        connections.lookAgain(
                calls.stream().filter(Call::hasRetries).map(Call::key).toList());
        return outcomes(batch, tooLarge, calls);
    }

    /** Returns the outcomes in the order of the batch. If a row is in two calls, the later one counts. */
    private static List<Outcome> outcomes(
            List<RedisWrite> batch, IdentityHashMap<RedisWrite, Outcome> tooLarge, List<Call> calls) {
        IdentityHashMap<RedisWrite, Outcome> known = new IdentityHashMap<>(batch.size());
        tooLarge.forEach(known::put);
        for (Call call : calls) {
            for (int i = 0; i < call.writes().size(); i++) {
                Outcome outcome = call.outcome(i);
                known.put(call.writes().get(i), outcome == null ? UNKNOWN : outcome);
            }
        }
        return batch.stream().map(known::get).toList();
    }

    @Override
    public void close() {
        threads.shutdownNow();
        connections.close();
    }
}
