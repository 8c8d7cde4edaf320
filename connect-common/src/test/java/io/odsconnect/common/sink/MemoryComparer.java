package io.odsconnect.common.sink;

import io.odsconnect.common.compare.Comparer;
import io.odsconnect.common.compare.Comparison;
import io.odsconnect.common.compare.RowHash;
import io.odsconnect.common.compare.RowScan;
import io.odsconnect.common.compare.StoredRow;
import io.odsconnect.common.value.Row;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Compares with a {@link MemoryStore}. Answers at once, or says that the store is away. */
final class MemoryComparer implements Comparer<MemoryStore.Put> {

    private static final int PAGE = 3;

    private final MemoryStore store;

    /** Whether the servers cannot be reached. */
    boolean away;

    /** Whether the store can tell that a row was deleted. */
    boolean knowsDeletes = true;

    /** Whether a row without a position may have one all the same. */
    boolean hidesPositions;

    /** Why there is no scan. */
    @Nullable
    String noScan;

    /** How many batches were compared, and how many pages of scans read. */
    int compares;

    int pages;

    MemoryComparer(MemoryStore store) {
        this.store = store;
    }

    @Override
    public RowHash identity(MemoryStore.Put write) {
        return hash(write.identity());
    }

    private static RowHash hash(Object id) {
        return RowHash.of(id.toString().getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String key(MemoryStore.Put write) {
        return write.identity().toString();
    }

    @Override
    public CompletionStage<List<Comparison>> compare(List<MemoryStore.Put> batch) {
        if (away) {
            return CompletableFuture.failedFuture(new StoreUnavailableException("connection refused", null));
        }
        compares++;
        return CompletableFuture.completedFuture(
                batch.stream().map(this::compare).toList());
    }

    private Comparison compare(MemoryStore.Put write) {
        MemoryStore.Cell cell = store.cell(write.identity());
        if (cell == null || (cell.row() == null && !knowsDeletes)) {
            return write.isDelete() ? Comparison.MATCH : Comparison.MISSING;
        }
        if (cell.row() == null) {
            return write.isDelete()
                    ? Comparison.MATCH
                    : cell.position() >= write.position() ? new Comparison.Newer(cell.position()) : Comparison.MISSING;
        }
        if (cell.position() > write.position()) {
            return write.isDelete() ? Comparison.MATCH : new Comparison.Newer(cell.position());
        }
        if (write.isDelete()) {
            return new Comparison.Different(cell.position(), List.of(Comparison.ROW));
        }
        List<String> fields = fields(Objects.requireNonNull(write.row()), Objects.requireNonNull(cell.row()));
        return fields.isEmpty() ? Comparison.MATCH : new Comparison.Different(cell.position(), fields);
    }

    private static List<String> fields(Row one, Row other) {
        List<String> fields = new ArrayList<>();
        for (int i = 0; i < one.size(); i++) {
            if (!Objects.equals(one.value(i), other.get(one.name(i)))) {
                fields.add(one.name(i));
            }
        }
        return fields;
    }

    @Override
    public boolean hidesPositions() {
        return hidesPositions;
    }

    @Override
    public Optional<String> whyNoScan(String topic) {
        return Optional.ofNullable(noScan);
    }

    @Override
    public RowScan<MemoryStore.Put> scan(String topic) {
        ArrayDeque<Map.Entry<Object, MemoryStore.Cell>> left =
                new ArrayDeque<>(store.cells().entrySet());
        return new RowScan<>() {

            @Override
            public CompletionStage<Page<MemoryStore.Put>> next() {
                if (away) {
                    return CompletableFuture.failedFuture(new StoreUnavailableException("connection refused", null));
                }
                pages++;
                List<StoredRow<MemoryStore.Put>> rows = new ArrayList<>();
                for (int i = 0; i < PAGE && !left.isEmpty(); i++) {
                    Map.Entry<Object, MemoryStore.Cell> each = left.remove();
                    if (each.getValue().row() != null) {
                        rows.add(new StoredRow<>(
                                hash(each.getKey()),
                                each.getValue().position(),
                                each.getKey().toString(),
                                position -> new MemoryStore.Put(each.getKey(), null, position, 10)));
                    }
                }
                return CompletableFuture.completedFuture(new Page<>(rows, PAGE, left.isEmpty()));
            }

            @Override
            public void close() {
                left.clear();
            }
        };
    }

    @Override
    public Duration knowsDeletesFor() {
        return knowsDeletes ? Duration.ofDays(1) : Duration.ZERO;
    }
}
