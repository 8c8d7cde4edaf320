package io.odsconnect.common.sink;

import io.odsconnect.common.compare.Comparer;
import io.odsconnect.common.event.ChangeEvent;
import io.odsconnect.common.value.Row;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A store in memory that keeps the position rule and lets the test decide when and how a batch ends. Rows are found by
 * their column or key field {@code ID}. It refuses to be called in a way that a real store could not bear.
 */
final class MemoryStore implements Store<MemoryStore.Put> {

    /** A row to be put, or to be deleted where {@code row} is null. */
    record Put(Object identity, @Nullable Row row, long position, int sizeInBytes) implements StoreWrite {
        @Override
        public boolean isDelete() {
            return row == null;
        }
    }

    /** See {@link Store#lossWindowMillis}. */
    long lossWindowMillis;

    /** See {@link Store#mayHaveLostWrites}. */
    boolean lostWrites;

    @Override
    public long lossWindowMillis() {
        return lossWindowMillis;
    }

    @Override
    public boolean mayHaveLostWrites() {
        return lostWrites;
    }

    /** What is stored for a row: where {@code row} is null, the mark that it was deleted. */
    record Cell(@Nullable Row row, long position) {}

    /** A batch that the store has and has not answered. */
    final class Call {
        final List<Put> writes;
        private final CompletableFuture<List<Outcome>> future = new CompletableFuture<>();

        private Call(List<Put> writes) {
            this.writes = List.copyOf(writes);
        }

        /** Writes all and says so; where a row is poisoned, does as {@link #spoil} does. */
        void succeed() {
            if (isPoisoned()) {
                spoil();
            } else {
                answer(MemoryStore.this::apply);
            }
        }

        /** Says whether the client cannot send this batch. */
        boolean isPoisoned() {
            return writes.stream().anyMatch(write -> poisoned.contains(write.identity()));
        }

        /** Fails as a client does that cannot send one of the rows: those before it may be written. */
        void spoil() {
            for (Put write : writes) {
                if (poisoned.contains(write.identity())) {
                    break;
                }
                apply(write);
            }
            end(new CompletionException(new IllegalArgumentException("Value too long: 4111222233334444")));
        }

        /** Ends as a stage that failed so. */
        void end(Throwable why) {
            landed();
            future.completeExceptionally(why);
        }

        /** Ends with exactly these outcomes, null ones too. */
        @SuppressWarnings("NullAway")
        void outcomes(@Nullable List<Outcome> outcomes) {
            landed();
            future.complete(outcomes);
        }

        /** Gives the outcome of each write; what it does to the store is the function's. */
        void answer(Function<Put, Outcome> outcome) {
            List<Outcome> outcomes = new ArrayList<>();
            for (Put write : writes) {
                outcomes.add(outcome.apply(write));
            }
            landed();
            future.complete(outcomes);
        }

        /** Fails as a whole, having written nothing. */
        void fail() {
            end(new CompletionException(new StoreUnavailableException("connection reset", null)));
        }

        /** Writes all and loses the answer. */
        void succeedUnheard() {
            writes.forEach(MemoryStore.this::apply);
            fail();
        }

        private void landed() {
            calls.remove(this);
            writes.forEach(write -> inFlight.remove(write.identity()));
        }
    }

    final List<Call> calls = new ArrayList<>();
    final List<List<Put>> log = new ArrayList<>();
    private final Map<Object, Cell> cells = new HashMap<>();
    private final Set<Object> inFlight = new HashSet<>();
    private final Set<String> unmappable = new HashSet<>();
    private final Set<Object> poisoned = new HashSet<>();
    private @Nullable Function<Put, Outcome> atOnce;
    private boolean closed;
    private int assignments;

    @Override
    public void assigned() {
        assignments++;
    }

    /** Returns how often the store was told that the task was given partitions. */
    int assignments() {
        return assignments;
    }

    /** Makes the store answer while it is called. */
    void answerAtOnce() {
        answerAtOnce(this::apply);
    }

    /** Makes the store answer so while it is called. */
    void answerAtOnce(Function<Put, Outcome> answer) {
        atOnce = answer;
    }

    /** Makes the client unable to send a batch with this row. */
    void poison(Object id) {
        poisoned.add(id);
    }

    /** Makes the store refuse to map rows of this ID. */
    void refuseToMap(String id) {
        unmappable.add(id);
    }

    /** What the store throws when it is called, if anything. */
    @Nullable
    Throwable thrown;

    /** Whether the store throws over a poisoned row at once. */
    boolean throwsAtOnce;

    /** Whether the store throws when it is closed. */
    boolean failsToClose;

    /** Whether the store gives nothing to wait for. */
    boolean givesNoStage;

    /** Whether the store takes records; a test may say no for a while. */
    boolean ready = true;

    @Override
    public boolean isReady() {
        return ready;
    }

    @Override
    public List<Put> map(ChangeEvent event) {
        String before = id(event.before());
        String after = id(event.after());
        String id = after != null ? after : before != null ? before : Objects.requireNonNull(id(event.key()));
        if (unmappable.contains(id)) {
            throw new BadRecordException("The column NAME does not fit");
        }
        Put put = new Put(id, event.after(), event.position(), 10);
        return before == null || before.equals(id)
                ? List.of(put)
                : List.of(new Put(before, null, event.position(), 10), put);
    }

    private static @Nullable String id(@Nullable Row row) {
        Object id = row == null ? null : row.get("ID");
        return id == null ? null : id.toString();
    }

    @Override
    @SuppressWarnings("NullAway") // A store that gives nothing is what is tested.
    public CompletionStage<List<Outcome>> write(List<Put> batch) {
        if (thrown instanceof Error error) {
            throw error;
        }
        if (thrown instanceof RuntimeException exception) {
            throw exception;
        }
        if (throwsAtOnce && batch.stream().anyMatch(write -> poisoned.contains(write.identity()))) {
            throw new IllegalArgumentException("Value too long: 4111222233334444");
        }
        if (givesNoStage) {
            return null;
        }
        for (Put write : batch) {
            if (!inFlight.add(write.identity())) {
                throw new AssertionError("Row " + write.identity() + " is under way twice");
            }
        }
        log.add(List.copyOf(batch));
        Call call = new Call(batch);
        calls.add(call);
        if (atOnce != null) {
            if (call.isPoisoned()) {
                call.spoil();
            } else {
                call.answer(atOnce);
            }
        }
        return call.future;
    }

    /** Has rows read back and compared; null for a store that cannot. */
    @Nullable
    MemoryComparer comparer;

    @Override
    public Optional<Comparer<Put>> comparer() {
        return Optional.ofNullable(comparer);
    }

    /** Puts a row as somebody does who knows nothing of positions; null takes it away, mark and all. */
    void tamper(Object id, @Nullable Cell cell) {
        if (cell == null) {
            cells.remove(id);
        } else {
            cells.put(id, cell);
        }
    }

    /** Returns all that is stored, by ID. */
    Map<Object, Cell> cells() {
        return new TreeMap<>(cells);
    }

    /** Writes one row as the position rule has it. */
    Outcome apply(Put write) {
        Cell cell = cells.get(write.identity());
        long stored = cell == null ? ChangeEvent.NO_POSITION : cell.position();
        if (write.position() != ChangeEvent.NO_POSITION && stored > write.position()) {
            return Outcome.STALE;
        }
        boolean keepsPosition = write.position() == ChangeEvent.NO_POSITION;
        cells.put(write.identity(), new Cell(write.row(), keepsPosition ? stored : write.position()));
        return Outcome.APPLIED;
    }

    /** Returns what is stored for a row, null where nothing ever was. */
    @Nullable
    Cell cell(Object id) {
        return cells.get(id);
    }

    /** Returns the rows that a client would find, by ID. */
    Map<Object, Row> rows() {
        Map<Object, Row> rows = new TreeMap<>();
        cells.forEach((id, cell) -> {
            if (cell.row() != null) {
                rows.put(id, cell.row());
            }
        });
        return rows;
    }

    boolean isClosed() {
        return closed;
    }

    @Override
    public void close() {
        closed = true;
        if (failsToClose) {
            throw new IllegalStateException("still in use");
        }
    }
}
