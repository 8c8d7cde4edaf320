package io.odsconnect.common.sink;

import io.odsconnect.common.event.ChangeEvent;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Answers on its own threads, late and not always well. */
final class ThreadedStore implements Store<MemoryStore.Put> {

    private final MemoryStore rows = new MemoryStore();
    private final ExecutorService threads = Executors.newFixedThreadPool(3);
    private final Random random;

    ThreadedStore(long seed) {
        random = new Random(seed);
    }

    @Override
    public List<MemoryStore.Put> map(ChangeEvent event) {
        return rows.map(event);
    }

    @Override
    public CompletionStage<List<Outcome>> write(List<MemoryStore.Put> batch) {
        CompletionStage<List<Outcome>> answer;
        MemoryStore.Call call;
        int luck;
        synchronized (rows) {
            answer = rows.write(batch);
            call = rows.calls.get(rows.calls.size() - 1);
            luck = random.nextInt(30);
        }
        CompletableFuture<List<Outcome>> future = new CompletableFuture<>();
        threads.execute(() -> {
            // The batch ends in the store before the engine hears of it, as it is with a real one.
            synchronized (rows) {
                switch (luck) {
                    case 0 -> call.fail();
                    case 1 -> call.succeedUnheard();
                    case 2 -> call.answer(write -> new Outcome.Retry("busy", null));
                    default -> call.succeed();
                }
            }
            answer.whenComplete((outcomes, error) -> {
                if (error == null) {
                    future.complete(outcomes);
                } else {
                    future.completeExceptionally(error);
                }
            });
        });
        return future;
    }

    /** Returns the position that is stored for a row; the lowest where there is none. */
    long position(Object id) {
        synchronized (rows) {
            MemoryStore.Cell cell = rows.cell(id);
            return cell == null ? ChangeEvent.NO_POSITION : cell.position();
        }
    }

    Map<Object, Object> names() {
        Map<Object, Object> names = new TreeMap<>();
        synchronized (rows) {
            rows.rows().forEach((id, row) -> names.put(id, String.valueOf(row.get("NAME"))));
        }
        return names;
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
